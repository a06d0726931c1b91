package collect

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// ErrRetry is returned by RunTask when the attempt failed and the task should be tried again soon.
var ErrRetry = errors.New("task should be tried again")

// RunTask makes one attempt at a task of a started cycle and records how it ended. A task
// that has ended already, or whose cycle has, is left alone. It returns ErrRetry (wrapped) when the
// attempt failed but another is worth it, and the context's error when it was cancelled; the
// task is then still pending.
func (c *Collector) RunTask(ctx context.Context, cycleID, source, key string) error {
	task, trouble, err := c.find(ctx, cycleID, source, key)
	if err != nil || task.State != voxpop.TaskPending {
		return err
	}
	limit, err := c.limit(ctx, cycleID, trouble)
	if err != nil {
		return err
	}
	results, failed := c.attempt(ctx, &task, limit)
	if ctx.Err() != nil {
		c.noteCut(ctx, task, results)
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
		c.noteFailed(ctx, cycleID)
		c.logEnd(ctx, cycleID)
	}
	return err
}

// noteTime bounds what is written after a task was cancelled: the program may be stopping.
const noteTime = 2 * time.Second

// noteCut adds what a cancelled attempt stored to the cycle. It counts as an attempt, by which the record knows it again.
func (c *Collector) noteCut(ctx context.Context, task voxpop.CycleTask, results tallies) {
	if task.Counts == (voxpop.CycleCounts{}) {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), noteTime)
	defer cancel()
	task.Attempts++
	if err := c.Record.RetryTask(ctx, task, results.list()); err != nil {
		c.Log.Warn("Counting what a cancelled task stored did not work", "cycle", task.CycleID, "source", task.Source, "task", task.Key, "error", err)
	}
}

// noteFailed tells the inbox which communities a cycle could not read, so that coverage says so: errors of tasks are known
// to the cycle alone, and another task may have read the same community meanwhile. It is said again
// by the next cycle, hence losing it once matters little.
func (c *Collector) noteFailed(ctx context.Context, cycleID string) {
	cycle, err := c.Record.Cycle(ctx, cycleID)
	failures := map[string][]voxpop.Failure{}
	for _, r := range cycle.Results {
		if r.Error != "" && r.Community != "" {
			failures[r.Source] = append(failures[r.Source], voxpop.Failure{Community: r.Community, Reason: r.Error})
		}
	}
	for source, list := range failures {
		_, put := c.Inbox.Put(ctx, source, voxpop.Batch{Failures: list})
		err = errors.Join(err, put)
	}
	if err != nil {
		c.Log.Warn("Noting which communities failed did not work", "cycle", cycleID, "error", err)
	}
}

// find returns a task, and whether another of its source is in trouble in this cycle.
func (c *Collector) find(ctx context.Context, cycleID, source, key string) (task voxpop.CycleTask, trouble bool, err error) {
	tasks, err := c.Record.Tasks(ctx, cycleID)
	if err != nil {
		return task, false, err
	}
	found := false
	for _, t := range tasks {
		if t.Source != source {
			continue
		}
		if t.Key == key {
			task, found = t, true
		}
		trouble = trouble || t.Error != ""
	}
	if found {
		return task, trouble, nil
	}
	return task, false, fmt.Errorf("task %s of source %s in cycle %s: %w", key, source, cycleID, voxpop.ErrNotFound)
}

func (c *Collector) worthRetry(ctx context.Context, t voxpop.CycleTask) bool {
	if t.Attempts >= maxAttempts {
		return false
	}
	cycle, err := c.Record.Cycle(ctx, t.CycleID)
	return err == nil && c.Now().Sub(cycle.Started) < retryWindow
}

// limit is how long an attempt may take. Once a source is in trouble its tasks share what is left of the cycle's minute:
// a source that lets each of them wait must not keep the next cycle from starting.
func (c *Collector) limit(ctx context.Context, cycleID string, trouble bool) (time.Duration, error) {
	if !trouble {
		return taskTimeout, nil
	}
	cycle, err := c.Record.Cycle(ctx, cycleID)
	return max(leastTime, min(taskTimeout, troubledCycle-c.Now().Sub(cycle.Started))), err
}

// attempt runs the task once. What was committed before a failure stays in the counts.
func (c *Collector) attempt(ctx context.Context, t *voxpop.CycleTask, limit time.Duration) (tallies, error) {
	results := newTallies(t.Source)
	t.Counts = voxpop.CycleCounts{}
	s := c.source(t.Source)
	if s == nil {
		return results, fmt.Errorf("source %s is not configured any more", t.Source)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, limit, fmt.Errorf("no end after %s", limit.Round(time.Second)))
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
