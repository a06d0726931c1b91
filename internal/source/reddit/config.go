// Package reddit collects posts and comments through Reddit's OAuth API.
//
// New items come from joined listings (/r/a+b+c/new and /comments), walked from the newest back to what an earlier walk
// has proved to hold; scores, edits and deletions from /api/info, a hundred ids a call; comments that no listing
// shows any more from the trees of the threads that state more comments than are stored. Everything the collector
// remembers is in cursors, and every age is measured on Reddit's clock, never on ours.
package reddit

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// Config is what an administrator says about Reddit. Empty fields but keys and communities have defaults.
type Config struct {
	ClientID     string
	ClientSecret string
	Username     string // with Password: the script grant; empty: app-only
	Password     string
	UserAgent    string // "<platform>:<app>:<version> (by /u/name)"
	AuthURL      string // where tokens come from; https://www.reddit.com
	APIURL       string // everything else; https://oauth.reddit.com
	Communities  []string
	Interval     time.Duration // between cycles, source time; 30 min
	// RefreshCalls bounds the info calls of a cycle for items younger than 36 h; 40. Older ones have their own budget.
	RefreshCalls int
	Transport    http.RoundTripper // for tests; nil: a transport with short timeouts
	// Allowance is shared with the other processes that use the client id; nil: there are none.
	Allowance Allowance
}

// Source is Reddit as collect sees it. It is safe for concurrent use.
type Source struct {
	cfg    Config
	subs   []string // configured spelling, each once, compared without case
	client *client
}

// A user page ("u_name") is a community too, which lengthens the limit of 21.
var communityName = regexp.MustCompile(`^[A-Za-z0-9_]{2,24}$`)

// New checks a configuration. Errors name the setting and the remedy.
func New(cfg Config) (*Source, error) {
	cfg.AuthURL = strings.TrimRight(cmp.Or(cfg.AuthURL, "https://www.reddit.com"), "/")
	cfg.APIURL = strings.TrimRight(cmp.Or(cfg.APIURL, "https://oauth.reddit.com"), "/")
	cfg.UserAgent = cmp.Or(cfg.UserAgent, "server:voxpop:dev (by /u/unknown)")
	cfg.Interval = cmp.Or(cfg.Interval, 30*time.Minute)
	cfg.RefreshCalls = cmp.Or(cfg.RefreshCalls, 40)
	if cfg.ClientID == "" || cfg.ClientSecret == "" {
		return nil, fmt.Errorf("reddit: no keys: set REDDIT_CLIENT_ID and REDDIT_CLIENT_SECRET: %w", voxpop.ErrInvalid)
	}
	if (cfg.Username == "") != (cfg.Password == "") {
		return nil, fmt.Errorf("reddit: user name and password go together: set both or neither: %w", voxpop.ErrInvalid)
	}
	for name, value := range map[string]string{"REDDIT_AUTH_URL": cfg.AuthURL, "REDDIT_API_URL": cfg.APIURL} {
		u, err := url.Parse(value)
		if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") || u.User != nil {
			return nil, fmt.Errorf("reddit: %s: want an address like https://host: %w", name, voxpop.ErrInvalid)
		}
	}
	subs, err := communities(cfg.Communities)
	if err != nil {
		return nil, err
	}
	return &Source{cfg: cfg, subs: subs, client: newClient(cfg)}, nil
}

// communities strips prefixes and repetitions from configured names.
func communities(names []string) ([]string, error) {
	var out []string
	seen := map[string]bool{}
	for _, name := range names {
		short := strings.Trim(strings.TrimSpace(name), "/")
		if rest, ok := strings.CutPrefix(strings.ToLower(short), "r/"); ok {
			short = short[len(short)-len(rest):]
		}
		if !communityName.MatchString(short) {
			return nil, fmt.Errorf("reddit: community %.40q: want a subreddit's name, 2 to 24 letters, digits or _: %w", name, voxpop.ErrInvalid)
		}
		if key := strings.ToLower(short); !seen[key] {
			seen[key] = true
			out = append(out, short)
		}
	}
	return slices.Clip(out), nil
}

// Name is "reddit".
func (s *Source) Name() string { return voxpop.SourceReddit }

// Communities returns the configured communities, each once.
func (s *Source) Communities() []string { return slices.Clone(s.subs) }
