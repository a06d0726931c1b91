package schedule

import (
	"context"
	"time"

	"github.com/riverqueue/river"
)

// The jobs. Their arguments name rows; everything else is in the rows.
type (
	beginArgs struct {
		Cycle string `json:"cycle"`
	}
	taskArgs struct {
		Cycle  string `json:"cycle"`
		Source string `json:"source"`
		Key    string `json:"key"`
	}
	analyzeArgs struct{}
	rollupArgs  struct{}
	keepArgs    struct{}
	surveyArgs  struct{}
	upgradeArgs struct{}
)

func (beginArgs) Kind() string   { return "begin_cycle" }
func (taskArgs) Kind() string    { return "collect_task" }
func (analyzeArgs) Kind() string { return "analyze" }
func (rollupArgs) Kind() string  { return "rollup" }
func (keepArgs) Kind() string    { return "keep" }
func (surveyArgs) Kind() string  { return "survey" }
func (upgradeArgs) Kind() string { return "upgrade" }

func (beginArgs) InsertOpts() river.InsertOpts   { return once(queueCycle, 5) }
func (taskArgs) InsertOpts() river.InsertOpts    { return once(queueCollect, 5) }
func (analyzeArgs) InsertOpts() river.InsertOpts { return once(queueAnalyze, 3) }
func (rollupArgs) InsertOpts() river.InsertOpts  { return once(queueRollup, 3) }
func (keepArgs) InsertOpts() river.InsertOpts    { return once(queueKeep, 3) }
func (surveyArgs) InsertOpts() river.InsertOpts  { return once(queueSurvey, 5) }
func (upgradeArgs) InsertOpts() river.InsertOpts { return once(queueUpgrade, 3) }

type beginWorker struct {
	river.WorkerDefaults[beginArgs]
	r *Runner
}

// Work plans the cycle and queues its tasks.
func (w *beginWorker) Work(ctx context.Context, job *river.Job[beginArgs]) error {
	tasks, err := w.r.Collect.Begin(ctx, job.Args.Cycle)
	if err != nil {
		return err
	}
	return w.r.queueTasks(ctx, tasks)
}

type taskWorker struct {
	river.WorkerDefaults[taskArgs]
	r *Runner
}

// Work makes one attempt at a task. An error makes the queue try again after a pause; the
// record of the task decides when that ends.
func (w *taskWorker) Work(ctx context.Context, job *river.Job[taskArgs]) error {
	err := w.r.Collect.RunTask(ctx, job.Args.Cycle, job.Args.Source, job.Args.Key)
	w.r.insert(ctx, analyzeArgs{}) // what was committed before an error is there to analyse, too
	return err
}

type analyzeWorker struct {
	river.WorkerDefaults[analyzeArgs]
	r *Runner
}

// slice is how long one analyze or rollup job works before it hands over to a fresh one, so that
// no job comes near its timeout however much there is to do.
const slice = 30 * time.Second

// Work analyses until nothing waits, and wakes the rollup as it goes.
func (w *analyzeWorker) Work(ctx context.Context, _ *river.Job[analyzeArgs]) error {
	ctx, cancel := context.WithTimeout(ctx, slice)
	defer cancel()
	woke := time.Time{}
	progress := func(int) {
		if now := w.r.Now(); now.Sub(woke) >= publishEvery {
			woke = now
			w.r.insert(ctx, rollupArgs{})
		}
	}
	err := w.r.Analyze.CatchUp(ctx, progress)
	if err == nil && pause(ctx, linger) == nil {
		// Whoever stored something while this job ran could not queue another: look once more.
		err = w.r.Analyze.CatchUp(ctx, progress)
	}
	if ctx.Err() != nil && err != nil {
		return nil // the slice is used up or we are stopping: the sweep finds what is left
	}
	w.r.insert(context.WithoutCancel(ctx), rollupArgs{})
	return err
}

type keepWorker struct {
	river.WorkerDefaults[keepArgs]
	r *Runner
}

// Work does the hourly housekeeping.
func (w *keepWorker) Work(ctx context.Context, _ *river.Job[keepArgs]) error { return w.r.Keep(ctx) }

type surveyWorker struct {
	river.WorkerDefaults[surveyArgs]
	r *Runner
}

// surveyTimeout is how long one survey may take: it reads whole weeks.
const surveyTimeout = 15 * time.Minute

func (*surveyWorker) Timeout(*river.Job[surveyArgs]) time.Duration { return surveyTimeout }

// Work looks over the talk of the last weeks, and wakes the rollup, which publishes what was found.
func (w *surveyWorker) Work(ctx context.Context, _ *river.Job[surveyArgs]) error {
	err := w.r.Survey(ctx)
	w.r.insert(context.WithoutCancel(ctx), rollupArgs{})
	return err
}

type upgradeWorker struct {
	river.WorkerDefaults[upgradeArgs]
	r *Runner
}

// upgradeTimeout is how long one job may ask a language model: a batch is a few calls, each of which may be tried again after a time-out.
const upgradeTimeout = 30 * time.Minute

func (*upgradeWorker) Timeout(*river.Job[upgradeArgs]) time.Duration { return upgradeTimeout }

// Work asks, and wakes the analysis, which takes the answers.
func (w *upgradeWorker) Work(ctx context.Context, _ *river.Job[upgradeArgs]) error {
	err := w.r.Upgrade(ctx)
	w.r.insert(context.WithoutCancel(ctx), analyzeArgs{})
	return err
}
