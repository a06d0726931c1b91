package api

import (
	"context"
	"time"

	"github.com/voxpop-dev/voxpop"
)

const (
	pollEvery    = time.Second
	sizeEvery    = 30 * time.Second
	sampleEvery  = 5 * time.Second
	cyclesPolled = 20
)

// snapshot is what the poll last saw, for answers that must not wait for the database. It is
// never changed once stored.
type snapshot struct {
	at        time.Time // wall
	connected bool
	version   voxpop.DataVersion
	backlog   voxpop.Backlog
	size      int64
	sizeAt    time.Time
	cycles    []voxpop.Cycle // newest first
	progress  *ProgressBody  // of the running one
	succeeded int64          // cycles that ended well, or in part, while this process ran
	failed    int64
	counted   map[string]bool // cycles in the two counts
	gaps      map[string]int  // configured communities with a gap in gapWindow, by source; see lookAtGaps
	gapsAt    time.Time
	replicas  []voxpop.Replica // nil: not known
}

// Run polls the database for what health, status and events tell until ctx ends. It then
// ends all event streams.
func (a *API) Run(ctx context.Context) error {
	a.polling.Store(true)
	defer a.polling.Store(false)
	defer a.CloseStreams()
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	numbers, analyses := newWarmer(a, false), newWarmer(a, true)
	defer numbers.stop()
	defer analyses.stop()
	if a.opt.ReadsAhead {
		go a.lookAhead(ctx)
	}
	sampled := time.Time{}
	for {
		a.poll(ctx)
		numbers.look()
		analyses.look()
		if now := time.Now(); now.Sub(sampled) >= sampleEvery {
			a.process.sample()
			sampled = now
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// poll reads everything once, and tells the streams what is new.
func (a *API) poll(ctx context.Context) {
	before := a.shot.Load()
	shot := a.look(ctx, before)
	a.shot.Store(shot)
	if !shot.connected {
		return
	}
	a.ready.forget(a.version.useful)
	if err := a.auth.loadSecret(ctx); err != nil {
		a.complain("secret of sessions", err)
	}
	if before == nil || before.version != shot.version {
		a.hub.publish(versionEvent(shot.version))
	}
	if c := shot.newest(); c != nil {
		a.hub.publish(cycleEvent(c, shot.progress))
	}
}

func (a *API) look(ctx context.Context, before *snapshot) *snapshot {
	shot := &snapshot{counted: map[string]bool{}}
	if before != nil {
		*shot = *before
	}
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	v, err := a.opt.Reader.Version(ctx)
	shot.at, shot.connected = time.Now(), err == nil
	if err != nil {
		a.complain("data version", err)
		return shot
	}
	a.version.learn(v, true)
	shot.version = v
	a.lookAtWork(ctx, shot)
	return shot
}

func (a *API) lookAtWork(ctx context.Context, shot *snapshot) {
	if cycles, err := a.opt.Cycles.RecentCycles(ctx, cyclesPolled); err == nil {
		shot.cycles = cycles
		shot.count(a.started)
		a.lookAtTasks(ctx, shot)
	} else {
		a.complain("recent cycles", err)
	}
	if backlog, err := a.opt.Backlog.Backlog(ctx); err == nil {
		shot.backlog = backlog
	} else {
		a.complain("backlog", err)
	}
	a.lookAtGaps(ctx, shot)
	a.lookAtReplicas(ctx, shot)
	if time.Since(shot.sizeAt) < sizeEvery {
		return
	}
	if size, err := a.opt.Reader.Size(ctx); err == nil {
		shot.size, shot.sizeAt = size, time.Now()
	} else {
		a.complain("database size", err)
	}
}

// lookAtTasks counts what is done of the running cycle.
func (a *API) lookAtTasks(ctx context.Context, shot *snapshot) {
	shot.progress = nil
	running, _ := shot.running()
	if running == nil {
		return
	}
	tasks, err := a.opt.Cycles.Tasks(ctx, running.ID)
	if err != nil {
		a.complain("tasks of a cycle", err)
		return
	}
	shot.progress = progressOf(tasks)
}

// count counts cycles that ended since the start of the process, each once.
func (s *snapshot) count(since time.Time) {
	counted := make(map[string]bool, len(s.cycles))
	for i := range s.cycles {
		c := &s.cycles[i]
		if c.Outcome == "" {
			continue
		}
		counted[c.ID] = true
		if s.counted[c.ID] || ended(c).Before(since) {
			continue
		}
		if c.Outcome == voxpop.OutcomeSuccess || c.Outcome == voxpop.OutcomePartial {
			s.succeeded++
		} else {
			s.failed++
		}
	}
	s.counted = counted
}

// ended is when a cycle was done with its sources.
func ended(c *voxpop.Cycle) time.Time {
	if c.Collected.IsZero() {
		return c.Finished
	}
	return c.Collected
}

func (s *snapshot) newest() *voxpop.Cycle {
	if s == nil || len(s.cycles) == 0 {
		return nil
	}
	return &s.cycles[0]
}

// running is the cycle that is open, last the newest that has ended; either may be nil.
func (s *snapshot) running() (running, last *voxpop.Cycle) {
	for i := range s.cycles {
		c := &s.cycles[i]
		switch {
		case c.Running() && running == nil:
			running = c
		case !c.Running() && last == nil:
			last = c
		}
	}
	return running, last
}

// freshness is how old a snapshot may be before somebody looks again.
const freshness = 2 * time.Second

// snapshot returns the poll's view of things. Where the poll is late or does not run, it
// asks the database whether it is there, and without any view looks for itself.
func (a *API) snapshot(ctx context.Context) *snapshot {
	shot := a.shot.Load()
	if shot != nil && time.Since(shot.at) < freshness {
		return shot
	}
	if shot != nil && a.polling.Load() {
		return a.pinged(ctx, shot)
	}
	seen, _, _ := a.flight.Do("snapshot", func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), pingTimeout)
		defer cancel()
		shot := a.look(ctx, a.shot.Load())
		a.shot.Store(shot)
		return shot, nil
	})
	return seen.(*snapshot)
}

// pingTimeout is how long health waits for a database that the poll has not heard from.
const pingTimeout = 500 * time.Millisecond

func (a *API) pinged(ctx context.Context, shot *snapshot) *snapshot {
	alive, _, _ := a.flight.Do("ping", func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), pingTimeout)
		defer cancel()
		return a.opt.Reader.Ping(ctx) == nil, nil
	})
	now := *shot
	now.connected = alive.(bool)
	return &now
}
