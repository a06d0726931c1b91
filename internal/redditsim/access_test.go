package redditsim

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestTokens(t *testing.T) {
	m := NewManual(day0)
	s := New(Config{World: Day(day0), Clock: m.Now, ClientID: "id", ClientSecret: "secret",
		Username: "someone", Password: "pass", TokenTTL: time.Hour})
	grant := func(id, secret string, form url.Values) (int, string) {
		c := &client{t: t, sim: s}
		r := c.request("POST", "/api/v1/access_token", form)
		r.SetBasicAuth(id, secret)
		w := httptest.NewRecorder()
		s.Handler().ServeHTTP(w, r)
		var body map[string]any
		if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil {
			t.Fatal(err)
		}
		if _, ok := body["access_token"]; ok {
			return w.Code, "token"
		}
		why, _ := body["error"].(string)
		return w.Code, why
	}
	app := url.Values{"grant_type": {"client_credentials"}}
	script := func(name, password string) url.Values {
		return url.Values{"grant_type": {"password"}, "username": {name}, "password": {password}}
	}
	for _, test := range []struct {
		id, secret string
		form       url.Values
		status     int
		want       string
	}{
		{"id", "secret", app, 200, "token"},
		{"id", "wrong", app, 401, ""},
		{"other", "secret", app, 401, ""},
		{"", "", app, 401, ""},
		{"id", "secret", script("someone", "pass"), 200, "token"},
		{"id", "secret", script("someone", "wrong"), 200, "invalid_grant"},
		{"id", "secret", url.Values{}, 200, "unsupported_grant_type"},
	} {
		if status, got := grant(test.id, test.secret, test.form); status != test.status || got != test.want {
			t.Errorf("%s:%s %v: %d %q, want %d %q", test.id, test.secret, test.form, status, got, test.status, test.want)
		}
	}
	c := newClient(t, s)
	status := func() int { code, _, _ := c.do("GET", "/r/aws/new", nil); return code }
	if got := status(); got != 200 {
		t.Errorf("a fresh token: %d", got)
	}
	m.Advance(time.Hour)
	if got := status(); got != 401 {
		t.Errorf("an expired token: %d", got)
	}
	c = newClient(t, s)
	s.RevokeTokens()
	if got := status(); got != 401 {
		t.Errorf("a revoked token: %d", got)
	}
	if n := s.Count(EndpointToken); n != 9 {
		t.Errorf("%d token requests counted", n)
	}
}

func TestAnonymousAgentsAreTurnedAway(t *testing.T) {
	_, _, c := newDay(t)
	for agent, want := range map[string]int{
		"": 429, "Go-http-client/1.1": 429, "python-requests/2.31": 429, "curl/8.1": 429,
		"linux:app:1.0 (by /u/me)": 200,
	} {
		r := c.request("GET", "/r/aws/new", nil)
		r.Header.Set("User-Agent", agent)
		w := httptest.NewRecorder()
		c.sim.Handler().ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("agent %q: %d, want %d", agent, w.Code, want)
		}
	}
}

func TestRateLimit(t *testing.T) {
	m := NewManual(day0.Add(3 * time.Minute))
	s := New(Config{World: Day(day0), Clock: m.Now, RateLimit: 5})
	c := newClient(t, s)
	ask := func() (int, http.Header) { code, h, _ := c.do("GET", "/r/aws/about", nil); return code, h }
	for i := range 5 {
		code, h := ask()
		want := []string{"4.0", "3.0", "2.0", "1.0", "0.0"}[i]
		if code != 200 || h.Get("X-Ratelimit-Remaining") != want || h.Get("X-Ratelimit-Reset") != "420" {
			t.Errorf("request %d: %d, remaining %q, reset %q", i, code, h.Get("X-Ratelimit-Remaining"), h.Get("X-Ratelimit-Reset"))
		}
	}
	if code, h := ask(); code != 429 || h.Get("X-Ratelimit-Used") != "6" {
		t.Errorf("beyond the limit: %d, used %q", code, h.Get("X-Ratelimit-Used"))
	}
	m.Advance(7 * time.Minute)
	if code, h := ask(); code != 200 || h.Get("X-Ratelimit-Used") != "1" {
		t.Errorf("in the next period: %d, used %q", code, h.Get("X-Ratelimit-Used"))
	}
}

func TestAccessOfCommunities(t *testing.T) {
	s, _, c := newDay(t)
	s.SetAccess("aws", Private, "")
	s.SetAccess("Bard", Banned, "")
	s.SetAccess("artificial", Quarantined, "")
	s.SetAccess("windsurf", Renamed, "windsurf_new")
	s.SetAccess("kiroIDE", Missing, "")
	for target, want := range map[string]struct {
		status       int
		reason, goTo string
	}{
		"/r/aws/new":                {403, "private", ""},
		"/r/AWS/about":              {403, "private", ""},
		"/r/bard/comments":          {404, "banned", ""},
		"/r/artificial/new.json":    {403, "quarantined", ""},
		"/r/windsurf/new":           {302, "", "/r/windsurf_new/"},
		"/r/kiroIDE/new/":           {302, "", "/subreddits/search?q=kiroIDE"},
		"/r/never_heard_of/new":     {302, "", "/subreddits/search?q=never_heard_of"},
		"/r/OpenAI/hot_or_whatever": {404, "", ""},
	} {
		status, header, body := c.do("GET", target, nil)
		var got struct{ Reason string }
		if err := json.Unmarshal(body, &got); err != nil {
			t.Errorf("%s: %v", target, err)
		}
		if status != want.status || got.Reason != want.reason || header.Get("Location") != want.goTo {
			t.Errorf("%s: %d, reason %q, location %q", target, status, got.Reason, header.Get("Location"))
		}
	}
	for _, child := range c.page("/r/aws+bard+OpenAI+artificial/new?limit=100").Data.Children {
		if child.Data["subreddit"] != "OpenAI" {
			t.Fatalf("an item of %v in a joined listing", child.Data["subreddit"])
		}
	}
	if slices.Contains(s.Communities(), "aws") || !slices.Contains(s.Communities(), "OpenAI") {
		t.Errorf("public communities: %v", s.Communities())
	}
	if code, _, _ := c.do("POST", "/api/quarantine_optin", url.Values{"sr_name": {"Artificial"}}); code != 200 {
		t.Errorf("opt in: %d", code)
	}
	if len(c.page("/r/artificial/new").Data.Children) == 0 {
		t.Error("opted in, but nothing to see")
	}
}

func TestInfo(t *testing.T) {
	s, _, c := newDay(t)
	post, comment := c.page("/r/aws/new").names()[0], c.page("/r/aws/comments").names()[0]
	about := c.page("/api/info?sr_name=aws,kiroIDE,nobody_has_this")
	got := c.page("/api/info?id=" + strings.Join([]string{post, "t1_zzzzzz", comment, about.names()[0], "t9_x", "nonsense"}, ","))
	if want := []string{post, comment, about.names()[0]}; !slices.Equal(got.names(), want) {
		t.Errorf("info gave %v, want %v", got.names(), want)
	}
	if len(about.Data.Children) != 2 {
		t.Errorf("two communities exist, got %v", about.names())
	}
	var many []string
	for range 150 {
		many = append(many, post)
	}
	if n := len(c.page("/api/info?id=" + strings.Join(many, ",")).Data.Children); n != 100 {
		t.Errorf("%d things of 150 asked for", n)
	}
	s.SetAccess("aws", Private, "")
	if n := len(c.page("/api/info?id=" + post).Data.Children); n != 0 {
		t.Error("info shows an item of a private community")
	}
}

func FuzzAnyRequest(f *testing.F) {
	for _, seed := range []string{"/r/aws/new?limit=-1&after=t3_", "/r/+/comments.json", "/comments/../x/y/z", "/api/info?id=,,t3_0,t1_zzzzzzzzzzzz", "/api/morechildren?link_id=t3_1&children=%00", "//", "/r/aws/comments/zz/slug/zz?depth=9999999999999&limit=x"} {
		f.Add(seed)
	}
	m := NewManual(day0.Add(time.Hour))
	w := Scaled(day0, 600)
	s := New(Config{World: w, Clock: m.Now, RateLimit: -1})
	f.Fuzz(func(t *testing.T, target string) {
		u, err := url.ParseRequestURI(target)
		if err != nil || !strings.HasPrefix(target, "/") {
			t.Skip()
		}
		c := newClient(t, s)
		r := c.request("GET", "/", nil)
		r.URL = u
		rec := httptest.NewRecorder()
		s.Handler().ServeHTTP(rec, r)
		if !json.Valid(rec.Body.Bytes()) || rec.Code >= 500 {
			t.Errorf("%q: %d %.200s", target, rec.Code, rec.Body)
		}
	})
}
