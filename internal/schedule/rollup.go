package schedule

import (
	"context"
	"time"

	"github.com/riverqueue/river"
)

const (
	// publishEvery is the least time between two data versions while work goes on: each one makes
	// every dashboard fetch anew.
	publishEvery = 2 * time.Second
	// rollupUnits is how many (community, day) units one transaction recomputes. Small: the writer
	// is never held for more than about 50 ms.
	rollupUnits = 8
	// linger is how long a rollup with nothing to do waits for the analysis that is still busy.
	linger = 200 * time.Millisecond
)

type rollupWorker struct {
	river.WorkerDefaults[rollupArgs]
	r *Runner
}

// Work recomputes cells until none is dirty, publishing a data version every two seconds and at
// the end.
func (w *rollupWorker) Work(ctx context.Context, _ *river.Job[rollupArgs]) error {
	ctx, cancel := context.WithTimeout(ctx, slice)
	defer cancel()
	err := w.r.rollUp(ctx)
	if ctx.Err() != nil {
		return nil // as in analyzeWorker
	}
	return err
}

func (r *Runner) rollUp(ctx context.Context) error {
	published := time.Time{}
	for ctx.Err() == nil {
		publish := r.Now().Sub(published) >= publishEvery
		done, more, err := r.Rollup.RollUp(ctx, rollupUnits, publish)
		if err != nil {
			return err
		}
		if publish && done > 0 {
			published = r.Now()
		}
		if more {
			continue
		}
		if done > 0 && !publish {
			// The last units are not published yet: wait for the two seconds to pass, then say so.
			if err := pause(ctx, publishEvery-r.Now().Sub(published)); err != nil {
				return err
			}
			if _, _, err := r.Rollup.RollUp(ctx, rollupUnits, true); err != nil {
				return err
			}
			published = r.Now()
		}
		if err := r.Cycles.FinishCycles(ctx); err != nil {
			return err
		}
		backlog, err := r.Rollup.Backlog(ctx)
		if err != nil || backlog.Pending == 0 && backlog.Dirty == 0 {
			return err
		}
		if err := pause(ctx, linger); err != nil {
			return err
		}
	}
	return ctx.Err()
}

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
