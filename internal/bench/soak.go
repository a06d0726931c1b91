package bench

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/voxpop-dev/voxpop/internal/bench/load"
	"github.com/voxpop-dev/voxpop/internal/bench/product"
	"github.com/voxpop-dev/voxpop/internal/bench/report"
)

const (
	// SoakCycles are the cycles of a week.
	SoakCycles = 7 * 24 * 2
	// soakBlocks is in how many spans a soak is looked at: those of a week are half a day each.
	soakBlocks = 14
	// soakReaders ask once a second each.
	soakReaders = 20
	// reanalyseEvery is after how many blocks everything is examined again.
	reanalyseEvery = 3
)

// block is a span of a soak, as it was at its end.
type block struct {
	product.Footprint              // Heap: the least after any of its cycles
	Items             int64        `json:"items"`
	Database          float64      `json:"database_mb"`
	Readers           load.Summary `json:"readers"`
	Good              int          `json:"cycles_without_fault"`
	Again             bool         `json:"reanalysis"`
}

// Soak lets the program collect a week of a simulated Reddit, one cycle after the other, while readers ask and everything is examined again
// now and then, and tells whether what it takes stays flat.
func Soak(ctx context.Context, c Config) (*report.Table, error) {
	if c.Cycles < soakBlocks {
		return nil, fmt.Errorf("a soak needs %d cycles at least", soakBlocks)
	}
	table := c.begin(fmt.Sprintf("A soak of %d cycles", c.Cycles))
	halfHours := time.Duration(c.Cycles) * time.Hour / 2
	h, err := rememberUntil(c.Items, historyDays, time.Now().Add(-halfHours-24*time.Hour))
	if err != nil {
		return nil, err
	}
	defer h.close()
	s, err := c.fill(ctx, h, sqliteGround)
	if err != nil {
		return nil, err
	}
	defer s.close()
	p, err := s.start(ctx)
	if err != nil {
		return nil, err
	}
	defer p.Stop()
	var blocks []block
	for i := range soakBlocks {
		cycles := (i+1)*c.Cycles/soakBlocks - i*c.Cycles/soakBlocks
		b, err := c.soakBlock(ctx, s, p, cycles, (i+1)%reanalyseEvery == 0)
		if err != nil {
			return nil, err
		}
		c.say("block %d of %d: %d items, %.0f goroutines, %.0f descriptors, %.1f MB alive, p99 %.1f ms", i+1, soakBlocks, b.Items, b.Goroutines, b.Descriptors, b.Heap, b.Readers.P99)
		blocks = append(blocks, b)
	}
	soakRows(table, blocks, c.Cycles)
	finish(table)
	return table, nil
}

// soakBlock makes some cycles with half an hour of Reddit before each, while readers ask.
func (c Config) soakBlock(ctx context.Context, s *scene, p *product.Process, cycles int, again bool) (b block, err error) {
	reading, stop := context.WithCancel(ctx)
	defer stop()
	var readers tasks
	readers.run(func() error {
		attack := load.Attack{Base: p.API, Endpoints: endpoints, Rate: soakReaders, Users: soakReaders}
		b.Readers = attack.Run(reading, 24*time.Hour).All
		return nil
	})
	err = c.soakWork(ctx, s, p, cycles, again, &b)
	stop()
	return b, errors.Join(err, readers.wait())
}

func (c Config) soakWork(ctx context.Context, s *scene, p *product.Process, cycles int, again bool, b *block) error {
	least := math.Inf(1)
	for range cycles {
		s.world.Advance(time.Hour / 2)
		cycle, err := p.Collect(ctx)
		if err != nil {
			return err
		}
		if cycle.Succeeded() {
			b.Good++
		}
		now, err := p.Footprint(ctx)
		if err != nil {
			return err
		}
		least = min(least, now.Heap)
	}
	if b.Again = again; again {
		if err := p.Reanalyse(ctx); err != nil {
			return err
		}
		if err := p.Reanalysed(ctx); err != nil {
			return err
		}
	}
	if err := p.Settle(ctx); err != nil {
		return err
	}
	bytes, err := p.DatabaseSize(ctx)
	if err != nil {
		return err
	}
	b.Database = float64(bytes) / (1 << 20)
	if b.Items, err = p.Items(ctx); err != nil {
		return err
	}
	b.Footprint, err = p.Footprint(ctx)
	b.Heap = min(least, b.Heap)
	return err
}
