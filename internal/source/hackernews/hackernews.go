// Package hackernews finds what is said about developer tools on Hacker News, by the public
// search of its archive (Algolia). It needs no key. Each search keeps its own place in time;
// a search that would find more than one answer can hold is read in slices, newest first.
//
// BUG(hackernews): a comment that is deleted or flagged after it was found keeps its text here: the search
// only leaves such items out, which cannot be told from never having matched.
package hackernews

import (
	"context"
	_ "embed"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// Defaults of Config.
const (
	DefaultURL         = "https://hn.algolia.com/api/v1"
	DefaultFirstLook   = 7 * 24 * time.Hour
	DefaultPace        = time.Second
	DefaultMaxRequests = 35
	DefaultUserAgent   = "voxpop (+https://github.com/voxpop-dev/voxpop)"
)

// Community is the name under which all items of the source stand.
const Community = "Hacker News"

//go:embed tools.txt
var starter string

// Config says what to search for and how gently. The zero value works.
type Config struct {
	BaseURL     string        // of the search API; DefaultURL when empty
	UserAgent   string        // DefaultUserAgent when empty
	Queries     []string      // words and "phrases"; DefaultQueries when empty
	FirstLook   time.Duration // how far back a search begins; DefaultFirstLook when 0
	Pace        time.Duration // least time between two requests; DefaultPace when 0
	MaxRequests int           // in one cycle; the searches take turns; DefaultMaxRequests when 0
	Transport   http.RoundTripper
	Now         func() time.Time // time.Now when nil
}

// Source yields stories and comments.
type Source struct {
	cfg    Config
	base   *url.URL
	client *http.Client

	mu   sync.Mutex
	next time.Time // when the next request may be made
}

// New checks the configuration. The error wraps voxpop.ErrInvalid.
func New(cfg Config) (*Source, error) {
	setDefaults(&cfg)
	base, err := url.Parse(cfg.BaseURL)
	if err != nil || base.Host == "" || base.Scheme != "http" && base.Scheme != "https" {
		return nil, fmt.Errorf("HN_API_URL %q: want an http or https address such as %s: %w", cfg.BaseURL, DefaultURL, voxpop.ErrInvalid)
	}
	for _, q := range cfg.Queries {
		if len(terms(q)) == 0 || len(q) > 200 {
			return nil, fmt.Errorf("hacker news query %q: want words or a \"phrase\", at most 200 bytes: %w", q, voxpop.ErrInvalid)
		}
	}
	if cfg.FirstLook < 0 || cfg.Pace < 0 || cfg.MaxRequests < 0 {
		return nil, fmt.Errorf("hacker news: a negative span, pace or number of requests: %w", voxpop.ErrInvalid)
	}
	client := &http.Client{Transport: cfg.Transport, CheckRedirect: sameHost}
	return &Source{cfg: cfg, base: base, client: client}, nil
}

func setDefaults(cfg *Config) {
	if cfg.BaseURL == "" {
		cfg.BaseURL = DefaultURL
	}
	if cfg.UserAgent == "" {
		cfg.UserAgent = DefaultUserAgent
	}
	if len(cfg.Queries) == 0 {
		cfg.Queries = DefaultQueries()
	}
	if cfg.FirstLook == 0 {
		cfg.FirstLook = DefaultFirstLook
	}
	if cfg.Pace == 0 {
		cfg.Pace = DefaultPace
	}
	if cfg.MaxRequests == 0 {
		cfg.MaxRequests = DefaultMaxRequests
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	cfg.Queries = slices.Compact(slices.Sorted(slices.Values(cfg.Queries)))
}

// DefaultQueries returns the searches of the starter list.
func DefaultQueries() []string { return ParseQueries(starter) }

// ParseQueries reads a list of searches, one a line; "#" begins a comment line.
func ParseQueries(list string) []string {
	var out []string
	for line := range strings.Lines(list) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			out = append(out, line)
		}
	}
	return out
}

// Name returns "hackernews".
func (*Source) Name() string { return voxpop.SourceHackerNews }

// Plan makes one task in which the searches take turns. While the other side has asked to be
// left alone it is an error that says until when.
func (s *Source) Plan(ctx context.Context, view voxpop.SourceView) ([]voxpop.Task, error) {
	notes, err := s.notes(ctx, view)
	if err != nil {
		return nil, err
	}
	if until := notes.pause(); s.cfg.Now().Before(until) {
		return nil, fmt.Errorf("hacker news search asked to be left alone until %s: %w", until.UTC().Format(time.RFC3339), voxpop.ErrUnavailable)
	}
	return []voxpop.Task{{Source: s.Name(), Key: "search", Communities: []string{Community}}}, nil
}

func sameHost(req *http.Request, via []*http.Request) error {
	if len(via) > 3 || req.URL.Host != via[0].URL.Host {
		return fmt.Errorf("refusing the redirect to %s", req.URL.Host)
	}
	return nil
}
