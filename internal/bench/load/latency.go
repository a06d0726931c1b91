// Package load puts a program under load over HTTP: closed loop (users who wait for an answer
// before they ask again) and open loop (requests at a rate, whether or not answers come).
package load

import (
	"slices"
	"time"
)

// Endpoint is something to ask for.
type Endpoint struct {
	Name string
	Path string // with its query
}

// Summary is what a run found for one endpoint, or for all. Latencies are in milliseconds, of
// whole answers.
type Summary struct {
	Requests  int      `json:"requests"`
	Errors    int      `json:"errors"`
	PerSecond float64  `json:"per_second"`
	P50       float64  `json:"p50_ms"`
	P95       float64  `json:"p95_ms"`
	P99       float64  `json:"p99_ms"`
	Max       float64  `json:"max_ms"`
	Samples   []string `json:"errors_seen,omitempty"` // a few, in words
}

// Result is a run: all endpoints together and each by name.
type Result struct {
	All     Summary            `json:"all"`
	ByName  map[string]Summary `json:"by_name"`
	Seconds float64            `json:"seconds"`
}

// series collects the answers of one endpoint.
type series struct {
	took    []time.Duration
	errors  int
	samples []string
}

const samplesKept = 3

func (s *series) add(took time.Duration, failure string) {
	s.took = append(s.took, took)
	if failure == "" {
		return
	}
	s.errors++
	if len(s.samples) < samplesKept {
		s.samples = append(s.samples, failure)
	}
}

func (s *series) join(o *series) {
	s.took = append(s.took, o.took...)
	s.errors += o.errors
	s.samples = append(s.samples, o.samples[:min(len(o.samples), samplesKept-len(s.samples))]...)
}

func (s *series) summary(lasted time.Duration) Summary {
	slices.Sort(s.took)
	return Summary{
		Requests: len(s.took), Errors: s.errors, PerSecond: float64(len(s.took)) / lasted.Seconds(),
		P50: quantile(s.took, 0.50), P95: quantile(s.took, 0.95), P99: quantile(s.took, 0.99), Max: quantile(s.took, 1),
		Samples: s.samples,
	}
}

// quantile returns the smallest value that a share q of sorted values does not exceed, in milliseconds.
func quantile(sorted []time.Duration, q float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	i := int(q*float64(len(sorted))+0.999999) - 1
	return float64(sorted[max(0, min(i, len(sorted)-1))]) / float64(time.Millisecond)
}

// result adds up series by endpoint.
func result(byName map[string]*series, lasted time.Duration) Result {
	r := Result{ByName: map[string]Summary{}, Seconds: lasted.Seconds()}
	var all series
	for name, s := range byName {
		all.join(s)
		r.ByName[name] = s.summary(lasted)
	}
	r.All = all.summary(lasted)
	return r
}
