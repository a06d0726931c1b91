package redditsim

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

var day0 = time.Date(2026, 9, 7, 0, 0, 0, 0, time.UTC) // a Monday

// client asks a simulation as a program would, with a token.
type client struct {
	t     *testing.T
	sim   *Sim
	token string
}

func newClient(t *testing.T, s *Sim) *client {
	t.Helper()
	c := &client{t: t, sim: s}
	status, _, body := c.do("POST", "/api/v1/access_token", url.Values{"grant_type": {"client_credentials"}})
	var got struct {
		AccessToken string `json:"access_token"`
		ExpiresIn   int    `json:"expires_in"`
	}
	if err := json.Unmarshal(body, &got); err != nil || status != 200 || got.AccessToken == "" || got.ExpiresIn <= 0 {
		t.Fatalf("token: status %d, body %s, %v", status, body, err)
	}
	c.token = got.AccessToken
	return c
}

func (c *client) request(method, target string, form url.Values) *http.Request {
	r := httptest.NewRequest(method, target, strings.NewReader(form.Encode()))
	r.Header.Set("User-Agent", "linux:voxpop-test:1.0 (by /u/nobody)")
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if c.token == "" {
		r.SetBasicAuth("id", "secret")
	} else {
		r.Header.Set("Authorization", "bearer "+c.token)
	}
	return r
}

func (c *client) do(method, target string, form url.Values) (int, http.Header, []byte) {
	c.t.Helper()
	w := httptest.NewRecorder()
	c.sim.Handler().ServeHTTP(w, c.request(method, target, form))
	return w.Code, w.Header(), w.Body.Bytes()
}

// page is a decoded listing.
type page struct {
	Kind string
	Data struct {
		After, Before *string
		Children      []struct {
			Kind string
			Data map[string]any
		}
	}
}

func (c *client) page(target string) page {
	c.t.Helper()
	status, _, body := c.do("GET", target, nil)
	var p page
	if err := json.Unmarshal(body, &p); err != nil || status != 200 || p.Kind != "Listing" {
		c.t.Fatalf("GET %s: status %d, %v, %.200s", target, status, err, body)
	}
	return p
}

func (p page) names() []string {
	var names []string
	for _, c := range p.Data.Children {
		names = append(names, c.Data["name"].(string))
	}
	return names
}

func newDay(t *testing.T) (*Sim, *Manual, *client) {
	t.Helper()
	m := NewManual(day0.Add(12 * time.Hour))
	s := New(Config{Seed: 1, World: Day(day0), Clock: m.Now, RateLimit: -1})
	return s, m, newClient(t, s)
}

func TestDayIsAsBigAsPromised(t *testing.T) {
	s, m, _ := newDay(t)
	m.Set(day0.AddDate(0, 0, 8))
	posts, comments := s.Created(day0, day0.AddDate(0, 0, 7))
	if p, c := posts/7, comments/7; p < 1150 || p > 1350 || c < 15_400 || c > 17_400 {
		t.Errorf("an average day has %d posts and %d comments", p, c)
	}
	if posts, comments := s.Created(day0.AddDate(0, 0, -3), day0); posts < 2500 || comments < 30_000 {
		t.Errorf("the past has only %d posts and %d comments", posts, comments)
	}
}

func TestFloodsExceedAListing(t *testing.T) {
	s, m, _ := newDay(t)
	m.Set(day0.AddDate(0, 0, 2))
	all := s.history
	busiest := func(items []*item) int {
		most := 0
		for i := range items {
			if items[i].created >= day0.Unix() && items[i].created < day0.Unix()+daySeconds {
				most = max(most, countUntil(items, items[i].created+1800)-i)
			}
		}
		return most
	}
	var joint []*item
	all.read(m.Now().Unix(), func() {
		for i := range all.communities {
			joint = append(joint, all.communities[i].comments...)
		}
		if n := busiest(all.communities[all.byName["claude"]].comments); n <= 1000 {
			t.Errorf("the busiest half hour of one community has %d comments", n)
		}
	})
	sortItems(joint)
	if n := busiest(joint); n <= 1700 {
		t.Errorf("the busiest half hour of all has %d comments", n)
	}
}

func TestPagingReachesEveryVisibleItemOnce(t *testing.T) {
	s, m, c := newDay(t)
	var names []string
	after := ""
	for range 12 {
		p := c.page("/r/aws+kiroIDE+JulesAgent/comments.json?limit=100&raw_json=1&after=" + after)
		names = append(names, p.names()...)
		if p.Data.After == nil {
			break
		}
		after = *p.Data.After
	}
	if len(names) != 1000 {
		t.Fatalf("paged through %d items, want the listing's depth of 1000", len(names))
	}
	oldest := s.history.find(names[len(names)-1]).created
	_, want := s.Visible(time.Unix(oldest+1, 0), m.Now().Add(time.Second))
	var missing int
	for _, name := range want {
		sub := s.config.World.Communities[s.history.find(name).community].Name
		if (sub == "aws" || sub == "kiroIDE" || sub == "JulesAgent") && !slices.Contains(names, name) {
			missing++
		}
	}
	if missing > 0 {
		t.Errorf("%d visible items were on no page", missing)
	}
	slices.Sort(names)
	if len(slices.Compact(names)) != 1000 {
		t.Error("an item was on two pages")
	}
}

func TestItemsArriveWhilePaging(t *testing.T) {
	_, m, c := newDay(t)
	first := c.page("/r/OpenAI/comments?limit=100")
	m.Advance(10 * time.Minute)
	second := c.page("/r/OpenAI/comments?limit=100&after=" + *first.Data.After)
	for _, name := range second.names() {
		if slices.Contains(first.names(), name) {
			t.Fatalf("%s is on both pages although after was given", name)
		}
	}
	newer := c.page("/r/OpenAI/comments?limit=100&before=" + first.names()[0])
	if len(newer.names()) == 0 {
		t.Error("nothing new arrived in ten minutes")
	}
	again := c.page("/r/OpenAI/comments?limit=100")
	if i := slices.Index(again.names(), first.names()[0]); i != len(newer.names()) {
		t.Errorf("before gave %d items, the listing has %d above the anchor", len(newer.names()), i)
	}
}

func TestSameSeedSameBytes(t *testing.T) {
	ask := func(seed uint64, at ...time.Duration) string {
		m := NewManual(day0)
		s := New(Config{Seed: seed, World: Day(day0), Clock: m.Now, RateLimit: -1, TokenTTL: 99 * time.Hour})
		c := newClient(t, s)
		for _, d := range at {
			m.Set(day0.Add(d))
			c.page("/r/aws/new")
		}
		_, _, body := c.do("GET", "/r/"+strings.Join(s.Communities(), "+")+"/comments?limit=100", nil)
		return string(body)
	}
	if ask(3, 9*time.Hour) != ask(3, time.Hour, 30*time.Hour, 9*time.Hour) {
		t.Error("what is visible depends on what was asked before")
	}
	if ask(3, 9*time.Hour) == ask(4, 9*time.Hour) {
		t.Error("the seed changes nothing")
	}
}

func TestStartServesOverLoopbackOnly(t *testing.T) {
	s, _, _ := newDay(t)
	if _, _, err := s.Start("0.0.0.0:0"); err == nil {
		t.Error("listens on all interfaces")
	}
	base, stop, err := s.Start("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	response, err := http.Get(base + "/r/aws/new")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, _ := io.ReadAll(response.Body)
	if response.StatusCode != http.StatusTooManyRequests {
		t.Errorf("Go's own user agent got %d: %s", response.StatusCode, body)
	}
	if want := s.Now().Format(http.TimeFormat); response.Header.Get("Date") != want {
		t.Errorf("Date %q, the simulation says %q", response.Header.Get("Date"), want)
	}
}

func ExampleNew() {
	clock := NewManual(time.Date(2026, 9, 7, 12, 0, 0, 0, time.UTC))
	sim := New(Config{Seed: 1, World: Day(clock.Now()), Clock: clock.Now})
	posts, comments := sim.Visible(clock.Now().Add(-time.Hour), clock.Now())
	fmt.Println(len(posts) > 20, len(comments) > 300)
	// Output: true true
}
