package bench

import (
	"context"
	"slices"
	"time"

	"github.com/voxpop-dev/voxpop/internal/bench/load"
	"github.com/voxpop-dev/voxpop/internal/bench/product"
	"github.com/voxpop-dev/voxpop/internal/bench/report"
)

// The predecessor's load test: 50 closed-loop users, ten more a second, for a minute.
const (
	seedUsers = 50
	seedRamp  = 10
	seedLasts = time.Minute
	// seedCalm is how long the same users work before and after, with no cycle running, to
	// have something to compare memory with.
	seedCalm = 15 * time.Second
)

// LoadTest makes the predecessor's load test during collection cycles, and tells its verdict line by line.
func LoadTest(ctx context.Context, c Config) (*report.Table, error) {
	table := c.begin("The predecessor's load test")
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
	if err := c.seedTest(ctx, s, p, table); err != nil {
		return nil, err
	}
	finish(table)
	return table, nil
}

// observed is what was seen of the process while it was under load.
type observed struct {
	load.Result
	memory    []float64 // MB
	cycles    []product.Cycle
	pages     []float64 // seconds a load of the dashboard took
	pageError error
}

func (c Config) seedTest(ctx context.Context, s *scene, p *product.Process, table *report.Table) error {
	users := load.Users{Base: p.API, Endpoints: endpoints, Count: seedUsers, Ramp: seedRamp}
	s.world.Run(speed)
	if _, err := p.Collect(ctx); err != nil { // brings the process to where it is after any cycle
		return err
	}
	c.say("%d users, no cycle", seedUsers)
	before, err := observe(ctx, p, users, seedCalm, false)
	if err != nil {
		return err
	}
	c.say("%d users for %s, during cycles", seedUsers, seedLasts)
	during, err := observe(ctx, p, users, seedLasts, true)
	if err != nil {
		return err
	}
	c.say("%d users, no cycle", seedUsers)
	after, err := observe(ctx, p, users, seedCalm, false)
	if err != nil {
		return err
	}
	seedVerdict(table, p, during, slices.Concat(before.memory, after.memory))
	table.Detail("seed load test, during cycles", during.Result)
	table.Detail("seed load test, between cycles", []load.Result{before.Result, after.Result})
	return nil
}

// observe puts p under load for a time, if wanted during one cycle after the other, and returns
// when the last cycle has finished.
func observe(ctx context.Context, p *product.Process, users load.Users, lasts time.Duration, cycles bool) (*observed, error) {
	seen := &observed{}
	ctx, cancel := context.WithTimeout(ctx, lasts)
	defer cancel()
	var tasks tasks
	tasks.run(func() error { seen.Result = users.Run(ctx, lasts); return nil })
	tasks.run(func() error { seen.memory = p.Watch(ctx); return nil })
	tasks.run(func() error { seen.pages, seen.pageError = visit(ctx, p); return nil })
	if cycles {
		tasks.run(func() (err error) { seen.cycles, err = p.CollectUntil(ctx); return })
	}
	return seen, tasks.wait()
}

const visitEvery = 2 * time.Second

// visit loads the dashboard now and then until ctx ends.
func visit(ctx context.Context, p *product.Process) (seconds []float64, err error) {
	for {
		took, _, err := p.LoadDashboard(ctx)
		if ctx.Err() != nil {
			return seconds, nil
		}
		if err != nil {
			return seconds, err
		}
		seconds = append(seconds, took.Seconds())
		select {
		case <-ctx.Done():
			return seconds, nil
		case <-time.After(visitEvery):
		}
	}
}

func seedVerdict(table *report.Table, p *product.Process, during *observed, between []float64) {
	health, data, errors := during.ByName["health"], load.Summary{}, during.All.Errors
	for name, s := range during.ByName {
		if name != "health" {
			data.P95, data.Max = max(data.P95, s.P95), max(data.Max, s.Max)
		}
	}
	if during.pageError != nil {
		errors++
	}
	good, brought := 0, int64(0)
	for _, c := range during.cycles {
		if c.Succeeded() {
			good++
		}
		brought += c.Counts.New
	}
	table.Info("seed: requests a second, 50 users, in a cycle", during.All.PerSecond, "/s", "")
	table.AtMost("seed: health p99", health.P99, 1000, "ms", "")
	table.AtMost("seed: data endpoints p95, the slowest one's", data.P95, 3000, "ms", "")
	table.AtMost("seed: data endpoints, slowest answer", data.Max, 3000, "ms", "")
	table.AtMost("seed: errors", float64(errors), 0, "", "")
	table.AtMost("seed: dashboard and its files, slowest load", slices.Max(append(during.pages, 0)), 3, "s", "")
	table.AtMost("seed: start", p.StartedIn.Seconds(), 10, "s", "until /healthz answers 200")
	table.Info("seed: cycles", float64(len(during.cycles)), "", "one after the other, items new: "+whole(brought))
	table.AtLeast("seed: collection success", 100*float64(good)/float64(max(1, len(during.cycles))), 100, "%", "")
	table.AtMost("seed: memory in a cycle / between cycles", median(during.memory)/median(between), 1.05, "", "medians, both under load")
	table.AtMost("seed: memory, sustained for 5 s", product.Sustained(during.memory), 200, "MB", "")
}
