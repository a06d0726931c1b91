package reddit

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/source/redditjson"
	"github.com/voxpop-dev/voxpop/internal/source/sourcetest"
)

// desk is a handler that gives tokens and answers everything else with answer.
type desk struct {
	tokens int
	life   string     // of a token, JSON
	mu     sync.Mutex // a request that was given up may still be served beside the next
	seen   []*http.Request
	forms  []url.Values
	answer http.HandlerFunc
}

func (d *desk) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/api/v1/access_token" {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.tokens++
		_ = r.ParseForm()
		d.forms = append(d.forms, r.PostForm)
		id, secret, _ := r.BasicAuth()
		if id != "id" || secret != "s3cret" {
			http.Error(w, `{"message": "Unauthorized", "error": 401}`, http.StatusUnauthorized)
			return
		}
		life := d.life
		if life == "" {
			life = "3600"
		}
		_, _ = w.Write([]byte(`{"access_token": "tok` + strings.Repeat("x", d.tokens) + `", "token_type": "bearer", "expires_in": ` + life + `}`))
		return
	}
	d.mu.Lock()
	d.seen = append(d.seen, r)
	d.mu.Unlock()
	d.answer(w, r)
}

const emptyListing = `{"kind": "Listing", "data": {"after": null, "children": []}}`

func sound(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(emptyListing)) }

func testCaller(t *testing.T, d *desk, change func(*Config)) *caller {
	t.Helper()
	cfg := Config{ClientID: "id", ClientSecret: "s3cret", UserAgent: "test:voxpop:1 (by /u/t)", Transport: sourcetest.NewGate(d)}
	if change != nil {
		change(&cfg)
	}
	src, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return &caller{client: src.client}
}

func ask(t *testing.T, c *caller) error {
	t.Helper()
	_, err := c.get(t.Context(), "/r/a/new", url.Values{}, func(b []byte) error {
		_, err := redditjson.ParseListing(b)
		return err
	})
	return err
}

func TestTokenIsSharedAndRenewed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &desk{answer: sound}
		c := testCaller(t, d, nil)
		for range 3 {
			if err := ask(t, c); err != nil {
				t.Fatal(err)
			}
		}
		if d.tokens != 1 {
			t.Errorf("%d tokens for three requests, want 1", d.tokens)
		}
		time.Sleep(59 * time.Minute) // not yet expired, but about to
		if err := ask(t, c); err != nil || d.tokens != 2 {
			t.Errorf("before the end of its life: %d tokens, %v; want a second one", d.tokens, err)
		}
		r := d.seen[0]
		if got := r.Header.Get("Authorization"); got != "Bearer tokx" {
			t.Errorf("authorization %q", got)
		}
		if r.Header.Get("User-Agent") != "test:voxpop:1 (by /u/t)" || r.URL.Query().Get("raw_json") != "1" {
			t.Errorf("request %v with %v", r.URL, r.Header)
		}
		if d.forms[0].Get("grant_type") != "client_credentials" {
			t.Errorf("form %v", d.forms[0])
		}
	})
}

func TestLifetimeOfAToken(t *testing.T) {
	for written, want := range map[any]time.Duration{
		3600.0: time.Hour, "7200": 2 * time.Hour, 86400.5: 24*time.Hour + 500*time.Millisecond,
		nil: time.Hour, -1.0: time.Hour, 1e300: time.Hour, "NaN": time.Hour, "soon": time.Hour, true: time.Hour,
	} {
		if got := lifetime(written); got != want {
			t.Errorf("%v: %v, want %v", written, got, want)
		}
	}
}

func TestScriptGrant(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &desk{answer: sound}
		c := testCaller(t, d, func(cfg *Config) { cfg.Username, cfg.Password = "ann", "pa&ss" })
		if err := ask(t, c); err != nil {
			t.Fatal(err)
		}
		if f := d.forms[0]; f.Get("grant_type") != "password" || f.Get("username") != "ann" || f.Get("password") != "pa&ss" {
			t.Errorf("form %v", f)
		}
	})
}

func TestRefusedTokenIsRenewedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &desk{}
		d.answer = func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Authorization") == "Bearer tokx" {
				http.Error(w, `{"error": 401}`, http.StatusUnauthorized)
				return
			}
			sound(w, r)
		}
		if err := ask(t, testCaller(t, d, nil)); err != nil || d.tokens != 2 {
			t.Errorf("%d tokens, %v; want the second one to do", d.tokens, err)
		}
		d.answer = func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "{}", http.StatusUnauthorized) }
		c := testCaller(t, d, nil)
		if err := ask(t, c); err == nil || !strings.Contains(err.Error(), "REDDIT_CLIENT_ID") || c.requests != 4 {
			t.Errorf("refused for good: %v after %d requests, want 4", err, c.requests)
		}
	})
}

// TestErrorsSayWhatToDo also checks that no secret gets into them.
func TestErrorsSayWhatToDo(t *testing.T) {
	reply := func(status int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body))
		}
	}
	for _, c := range []struct {
		name      string
		answer    http.HandlerFunc
		community bool // held against the community, not against the source
		words     string
		requests  int64 // with the token's
	}{
		{"private", reply(403, `{"reason": "private", "message": "Forbidden", "error": 403}`), true, "private", 2},
		{"quarantined", reply(403, `{"reason": "quarantined"}`), true, "opt in", 2},
		{"forbidden page", reply(403, "<html>blocked</html>"), false, "REDDIT_USER_AGENT", 2},
		{"banned", reply(404, `{"reason": "banned"}`), true, "banned", 2},
		{"missing", reply(404, `{"message": "Not Found"}`), true, "spelling", 2},
		{"server error", reply(503, "busy"), false, "503", 4},
		{"html", reply(200, "<html>hello</html>"), false, "unsound", 4},
		{"empty", reply(200, ""), false, "unsound", 4},
		{"half", reply(200, `{"kind": "Listing", "data": {"chil`), false, "unsound", 4},
		{"other thing", reply(200, `{"kind": "t5", "data": {}}`), false, "unsound", 4},
		{"teapot", reply(418, "x"), false, "418", 2},
		{"renamed", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://www.reddit.com/subreddits/search?q=a", http.StatusFound)
		}, true, "renamed", 2},
		{"elsewhere", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://example.org/login", http.StatusFound)
		}, false, "REDDIT_API_URL", 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				k := testCaller(t, &desk{answer: c.answer}, nil)
				err := ask(t, k)
				if err == nil || !strings.Contains(err.Error(), c.words) {
					t.Fatalf("error %v, want %q in it", err, c.words)
				}
				if got := errors.As(err, new(*refusal)); got != c.community {
					t.Errorf("%v: held against the community: %v, want %v", err, got, c.community)
				}
				if k.requests != c.requests {
					t.Errorf("%d requests, want %d", k.requests, c.requests)
				}
				if strings.Contains(err.Error(), "s3cret") || strings.Contains(err.Error(), "tokx") {
					t.Errorf("secret in %v", err)
				}
			})
		})
	}
}

func TestRefusedKeys(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := testCaller(t, &desk{answer: sound}, func(cfg *Config) { cfg.ClientSecret = "wr0ng" })
		err := ask(t, c)
		if err == nil || !strings.Contains(err.Error(), "refused the keys") || strings.Contains(err.Error(), "wr0ng") {
			t.Errorf("error %v", err)
		}
	})
}

func TestCallIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &desk{answer: func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }}
		begin := time.Now()
		err := ask(t, testCaller(t, d, nil))
		if took := time.Since(begin); err == nil || took > 50*time.Second {
			t.Errorf("%v after %v, want an error within 50 s", err, took)
		}
		if !errors.Is(err, voxpop.ErrUnavailable) {
			t.Errorf("%v is not ErrUnavailable", err)
		}
	})
}

func TestPaceFollowsHeaders(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		left := "2"
		d := &desk{answer: func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-Ratelimit-Remaining", left)
			w.Header().Set("X-Ratelimit-Reset", "20")
			sound(w, r)
		}}
		c := testCaller(t, d, nil)
		begin := time.Now()
		if err := ask(t, c); err != nil || time.Since(begin) > 0 {
			t.Fatalf("the first request waited %v, %v", time.Since(begin), err)
		}
		left = "0"
		for range 2 {
			if err := ask(t, c); err != nil {
				t.Fatal(err)
			}
		}
		if waited := time.Since(begin); waited != 20*time.Second {
			t.Errorf("waited %v with no request left for 20 s", waited)
		}
	})
}

func TestPaceWithoutHeaders(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newClient(Config{ClientID: "id"})
		begin := time.Now()
		for range paceRequests {
			if err := c.wait(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if waited := time.Since(begin); waited != 0 {
			t.Errorf("a burst waited %v", waited)
		}
		for _, h := range []http.Header{{"X-Ratelimit-Remaining": {"-3"}, "X-Ratelimit-Reset": {"1e9"}}, {"X-Ratelimit-Remaining": {"NaN"}, "X-Ratelimit-Reset": {"5"}}} {
			if err := c.learn(t.Context(), h, begin); err != nil {
				t.Fatal(err)
			}
		}
		if err := c.wait(t.Context()); err != nil || time.Since(begin) != paceWindow {
			t.Errorf("request %d came after %v (%v), want %v", paceRequests+1, time.Since(begin), err, paceWindow)
		}
	})
}

func TestNewRefuses(t *testing.T) {
	ok := Config{ClientID: "id", ClientSecret: "s3cret", Communities: []string{"r/Cursor", " /r/claude/ ", "cursor"}}
	src, err := New(ok)
	if err != nil || strings.Join(src.Communities(), " ") != "Cursor claude" {
		t.Fatalf("communities %v, %v", src, err)
	}
	for name, change := range map[string]func(*Config){
		"no keys":       func(c *Config) { c.ClientID = "" },
		"half a user":   func(c *Config) { c.Username = "ann" },
		"bad host":      func(c *Config) { c.APIURL = "oauth.reddit.com" },
		"secret in URL": func(c *Config) { c.AuthURL = "https://u:p@host" },
		"bad community": func(c *Config) { c.Communities = []string{"a+b"} },
	} {
		cfg := ok
		change(&cfg)
		if _, err := New(cfg); !errors.Is(err, voxpop.ErrInvalid) {
			t.Errorf("%s: %v, want ErrInvalid", name, err)
		}
	}
}

func TestRetryAfterOrTheEndOfTheWindow(t *testing.T) {
	for _, c := range []struct {
		retry, reset string
		want         time.Duration
	}{
		{"17", "420", 17 * time.Second}, {"", "420.5", 420*time.Second + 500*time.Millisecond}, {"soon", "420", 420 * time.Second},
		{"0", "420", 0}, {"1e9", "", 24 * time.Hour}, {"", "1e9", 0}, {"", "NaN", 0}, {"", "", 0},
	} {
		h := http.Header{"Retry-After": {c.retry}, "X-Ratelimit-Reset": {c.reset}}
		if got := retryAfter(h, time.Now()); got != c.want {
			t.Errorf("Retry-After %q, reset %q: %v, want %v", c.retry, c.reset, got, c.want)
		}
	}
}
