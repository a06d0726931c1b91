package api

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/voxpop-dev/voxpop"
)

// metrics counts requests; what the poll sees is collected when asked for.
type metrics struct {
	durations           *prometheus.HistogramVec
	latency             *latency
	hits, misses, stale prometheus.Counter
	page                http.Handler
}

func newMetrics(reg *prometheus.Registry, a *API) *metrics {
	answers := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "voxpop_ready_answers_total", Help: "Answers to hot queries: from ready bytes (hit), made (miss), or of the version before (stale).",
	}, []string{"result"})
	m := &metrics{
		durations: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "voxpop_http_request_duration_seconds", Help: "Time to answer, by route and status.",
			Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2, 3},
		}, []string{"route", "status"}),
		latency: newLatency(),
		hits:    answers.WithLabelValues("hit"), misses: answers.WithLabelValues("miss"), stale: answers.WithLabelValues("stale"),
	}
	reg.MustRegister(m.durations, answers, newCollectingMetrics(a),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), collectors.NewGoCollector())
	gauge := func(name, help string, read func() float64) {
		reg.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, read))
	}
	seen := func(read func(*snapshot) float64) func() float64 {
		return func() float64 {
			if shot := a.shot.Load(); shot != nil {
				return read(shot)
			}
			return 0
		}
	}
	gauge("voxpop_data_version", "Number of the published data version.", seen(func(s *snapshot) float64 { return float64(s.version.Number) }))
	gauge("voxpop_backlog_pending_items", "Items that wait to be analysed.", seen(func(s *snapshot) float64 { return float64(s.backlog.Pending) }))
	gauge("voxpop_backlog_dirty_days", "Days of communities that wait to be recomputed.", seen(func(s *snapshot) float64 { return float64(s.backlog.Dirty) }))
	gauge("voxpop_storage_bytes", "Size of the database.", seen(func(s *snapshot) float64 { return float64(s.size) }))
	gauge("voxpop_database_up", "1 when the database answered last.", seen(func(s *snapshot) float64 { return one(s.connected) }))
	gauge("voxpop_event_streams", "Open event streams.", func() float64 { return float64(a.hub.size()) })
	gauge("voxpop_ready_bytes", "Bytes of ready answers.", func() float64 { return float64(a.ready.used()) })
	for role, read := range map[voxpop.ReplicaRole]func(*ReplicasBody) int{
		voxpop.ServesAPI: func(b *ReplicasBody) int { return b.API },
		voxpop.Collects:  func(b *ReplicasBody) int { return b.Collect },
		voxpop.Analyzes:  func(b *ReplicasBody) int { return b.Analyze },
	} {
		reg.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "voxpop_replicas", Help: "Living replicas of the database, by role.", ConstLabels: prometheus.Labels{"role": string(role)},
		}, seen(func(s *snapshot) float64 {
			if b := s.replicasBody(); b != nil {
				return float64(read(b))
			}
			return 0
		})))
	}
	for outcome, read := range map[string]func(*snapshot) float64{
		"succeeded": func(s *snapshot) float64 { return float64(s.succeeded) },
		"failed":    func(s *snapshot) float64 { return float64(s.failed) },
	} {
		reg.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{
			Name: "voxpop_cycles_total", Help: "Collection cycles that ended while this process ran.", ConstLabels: prometheus.Labels{"outcome": outcome},
		}, seen(read)))
	}
	m.page = promhttp.HandlerFor(reg, promhttp.HandlerOpts{})
	return m
}

func one(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

// observe counts a request. Routes are patterns, so that labels stay few.
func (m *metrics) observe(route string, status int, took time.Duration) {
	if status == 0 {
		status = http.StatusOK
	}
	code := "200"
	if status != http.StatusOK {
		code = strconv.Itoa(status)
	}
	m.durations.WithLabelValues(route, code).Observe(took.Seconds())
	m.latency.observe(route, status, took)
}
