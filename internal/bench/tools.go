package bench

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/voxpop-dev/voxpop/internal/bench/load"
	"github.com/voxpop-dev/voxpop/internal/bench/product"
	"github.com/voxpop-dev/voxpop/internal/bench/report"
)

const (
	// toolBudget is what the 95th of a hundred reads about tools may take, in milliseconds.
	toolBudget = 50
	// holdBudget is for how long a transaction may hold the writer, in milliseconds.
	holdBudget = 50
	// How many answers a second are asked for: ones that are not kept, those of dashboards for the first time, and then again and again.
	anewRate, openRate, dashboardRate = 8, 10, 50
	// dashboardTools is of how many tools the pages are open.
	dashboardTools = 4
)

// Tools measures every read about tools with a catalog of manyTools and a million items, while cycles follow each other and a re-analysis
// of everything runs.
func Tools(ctx context.Context, c Config) (*report.Table, error) {
	return c.onTools(ctx, fmt.Sprintf("Reads about %d tools", manyTools), c.toolsOn)
}

func (c Config) toolsOn(ctx context.Context, where string, s *scene, table *report.Table) error {
	p, err := s.start(ctx)
	if err != nil {
		return err
	}
	defer p.Stop()
	if err := p.Rest(ctx); err != nil {
		return err
	}
	a, err := newAsker(ctx, p, s.until)
	if err != nil {
		return err
	}
	times := max(1, int(c.Span.Seconds()*anewRate)/len(toolQueries))
	all := a.anew(0, max(1, times/2))
	c.say("%s: %d answers made anew, alone", where, len(all))
	alone := load.Attack{Base: p.API, Endpoints: all, Rate: anewRate, Users: steadyUsers}.Run(ctx, seconds(len(all), anewRate))
	toolRows(table, where+", alone, made anew: ", alone, 0)
	if err := p.Settle(ctx); err != nil {
		return err
	}
	s.world.Run(speed)
	before, err := p.Holds(ctx)
	if err != nil {
		return err
	}
	c.say("%s: the same and dashboards, while cycles and re-analyses run", where)
	var anew, opened, shared load.Result
	cycles, again, err := inWork(ctx, p, func() {
		all = a.anew(times, times)
		anew = load.Attack{Base: p.API, Endpoints: all, Rate: anewRate, Users: steadyUsers}.Run(ctx, seconds(len(all), anewRate))
		pages := a.dashboards(dashboardTools)
		opened = load.Attack{Base: p.API, Endpoints: pages, Rate: openRate, Users: steadyUsers}.Run(ctx, seconds(len(pages), openRate))
		shared = load.Attack{Base: p.API, Endpoints: pages, Rate: dashboardRate, Users: steadyUsers}.Run(ctx, c.Span)
	})
	if err != nil {
		return err
	}
	toolRows(table, where+", in a cycle and a re-analysis, made anew: ", anew, toolBudget)
	toolRows(table, where+", in a cycle and a re-analysis, dashboards as they are opened: ", opened, 0)
	toolRows(table, where+", in a cycle and a re-analysis, dashboards: ", shared, toolBudget)
	table.Info(where+", cycles meanwhile", float64(len(cycles)), "", told(cycles))
	table.Info(where+", re-analyses begun meanwhile", float64(again), "", "")
	after, err := p.Holds(ctx)
	if err != nil {
		return err
	}
	holdRows(table, where, before, after)
	return nil
}

func seconds(n int, rate float64) time.Duration {
	return time.Duration(float64(n) / rate * float64(time.Second))
}

// newAsker learns what can be asked for.
func newAsker(ctx context.Context, p *product.Process, until time.Time) (*asker, error) {
	a := &asker{newest: until.Truncate(time.Hour)}
	var err error
	if a.slugs, err = p.ToolSlugs(ctx, aMonth); err != nil {
		return nil, err
	}
	if a.themes, err = p.Themes(ctx); err != nil {
		return nil, err
	}
	a.threads, err = p.Threads(ctx, 100)
	return a, err
}

// inWork does something while one cycle follows the other and everything is examined again and again.
func inWork(ctx context.Context, p *product.Process, do func()) (cycles []product.Cycle, reanalyses int, err error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var tasks tasks
	tasks.run(func() (err error) { cycles, err = p.CollectUntil(ctx); return })
	tasks.run(func() (err error) { reanalyses, err = p.ReanalyseUntil(ctx); return })
	do()
	stop()
	err = tasks.wait()
	return cycles, reanalyses, err
}

// toolRows tells how long each query took, against a budget unless that is 0.
func toolRows(table *report.Table, of string, r load.Result, budget float64) {
	for _, name := range slices.Sorted(maps.Keys(r.ByName)) {
		s := r.ByName[name]
		note := fmt.Sprintf("p50 %.1f, max %.1f, of %d", s.P50, s.Max, s.Requests)
		if s.Errors > 0 {
			note += fmt.Sprintf("; %d errors: %v", s.Errors, s.Samples)
		}
		if budget == 0 {
			table.Info(of+name+", p95", s.P95, "ms", note)
		} else {
			table.AtMost(of+name+", p95", s.P95, budget, "ms", note)
		}
	}
	table.AtMost(of+"errors", float64(r.All.Errors), 0, "", about(r.All))
	table.Detail(of, r)
}

// holdRows tells for how long the writer was held.
func holdRows(table *report.Table, where string, before, after product.Holds) {
	for _, op := range slices.Sorted(maps.Keys(after)) {
		h := after[op].Less(before[op])
		if h.Count == 0 {
			continue
		}
		table.AtMost(fmt.Sprintf("%s, writer held by %s, share over %d ms", where, op, holdBudget), 100*h.Above(holdBudget/1000.0), 1, "%",
			fmt.Sprintf("%.0f times, %.1f ms on average, %.0f over 50 ms, %.0f over 100 ms", h.Count, 1000*h.Sum/h.Count,
				h.Count*h.Above(0.05), h.Count*h.Above(0.1)))
	}
}
