package reddit

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// Whatever Reddit, or what stands in for it, answers instead of a listing: the error is in words that can be stored and
// shown, and no pause is longer than a day.
func FuzzTrouble(f *testing.F) {
	f.Add(429, []byte(""), "Retry-After", "30")
	f.Add(403, []byte(`{"reason": "private", "error": 403}`), "X-Ratelimit-Reset", "1e300")
	f.Add(302, []byte("<html>"), "Location", "https://www.reddit.com/r/Other/new")
	f.Add(302, []byte("<html>"), "Location", "/r/%00\x1b[31m/\n")
	f.Add(404, []byte(`{"reason": ["banned"]}`), "X-Ratelimit-Remaining", "NaN")
	f.Add(503, []byte("\xff"), "Retry-After", "Wed, 04 Mar 2999 12:10:00 GMT")
	f.Fuzz(func(t *testing.T, status int, body []byte, name, value string) {
		h := http.Header{}
		h.Set(name, value)
		err := statusError(&http.Response{StatusCode: status, Header: h}, body, observed)
		if words := err.Error(); words == "" || len(words) > 300 || !utf8.ValidString(words) || strings.ContainsAny(words, "\x00\x1b\n") {
			t.Errorf("words not fit to be shown: %q", words)
		}
		var p *passing
		if errors.As(err, &p) && (p.wait < 0 || p.wait > longestPause) {
			t.Errorf("a pause of %s", p.wait)
		}
		c := newClient(Config{ClientID: "id"})
		if err := c.learn(t.Context(), h, observed); err != nil {
			t.Fatal(err)
		}
		if d := c.pace.take(observed); d < 0 || d > longestWindow {
			t.Errorf("rate headers hold requests back for %s", d)
		}
	})
}

type answering struct {
	status int
	body   []byte
}

func (a answering) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: a.status, Header: http.Header{}, Body: io.NopCloser(bytes.NewReader(a.body)), Request: r}, nil
}

// Whatever answers the request for a token, there is a token with a sane life or an error that shows no secret.
func FuzzToken(f *testing.F) {
	f.Add(200, []byte(`{"access_token": "abc", "token_type": "bearer", "expires_in": 86400, "scope": "*"}`))
	f.Add(200, []byte(`{"access_token": ["abc"], "expires_in": "1e999"}`))
	f.Add(200, []byte(`{"error": "invalid_grant"}`))
	f.Add(401, []byte(`{"message": "Unauthorized"}`))
	f.Add(200, []byte(`<!doctype html>`))
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		if status < 200 || status > 599 {
			return
		}
		source, err := New(Config{ClientID: "the-id", ClientSecret: "the-secret", UserAgent: "test:voxpop:0 (by /u/fuzz)", Transport: answering{status, body}})
		if err != nil {
			t.Fatal(err)
		}
		c := caller{client: source.client}
		bearer, err := c.fetchToken(t.Context())
		switch {
		case err != nil && (bearer != "" || strings.Contains(err.Error(), "the-secret") || len(err.Error()) > 500):
			t.Errorf("%q, %v", bearer, err)
		case err == nil && bearer == "":
			t.Error("neither a token nor an error")
		case err == nil:
			if _, good := c.token.get(time.Now()); !good {
				t.Error("the token is not good for a moment")
			}
		}
	})
}
