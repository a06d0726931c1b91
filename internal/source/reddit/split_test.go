package reddit

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/voxpop-dev/voxpop/internal/source/sourcetest"
)

// One community whose answers cannot be read must not cost the others theirs, and all of them failing
// must not cost dozens of requests.
func TestGroupWithOneBrokenIsDivided(t *testing.T) {
	for name, c := range map[string]struct {
		broken   func(path string) bool
		failures int
		requests int
	}{
		"one":  {func(path string) bool { return strings.Contains(path, "aws") }, 2, 60},
		"all":  {func(path string) bool { return strings.HasPrefix(path, "/r/") }, 0, 40},
		"none": {func(string) bool { return false }, 0, 60},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d, gate := inside(t)
				d.cycle(t, time.Hour)
				before := gate.Requests()
				gate.Set(func(w http.ResponseWriter, r *http.Request) bool {
					return c.broken(r.URL.Path) && sourcetest.Answer(200, "text/html", "<html>")(w, r)
				})
				d.clock.Advance(10 * time.Minute)
				err := sourcetest.Cycle(t.Context(), d.src, d.store)
				if (err != nil) != (name == "all") {
					t.Errorf("error %v", err)
				}
				failures := d.store.Failures()
				for _, f := range failures {
					if f.Community != "aws" {
						t.Errorf("failure of %+v", f)
					}
				}
				if len(failures) != c.failures {
					t.Errorf("%d failures, want %d, of posts and of comments", len(failures), c.failures)
				}
				if asked := gate.Requests() - before; asked > c.requests {
					t.Errorf("%d requests", asked)
				}
			})
		})
	}
}

func TestOnlyA429PausesUntilTheEndOfTheWindow(t *testing.T) {
	now := time.Now()
	h := http.Header{"X-Ratelimit-Reset": {"596"}}
	for code, want := range map[int]time.Duration{429: 596 * time.Second, 503: 0} {
		err, ok := statusError(&http.Response{StatusCode: code, Header: h}, nil, now).(*passing)
		if !ok || err.wait != want {
			t.Errorf("%d: %+v, want a pause of %v", code, err, want)
		}
	}
}

func TestRedirectNamesTheNewCommunity(t *testing.T) {
	for to, words := range map[string]string{
		"/r/NewName/": "renamed to NewName", "https://oauth.reddit.com/r/NewName/new?x": "renamed to NewName",
		"/subreddits/search?q=x": "no such community", "https://elsewhere.test/": "check REDDIT_API_URL", "/r/%00/": "check REDDIT_API_URL", "": "check REDDIT_API_URL", ":": "check REDDIT_API_URL",
	} {
		if err := redirected(&http.Response{StatusCode: 302, Header: http.Header{"Location": {to}}}); !strings.Contains(err.Error(), words) {
			t.Errorf("%q: %v, want %q", to, err, words)
		}
	}
}
