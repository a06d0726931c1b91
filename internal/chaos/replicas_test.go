package chaos

import (
	"net/http"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop/internal/redditsim"
)

const everything = "api,collect,analyze"

// Three processes on one database: one with every role, one that works, one that only answers.
func TestReplicasShareOneDatabase(t *testing.T) {
	t.Parallel()
	f := newFleet(t, 600, []string{everything, "collect,analyze", "api"})
	all, works, pages := f.replicas[0], f.replicas[1], f.replicas[2]
	fromAll, fromPages := all.versions(t), pages.versions(t)

	f.world.pause()
	first := f.request(pages)
	f.collecting()
	if again := f.request(all); again != first || f.number("SELECT COUNT(*) FROM cycles WHERE open = 1") != 1 {
		t.Errorf("a second cycle %s began beside %s", again, first)
	}
	f.world.resume()
	if c := f.cycle(pages, first, "finished", waitAtMost, finished); *c.Outcome != "success" {
		t.Errorf("the cycle ended as %s", *c.Outcome)
	}
	f.agree(all, pages)
	version := int64(f.number("SELECT number FROM publication"))
	t.Logf("version %d was announced %s apart", version, f.hears(fromAll, version).Sub(f.hears(fromPages, version)).Abs().Round(time.Millisecond))

	if jobs := f.jobs(pages, false); len(jobs) > 0 {
		t.Errorf("the replica that only answers took jobs: %v", jobs)
	}
	t.Logf("jobs of the first: %v, of the second: %v", f.jobs(all, false), f.jobs(works, false))
	if status, err := works.call(http.MethodGet, "/sentiment/stats", nil, nil); err != nil || status != http.StatusNotFound {
		t.Errorf("the replica that only works answers %d, %v", status, err)
	}
	eventually(t, "health knows all roles", waitAtMost, func() error {
		var health struct {
			Replicas struct{ API, Collect, Analyze int }
		}
		for _, r := range f.replicas {
			status, err := r.call(http.MethodGet, "/health", nil, &health)
			if err != nil {
				return err
			}
			if status != http.StatusOK || health.Replicas != struct{ API, Collect, Analyze int }{2, 2, 2} {
				return errStill
			}
		}
		return nil
	})
	f.sharesBudget(pages)
	f.handsBack(pages)
	f.clean()
}

// sharesBudget leaves a few requests of the client id's allowance, fewer than a cycle needs, and counts what Reddit is asked by all who collect.
func (f *fleet) sharesBudget(ask *replica) {
	f.t.Helper()
	const spare = 2
	eventually(f.t, "no cycle is open", waitAtMost, func() error {
		if f.number("SELECT COUNT(*) FROM cycles WHERE open = 1") > 0 {
			return errStill
		}
		return nil
	})
	f.world.sim.Inject(redditsim.Fault{Kind: redditsim.NoRate}) // else its headers would say that there are more
	f.database.change(f.t, "UPDATE allowances SET spare = $1, until = $2", spare, time.Now().Add(time.Hour).UnixMilli())
	f.world.clock.Advance(20 * time.Minute)
	before := f.world.sim.Count() // tokens are asked for under the same allowance
	f.cycle(ask, f.request(ask), "collected as far as it may be", waitAtMost, collected)
	if n := f.world.sim.Count() - before; n != spare {
		f.t.Errorf("Reddit was asked %d times, want %d", n, spare)
	}
	f.world.sim.Heal()
	f.database.change(f.t, "DELETE FROM allowances")
}

// handsBack ends the replica that collects in the middle of it: the other one finishes the cycle.
func (f *fleet) handsBack(ask *replica) {
	f.t.Helper()
	f.world.pause()
	f.world.clock.Advance(20 * time.Minute)
	id := f.request(ask)
	busy := f.collecting()
	took := busy.terminate(f.t)
	if held := f.jobs(busy, true); len(held) > 0 {
		f.t.Errorf("a replica that has ended holds jobs: %v", held)
	}
	f.world.resume()
	began := time.Now()
	f.cycle(ask, id, "finished by the other", takenOver, finished)
	f.t.Logf("ended %s after SIGTERM in the middle of a task; the other finished the cycle in %s", took.Round(time.Millisecond), time.Since(began).Round(time.Millisecond))
}

// A replica that is killed in the middle of a cycle costs it no minutes: the other takes its tasks at once.
func TestReplicaKilled(t *testing.T) {
	t.Parallel()
	f := newFleet(t, 600, []string{everything, everything})
	f.world.pause()
	id := f.request(f.replicas[0])
	busy := f.collecting()
	busy.kill()
	f.world.resume()
	began := time.Now()
	f.cycle(f.other(busy), id, "collected by the other", takenOver, collected)
	t.Logf("taken over and collected %s after the kill", time.Since(began).Round(time.Millisecond))
	f.cycle(f.other(busy), id, "finished by the other", waitAtMost, finished)
	f.restart(busy)
	f.agree(f.replicas[0], f.replicas[1])
	f.clean()
}

// other is another replica than r.
func (f *fleet) other(r *replica) *replica {
	if f.replicas[0] == r {
		return f.replicas[1]
	}
	return f.replicas[0]
}
