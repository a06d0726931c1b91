package collect

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// retryPause is the wait before the second and third attempt of a task when no job queue does it.
const retryPause = 2 * time.Second

// atOnce is how many tasks of a cycle run side by side. They wait for the network, not for
// the processor; the sources' own limiters keep the pace.
const atOnce = 3

// RunCycle does a whole cycle in the calling process, as `voxpop collect` does: the same
// plan, tasks, retries and records as with the job queue.
func (c *Collector) RunCycle(ctx context.Context, cycleID string) (voxpop.Cycle, error) {
	tasks, err := c.Begin(ctx, cycleID)
	if err != nil {
		return voxpop.Cycle{}, err
	}
	if err := c.runAll(ctx, tasks); err != nil {
		return voxpop.Cycle{}, err
	}
	return c.Record.Cycle(ctx, cycleID)
}

func (c *Collector) runAll(ctx context.Context, tasks []voxpop.CycleTask) error {
	var wg sync.WaitGroup
	slots := make(chan struct{}, atOnce)
	errs := make([]error, len(tasks))
	for i, t := range tasks {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			errs[i] = c.runToEnd(ctx, t)
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

func (c *Collector) runToEnd(ctx context.Context, t voxpop.CycleTask) error {
	for {
		err := c.RunTask(ctx, t.CycleID, t.Source, t.Key)
		if !errors.Is(err, ErrRetry) {
			return err
		}
		select {
		case <-time.After(retryPause):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
