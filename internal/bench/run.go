package bench

import (
	"context"
	"fmt"

	"github.com/voxpop-dev/voxpop/internal/bench/product"
	"github.com/voxpop-dev/voxpop/internal/bench/report"
)

// smallShare is how much smaller the database is that a large one is compared with.
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
	if err := c.served(ctx, s, table); err != nil {
		return nil, err
	}
	if err := c.sizes(ctx, table, c.Items/smallShare, c.Items, historyDays); err != nil {
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
	if err := c.takes(ctx, s, p, table); err != nil {
		return nil, err
	}
	finish(table)
	return table, nil
}

// served measures what needs the program running.
func (c Config) served(ctx context.Context, s *scene, table *report.Table) error {
	p, err := s.start(ctx)
	if err != nil {
		return err
	}
	defer p.Stop()
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
	return c.takes(ctx, s, p, table)
}

// takes tells what the program and its database take.
func (c Config) takes(ctx context.Context, s *scene, p *product.Process, table *report.Table) error {
	bytes, err := p.DatabaseSize(ctx)
	if err != nil {
		return err
	}
	size := float64(bytes)
	table.Info(fmt.Sprintf("database, %d items", s.imported.New), size/(1<<20), "MB", fmt.Sprintf("%.0f bytes an item", size/float64(s.imported.New)))
	table.AtMost("memory after all load", p.Memory(), 200, "MB", "resident")
	return nil
}
