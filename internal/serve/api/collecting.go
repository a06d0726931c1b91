package api

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/ask"
)

// collectingMetrics tells how collecting goes, from what the poll last saw. Before that it tells only the interval.
type collectingMetrics struct {
	api                            *API
	lastGood, interval, errs, gaps *prometheus.Desc
}

func newCollectingMetrics(a *API) *collectingMetrics {
	return &collectingMetrics{
		api: a,
		lastGood: prometheus.NewDesc("voxpop_last_collection_timestamp_seconds",
			"End of the last cycle that brought something in; before there was one, the start of the process.", nil, nil),
		interval: prometheus.NewDesc("voxpop_collection_interval_seconds", "Between collection cycles; 0 when none are scheduled.", nil, nil),
		errs:     prometheus.NewDesc("voxpop_last_cycle_errors", "Communities, or the source itself, that failed in the last cycle.", []string{"source"}, nil),
		gaps:     prometheus.NewDesc("voxpop_coverage_gap_communities", "Configured communities with a gap in the last 24 hours.", []string{"source"}, nil),
	}
}

// Describe implements prometheus.Collector.
func (m *collectingMetrics) Describe(out chan<- *prometheus.Desc) {
	prometheus.DescribeByCollect(m, out)
}

// Collect implements prometheus.Collector.
func (m *collectingMetrics) Collect(out chan<- prometheus.Metric) {
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	gauge(m.interval, m.api.opt.Interval.Seconds())
	shot := m.api.shot.Load()
	if shot == nil {
		return
	}
	good := shot.lastGood()
	if good.IsZero() {
		good = m.api.started
	}
	gauge(m.lastGood, float64(good.Unix()))
	for source, n := range shot.lastErrors() {
		gauge(m.errs, float64(n), source)
	}
	for source, n := range shot.gaps {
		gauge(m.gaps, float64(n), source)
	}
}

// lastErrors counts, by source, what failed in the newest cycle that has ended; a source without failures counts 0.
func (s *snapshot) lastErrors() map[string]int {
	out := map[string]int{}
	if _, last := s.running(); last != nil {
		for _, r := range last.Results {
			failed := 0
			if r.Error != "" {
				failed = 1
			}
			out[r.Source] += failed
		}
	}
	return out
}

const (
	gapWindow = 24 // hours
	gapsEvery = time.Minute
)

// lookAtGaps counts, for the metrics, configured communities whose last day has a gap. Communities that cannot be read
// now count, too.
func (a *API) lookAtGaps(ctx context.Context, shot *snapshot) {
	if time.Since(shot.gapsAt) < gapsEvery {
		return
	}
	window := ask.LastHours(a.opt.Clock(), gapWindow)
	communities, err := a.opt.Reader.Communities(ctx)
	if err != nil {
		a.complain("communities", err)
		return
	}
	ledger, err := a.opt.Reader.Ledger(ctx, voxpop.Filter{Window: window}, ledgerLimit)
	if err != nil {
		a.complain("coverage ledger", err)
		return
	}
	gaps := map[string]int{}
	for _, c := range communities {
		if !c.Configured {
			continue
		}
		found := 0
		if a.communityCoverage(c, ledger, window).Continuity == string(voxpop.Gap) {
			found = 1
		}
		gaps[c.Source] += found
	}
	shot.gaps, shot.gapsAt = gaps, time.Now()
}
