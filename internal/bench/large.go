package bench

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/voxpop-dev/voxpop/internal/bench/load"
	"github.com/voxpop-dev/voxpop/internal/bench/product"
	"github.com/voxpop-dev/voxpop/internal/bench/report"
)

const (
	// LargeItems is how many items Large measures with.
	LargeItems = 1_000_000
	// largeShare is how much smaller the database is that a large one is compared with.
	largeShare = 10
	// largeDays is as long as the longest window of the dashboard.
	largeDays = 90
)

// Large measures what depends on size, with a million items and a tenth of them, on both stores.
func Large(ctx context.Context, c Config) (*report.Table, error) {
	items := cmp.Or(c.Large, LargeItems)
	table := c.begin(fmt.Sprintf("Measured with %d items", items))
	if err := c.sizes(ctx, table, items/largeShare, items, largeDays); err != nil {
		return nil, err
	}
	finish(table)
	return table, nil
}

// sizes compares a small and a large number of items of the same days on every store. Each of the two histories
// is made once, and imported once into each store.
func (c Config) sizes(ctx context.Context, table *report.Table, small, large, days int) error {
	grounds, end := c.grounds()
	defer end()
	c.say("making histories of %d and %d items", small, large)
	few, err := remember(small, days)
	if err != nil {
		return err
	}
	defer few.close()
	many, err := remember(large, days)
	if err != nil {
		return err
	}
	defer many.close()
	for _, g := range grounds {
		if err := c.sizesOn(ctx, g, few, many, table); err != nil {
			return fmt.Errorf("%s: %w", g.name, err)
		}
	}
	return nil
}

func (c Config) sizesOn(ctx context.Context, g ground, few, many *history, table *report.Table) error {
	s, err := c.fill(ctx, few, g)
	if err != nil {
		return err
	}
	defer s.close()
	l, err := c.fill(ctx, many, g)
	if err != nil {
		return err
	}
	defer l.close()
	importRows(table, g.name, s)
	importRows(table, g.name, l)
	for _, scene := range []*scene{s, l} {
		if err := c.starts(ctx, g.name, scene, table); err != nil {
			return err
		}
	}
	if err := c.serving(ctx, g.name, s, l, table); err != nil {
		return err
	}
	return c.check(ctx, g.name, l, table)
}

// importRows tells how fast an import was, and where its time went.
func importRows(table *report.Table, where string, s *scene) {
	i, n := s.imported, float64(s.imported.New)
	table.Info(fmt.Sprintf("%s, import of %d items", where, i.New), n/i.Seconds, "items/s",
		fmt.Sprintf("%.0f s, %.0f MB of dump; items/s by stage: parsed and stored %.0f, analysed %.0f, counted %.0f; tidied in %.1f s",
			i.Seconds, float64(s.dumpSize)/(1<<20), n/i.Stages.Stored, n/i.Stages.Analysed, n/i.Stages.Counted, i.Stages.Purged))
}

// serving measures the program on the large database, beside one on the small where times are compared.
func (c Config) serving(ctx context.Context, where string, small, large *scene, table *report.Table) error {
	began := time.Now()
	p, err := large.start(ctx)
	if err != nil {
		return err
	}
	defer p.Stop()
	of := fmt.Sprintf("%s, %d items: ", where, large.imported.New)
	table.Info(of+"start until the first cycle is over", time.Since(began).Seconds(), "s", "it begins after 5 s")
	table.AtMost(of+"memory, idle", p.Memory(), 200, "MB", "resident")
	if err := c.bySize(ctx, where, small, large, p, table); err != nil {
		return err
	}
	memory := c.underLoad(ctx, p)
	table.AtMost(of+"memory under load, sustained", product.Sustained(memory), 200, "MB", "50 users, every answer made anew")
	bytes, err := p.DatabaseSize(ctx)
	if err != nil {
		return err
	}
	table.Info(of+"database", float64(bytes)/(1<<20), "MB", fmt.Sprintf("%.0f bytes an item", float64(bytes)/float64(large.imported.New)))
	return nil
}

// underLoad lets users ask for answers that are not kept, and watches the memory of p.
func (c Config) underLoad(ctx context.Context, p *product.Process) (memory []float64) {
	c.say("50 users, answers made anew")
	newest := time.Now().UTC().Add(-behind).Truncate(time.Hour)
	var anew []load.Endpoint
	for i := range 20 {
		for _, q := range coldQueries {
			anew = append(anew, load.Endpoint{Name: q.name, Path: q.path(coldAsks+i, newest)})
		}
	}
	ctx, cancel := context.WithTimeout(ctx, 2*c.Span)
	defer cancel()
	var tasks tasks
	tasks.run(func() error { load.Users{Base: p.API, Endpoints: anew, Count: 50}.Run(ctx, 2*c.Span); return nil })
	tasks.run(func() error { memory = p.Watch(ctx); return nil })
	_ = tasks.wait() // neither of them fails
	return memory
}

// starts measures several starts with the database as it is; the median counts.
func (c Config) starts(ctx context.Context, where string, s *scene, table *report.Table) error {
	var took, communities []float64
	for range 5 {
		p, err := s.Serve(ctx)
		if err != nil {
			return err
		}
		took = append(took, float64(p.StartedIn.Microseconds())/1000)
		began := time.Now()
		_, _, err = fetchPacked(ctx, p.API+"/api/v1/subreddits")
		communities = append(communities, time.Since(began).Seconds()*1000)
		p.Stop()
		if err != nil {
			return err
		}
	}
	of := fmt.Sprintf("%s, %d items: ", where, s.imported.New)
	table.AtMost(of+"start until /healthz answers 200", median(took), 300, "ms", "median of five")
	table.Info(of+"subreddits, first answer after a start", median(communities), "ms", "median of five; kept for a data version after that")
	return nil
}

// check runs the command that looks at every invariant.
func (c Config) check(ctx context.Context, where string, s *scene, table *report.Table) error {
	began := time.Now()
	if err := s.Command(ctx, nil, "db", "check"); err != nil {
		return err
	}
	table.Info(fmt.Sprintf("%s, %d items: db check", where, s.imported.New), time.Since(began).Seconds(), "s", "recomputes every cell")
	return nil
}
