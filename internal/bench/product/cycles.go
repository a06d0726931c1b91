package product

import (
	"context"
	"fmt"
	"time"
)

// Cycle is a collection cycle as the API tells it.
type Cycle struct {
	ID       string  `json:"cycle_id"`
	State    string  `json:"state"`
	Outcome  *string `json:"outcome"`
	Counts   Counts  `json:"counts"`
	Began    time.Time
	Finished time.Time // by our clock: everything it brought is stored, scored and counted
}

// Counts are what a cycle brought.
type Counts struct {
	New, Updated, Unchanged, Removed, Requests, Errors int64
}

// Succeeded reports whether nothing failed.
func (c Cycle) Succeeded() bool { return c.Outcome != nil && *c.Outcome == "success" }

const lookEvery = 100 * time.Millisecond

// Collect makes one cycle and waits until it has finished.
func (s *Process) Collect(ctx context.Context) (Cycle, error) {
	began := time.Now()
	var c Cycle
	if err := s.call(ctx, "POST", "/api/v1/admin/collect", &c); err != nil {
		return c, fmt.Errorf("asking for a cycle: %w", err)
	}
	for c.State != "finished" {
		if err := s.pause(ctx, lookEvery); err != nil {
			return c, err
		}
		if err := s.call(ctx, "GET", "/api/v1/admin/cycles/"+c.ID, &c); err != nil {
			return c, fmt.Errorf("following a cycle: %w", err)
		}
	}
	c.Began, c.Finished = began, time.Now()
	return c, nil
}

// CollectUntil makes one cycle after the other until ctx ends, the last one to its end, and
// returns them.
func (s *Process) CollectUntil(ctx context.Context) (cycles []Cycle, err error) {
	for ctx.Err() == nil {
		c, err := s.Collect(context.WithoutCancel(ctx))
		if err != nil {
			return cycles, err
		}
		cycles = append(cycles, c)
	}
	return cycles, nil
}

// Settle waits until nothing waits to be analysed or counted and no cycle runs.
func (s *Process) Settle(ctx context.Context) error {
	for {
		var status struct {
			Running *struct{} `json:"running_cycle"`
			Last    *Cycle    `json:"last_cycle"`
			Backlog struct {
				Pending int64 `json:"pending"`
				Dirty   int64 `json:"dirty"`
			} `json:"backlog"`
		}
		if err := s.call(ctx, "GET", "/api/v1/status", &status); err != nil {
			return err
		}
		if status.Running == nil && status.Last != nil && status.Last.State == "finished" && status.Backlog.Pending+status.Backlog.Dirty == 0 {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(lookEvery):
		}
	}
}
