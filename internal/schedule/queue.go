package schedule

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
	"github.com/riverqueue/river/rivertype"
)

// Queues keep the stages apart: collecting, which waits for the network, never takes the
// place of analysing or of the rollup.
const (
	queueCycle   = "cycle"
	queueCollect = "collect"
	queueAnalyze = "analyze"
	queueRollup  = "rollup"
	queueKeep    = "keep"
	queueSurvey  = "survey"
	queueUpgrade = "upgrade"
)

func driver(cfg Config) riverdriver.Driver[*sql.Tx] {
	if cfg.Dialect == "sqlite" {
		return riversqlite.New(cfg.DB)
	}
	return riverdatabasesql.New(cfg.DB)
}

// prepareQueue migrates the queue's own tables and clears what a killed process left behind.
func prepareQueue(ctx context.Context, cfg Config) error {
	migrator, err := rivermigrate.New(driver(cfg), &rivermigrate.Config{Logger: quiet(cfg.Log)})
	if err != nil {
		return err
	}
	if err := migrateLocked(ctx, cfg, migrator); err != nil {
		return err
	}
	if !cfg.Alone {
		return nil
	}
	// Nobody else can be running these: a job still marked as running died with its process.
	for _, statement := range []string{
		`UPDATE river_job SET state = 'available', attempt = max(attempt - 1, 0) WHERE state = 'running'`,
		`DELETE FROM river_leader`,
	} {
		if _, err := cfg.DB.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("clearing leftovers: %w", err)
		}
	}
	return nil
}

// migrationLock is the PostgreSQL advisory lock under which replicas that start together take turns
// to migrate the queue. The number has no meaning but to be ours.
const migrationLock = 0x766f7870_6a6f62 // "voxp" "job"

func migrateLocked(ctx context.Context, cfg Config, m *rivermigrate.Migrator[*sql.Tx]) error {
	if cfg.Dialect == "sqlite" {
		_, err := m.Migrate(ctx, rivermigrate.DirectionUp, nil)
		return err
	}
	conn, err := cfg.DB.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, `SELECT pg_advisory_lock($1)`, int64(migrationLock)); err != nil {
		return err
	}
	defer func() {
		_, _ = conn.ExecContext(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock($1)`, int64(migrationLock))
	}()
	_, err = m.Migrate(ctx, rivermigrate.DirectionUp, nil)
	return err
}

func newClient(r *Runner) (*river.Client[*sql.Tx], error) {
	workers := river.NewWorkers()
	river.AddWorker(workers, &beginWorker{r: r})
	river.AddWorker(workers, &taskWorker{r: r})
	river.AddWorker(workers, &analyzeWorker{r: r})
	river.AddWorker(workers, &rollupWorker{r: r})
	river.AddWorker(workers, &keepWorker{r: r})
	river.AddWorker(workers, &surveyWorker{r: r})
	river.AddWorker(workers, &upgradeWorker{r: r})
	return river.NewClient(driver(r.Config), &river.Config{
		ID:                          r.Replica,
		Logger:                      quiet(r.Log),
		Workers:                     workers,
		Middleware:                  []rivertype.Middleware{river.WorkerMiddlewareFunc(r.jobs.track), river.WorkerMiddlewareFunc(calmly)},
		PollOnly:                    true, // inserts of this process wake it directly; the sweep finds the others'
		FetchCooldown:               20 * time.Millisecond,
		FetchPollInterval:           time.Second,
		JobTimeout:                  jobTimeout,
		RescueStuckJobsAfter:        rescueAfter,
		SoftStopTimeout:             softStop,
		RetryPolicy:                 backOff{},
		CompletedJobRetentionPeriod: 10 * time.Minute,
		CancelledJobRetentionPeriod: time.Hour,
		DiscardedJobRetentionPeriod: 24 * time.Hour,
		Queues:                      r.queues(),
		PeriodicJobs: []*river.PeriodicJob{
			river.NewPeriodicJob(river.PeriodicInterval(keepEvery),
				func() (river.JobArgs, *river.InsertOpts) { return keepArgs{}, nil },
				// Else a program that is restarted within every hour would never keep house.
				&river.PeriodicJobOpts{RunOnStart: true}),
		},
	})
}

// once keeps a kind of job (with the same arguments) from being queued twice while one waits or runs.
func once(queue string, attempts int) river.InsertOpts {
	return river.InsertOpts{
		Queue:       queue,
		MaxAttempts: attempts,
		UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: []rivertype.JobState{
			rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRunning,
			rivertype.JobStateRetryable, rivertype.JobStateScheduled,
		}},
	}
}

// backOff spaces attempts: 2, 4, 8 … 60 s. A cycle must end within a minute, so it starts low.
type backOff struct{}

func (backOff) NextRetry(job *rivertype.JobRow) time.Time {
	wait := time.Second << min(max(len(job.Errors), 0)+1, 6)
	return time.Now().Add(min(wait, time.Minute))
}

// quiet lets the queue's own warnings and errors through, one level down: what fails is
// reported by the work itself, in words about the work.
func quiet(log *slog.Logger) *slog.Logger { return slog.New(lower{log.Handler()}) }

type lower struct{ slog.Handler }

func (l lower) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && l.Handler.Enabled(ctx, slog.LevelDebug)
}

func (l lower) Handle(ctx context.Context, rec slog.Record) error {
	rec.Level = slog.LevelDebug
	return l.Handler.Handle(ctx, rec)
}

func (l lower) WithAttrs(as []slog.Attr) slog.Handler { return lower{l.Handler.WithAttrs(as)} }
func (l lower) WithGroup(name string) slog.Handler    { return lower{l.Handler.WithGroup(name)} }
