// Package collect runs collection cycles: it asks every source what is to be done, does it
// in small tasks, and hands each batch to the inbox before it asks for the next. Everything
// a cycle knows is in the database, so that a task can run again anywhere after a crash.
package collect

import (
	"context"
	"iter"
	"log/slog"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// Source is something that yields items.
type Source interface {
	// Name is the platform whose items it yields; see voxpop.ItemID.Source.
	Name() string
	// Plan says what there is to do in this cycle. It must not depend on other tasks' ends.
	Plan(ctx context.Context, view voxpop.SourceView) ([]voxpop.Task, error)
	// Run does one task. Every batch is committed, cursors with items, before the next is asked for.
	// An error ends the task; what was yielded before it stays. A task may be run again at any time.
	Run(ctx context.Context, t voxpop.Task, view voxpop.SourceView) iter.Seq2[voxpop.Batch, error]
}

// Inbox takes batches.
type Inbox interface {
	Put(ctx context.Context, source string, b voxpop.Batch) (voxpop.Stored, error)
}

// Record keeps cycles and their tasks.
type Record interface {
	StartCycle(ctx context.Context, cycleID string, tasks []voxpop.Task, failures []voxpop.CommunityResult) ([]voxpop.CycleTask, error)
	Tasks(ctx context.Context, cycleID string) ([]voxpop.CycleTask, error)
	EndTask(ctx context.Context, t voxpop.CycleTask, results []voxpop.CommunityResult) (bool, error)
	RetryTask(ctx context.Context, t voxpop.CycleTask, results []voxpop.CommunityResult) error
	Cycle(ctx context.Context, id string) (voxpop.Cycle, error)
}

// Limits of a cycle. A source bounds its own requests; these bound what is left.
const (
	planTimeout = 20 * time.Second // for one source
	taskTimeout = 50 * time.Second // for one attempt
	// troubledCycle is when the tasks of a source in trouble end, counted from the start of the
	// cycle; each has leastTime at least.
	troubledCycle = 55 * time.Second
	leastTime     = time.Second
	maxAttempts   = 3
	// retryWindow is how long after the start of its cycle a task is tried again: later the
	// next cycle, which is due anyway, does it.
	retryWindow = 30 * time.Second
)

// Collector runs cycles over its sources.
type Collector struct {
	Sources []Source
	View    voxpop.SourceView
	Inbox   Inbox
	Record  Record
	Log     *slog.Logger
	Now     func() time.Time // wall time
}

// Begin plans a requested cycle and records its tasks. A source that cannot plan is recorded as
// failed and does not keep the others from running. Beginning a cycle again changes nothing.
func (c *Collector) Begin(ctx context.Context, cycleID string) ([]voxpop.CycleTask, error) {
	cycle, err := c.Record.Cycle(ctx, cycleID)
	if err != nil {
		return nil, err
	}
	if !cycle.Started.IsZero() {
		return c.Record.Tasks(ctx, cycleID)
	}
	c.Log.Info("Starting collection cycle", "cycle", cycleID, "trigger", cycle.Trigger, "sources", c.names())
	var tasks []voxpop.Task
	var failures []voxpop.CommunityResult
	for _, s := range c.Sources {
		planned, err := c.plan(ctx, s)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			c.Log.Warn("Source cannot be collected", "cycle", cycleID, "source", s.Name(), "error", err)
			failures = append(failures, voxpop.CommunityResult{Source: s.Name(), Error: err.Error()})
			continue
		}
		tasks = append(tasks, planned...)
	}
	started, err := c.Record.StartCycle(ctx, cycleID, tasks, failures)
	if err == nil && len(tasks) == 0 {
		c.logEnd(ctx, cycleID)
	}
	return started, err
}

func (c *Collector) plan(ctx context.Context, s Source) ([]voxpop.Task, error) {
	ctx, cancel := context.WithTimeout(ctx, planTimeout)
	defer cancel()
	return s.Plan(ctx, c.View)
}

func (c *Collector) names() []string {
	names := make([]string, len(c.Sources))
	for i, s := range c.Sources {
		names[i] = s.Name()
	}
	return names
}

func (c *Collector) source(name string) Source {
	for _, s := range c.Sources {
		if s.Name() == name {
			return s
		}
	}
	return nil
}

// logEnd writes the closing line of a cycle.
func (c *Collector) logEnd(ctx context.Context, cycleID string) {
	cycle, err := c.Record.Cycle(ctx, cycleID)
	if err != nil {
		c.Log.Warn("Reading the ended cycle failed", "cycle", cycleID, "error", err)
		return
	}
	n := cycle.Counts
	c.Log.Info("Collection cycle completed", "cycle", cycleID, "outcome", cycle.Outcome,
		"new", n.New, "updated", n.Updated, "unchanged", n.Unchanged, "removed", n.Removed,
		"requests", n.Requests, "errors", n.Errors,
		"seconds", cycle.Collected.Sub(cycle.Started).Round(time.Millisecond).Seconds())
}
