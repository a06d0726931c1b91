package schedule

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/store/postgrestest"
)

func openServer(t *testing.T, url string) *sql.DB {
	t.Helper()
	config, err := pgx.ParseConfig(url)
	if err != nil {
		t.Fatal(err)
	}
	db := stdlib.OpenDB(*config)
	t.Cleanup(func() { db.Close() })
	return db
}

func newReplica(t *testing.T, db *sql.DB, w *world, name string, first time.Duration) *Runner {
	t.Helper()
	r, err := New(t.Context(), Config{
		DB: db, Dialect: "postgres", Replica: name, Interval: time.Hour, First: first,
		Cycles: w, Collect: w, Analyze: w, Rollup: w,
		Keep: func(context.Context) error { return nil },
		Log:  slog.New(slog.DiscardHandler), Now: time.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// kill leaves what kill -9 leaves: jobs that count as running, and a leader, of a process whose connections are closed.
func kill(t *testing.T, r *Runner, w *world) {
	t.Helper()
	r.stop()
	<-r.swept
	stopped, cancel := context.WithCancel(t.Context())
	cancel()
	_ = r.client.StopAndCancel(stopped)
	<-r.client.Stopped()
	for _, statement := range []string{
		"UPDATE river_job SET state = 'running', finalized_at = NULL, attempted_at = now(), attempted_by = ARRAY['" + r.Replica + "'] WHERE kind = 'collect_task'",
		"DELETE FROM river_leader",
		"INSERT INTO river_leader (leader_id, elected_at, expires_at) VALUES ('" + r.Replica + "', now(), now() + interval '1 hour')",
	} {
		if _, err := r.DB.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	r.alive.end()
	w.mu.Lock()
	w.hold = nil
	w.mu.Unlock()
}

func TestDeadReplicaIsTakenOver(t *testing.T) {
	t.Parallel()
	w := newWorld(2)
	db := openServer(t, postgrestest.URL(t))
	w.hold = make(chan struct{})
	dead := newReplica(t, db, w, "dead", 0)
	if err := dead.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	eventually(t, "two running tasks", func() bool { w.mu.Lock(); defer w.mu.Unlock(); return len(w.runs) == 2 })
	kill(t, dead, w)
	began := time.Now()
	start(t, newReplica(t, db, w, "heir", time.Hour))
	eventually(t, "the cycle finished by the heir", func() bool { return w.finished() == 1 })
	t.Logf("taken over in %s", time.Since(began).Round(time.Millisecond))
	var leaders int
	if err := db.QueryRow("SELECT COUNT(*) FROM river_leader WHERE leader_id = 'dead'").Scan(&leaders); err != nil || leaders != 0 {
		t.Errorf("the dead replica still leads: %d, %v", leaders, err)
	}
}

// A replica that lives keeps its jobs, also from one that has just started.
func TestLivingReplicaKeepsItsJobs(t *testing.T) {
	t.Parallel()
	w := newWorld(1)
	db := openServer(t, postgrestest.URL(t))
	hold := make(chan struct{})
	w.hold = hold
	start(t, newReplica(t, db, w, "busy", 0))
	eventually(t, "a running task", func() bool { w.mu.Lock(); defer w.mu.Unlock(); return len(w.runs) == 1 })
	other := newReplica(t, db, w, "other", time.Hour)
	for range 2 {
		if err := other.recover(t.Context(), true); err != nil {
			t.Fatal(err)
		}
	}
	if err := other.tell(t.Context()); err != nil {
		t.Fatal(err)
	}
	if alone, err := other.alone(t.Context()); err != nil || alone {
		t.Errorf("alone %v, %v", alone, err)
	}
	var n int
	if err := db.QueryRow("SELECT COUNT(*) FROM river_job WHERE kind = 'collect_task' AND state = 'running'").Scan(&n); err != nil || n != 1 {
		t.Errorf("%d tasks run, %v", n, err)
	}
	other.alive.end()
	close(hold)
	eventually(t, "one finished cycle", func() bool { return w.finished() == 1 })
}

// After a restart of the only replica the first cycle does not wait for the interval of the one before.
func TestOnlyReplicaStartsOnTime(t *testing.T) {
	t.Parallel()
	w := newWorld(1)
	w.cycles = []voxpop.Cycle{{ID: "before", Trigger: voxpop.TriggerSchedule, Requested: time.Now(), Collected: time.Now(), Finished: time.Now()}}
	start(t, newReplica(t, openServer(t, postgrestest.URL(t)), w, "only", 0))
	eventually(t, "a second cycle", func() bool { return w.finished() == 2 })
}

func TestReplicaProvesItselfAgainAfterItsConnectionBroke(t *testing.T) {
	t.Parallel()
	db := openServer(t, postgrestest.URL(t))
	w := newWorld(0)
	r := newReplica(t, db, w, "one", time.Hour)
	other := newReplica(t, db, w, "two", time.Hour)
	defer other.alive.end()
	defer r.alive.end()
	if _, err := db.Exec("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"); err != nil {
		t.Fatal(err)
	}
	for _, x := range []*Runner{r, other} {
		for err := errors.New("not tried"); err != nil; {
			err = errors.Join(x.tell(t.Context()), x.recover(t.Context(), false)) // connections in the pool may be broken, too
		}
	}
	if alone, err := r.alone(t.Context()); err != nil || alone {
		t.Errorf("alone %v, %v", alone, err)
	}
}

// What the queue could not write down while the database was away must not block the next job of its kind.
func TestOrphansAreFreed(t *testing.T) {
	n := newRunning()
	now := time.Now()
	n.add(2, 1)
	if got := n.ripe([]int64{1, 2}, now); len(got) != 0 {
		t.Errorf("freed at once: %v", got)
	}
	if got := n.ripe([]int64{1, 2}, now.Add(orphanAfter-1)); len(got) != 0 {
		t.Errorf("freed early: %v", got)
	}
	if got := n.ripe([]int64{1, 2}, now.Add(orphanAfter)); !slices.Equal(got, []int64{1}) {
		t.Errorf("freed %v", got)
	}
	n.add(2, -1)
	n.ripe([]int64{2}, now)
	n.ripe(nil, now.Add(time.Second)) // its end was written after all
	if got := n.ripe([]int64{2}, now.Add(orphanAfter)); len(got) != 0 {
		t.Errorf("a later run of the same job was freed: %v", got)
	}
}

func TestAbandonedJobIsDoneAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(1)
	db := openQueue(t)
	r := newRunner(t, db, w, time.Hour, time.Hour)
	start(t, r)
	if _, err := r.client.Insert(t.Context(), analyzeArgs{}, nil); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the job is done", func() bool {
		var n int
		return db.QueryRow("SELECT COUNT(*) FROM river_job WHERE kind = 'analyze' AND state = 'completed'").Scan(&n) == nil && n == 1
	})
	if _, err := db.Exec("UPDATE river_job SET state = 'running', finalized_at = NULL WHERE kind = 'analyze'"); err != nil {
		t.Fatal(err)
	}
	w.mu.Lock()
	w.pending = 4
	w.mu.Unlock()
	r.jobs.mu.Lock()
	var id int64
	_ = db.QueryRow("SELECT id FROM river_job WHERE kind = 'analyze'").Scan(&id)
	r.jobs.orphans[id] = time.Now().Add(-orphanAfter)
	r.jobs.mu.Unlock()
	eventually(t, "nothing pending", func() bool { w.mu.Lock(); defer w.mu.Unlock(); return w.pending == 0 })
}
