// Package schedule decides which work runs when, and on which replica. The work itself lives
// in rows of the database (cycles, tasks, pending items, dirty marks); the job queue only
// wakes somebody to do it, retries it, and keeps two from doing it at once. A sweep looks at the
// rows every two seconds, so that a wake-up lost in a crash costs two seconds, not the work.
//
// Cycles are started from the row of the last one and not by the queue's elected leader: after a
// kill -9 a new leader is elected only when the old one's lease has run out, and the next
// cycle must not wait for that.
package schedule

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/riverqueue/river"
	"github.com/voxpop-dev/voxpop"
)

// Cycles is the record of cycles.
type Cycles interface {
	RequestCycle(ctx context.Context, trigger voxpop.Trigger, audit voxpop.AuditEntry) (voxpop.Cycle, bool, error)
	OpenCycle(ctx context.Context) (voxpop.Cycle, error)
	Tasks(ctx context.Context, cycleID string) ([]voxpop.CycleTask, error)
	RecentCycles(ctx context.Context, limit int) ([]voxpop.Cycle, error)
	FinishCycles(ctx context.Context) error
	Heartbeat(ctx context.Context, r voxpop.Replica) error
	Replicas(ctx context.Context, ttl time.Duration) ([]voxpop.Replica, error)
	Forget(ctx context.Context, replica string) error
}

// Collector does the tasks of cycles.
type Collector interface {
	Begin(ctx context.Context, cycleID string) ([]voxpop.CycleTask, error)
	RunTask(ctx context.Context, cycleID, source, key string) error
}

// Analyzer catches up with the items that wait for analysis, in batches; progress is called after each.
type Analyzer interface {
	CatchUp(ctx context.Context, progress func(items int)) error
}

// Roller keeps cells equal to rows.
type Roller interface {
	RollUp(ctx context.Context, limit int, publish bool) (done int, more bool, err error)
	Backlog(ctx context.Context) (voxpop.Backlog, error)
}

// Config is what a runner needs.
type Config struct {
	DB       *sql.DB              // the pool the queue lives on
	Dialect  string               // "sqlite" or "postgres"
	Alone    bool                 // no other process uses the database: leftovers of a killed one may be cleared at once
	Replica  string               // unique name of this process
	Roles    []voxpop.ReplicaRole // what this process does; nil: everything
	Interval time.Duration
	First    time.Duration // from start to the first cycle
	Cycles   Cycles
	Collect  Collector
	Analyze  Analyzer
	Rollup   Roller
	Keep     func(ctx context.Context) error // hourly housekeeping
	// Survey looks over the talk of the last weeks for themes and unknown tools; SurveyDue says from the rows whether it is
	// time. Both nil: there is nothing to look for.
	Survey    func(ctx context.Context) error
	SurveyDue func(ctx context.Context) (bool, error)
	// AnalyzeDue says whether there is something to analyse although no item waits: an engine that has not seen all of them. nil: there is
	// never.
	AnalyzeDue func(ctx context.Context) (bool, error)
	// Engine is what this process scores with, which other replicas are told; nil: they are not.
	Engine func(ctx context.Context) (voxpop.EngineID, error)
	// Upgrade asks a language model about items that were scored without it; UpgradeDue says whether there are any to ask about now.
	// Both nil: nobody is asked.
	Upgrade    func(ctx context.Context) error
	UpgradeDue func(ctx context.Context) (bool, error)
	Log        *slog.Logger
	Now        func() time.Time
}

// Runner runs the work of one replica.
type Runner struct {
	Config
	client *river.Client[*sql.Tx]
	next   atomic.Pointer[time.Time] // when the next scheduled cycle is due
	wake   chan struct{}             // a command waits: sweep now
	stop   context.CancelFunc
	swept  chan struct{} // closed when the sweep has ended
	alive  alive         // belongs to the sweep
	heard  heard         // likewise
	jobs   running
}

// Limits of the work. Jobs are small; a killed one is tried again after rescueAfter at the latest,
// on SQLite at once.
const (
	sweepEvery  = 2 * time.Second
	jobTimeout  = 2 * time.Minute
	rescueAfter = 3 * time.Minute
	softStop    = 7 * time.Second // then running jobs are cancelled; all are safe to run again
	keepEvery   = time.Hour
)

// New prepares a runner: the queue's tables are migrated, leftovers of a killed process cleared.
func New(ctx context.Context, cfg Config) (*Runner, error) {
	if cfg.Roles == nil {
		cfg.Roles = voxpop.ReplicaRoles
	}
	r := &Runner{Config: cfg, wake: make(chan struct{}, 1), swept: make(chan struct{}), jobs: newRunning()}
	if err := prepareQueue(ctx, cfg); err != nil {
		return nil, fmt.Errorf("preparing the job queue: %w", err)
	}
	if r.works() {
		if err := r.alive.prove(ctx, cfg); err != nil {
			return nil, fmt.Errorf("preparing the job queue: %w", err)
		}
	}
	client, err := newClient(r)
	if err != nil {
		return nil, fmt.Errorf("preparing the job queue: %w", err)
	}
	r.client = client
	return r, nil
}

// Start begins to work. It returns at once; Stop ends it.
func (r *Runner) Start(ctx context.Context) error {
	if r.does(voxpop.Collects) {
		due := r.Now().Add(r.First)
		r.next.Store(&due)
	}
	if r.works() {
		if err := r.client.Start(context.WithoutCancel(ctx)); err != nil {
			return fmt.Errorf("starting the job queue: %w", err)
		}
	}
	ctx, r.stop = context.WithCancel(context.WithoutCancel(ctx))
	go r.sweepLoop(ctx)
	return nil
}

// Stop ends the work within ten seconds: running jobs may finish for seven, then they are
// cancelled and done again after the next start. Nothing is lost either way.
func (r *Runner) Stop(ctx context.Context) error {
	r.stop()
	<-r.swept
	ctx, cancel := context.WithTimeout(ctx, softStop+2*time.Second)
	defer cancel()
	var err error
	if r.works() {
		if err = r.client.Stop(ctx); err != nil {
			err = fmt.Errorf("ending the running jobs, which others take over: %w", err)
		}
	}
	r.alive.end()
	return errors.Join(err, r.Cycles.Forget(ctx, r.Replica))
}

// Wake tells the runner that a command (a requested cycle, pushed items) waits in the database.
func (r *Runner) Wake() {
	select {
	case r.wake <- struct{}{}:
	default: // a wake-up is waiting already
	}
}

// NextCycle is when the next scheduled cycle is due; zero while that is not known.
func (r *Runner) NextCycle() time.Time {
	if t := r.next.Load(); t != nil {
		return *t
	}
	return time.Time{}
}
