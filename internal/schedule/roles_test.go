package schedule

import (
	"context"
	"database/sql"
	"log/slog"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/store/postgrestest"
)

// nobody is a replica that must not be asked to do what is not its role.
type nobody struct {
	*world
	t    *testing.T
	role voxpop.ReplicaRole
}

func (n nobody) Begin(context.Context, string) ([]voxpop.CycleTask, error) {
	n.t.Errorf("%s begins a cycle", n.role)
	return nil, nil
}

func (n nobody) RunTask(context.Context, string, string, string) error {
	n.t.Errorf("%s collects", n.role)
	return nil
}

func (n nobody) CatchUp(context.Context, func(int)) error {
	n.t.Errorf("%s analyses", n.role)
	return nil
}

func (n nobody) RollUp(context.Context, int, bool) (int, bool, error) {
	n.t.Errorf("%s counts", n.role)
	return 0, false, nil
}

// withRole is a replica that does one thing; all else is an error of the test.
func withRole(t *testing.T, db *sql.DB, w *world, role voxpop.ReplicaRole) *Runner {
	t.Helper()
	idle := nobody{w, t, role}
	cfg := Config{
		DB: db, Dialect: "postgres", Replica: string(role), Roles: []voxpop.ReplicaRole{role}, Interval: time.Hour,
		Cycles: w, Collect: idle, Analyze: idle, Rollup: idle,
		Keep: func(context.Context) error { return nil },
		Log:  slog.New(slog.DiscardHandler), Now: time.Now,
	}
	switch role {
	case voxpop.Collects:
		cfg.Collect = w
	case voxpop.Analyzes:
		cfg.Analyze, cfg.Rollup = w, w
		cfg.Engine = func(context.Context) (voxpop.EngineID, error) { return voxpop.EngineID{Name: "e", Version: "1"}, nil }
	}
	r, err := New(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Three replicas with a role each do together what one with all does, and none does another's part.
func TestRolesAreKept(t *testing.T) {
	t.Parallel()
	w := newWorld(3)
	db := openServer(t, postgrestest.URL(t))
	pages := withRole(t, db, w, voxpop.ServesAPI)
	start(t, pages)
	start(t, withRole(t, db, w, voxpop.Collects))
	start(t, withRole(t, db, w, voxpop.Analyzes))
	eventually(t, "one finished cycle", func() bool { return w.finished() == 1 })
	eventually(t, "the pages know of the next cycle", func() bool { return pages.NextCycle().After(time.Now().Add(50 * time.Minute)) })
	w.mu.Lock()
	defer w.mu.Unlock()
	for name, want := range map[string]string{"api": "", "collect": "", "analyze": "e@1"} {
		told := w.replicas[name]
		got := ""
		if told.Engine.Name != "" {
			got = told.Engine.String()
		}
		if len(told.Roles) != 1 || string(told.Roles[0]) != name || got != want {
			t.Errorf("%s tells %+v", name, told)
		}
	}
}

// A command of a replica that only answers is taken up by one that collects.
func TestCommandOfTheAPIReachesTheCollector(t *testing.T) {
	t.Parallel()
	w := newWorld(1)
	w.cycles = []voxpop.Cycle{{ID: "before", Trigger: voxpop.TriggerAdmin, Requested: time.Now(), Collected: time.Now(), Finished: time.Now()}}
	db := openServer(t, postgrestest.URL(t))
	pages := withRole(t, db, w, voxpop.ServesAPI)
	start(t, pages)
	collector := withRole(t, db, w, voxpop.Collects)
	collector.First = time.Hour
	start(t, collector)
	start(t, withRole(t, db, w, voxpop.Analyzes))
	if _, created, err := w.RequestCycle(t.Context(), voxpop.TriggerAdmin, voxpop.AuditEntry{}); err != nil || !created {
		t.Fatal(created, err)
	}
	pages.Wake()
	eventually(t, "the cycle finished", func() bool { return w.finished() == 2 })
}

// The server may hold the lock of a replica that is cut off: that it gives no sign of life tells.
func TestSilentReplicaIsTakenOver(t *testing.T) {
	t.Parallel()
	w := newWorld(2)
	db := openServer(t, postgrestest.URL(t))
	w.hold = make(chan struct{})
	cut := newReplica(t, db, w, "cut", 0)
	if err := cut.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cut.Stop(context.Background()) })
	eventually(t, "two running tasks", func() bool { w.mu.Lock(); defer w.mu.Unlock(); return len(w.runs) == 2 })
	cut.stop() // it sweeps no more; its lock and its jobs stay
	<-cut.swept
	w.mu.Lock()
	w.hold = nil
	w.mu.Unlock()
	heir := newReplica(t, db, w, "heir", time.Hour)
	heir.heard = heard{looked: time.Now(), signs: map[string]sign{"cut": {w.replicas["cut"].Seen, time.Now().Add(-silentAfter)}}}
	start(t, heir)
	eventually(t, "the cycle finished by the heir", func() bool { return w.finished() == 1 })
}
