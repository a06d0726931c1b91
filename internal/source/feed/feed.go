// Package feed follows Atom and RSS feeds: blogs, forums, release notes. It asks only for what
// changed, as rarely as a feed allows, and never reaches into private networks by accident.
package feed

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// Defaults of Config.
const (
	DefaultMinInterval = 30 * time.Minute
	DefaultMaxInterval = 24 * time.Hour
	DefaultUserAgent   = "voxpop (+https://github.com/voxpop-dev/voxpop)"
)

// Config says which feeds to follow. All but URLs may be left zero.
type Config struct {
	URLs        []string      // http or https addresses without a password in them
	UserAgent   string        // DefaultUserAgent when empty
	MinInterval time.Duration // between two looks at a feed; DefaultMinInterval when 0
	MaxInterval time.Duration // DefaultMaxInterval when 0
	// AllowPrivate lets feeds live on loopback, private and link-local addresses, and lets the
	// environment's HTTP proxy be used (which hides the address that is reached).
	AllowPrivate bool
	Transport    http.RoundTripper // replaces the guarded one; for tests
	Now          func() time.Time  // time.Now when nil
}

// Source yields the entries of feeds as posts.
type Source struct {
	cfg    Config
	feeds  []address
	client *http.Client
}

// address is where a feed is. Its name is safe to show: a query may hold a secret.
type address struct {
	url  *url.URL
	key  string // of its cursor and task
	name string // host and path
}

// New checks the configuration. The error wraps voxpop.ErrInvalid.
func New(cfg Config) (*Source, error) {
	if cfg.UserAgent == "" {
		cfg.UserAgent = DefaultUserAgent
	}
	if cfg.MinInterval == 0 {
		cfg.MinInterval = DefaultMinInterval
	}
	if cfg.MaxInterval == 0 {
		cfg.MaxInterval = max(DefaultMaxInterval, cfg.MinInterval)
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.MinInterval < 0 || cfg.MaxInterval < cfg.MinInterval {
		return nil, fmt.Errorf("feeds: interval %s to %s: want 0 < least ≤ most: %w", cfg.MinInterval, cfg.MaxInterval, voxpop.ErrInvalid)
	}
	if cfg.Transport == nil {
		cfg.Transport = guarded(cfg.AllowPrivate)
	}
	s := &Source{cfg: cfg, client: &http.Client{Transport: cfg.Transport, CheckRedirect: checkRedirect}}
	var problems []error
	for _, raw := range slices.Compact(slices.Sorted(slices.Values(cfg.URLs))) {
		a, err := parseAddress(raw)
		problems = append(problems, err)
		s.feeds = append(s.feeds, a)
	}
	if err := errors.Join(problems...); err != nil {
		return nil, err
	}
	return s, nil
}

func parseAddress(raw string) (address, error) {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return address{}, fmt.Errorf("FEEDS: an entry is not an http or https address, such as https://example.org/feed.xml: %w", voxpop.ErrInvalid)
	}
	name := u.Host + u.Path
	if u.User != nil {
		return address{}, fmt.Errorf("FEEDS: %s: names and passwords in addresses are not supported: %w", name, voxpop.ErrInvalid)
	}
	u.Fragment = ""
	sum := sha256.Sum256([]byte(u.String()))
	return address{url: u, key: u.Hostname() + ":" + hex.EncodeToString(sum[:8]), name: name}, nil
}

// Name returns "feed".
func (*Source) Name() string { return voxpop.SourceFeed }

// Plan makes a task of each feed that is due.
func (s *Source) Plan(ctx context.Context, view voxpop.SourceView) ([]voxpop.Task, error) {
	raw, err := view.Cursors(ctx, s.Name(), "")
	if err != nil {
		return nil, fmt.Errorf("feeds: reading when they were last seen: %w", err)
	}
	var tasks []voxpop.Task
	for _, a := range s.feeds {
		n := parseNote(raw[a.key])
		if s.cfg.Now().Unix() < n.Next {
			continue
		}
		tasks = append(tasks, voxpop.Task{Source: s.Name(), Key: a.key, Communities: []string{n.community(a)}})
	}
	return tasks, nil
}

func (s *Source) find(key string) (address, bool) {
	i := slices.IndexFunc(s.feeds, func(a address) bool { return a.key == key })
	if i < 0 {
		return address{}, false
	}
	return s.feeds[i], true
}

// note is what is remembered of a feed. Times are seconds since 1970.
type note struct {
	ETag         string `json:"etag,omitempty"`
	LastModified string `json:"last_modified,omitempty"`
	Next         int64  `json:"next"`     // when it may be asked again
	Interval     int64  `json:"interval"` // between two looks, in seconds; follows how often something is new
	Fails        int    `json:"fails,omitempty"`
	Community    string `json:"community,omitempty"` // its title when it was first read
	Covered      int64  `json:"covered,omitempty"`   // up to which the ledger is written
	// First is the created time given to entries that do not say when they were published, by
	// native id. It holds those that are still in the feed.
	First map[string]int64 `json:"first,omitempty"`
}

func parseNote(raw []byte) (n note) {
	if json.Unmarshal(raw, &n) != nil {
		return note{} // an unreadable note means a first look, which stores nothing twice
	}
	return n
}

func (n *note) community(a address) string {
	if n.Community != "" {
		return n.Community
	}
	return voxpop.Clean(a.url.Hostname(), voxpop.MaxName)
}
