package schedule

import (
	"context"
	"errors"
	"time"

	"github.com/riverqueue/river"
	"github.com/voxpop-dev/voxpop"
)

// sweepLoop looks at the rows until the context ends. One failed look is a log line, not an end.
func (r *Runner) sweepLoop(ctx context.Context) {
	defer close(r.swept)
	ticker := time.NewTicker(sweepEvery)
	defer ticker.Stop()
	for {
		if err := r.sweep(ctx); err != nil && ctx.Err() == nil {
			r.Log.Warn("Looking for work failed, will look again", "in", sweepEvery.String(), "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-r.wake:
			r.insert(ctx, rollupArgs{}) // a command may change what is shown without making anything dirty
		case <-ticker.C:
		case <-r.due():
		}
	}
}

// due tells when the next cycle is to be requested, to a process that collects.
func (r *Runner) due() <-chan time.Time {
	if !r.does(voxpop.Collects) {
		return nil
	}
	return time.After(max(r.NextCycle().Sub(r.Now()), 10*time.Millisecond))
}

func (r *Runner) sweep(ctx context.Context) error {
	err := r.tell(ctx)
	if r.works() {
		err = errors.Join(err, r.recover(ctx, err == nil))
	}
	if r.does(voxpop.Collects) {
		err = errors.Join(err, r.sweepCycles(ctx))
	} else {
		err = errors.Join(err, r.followCycles(ctx))
	}
	if r.does(voxpop.Analyzes) {
		err = errors.Join(err, r.sweepBacklog(ctx))
	}
	return err
}

// sweepBacklog queues what stages have to do.
func (r *Runner) sweepBacklog(ctx context.Context) error {
	backlog, err := r.Rollup.Backlog(ctx)
	if err != nil {
		return err
	}
	if backlog.Pending+backlog.Again > 0 {
		r.insert(ctx, analyzeArgs{})
	} else {
		err = errors.Join(err, r.insertDue(ctx, r.AnalyzeDue, analyzeArgs{}))
	}
	if backlog.Dirty > 0 {
		r.insert(ctx, rollupArgs{})
	}
	if backlog.Pending+backlog.Again+backlog.Dirty == 0 { // a survey is to read whole data
		err = errors.Join(err, r.insertDue(ctx, r.SurveyDue, surveyArgs{}))
	}
	return errors.Join(err, r.insertDue(ctx, r.UpgradeDue, upgradeArgs{}), r.Cycles.FinishCycles(ctx))
}

// insertDue queues a job if due says that there is something for it; a nil due says no.
func (r *Runner) insertDue(ctx context.Context, due func(context.Context) (bool, error), args river.JobArgs) error {
	if due == nil {
		return nil
	}
	is, err := due(ctx)
	if is {
		r.insert(ctx, args)
	}
	return err
}

// recover frees jobs that count as running although nobody runs them. told is whether this process has just given a sign of life.
func (r *Runner) recover(ctx context.Context, told bool) error {
	if err := r.alive.prove(ctx, r.Config); err != nil {
		return err // while we do not count as living ourselves, we judge nobody else
	}
	var silent []string
	if told && r.Dialect == "postgres" {
		var err error
		if silent, err = r.silent(ctx); err != nil {
			return err
		}
	}
	return errors.Join(r.takeOver(ctx, silent), r.freeOrphans(ctx))
}

// sweepCycles requests the cycle that is due and queues what an open cycle still lacks.
func (r *Runner) sweepCycles(ctx context.Context) error {
	if err := r.requestDue(ctx); err != nil {
		return err
	}
	open, err := r.Cycles.OpenCycle(ctx)
	if errors.Is(err, voxpop.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if open.Started.IsZero() {
		r.insert(ctx, beginArgs{Cycle: open.ID})
		return nil
	}
	tasks, err := r.Cycles.Tasks(ctx, open.ID)
	if err != nil {
		return err
	}
	return r.queueTasks(ctx, tasks)
}

// requestDue requests a scheduled cycle when its time has come. The time follows from the row of
// the last scheduled cycle of any replica while there are several, so that they keep one rhythm.
func (r *Runner) requestDue(ctx context.Context) error {
	now := r.Now()
	due := r.NextCycle()
	if now.Before(due) {
		return nil
	}
	recent, err := r.Cycles.RecentCycles(ctx, 1)
	if err != nil {
		return err
	}
	alone, err := r.alone(ctx)
	if err != nil {
		return err
	}
	if !alone && len(recent) == 1 {
		if after := recent[0].Requested.Add(r.Interval); recent[0].Trigger == voxpop.TriggerSchedule && now.Before(after) {
			r.next.Store(&after)
			return nil
		}
	}
	_, created, err := r.Cycles.RequestCycle(ctx, voxpop.TriggerSchedule, voxpop.AuditEntry{
		At: now, Actor: "schedule", Action: "collect",
	})
	if err != nil {
		return err
	}
	if !created {
		r.Log.Debug("A cycle is still open; the next one is due an interval later")
	}
	// From the time it was due, not from now: delays do not add up. A machine that slept catches up once.
	next := due.Add(r.Interval)
	if next.Before(now) {
		next = now.Add(r.Interval)
	}
	r.next.Store(&next)
	return nil
}

func (r *Runner) queueTasks(ctx context.Context, tasks []voxpop.CycleTask) error {
	var params []river.InsertManyParams
	for _, t := range tasks {
		if t.State == voxpop.TaskPending {
			params = append(params, river.InsertManyParams{Args: taskArgs{Cycle: t.CycleID, Source: t.Source, Key: t.Key}})
		}
	}
	if len(params) == 0 {
		return nil
	}
	_, err := r.client.InsertMany(ctx, params)
	return err
}

// insert queues a job, or does nothing when the same one waits or runs. A failure is only
// logged: the sweep tries again.
func (r *Runner) insert(ctx context.Context, args river.JobArgs) {
	if _, err := r.client.Insert(ctx, args, nil); err != nil && ctx.Err() == nil {
		r.Log.Warn("Queueing a job failed, will be tried again", "job", args.Kind(), "error", err)
	}
}
