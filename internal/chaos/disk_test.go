package chaos

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"github.com/ncruces/go-sqlite3"
	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/analyze"
	"github.com/voxpop-dev/voxpop/internal/analyze/vader"
	"github.com/voxpop-dev/voxpop/internal/collect"
	"github.com/voxpop-dev/voxpop/internal/schedule"
	"github.com/voxpop-dev/voxpop/internal/source/reddit"
	"github.com/voxpop-dev/voxpop/internal/store/relational"
	"github.com/voxpop-dev/voxpop/internal/store/sqlite"
	"github.com/voxpop-dev/voxpop/internal/store/storetest"
)

// inside is what `serve` runs, in the process of the test: the faults of a disk are made on the writer's connection.
type inside struct {
	t      *testing.T
	world  *world
	store  *sqlite.Store
	db     *sql.DB
	runner *schedule.Runner

	breaker *storetest.Breaker
}

func newInside(t *testing.T) *inside {
	t.Helper()
	w := newWorld(t, 600, 1)
	breaker := new(storetest.Breaker)
	t.Cleanup(func() { _ = breaker.Close() })
	store, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "voxpop.db"), sqlite.Options{Options: relational.Options{WrapWriter: breaker.Wrap}})
	if err != nil {
		t.Fatal(err)
	}
	source, err := reddit.New(reddit.Config{
		ClientID: "chaos", ClientSecret: "chaos", UserAgent: "test:voxpop:0 (by /u/chaos)",
		APIURL: w.server.URL, AuthURL: w.server.URL, Communities: w.sim.Communities(),
	})
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	in := &inside{t: t, world: w, store: store, breaker: breaker}
	in.db, _ = store.JobsDB()
	in.runner, err = schedule.New(t.Context(), schedule.Config{
		DB: in.db, Dialect: "sqlite", Alone: true, Replica: "inside", Interval: time.Hour, First: time.Hour, Cycles: store,
		Collect: &collect.Collector{Sources: []collect.Source{source}, View: store, Inbox: store, Record: store, Log: log, Now: time.Now},
		Analyze: &analyze.Analyzer{Backlog: store, Engine: vader.New(), Log: log}, Rollup: store,
		Keep: store.Purge, Log: log, Now: time.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := in.runner.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(in.runner.Stop(context.Background()), store.Close()); err != nil {
			t.Error(err)
		}
	})
	in.collects("at first")
	return in
}

// request asks for a cycle, as the API does.
func (in *inside) request() (voxpop.Cycle, error) {
	in.world.clock.Advance(20 * time.Minute)
	c, _, err := in.store.RequestCycle(in.t.Context(), voxpop.TriggerAdmin, voxpop.AuditEntry{Actor: "chaos", Action: "collect"})
	in.runner.Wake()
	return c, err
}

func (in *inside) collects(when string) {
	in.t.Helper()
	began := time.Now()
	var c voxpop.Cycle
	eventually(in.t, "a cycle is taken "+when, time.Minute, func() (err error) { c, err = in.request(); return err })
	eventually(in.t, "a cycle finishes "+when, 5*time.Minute, func() error {
		got, err := in.store.Cycle(in.t.Context(), c.ID)
		if err == nil && got.Finished.IsZero() {
			err = errStill
		}
		return err
	})
	in.t.Logf("a cycle %s was finished after %s", when, time.Since(began).Round(time.Millisecond))
}

func (in *inside) room(pages string) {
	in.t.Helper()
	if _, err := in.db.Exec("PRAGMA max_page_count = " + pages); err != nil {
		in.t.Fatal(err)
	}
}

// trouble begins in the middle of a cycle and lasts until every write has failed for a while: longer than the job
// queue tries to write down that a job ended.
func (in *inside) trouble(begin, end func()) {
	in.t.Helper()
	if _, err := in.request(); err != nil {
		in.t.Fatal(err)
	}
	begin()
	_, err := in.store.Put(in.t.Context(), "reddit", voxpop.Batch{Cursors: map[string][]byte{"big": make([]byte, 1<<20)}})
	if !errors.Is(err, voxpop.ErrUnavailable) {
		in.t.Errorf("a write says %v", err)
	}
	for until := time.Now().Add(time.Duration(number(in.t, envOutage, 9)) * time.Second); time.Now().Before(until); time.Sleep(20 * time.Millisecond) {
		if _, err := in.store.Tally(in.t.Context(), voxpop.Filter{}); err != nil {
			in.t.Fatalf("a read fails meanwhile: %v", err)
		}
	}
	end()
	in.collects("after the trouble")
	problems := 0
	if err := in.store.Check(in.t.Context(), func(p string) { problems++; in.t.Error(p) }); err != nil || problems > 0 {
		in.t.Errorf("%d problems, %v", problems, err)
	}
}

// A disk that is full in the middle of a cycle and has room again later: no restart is needed.
func TestDiskFull(t *testing.T) {
	t.Parallel()
	in := newInside(t)
	var pages string
	if err := in.db.QueryRow("PRAGMA page_count").Scan(&pages); err != nil {
		t.Fatal(err)
	}
	in.trouble(func() { in.room(pages) }, func() { in.room("1073741823") })
}

// A file that may not be written for a while, as on a file system that was mounted anew read-only.
func TestFileReadOnly(t *testing.T) {
	t.Parallel()
	in := newInside(t)
	in.trouble(func() { in.breaker.Refuse(sqlite3.READONLY) }, func() { in.breaker.Refuse(nil) })
}
