package schedule

import (
	"context"
	"slices"

	"github.com/riverqueue/river"
	"github.com/voxpop-dev/voxpop"
)

// does reports whether this process has a role.
func (r *Runner) does(role voxpop.ReplicaRole) bool { return slices.Contains(r.Roles, role) }

// works reports whether this process takes jobs. One that only answers may queue them, for others.
func (r *Runner) works() bool { return r.does(voxpop.Collects) || r.does(voxpop.Analyzes) }

// queues are those that this process takes jobs from, with how many at a time.
func (r *Runner) queues() map[string]river.QueueConfig {
	queues := map[string]river.QueueConfig{}
	if r.does(voxpop.Collects) {
		queues[queueCycle] = river.QueueConfig{MaxWorkers: 1}
		queues[queueCollect] = river.QueueConfig{MaxWorkers: 3}
	}
	if r.does(voxpop.Analyzes) {
		for _, name := range []string{queueAnalyze, queueRollup, queueKeep, queueSurvey, queueUpgrade} {
			queues[name] = river.QueueConfig{MaxWorkers: 1}
		}
	}
	return queues
}

// tell notes in the database that this process lives, and what it does.
func (r *Runner) tell(ctx context.Context) error {
	me := voxpop.Replica{Name: r.Replica, Roles: r.Roles}
	if r.Engine != nil && r.does(voxpop.Analyzes) {
		var err error
		if me.Engine, err = r.Engine(ctx); err != nil {
			return err
		}
	}
	return r.Cycles.Heartbeat(ctx, me)
}

// followCycles learns from the rows when the replicas that collect begin the next cycle.
func (r *Runner) followCycles(ctx context.Context) error {
	recent, err := r.Cycles.RecentCycles(ctx, 1)
	if err != nil || len(recent) == 0 {
		return err
	}
	due := recent[0].Requested.Add(r.Interval)
	r.next.Store(&due)
	return nil
}
