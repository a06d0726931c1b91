package schedule

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	sqlite "github.com/ncruces/go-sqlite3/driver"
	"github.com/voxpop-dev/voxpop"
)

// world is a store, a collector and a backlog in memory, which counts what is asked of it.
type world struct {
	mu        sync.Mutex
	cycles    []voxpop.Cycle
	tasks     map[string][]voxpop.CycleTask
	plan      int // tasks of each cycle
	runs      map[string]int
	failFirst int // how often each task fails before it works
	pending   int64
	dirty     int64
	published int
	hold      chan struct{} // when set, tasks wait for it or for their context
	replicas  map[string]voxpop.Replica
}

func newWorld(plan int) *world {
	return &world{plan: plan, tasks: map[string][]voxpop.CycleTask{}, runs: map[string]int{}, replicas: map[string]voxpop.Replica{}}
}

func (w *world) open() *voxpop.Cycle {
	for i := range w.cycles {
		if w.cycles[i].Collected.IsZero() {
			return &w.cycles[i]
		}
	}
	return nil
}

func (w *world) RequestCycle(_ context.Context, trigger voxpop.Trigger, audit voxpop.AuditEntry) (voxpop.Cycle, bool, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if c := w.open(); c != nil {
		return *c, false, nil
	}
	c := voxpop.Cycle{ID: fmt.Sprint("cycle-", len(w.cycles)), Trigger: trigger, Requested: audit.At}
	w.cycles = append(w.cycles, c)
	return c, true, nil
}

func (w *world) OpenCycle(context.Context) (voxpop.Cycle, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if c := w.open(); c != nil {
		return *c, nil
	}
	return voxpop.Cycle{}, voxpop.ErrNotFound
}

func (w *world) Tasks(_ context.Context, id string) ([]voxpop.CycleTask, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]voxpop.CycleTask(nil), w.tasks[id]...), nil
}

func (w *world) RecentCycles(_ context.Context, limit int) ([]voxpop.Cycle, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	var out []voxpop.Cycle
	for i := len(w.cycles) - 1; i >= 0 && len(out) < limit; i-- {
		out = append(out, w.cycles[i])
	}
	return out, nil
}

func (w *world) FinishCycles(context.Context) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	for i := range w.cycles {
		if c := &w.cycles[i]; !c.Collected.IsZero() && w.pending == 0 && w.dirty == 0 {
			c.Finished = time.Now()
		}
	}
	return nil
}

func (w *world) Heartbeat(_ context.Context, r voxpop.Replica) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	r.Seen = time.Now()
	w.replicas[r.Name] = r
	return nil
}

func (w *world) Replicas(_ context.Context, ttl time.Duration) (out []voxpop.Replica, _ error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, r := range w.replicas {
		if time.Since(r.Seen) <= ttl {
			out = append(out, r)
		}
	}
	return out, nil
}

func (w *world) Forget(_ context.Context, replica string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.replicas, replica)
	return nil
}

func (w *world) Begin(_ context.Context, id string) ([]voxpop.CycleTask, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	c := w.open()
	if c == nil || c.ID != id {
		return nil, voxpop.ErrNotFound
	}
	if c.Started.IsZero() {
		c.Started = time.Now()
		for i := range w.plan {
			w.tasks[id] = append(w.tasks[id], voxpop.CycleTask{CycleID: id, State: voxpop.TaskPending, Task: voxpop.Task{Source: "s", Key: fmt.Sprint("t", i)}})
		}
	}
	return append([]voxpop.CycleTask(nil), w.tasks[id]...), nil
}

func (w *world) RunTask(ctx context.Context, id, _, key string) error {
	w.mu.Lock()
	if slices.ContainsFunc(w.tasks[id], func(t voxpop.CycleTask) bool { return t.Key == key && t.State == voxpop.TaskDone }) {
		w.mu.Unlock()
		return nil // as the collector does: a job may be done once more when the queue was slow to write its end down
	}
	w.runs[id+key]++
	run := w.runs[id+key]
	hold := w.hold
	w.mu.Unlock()
	if hold != nil {
		select {
		case <-hold:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	if run <= w.failFirst {
		return errors.New("the platform answers nonsense")
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	left := 0
	for i := range w.tasks[id] {
		if t := &w.tasks[id][i]; t.Key == key {
			t.State = voxpop.TaskDone
		} else if t.State == voxpop.TaskPending {
			left++
		}
	}
	w.pending += 3
	if c := w.open(); c != nil && c.ID == id && left == 0 {
		c.Collected = time.Now()
	}
	return nil
}

func (w *world) CatchUp(_ context.Context, progress func(int)) error {
	w.mu.Lock()
	n := w.pending
	w.dirty += n
	w.pending = 0
	w.mu.Unlock()
	if n > 0 {
		progress(int(n))
	}
	return nil
}

func (w *world) RollUp(_ context.Context, limit int, publish bool) (int, bool, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := min(int64(limit), w.dirty)
	w.dirty -= n
	if publish && n > 0 {
		w.published++
	}
	return int(n), w.dirty > 0, nil
}

func (w *world) Backlog(context.Context) (voxpop.Backlog, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return voxpop.Backlog{Pending: w.pending, Dirty: w.dirty}, nil
}

func (w *world) finished() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := 0
	for _, c := range w.cycles {
		if !c.Finished.IsZero() {
			n++
		}
	}
	return n
}

func openQueue(t *testing.T) *sql.DB {
	t.Helper()
	db, err := sqlite.Open("file:" + filepath.ToSlash(filepath.Join(t.TempDir(), "queue.db")) + "?_pragma=busy_timeout(5000)&_pragma=journal_mode(wal)&_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	return db
}

func newRunner(t *testing.T, db *sql.DB, w *world, interval, first time.Duration) *Runner {
	t.Helper()
	r, err := New(t.Context(), Config{
		DB: db, Dialect: "sqlite", Alone: true, Replica: t.Name(), Interval: interval, First: first,
		Cycles: w, Collect: w, Analyze: w, Rollup: w,
		Keep: func(context.Context) error { return nil },
		Log:  slog.New(slog.DiscardHandler), Now: time.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func start(t *testing.T, r *Runner) {
	t.Helper()
	if err := r.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Stop(context.Background()); err != nil {
			t.Errorf("stopping: %v", err)
		}
	})
}

// eventually waits for a state that the runner reaches by itself.
func eventually(t *testing.T, what string, reached func() bool) {
	t.Helper()
	for deadline := time.Now().Add(2 * time.Minute); !reached(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%s: not reached", what)
		}
	}
}

func TestCycleRunsToItsEnd(t *testing.T) {
	t.Parallel()
	w := newWorld(4)
	start(t, newRunner(t, openQueue(t), w, time.Hour, 0))
	eventually(t, "one finished cycle", func() bool { return w.finished() == 1 })
	if len(w.cycles) != 1 || w.cycles[0].Trigger != voxpop.TriggerSchedule || w.published == 0 {
		t.Errorf("cycles %+v, published %d", w.cycles, w.published)
	}
	for key, n := range w.runs {
		if n != 1 {
			t.Errorf("task %s ran %d times", key, n)
		}
	}
}

// A survey begins when the rows say that it is time, and not again while they do not.
func TestSurveyBeginsWhenDue(t *testing.T) {
	t.Parallel()
	r := newRunner(t, openQueue(t), newWorld(0), time.Hour, time.Hour)
	var due atomic.Bool
	due.Store(true)
	var begun atomic.Int32
	r.SurveyDue = func(context.Context) (bool, error) { return due.Load(), nil }
	r.Survey = func(context.Context) error {
		due.Store(false)
		begun.Add(1)
		return nil
	}
	start(t, r)
	eventually(t, "a survey", func() bool { return begun.Load() == 1 })
	due.Store(true)
	eventually(t, "another survey once it is due again", func() bool { return begun.Load() == 2 })
}

// Texts that have to leave the disk wait for the housekeeping: a restart must not put it off.
func TestHousekeepingBeginsAtStart(t *testing.T) {
	t.Parallel()
	r := newRunner(t, openQueue(t), newWorld(0), time.Hour, time.Hour)
	kept := make(chan struct{}, 1)
	r.Keep = func(context.Context) error {
		kept <- struct{}{}
		return nil
	}
	start(t, r)
	select {
	case <-kept:
	case <-time.After(2 * time.Minute):
		t.Fatal("no housekeeping after the start")
	}
}

func TestTasksAreTriedAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(2)
	w.failFirst = 1
	start(t, newRunner(t, openQueue(t), w, time.Hour, 0))
	eventually(t, "one finished cycle", func() bool { return w.finished() == 1 })
	for key, n := range w.runs {
		if n != 2 {
			t.Errorf("task %s ran %d times, want 2", key, n)
		}
	}
}

func TestWakeStartsARequestedCycle(t *testing.T) {
	t.Parallel()
	w := newWorld(1)
	r := newRunner(t, openQueue(t), w, time.Hour, time.Hour)
	start(t, r)
	c, created, err := w.RequestCycle(t.Context(), voxpop.TriggerAdmin, voxpop.AuditEntry{})
	if err != nil || !created {
		t.Fatal(created, err)
	}
	again, created, _ := w.RequestCycle(t.Context(), voxpop.TriggerAdmin, voxpop.AuditEntry{})
	if created || again.ID != c.ID {
		t.Fatalf("a second request made %+v", again)
	}
	r.Wake()
	eventually(t, "one finished cycle", func() bool { return w.finished() == 1 })
}

// A process that is killed leaves a started cycle and a job marked as running. The next one must not wait for
// either.
func TestKilledProcessIsTakenOver(t *testing.T) {
	t.Parallel()
	w := newWorld(2)
	db := openQueue(t)
	w.hold = make(chan struct{})
	killed := newRunner(t, db, w, time.Hour, 0)
	if err := killed.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	eventually(t, "a running task", func() bool { w.mu.Lock(); defer w.mu.Unlock(); return len(w.runs) == 2 })
	// What kill -9 leaves: rows as they are in the middle of a task. Stop the old process without letting it tidy up.
	var snapshot int
	if err := db.QueryRow(`SELECT count(*) FROM river_job WHERE state = 'running' AND kind = 'collect_task'`).Scan(&snapshot); err != nil || snapshot != 2 {
		t.Fatalf("%d running jobs, %v", snapshot, err)
	}
	killed.stop()
	<-killed.swept
	stopped, cancel := context.WithCancel(t.Context())
	cancel()
	_ = killed.client.StopAndCancel(stopped)
	<-killed.client.Stopped()
	if _, err := db.Exec(`UPDATE river_job SET state = 'running', attempted_at = CURRENT_TIMESTAMP WHERE kind = 'collect_task'`); err != nil {
		t.Fatal(err)
	}
	w.mu.Lock()
	w.hold = nil
	w.mu.Unlock()
	start(t, newRunner(t, db, w, time.Hour, time.Hour))
	eventually(t, "the cycle finished by the second process", func() bool { return w.finished() == 1 })
}

func TestScheduleKeepsItsRhythm(t *testing.T) {
	t.Parallel()
	w := newWorld(1)
	start(t, newRunner(t, openQueue(t), w, 50*time.Millisecond, 0))
	eventually(t, "three finished cycles", func() bool { return w.finished() >= 3 })
}

// Replicas follow the row of the last scheduled cycle, not each their own clock.
func TestReplicasShareOneRhythm(t *testing.T) {
	t.Parallel()
	w := newWorld(1)
	w.cycles = []voxpop.Cycle{{ID: "before", Trigger: voxpop.TriggerSchedule, Requested: time.Now(), Collected: time.Now(), Finished: time.Now()}}
	r := newRunner(t, openQueue(t), w, time.Hour, 0)
	r.Alone = false
	start(t, r)
	eventually(t, "the due time of the other replica", func() bool { return r.NextCycle().After(time.Now().Add(50 * time.Minute)) })
	if len(w.cycles) != 1 {
		t.Errorf("a second cycle was requested within the interval")
	}
}

func TestStopHandsBack(t *testing.T) {
	t.Parallel()
	w := newWorld(1)
	db := openQueue(t)
	w.hold = make(chan struct{})
	r := newRunner(t, db, w, time.Hour, 0)
	if err := r.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	eventually(t, "a running task", func() bool { w.mu.Lock(); defer w.mu.Unlock(); return len(w.runs) == 1 })
	began := time.Now()
	if err := r.Stop(context.Background()); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("stopping took %s", took)
	}
	w.mu.Lock()
	w.hold = nil
	w.mu.Unlock()
	start(t, newRunner(t, db, w, time.Hour, time.Hour))
	eventually(t, "the task done after a restart", func() bool { return w.finished() == 1 })
}

// Where the database is away, jobs do not end in time: whoever reads the last line of the log is to know what that means.
func TestStopTellsWhatDidNotEnd(t *testing.T) {
	t.Parallel()
	w := newWorld(1)
	r := newRunner(t, openQueue(t), w, time.Hour, time.Hour)
	if err := r.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	now, cancel := context.WithCancel(context.Background())
	cancel()
	if err := r.Stop(now); !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "ending the running jobs") {
		t.Errorf("stopping in no time: %v", err)
	}
	if err := r.Stop(context.Background()); err != nil {
		t.Errorf("stopping: %v", err)
	}
}

// A language model is asked when the rows say that there is something to ask, and not again while they do not.
func TestUpgradeBeginsWhenDue(t *testing.T) {
	t.Parallel()
	r := newRunner(t, openQueue(t), newWorld(0), time.Hour, time.Hour)
	var due atomic.Bool
	due.Store(true)
	var begun atomic.Int32
	r.UpgradeDue = func(context.Context) (bool, error) { return due.Load(), nil }
	r.Upgrade = func(context.Context) error {
		due.Store(false)
		begun.Add(1)
		return nil
	}
	start(t, r)
	eventually(t, "an upgrade", func() bool { return begun.Load() == 1 })
	due.Store(true)
	eventually(t, "another one once there is more to ask", func() bool { return begun.Load() == 2 })
}

// An engine that has not seen all items is given them although none waits.
func TestAnalysingBeginsWhenDue(t *testing.T) {
	t.Parallel()
	w := newWorld(0)
	r := newRunner(t, openQueue(t), w, time.Hour, time.Hour)
	var due atomic.Bool
	due.Store(true)
	r.AnalyzeDue = func(context.Context) (bool, error) { return due.Load(), nil }
	r.Analyze = caughtUp(func() { due.Store(false) })
	start(t, r)
	eventually(t, "an analysis", func() bool { return !due.Load() })
}

// caughtUp is an analyzer that says when it was called.
type caughtUp func()

func (c caughtUp) CatchUp(context.Context, func(items int)) error {
	c()
	return nil
}
