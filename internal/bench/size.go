package bench

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"time"

	"github.com/voxpop-dev/voxpop/internal/bench/product"
	"github.com/voxpop-dev/voxpop/internal/bench/report"
)

// coldAsks is how often each query is asked, every time with a window that nobody asked for before.
const coldAsks = 100

// coldQueries are queries whose answers are not kept: i makes each one new. to is a full hour.
var coldQueries = []struct {
	name string
	path func(i int, to time.Time) string
}{
	{"stats", func(i int, to time.Time) string { return "/api/v1/sentiment/stats?" + window(i, to) }},
	{"trends by day", func(i int, to time.Time) string { return "/api/v1/sentiment/trends?grain=day&" + window(i, to) }},
	{"trends by hour", func(i int, to time.Time) string { return "/api/v1/sentiment/trends?grain=hour&" + window(i, to) }},
	{"recent posts", func(i int, to time.Time) string { return "/api/v1/posts/recent?limit=50&" + window(i, to) }},
	{"first page of items", func(i int, to time.Time) string { return "/api/v1/items?" + window(i, to) }},
	{"search, frequent word", func(i int, to time.Time) string { return "/api/v1/items?q=cursor&" + window(i, to) }},
	{"search, two words", func(i int, to time.Time) string { return "/api/v1/items?q=cursor+windsurf&" + window(i, to) }},
}

// window is one of many windows of twenty days.
func window(i int, to time.Time) string {
	from := to.Add(-time.Duration(20*24+i) * time.Hour)
	return url.Values{"from": {from.Format(time.RFC3339)}, "to": {to.Format(time.RFC3339)}}.Encode()
}

// coldTimes asks all cold queries of several processes in turn, so that what else the machine does
// meets them alike, and returns the 95th percentile of each query and process in milliseconds.
func coldTimes(ctx context.Context, to time.Time, processes ...*product.Process) (p95 map[string][]float64, err error) {
	p95 = map[string][]float64{}
	for _, q := range coldQueries {
		took := make([][]float64, len(processes))
		for i := range coldAsks {
			for j, p := range processes {
				began := time.Now()
				if _, _, err := fetchPacked(ctx, p.API+q.path(i, to)); err != nil {
					return nil, err
				}
				took[j] = append(took[j], time.Since(began).Seconds()*1000)
			}
		}
		for _, t := range took {
			slices.Sort(t)
			p95[q.name] = append(p95[q.name], t[coldAsks*95/100])
		}
	}
	return p95, nil
}

// bySize compares cold queries over a small and a large database.
func (c Config) bySize(ctx context.Context, large *scene, p *product.Process, small int, table *report.Table) error {
	c.say("cold queries of %d and %d items", small, large.imported.New)
	s, err := c.build(ctx, small)
	if err != nil {
		return err
	}
	defer s.close()
	q, err := s.start(ctx)
	if err != nil {
		return err
	}
	defer q.Stop()
	to := time.Now().UTC().Add(-behind).Truncate(time.Hour)
	times, err := coldTimes(ctx, to, q, p)
	if err != nil {
		return err
	}
	sizes := fmt.Sprintf("%d / %d items", large.imported.New, s.imported.New)
	for _, query := range coldQueries {
		a, b := times[query.name][0], times[query.name][1]
		table.AtMost("answer made anew, "+query.name+", p95, "+sizes, b/a, 1.5, "×", fmt.Sprintf("%.2f ms / %.2f ms", b, a))
	}
	return nil
}

// starts measures several starts with the database as it is; the median counts.
func (c Config) starts(ctx context.Context, s *scene, table *report.Table) error {
	var took []float64
	for range 5 {
		p, err := s.Serve(ctx)
		if err != nil {
			return err
		}
		took = append(took, float64(p.StartedIn.Microseconds())/1000)
		p.Stop()
	}
	table.AtMost(fmt.Sprintf("start until /healthz answers 200, %d items", s.imported.New), median(took), 300, "ms", "median of five")
	return nil
}
