package bench

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/voxpop-dev/voxpop/internal/bench/load"
	"github.com/voxpop-dev/voxpop/internal/bench/product"
	"github.com/voxpop-dev/voxpop/internal/bench/report"
)

// steadyUsers is how many connections the open loop may use.
const steadyUsers = 200

// latencies of the simulated Reddit.
var latencies = []time.Duration{0, 100 * time.Millisecond, time.Second}

// openLoop measures capacity, then compares 30 % of it with and without a cycle. The idle
// runs stand around those in a cycle, so that what else the machine does meets both.
func (c Config) openLoop(ctx context.Context, s *scene, p *product.Process, table *report.Table) error {
	top := load.Attack{Base: p.API, Endpoints: endpoints, Users: 50}.Run(ctx, c.Span)
	table.Info("capacity, 50 connections, 6 endpoints in turn", top.All.PerSecond, "/s", about(top.All))
	table.Detail("capacity", top)
	attack := load.Attack{Base: p.API, Endpoints: endpoints, Rate: max(1, 0.3*top.All.PerSecond), Users: steadyUsers}
	if err := c.whileSurveying(ctx, p, attack, table); err != nil {
		return err
	}
	for _, latency := range latencies {
		s.world.SetLatency(latency)
		c.say("open loop at %.0f/s, idle and during cycles with %s latency", attack.Rate, latency)
		idle := repeat(3, func() load.Result { return attack.Run(ctx, c.Span) })
		during, cycles, err := inCycles(ctx, p, func() []load.Result {
			return repeat(5, func() load.Result { return attack.Run(ctx, c.Span) })
		})
		if err != nil {
			return err
		}
		if err := p.Settle(ctx); err != nil {
			return err
		}
		idle = append(idle, repeat(2, func() load.Result { return attack.Run(ctx, c.Span) })...)
		c.openLoopRows(table, fmt.Sprintf("30 %% load, Reddit latency %s: ", latency), idle, during, cycles)
	}
	s.world.SetLatency(0)
	return nil
}

// whileSurveying measures what a program at work on the themes of a full database, as it is after a start, answers in, and waits for the end of
// that: what is called idle below would not be.
func (c Config) whileSurveying(ctx context.Context, p *product.Process, attack load.Attack, table *report.Table) error {
	c.say("open loop at %.0f/s after a start, then waiting for what a start brings with it", attack.Rate)
	began := time.Now()
	busy := attack.Run(ctx, c.Span)
	table.Info("30 % load, themes and unknown tools sought: p99", busy.All.P99, "ms", about(busy.All))
	patience, cancel := context.WithTimeout(ctx, restPatience)
	defer cancel()
	switch err := p.Rest(patience); {
	case errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil:
		c.say("not at rest after %s; idle is not idle below", restPatience)
	case err != nil:
		return fmt.Errorf("waiting until nothing is left to do: %w", err)
	default:
		c.say("at rest after %.0f s", time.Since(began).Seconds())
	}
	return nil
}

// restPatience is how long the program may take to come to rest: on a busy machine it may never.
const restPatience = 2 * time.Minute

func (c Config) openLoopRows(table *report.Table, name string, idle, during []load.Result, cycles []product.Cycle) {
	calm, busy := middle(idle), middle(during)
	table.Info(name+"p99 idle", calm.All.P99, "ms", about(calm.All))
	table.AtMost(name+"p99 in a cycle", busy.All.P99, max(1.2*calm.All.P99, calm.All.P99+2), "ms", about(busy.All)+"; "+told(cycles))
	table.Info(name+"p99 cycle / idle", busy.All.P99/calm.All.P99, "×", byEndpoint(busy))
	errors := 0
	for _, r := range slices.Concat(idle, during) {
		errors += r.All.Errors
	}
	table.AtMost(name+"errors", float64(errors), 0, "", "")
	table.Detail(name+"idle", idle)
	table.Detail(name+"in a cycle", during)
}

// manyUsers lets 50 and 200 users ask as fast as they get answers, each with an event stream open beside.
func (c Config) manyUsers(ctx context.Context, p *product.Process, table *report.Table) error {
	for _, users := range []int{50, 200} {
		c.say("%d users", users)
		attack := load.Attack{Base: p.API, Endpoints: endpoints, Users: users}
		streams := load.OpenStreams(ctx, p.API+"/api/v1/events", users)
		calm := attack.Run(ctx, c.Span)
		during, cycles, err := inCycles(ctx, p, func() []load.Result {
			return repeat(1, func() load.Result { return attack.Run(ctx, 2*c.Span) })
		})
		events, broken := streams.Close()
		if err != nil {
			return err
		}
		busy, name := during[0], fmt.Sprintf("%d users without pause: ", users)
		table.Info(name+"p99 idle", calm.All.P99, "ms", about(calm.All))
		table.Info(name+"p99 in a cycle", busy.All.P99, "ms", about(busy.All)+"; "+told(cycles))
		table.AtMost(name+"errors", float64(calm.All.Errors+busy.All.Errors), 0, "", "")
		table.AtMost(name+"event streams broken", float64(broken), 0, "", fmt.Sprintf("%d events to %d streams", events, users))
		table.Detail(name+"idle", calm)
		table.Detail(name+"in a cycle", busy)
	}
	return nil
}

// inCycles does something while one cycle follows the other, and waits for the last one's end.
func inCycles(ctx context.Context, p *product.Process, do func() []load.Result) (results []load.Result, cycles []product.Cycle, err error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var tasks tasks
	tasks.run(func() (err error) { cycles, err = p.CollectUntil(ctx); return })
	results = do()
	stop()
	err = tasks.wait()
	return results, cycles, err
}

func repeat(times int, run func() load.Result) (results []load.Result) {
	for range times {
		results = append(results, run())
	}
	return results
}

// middle is the run with the median p99.
func middle(results []load.Result) load.Result {
	sorted := slices.SortedFunc(slices.Values(results), func(a, b load.Result) int {
		switch {
		case a.All.P99 < b.All.P99:
			return -1
		case a.All.P99 > b.All.P99:
			return 1
		}
		return 0
	})
	return sorted[len(sorted)/2]
}

func about(s load.Summary) string {
	return fmt.Sprintf("%.0f/s, p50 %.2f, p95 %.2f, max %.1f ms, %d errors", s.PerSecond, s.P50, s.P95, s.Max, s.Errors)
}

func told(cycles []product.Cycle) string {
	brought, good, lasted := int64(0), 0, 0.0
	for _, c := range cycles {
		brought += c.Counts.New
		lasted += c.Finished.Sub(c.Began).Seconds()
		if c.Succeeded() {
			good++
		}
	}
	return fmt.Sprintf("%d of %d cycles without fault, %.1f s each, %d new items", good, len(cycles), lasted/float64(max(1, len(cycles))), brought)
}

// byEndpoint tells the p99 of each endpoint.
func byEndpoint(r load.Result) (text string) {
	for i, name := range slices.Sorted(maps.Keys(r.ByName)) {
		if i > 0 {
			text += ", "
		}
		text += fmt.Sprintf("%s %.1f", name, r.ByName[name].P99)
	}
	return "p99 " + text
}
