package chaos

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"syscall"
	"testing"
	"time"
)

// envReplicas says for how many seconds replicas are disturbed. Set, it also lets those tests run that take minutes.
const envReplicas = "VOXPOP_CHAOS_REPLICAS"

// long skips a test that takes minutes unless it was asked for.
func long(t *testing.T) {
	t.Helper()
	if os.Getenv(envReplicas) == "" {
		t.Skip("takes minutes: make chaos runs it (" + envReplicas + ")")
	}
}

// waitAtMost is how long a state is waited for that comes by itself: long on a machine that others keep busy, too.
const waitAtMost = 3 * time.Minute

// takenOver is when the work of a replica that is gone must have been taken over: well before the queue's own rescue, which takes three minutes.
const takenOver = 100 * time.Second

// fleet are several processes that serve one PostgreSQL, each through a proxy of its own.
type fleet struct {
	t        *testing.T
	world    *world
	database postgresDatabase
	replicas []*replica
}

// replica is one of them.
type replica struct {
	*child
	proxy    *proxy
	settings []string
}

// newFleet starts a replica for each list of roles, all at once, on an empty database.
func newFleet(t *testing.T, itemsPerDay float64, roles []string, more ...string) *fleet {
	t.Helper()
	f := &fleet{t: t, world: newWorld(t, itemsPerDay, 1), database: newPostgres(t).(postgresDatabase)}
	f.world.more = []string{"SENTIMENT_METHOD=VADER"} // the quickest: it is not engines that are tested
	for _, list := range roles {
		p, url := newProxy(t, f.database.url())
		settings := append([]string{"ROLES=" + list, "DATA_RETENTION_DAYS=0"}, more...)
		f.replicas = append(f.replicas, &replica{proxy: p, settings: f.world.settings(postgresDatabase{url}, settings...)})
	}
	t.Cleanup(func() {
		if t.Failed() {
			f.tell()
		}
	})
	for _, r := range f.replicas {
		r.child = serve(t, r.settings)
	}
	for _, r := range f.replicas {
		r.await(t, markReady, waitAtMost)
	}
	return f
}

// tell logs what the replicas and their server are at, for the report of a failure.
func (f *fleet) tell() {
	for i, r := range f.replicas {
		if r.child != nil {
			f.t.Logf("replica %d, process %d:\n%s", i, r.cmd.Process.Pid, r.stderr.text())
		}
	}
	f.t.Log(f.database.lines(f.t, `SELECT kind || ' ' || state || ', attempt ' || attempt || ' by ' || COALESCE(attempted_by[array_upper(attempted_by, 1)], 'nobody') ||
		', to run at ' || scheduled_at::text FROM river_job WHERE state NOT IN ('completed', 'cancelled', 'discarded') ORDER BY id`))
	f.t.Log(activity(f.t, f.database))
}

// restart starts a replica again that has ended.
func (f *fleet) restart(r *replica) {
	r.child = serve(f.t, r.settings)
	r.await(f.t, markReady, waitAtMost)
}

// request asks a replica for a cycle and returns its id.
func (f *fleet) request(r *replica) string {
	f.t.Helper()
	var asked struct {
		ID string `json:"cycle_id"`
	}
	eventually(f.t, "a cycle is taken", waitAtMost, func() error {
		status, err := r.call(http.MethodPost, "/admin/collect", nil, &asked)
		if err == nil && status != http.StatusAccepted {
			err = fmt.Errorf("status %d", status)
		}
		return err
	})
	return asked.ID
}

// cycle reads a cycle until it has come so far.
func (f *fleet) cycle(r *replica, id, until string, atMost time.Duration, far func(cycle) bool) (c cycle) {
	f.t.Helper()
	eventually(f.t, "a cycle is "+until, atMost, func() error {
		status, err := r.call(http.MethodGet, "/admin/cycles/"+id, nil, &c)
		if err == nil && (status != http.StatusOK || !far(c)) {
			err = fmt.Errorf("status %d: %w", status, errStill)
		}
		return err
	})
	return c
}

func finished(c cycle) bool  { return c.Finished != nil }
func collected(c cycle) bool { return c.Collected != nil }

// number is the one number of a query.
func (f *fleet) number(query string) int {
	f.t.Helper()
	db := f.database.look(f.t)
	defer db.Close()
	var n int
	if err := db.QueryRow(query).Scan(&n); err != nil {
		f.t.Fatal(err)
	}
	return n
}

// jobs counts the jobs that a replica took, by kind; running: those that it counts as having in its hands.
func (f *fleet) jobs(r *replica, running bool) map[string]int {
	f.t.Helper()
	db := f.database.look(f.t)
	defer db.Close()
	rows, err := db.QueryContext(context.Background(), `SELECT kind, COUNT(*) FROM river_job WHERE attempted_by[array_upper(attempted_by, 1)] LIKE $1
		AND ($2 = 0 OR state = 'running') GROUP BY kind`, fmt.Sprintf("%%-%d-%%", r.cmd.Process.Pid), map[bool]int{true: 1}[running])
	if err != nil {
		f.t.Fatal(err)
	}
	defer rows.Close()
	out := map[string]int{}
	for rows.Next() {
		var kind string
		var n int
		if err := rows.Scan(&kind, &n); err != nil {
			f.t.Fatal(err)
		}
		out[kind] = n
	}
	if err := rows.Err(); err != nil {
		f.t.Fatal(err)
	}
	return out
}

// collecting waits until one of the replicas is in the middle of a task and returns it.
func (f *fleet) collecting() (busy *replica) {
	f.t.Helper()
	eventually(f.t, "a replica collects", waitAtMost, func() error {
		for _, r := range f.replicas {
			if f.jobs(r, true)["collect_task"] > 0 && f.world.waiting.Load() > 0 {
				busy = r
				return nil
			}
		}
		return errStill
	})
	return busy
}

// terminate asks a process to end and returns how long it took.
func (c *child) terminate(t *testing.T) time.Duration {
	t.Helper()
	took, err := c.end(t)
	if err != nil {
		t.Errorf("after SIGTERM: %v\n%s", err, c.stderr.text())
	}
	return took
}

// end asks a process to end and returns how long it took and how it ended.
func (c *child) end(t *testing.T) (time.Duration, error) {
	t.Helper()
	began := time.Now()
	if err := c.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	err := c.wait(t, stopGrace)
	return time.Since(began), err
}

// stopGrace is what the unit and the manifests under deploy give a process to end.
const stopGrace = 15 * time.Second

// idle waits until nothing is left to do, and kills all replicas.
func (f *fleet) idle() {
	f.t.Helper()
	eventually(f.t, "nothing left to do", waitAtMost, func() error {
		if cycle, pending, dirty, _ := left(f.t, f.database); cycle || pending || dirty {
			return errStill
		}
		return nil
	})
	for _, r := range f.replicas {
		r.kill()
	}
}

// clean expects that nothing is left to do, that no item is there twice, and that cells equal a rebuild.
func (f *fleet) clean() {
	f.t.Helper()
	f.idle()
	ids(f.t, f.database)
	run(f.t, f.world.settings(f.database), "db", "check")
}
