package collect

import (
	"context"
	"errors"
	"fmt"

	"github.com/voxpop-dev/voxpop"
)

// ErrRetry is returned by RunTask when the attempt failed and the task should be tried again soon.
var ErrRetry = errors.New("task should be tried again")

// RunTask makes one attempt at a task of a started cycle and records how it ended. A task
// that has ended already, or whose cycle has, is left alone. It returns ErrRetry (wrapped) when the
// attempt failed but another is worth it, and the context's error when it was cancelled; the
// task is then still pending.
func (c *Collector) RunTask(ctx context.Context, cycleID, source, key string) error {
	task, err := c.find(ctx, cycleID, source, key)
	if err != nil || task.State != voxpop.TaskPending {
		return err
	}
	results, failed := c.attempt(ctx, &task)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	task.Attempts++
	switch {
	case failed == nil:
		task.State, task.Error = voxpop.TaskDone, ""
	case c.worthRetry(ctx, task):
		task.Error = failed.Error()
		if err := c.Record.RetryTask(ctx, task, results.list()); err != nil {
			return err
		}
		c.Log.Warn("Collecting failed, will be tried again", "cycle", cycleID, "source", source, "task", key, "attempt", task.Attempts, "error", failed)
		return fmt.Errorf("%w: %w", ErrRetry, failed)
	default:
		task.State, task.Error = voxpop.TaskFailed, failed.Error()
		results.fail(task)
		task.Counts.Errors = results.errors()
		c.Log.Error("Collecting failed", "cycle", cycleID, "source", source, "task", key, "error", failed)
	}
	ended, err := c.Record.EndTask(ctx, task, results.list())
	if err == nil && ended {
		c.logEnd(ctx, cycleID)
	}
	return err
}

func (c *Collector) find(ctx context.Context, cycleID, source, key string) (voxpop.CycleTask, error) {
	tasks, err := c.Record.Tasks(ctx, cycleID)
	if err != nil {
		return voxpop.CycleTask{}, err
	}
	for _, t := range tasks {
		if t.Source == source && t.Key == key {
			return t, nil
		}
	}
	return voxpop.CycleTask{}, fmt.Errorf("task %s of source %s in cycle %s: %w", key, source, cycleID, voxpop.ErrNotFound)
}

func (c *Collector) worthRetry(ctx context.Context, t voxpop.CycleTask) bool {
	if t.Attempts >= maxAttempts {
		return false
	}
	cycle, err := c.Record.Cycle(ctx, t.CycleID)
	return err == nil && c.Now().Sub(cycle.Started) < retryWindow
}

// attempt runs the task once. What was committed before a failure stays in the counts.
func (c *Collector) attempt(ctx context.Context, t *voxpop.CycleTask) (tallies, error) {
	results := newTallies(t.Source)
	t.Counts = voxpop.CycleCounts{}
	s := c.source(t.Source)
	if s == nil {
		return results, fmt.Errorf("source %s is not configured any more", t.Source)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, taskTimeout, fmt.Errorf("no end after %s", taskTimeout))
	defer cancel()
	for batch, err := range s.Run(ctx, t.Task, c.View) {
		if err != nil {
			t.Counts.Requests += batch.Requests
			return results, describe(ctx, err)
		}
		stored, err := c.Inbox.Put(ctx, t.Source, batch)
		if err != nil {
			return results, fmt.Errorf("storing a batch of %d items: %w", len(batch.Items), describe(ctx, err))
		}
		stored.Counts.Requests = batch.Requests
		results.add(stored.Results)
		results.addFailures(batch.Failures)
		t.Counts.Add(stored.Counts)
	}
	t.Counts.Errors = results.errors()
	return results, nil
}

// describe replaces a bare "deadline exceeded" by what ran out.
func describe(ctx context.Context, err error) error {
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() != nil {
		return fmt.Errorf("%w: %w", context.Cause(ctx), err)
	}
	return err
}
