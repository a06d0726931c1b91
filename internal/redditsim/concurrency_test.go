package redditsim

import (
	"net/http/httptest"
	"sync"
	"testing"
	"time"
)

func TestManyAskWhileTimePasses(t *testing.T) {
	m := NewManual(day0)
	s := New(Config{Seed: 1, World: Scaled(day0, 800), Clock: m.Now, RateLimit: -1, TokenTTL: 1000 * time.Hour})
	c := newClient(t, s)
	targets := []string{"/r/OpenAI+aws/new", "/r/claude/comments?limit=100", "/r/Cursor/about", "/api/info?id=t3_1s00000"}
	var wg sync.WaitGroup
	for worker := range 8 {
		wg.Go(func() {
			for i := range 25 {
				w := httptest.NewRecorder()
				s.Handler().ServeHTTP(w, c.request("GET", targets[(worker+i)%len(targets)], nil))
				if w.Code != 200 {
					t.Errorf("status %d", w.Code)
				}
				m.Advance(37 * time.Minute)
				heal := s.Inject(Fault{Kind: NullAuthors, Times: 1})
				s.Visible(m.Now().Add(-time.Hour), m.Now())
				heal()
			}
		})
	}
	wg.Wait()
	if n := s.Count(); n != 201 {
		t.Errorf("%d requests counted", n)
	}
}

func TestClocks(t *testing.T) {
	if got := Fixed(day0)(); !got.Equal(day0) {
		t.Errorf("a fixed clock says %v", got)
	}
	fast := Accelerated(day0, 1e9) // a microsecond is a quarter of an hour
	first := fast()
	for range 1000 {
		if fast().After(first) {
			break
		}
	}
	if first.Before(day0) || !fast().After(first) {
		t.Error("an accelerated clock stands still or begins too early")
	}
	if got := WallFrom(day0)(); got.Before(day0) || got.After(day0.Add(time.Minute)) {
		t.Errorf("a clock begun just now says %v", got)
	}
	m := NewManual(day0)
	if got := m.Advance(time.Hour); !got.Equal(m.Now()) || !got.Equal(day0.Add(time.Hour)) {
		t.Errorf("advanced to %v, says %v", got, m.Now())
	}
	if m.Set(day0); !m.Now().Equal(day0) {
		t.Errorf("set, but says %v", m.Now())
	}
}

func TestRequestLogForgets(t *testing.T) {
	s, _, c := newDay(t)
	c.page("/r/aws+OpenAI/new?limit=1")
	log := s.Requests()
	last := log[len(log)-1]
	if last.Endpoint != EndpointPosts || last.Status != 200 || last.URI != "/r/aws+OpenAI/new?limit=1" || len(last.Communities) != 2 {
		t.Errorf("logged %+v", last)
	}
	if s.Count(EndpointPosts) != 1 || s.Count() != 2 {
		t.Errorf("counts %d and %d", s.Count(EndpointPosts), s.Count())
	}
	s.ForgetRequests()
	if s.Count() != 0 || len(s.Requests()) != 0 {
		t.Error("the log was not emptied")
	}
	for range logLength + 5 {
		s.log.add(Request{Endpoint: EndpointInfo})
	}
	if n := len(s.Requests()); n > logLength || n < logLength/2 || s.Count() != logLength+5 {
		t.Errorf("%d lines kept, %d counted", n, s.Count())
	}
}

func BenchmarkListing(b *testing.B) {
	m := NewManual(day0.Add(12 * time.Hour))
	s := New(Config{Seed: 1, World: Day(day0), Clock: m.Now, RateLimit: -1})
	token := s.tokens.issue("bench", day0.AddDate(1, 0, 0))
	for b.Loop() {
		r := httptest.NewRequest("GET", "/r/Cursor+claude+OpenAI/comments?limit=100", nil)
		r.Header.Set("User-Agent", "bench")
		r.Header.Set("Authorization", "bearer "+token)
		w := httptest.NewRecorder()
		s.Handler().ServeHTTP(w, r)
		b.SetBytes(int64(w.Body.Len()))
	}
}
