package bench

import (
	"context"
	"fmt"
	"time"

	"github.com/voxpop-dev/voxpop/internal/bench/product"
	"github.com/voxpop-dev/voxpop/internal/bench/report"
)

// smallShare is how much smaller the database is that cold queries are compared with.
const smallShare = 8

// Run measures everything that fits into ten minutes.
func Run(ctx context.Context, c Config) (*report.Table, error) {
	table := c.begin("Measured against the budgets of the design")
	s, err := c.build(ctx, c.Items)
	if err != nil {
		return nil, err
	}
	defer s.close()
	table.Info(fmt.Sprintf("import of %d items", s.imported.New), float64(s.imported.New)/s.imported.Seconds, "items/s", fmt.Sprintf("%.0f MB of dump", float64(s.dumpSize)/(1<<20)))
	if err := c.starts(ctx, s, table); err != nil {
		return nil, err
	}
	if err := c.served(ctx, s, c.Items/smallShare, table); err != nil {
		return nil, err
	}
	if err := c.ingest(ctx, table); err != nil {
		return nil, err
	}
	if err := c.stages(ctx, table); err != nil {
		return nil, err
	}
	if err := c.day(ctx, s.Binary, table); err != nil {
		return nil, err
	}
	finish(table)
	return table, nil
}

// Steady measures the open loop alone, for who changes what a cycle does to readers.
func Steady(ctx context.Context, c Config) (*report.Table, error) {
	table := c.begin("Readers with and without a cycle")
	s, err := c.build(ctx, c.Items)
	if err != nil {
		return nil, err
	}
	defer s.close()
	p, err := s.start(ctx)
	if err != nil {
		return nil, err
	}
	defer p.Stop()
	s.world.Run(speed)
	if _, err := p.Collect(ctx); err != nil {
		return nil, err
	}
	if err := c.openLoop(ctx, s, p, table); err != nil {
		return nil, err
	}
	c.takes(s, p, table)
	finish(table)
	return table, nil
}

// served measures what needs the program running.
func (c Config) served(ctx context.Context, s *scene, small int, table *report.Table) error {
	p, err := s.start(ctx)
	if err != nil {
		return err
	}
	defer p.Stop()
	if err := c.bySize(ctx, s, p, small, table); err != nil {
		return err
	}
	if err := c.againstBare(ctx, s, p, table); err != nil {
		return err
	}
	s.world.Run(speed)
	if _, err := p.Collect(ctx); err != nil {
		return err
	}
	if err := c.openLoop(ctx, s, p, table); err != nil {
		return err
	}
	if err := c.manyUsers(ctx, p, table); err != nil {
		return err
	}
	c.takes(s, p, table)
	return nil
}

// takes tells what the program and its database take.
func (c Config) takes(s *scene, p *product.Process, table *report.Table) {
	size := float64(s.databaseSize())
	table.Info(fmt.Sprintf("database, %d items", s.imported.New), size/(1<<20), "MB", fmt.Sprintf("%.0f bytes an item", size/float64(s.imported.New)))
	table.AtMost("memory after all load", p.Memory(), 200, "MB", "resident")
}

// LargeItems is how many items Large measures with.
const LargeItems = 1_000_000

// Large measures what depends on size with a million items: start, cold queries, import, size and memory.
func Large(ctx context.Context, c Config) (*report.Table, error) {
	table := c.begin("Measured with a million items")
	s, err := c.build(ctx, LargeItems)
	if err != nil {
		return nil, err
	}
	defer s.close()
	table.Info(fmt.Sprintf("import of %d items", s.imported.New), float64(s.imported.New)/s.imported.Seconds, "items/s", fmt.Sprintf("%.0f MB of dump", float64(s.dumpSize)/(1<<20)))
	if err := c.starts(ctx, s, table); err != nil {
		return nil, err
	}
	began := time.Now()
	p, err := s.start(ctx)
	if err != nil {
		return nil, err
	}
	defer p.Stop()
	table.Info("start until the first cycle is over, a million items", time.Since(began).Seconds(), "s", "")
	if err := c.bySize(ctx, s, p, LargeItems/10, table); err != nil {
		return nil, err
	}
	c.takes(s, p, table)
	finish(table)
	return table, nil
}
