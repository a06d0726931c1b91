package api

import (
	"encoding/json"
	"testing"
	"time"
)

func latencyOf(t *testing.T, a *API) map[string]RouteLatency {
	t.Helper()
	var b LatencyBody
	if err := json.Unmarshal(get(a, "/api/v1/latency").Body.Bytes(), &b); err != nil {
		t.Fatal(err)
	}
	if !b.Since.Equal(noon) {
		t.Errorf("since %v", b.Since)
	}
	out := map[string]RouteLatency{}
	for i, r := range b.Routes {
		out[r.Route] = r
		if i > 0 && r.Requests > b.Routes[i-1].Requests {
			t.Errorf("%s is asked more than the one before it", r.Route)
		}
	}
	return out
}

func TestLatency(t *testing.T) {
	a, _ := fakeAPI(t)
	for ms := 1; ms <= 100; ms++ {
		a.metrics.observe("GET /a", 200, time.Duration(ms)*time.Millisecond)
	}
	a.metrics.observe("GET /b", 503, 1234567*time.Nanosecond)
	a.metrics.observe("GET /api/v1/events", 200, time.Hour)
	get(a, "/api/v1/subreddits")
	got := latencyOf(t, a)
	if want := (RouteLatency{"GET /a", 100, 0, 50, 95, 99}); got["GET /a"] != want {
		t.Errorf("%+v, want %+v", got["GET /a"], want)
	}
	if want := (RouteLatency{"GET /b", 1, 1, 1.23, 1.23, 1.23}); got["GET /b"] != want {
		t.Errorf("%+v, want %+v", got["GET /b"], want)
	}
	if _, ok := got["GET /api/v1/events"]; ok {
		t.Error("a stream is no answer")
	}
	if got["GET /api/v1/subreddits"].Requests != 1 {
		t.Errorf("a request by HTTP is not counted: %v", got)
	}
}

func TestLatencyForgets(t *testing.T) {
	l := newLatency()
	for range timesKept {
		l.observe("r", 200, time.Second)
	}
	for range timesKept - 10 {
		l.observe("r", 200, time.Millisecond)
	}
	if got := l.body()[0]; got.P95 != 1 || got.P99 != 1000 || got.Requests != 2*timesKept-10 {
		t.Errorf("%+v: of the newest %d, 10 took a second", got, timesKept)
	}
}
