package api

import (
	"cmp"
	"context"
	"math"
	"net/http"
	"slices"
	"sync"
	"time"
)

// timesKept is how many of the newest answers of a route its latencies are taken from.
const timesKept = 512

// endless are routes whose time says how long somebody listened, not how long they waited.
var endless = []string{"GET /api/v1/events", "GET /api/v1/export"}

// latency remembers how long the newest answers of each route took.
type latency struct {
	mu     sync.Mutex
	routes map[string]*times
}

// times are those of one route; took is a ring once it is full.
type times struct {
	answered, failed int64
	took             []time.Duration
}

func newLatency() *latency { return &latency{routes: map[string]*times{}} }

// observe adds an answer. Routes are patterns, so that they stay few.
func (l *latency) observe(route string, status int, took time.Duration) {
	if slices.Contains(endless, route) {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	t := l.routes[route]
	if t == nil {
		t = &times{}
		l.routes[route] = t
	}
	if len(t.took) < timesKept {
		t.took = append(t.took, took)
	} else {
		t.took[t.answered%timesKept] = took
	}
	t.answered++
	if status >= http.StatusInternalServerError {
		t.failed++
	}
}

// RouteLatency is how long one route took to answer.
type RouteLatency struct {
	Route    string  `json:"route" doc:"Method and pattern; unmatched stands for what no route takes"`
	Requests int64   `json:"requests" doc:"Since the program started"`
	Failed   int64   `json:"failed" doc:"Of these, answered with 500 or above"`
	P50      float64 `json:"p50_ms" doc:"Milliseconds, of the newest 512 answers"`
	P95      float64 `json:"p95_ms"`
	P99      float64 `json:"p99_ms"`
}

// LatencyBody answers latency.
type LatencyBody struct {
	Since  time.Time      `json:"since" doc:"When the program started to count"`
	Routes []RouteLatency `json:"routes" nullable:"false" doc:"Those that were asked for, the most asked first; streams are left out"`
}

// copied returns what is known now: requests must not wait for its being sorted.
func (l *latency) copied() map[string]times {
	l.mu.Lock()
	defer l.mu.Unlock()
	out := make(map[string]times, len(l.routes))
	for route, t := range l.routes {
		out[route] = times{t.answered, t.failed, slices.Clone(t.took)}
	}
	return out
}

func (l *latency) body() []RouteLatency {
	out := []RouteLatency{}
	for route, t := range l.copied() {
		slices.Sort(t.took)
		out = append(out, RouteLatency{route, t.answered, t.failed, quantile(t.took, .5), quantile(t.took, .95), quantile(t.took, .99)})
	}
	slices.SortFunc(out, func(a, b RouteLatency) int {
		return cmp.Or(cmp.Compare(b.Requests, a.Requests), cmp.Compare(a.Route, b.Route))
	})
	return out
}

// quantile is the smallest of the sorted times that at least a share q of them do not exceed (nearest rank), in milliseconds to
// a hundredth.
func quantile(sorted []time.Duration, q float64) float64 {
	rank := max(1, int(math.Ceil(q*float64(len(sorted)))))
	return math.Round(sorted[rank-1].Seconds()*1e5) / 100
}

func (a *API) latencyRoute(context.Context, *struct{}) (*LatencyBody, error) {
	return &LatencyBody{Since: a.started.UTC(), Routes: a.metrics.latency.body()}, nil
}
