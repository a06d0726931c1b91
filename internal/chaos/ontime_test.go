package chaos

import (
	"fmt"
	"testing"
	"time"
)

// A cycle that is due begins on time whatever happened to the replica that collected before.
func TestNextCycleIsOnTime(t *testing.T) {
	long(t)
	for name, harm := range map[string]func(*replica) (undo func()){
		"killed":   func(r *replica) func() { r.kill(); return func() {} },
		"cut off":  func(r *replica) func() { r.proxy.cut(); return r.proxy.back },
		"silenced": func(r *replica) func() { r.proxy.hush(); return r.proxy.speak },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFleet(t, 600, []string{everything, everything}, everyMinute)
			f.cycle(f.replicas[0], f.request(f.replicas[0]), "finished", waitAtMost, finished)
			f.world.pause()
			id := f.request(f.replicas[0])
			busy := f.collecting()
			undo := harm(busy)
			f.world.resume()
			began := time.Now()
			f.cycle(f.other(busy), id, "finished by the other", takenOver, finished)
			t.Logf("the other finished the cycle after %s", time.Since(began).Round(time.Millisecond))
			f.onTime(2)
			undo()
			f.clean()
		})
	}
}

// onTime waits for n more cycles, which come by themselves a minute from one to the next, and expects none of them to be late.
func (f *fleet) onTime(n int) {
	f.t.Helper()
	before := len(f.cycles())
	eventually(f.t, fmt.Sprint(n, " scheduled cycles"), time.Duration(n)*time.Minute+waitAtMost, func() error {
		if len(f.cycles()) < before+n {
			return errStill
		}
		return nil
	})
	all := f.cycles()
	for i := before; i < len(all); i++ {
		if after := all[i].requested.Sub(all[i-1].requested); after > time.Minute+lateAt {
			f.t.Errorf("a cycle began %s after the one before, want a minute", after)
		}
	}
}

// quietest is the longest time between two times in which no cycle was finished.
func (f *fleet) quietest(from, to time.Time) (longest time.Duration) {
	f.t.Helper()
	last := from
	for _, c := range f.cycles() {
		if c.finished.Before(from) || c.finished.After(to) {
			continue
		}
		longest, last = max(longest, c.finished.Sub(last)), c.finished
	}
	return max(longest, to.Sub(last))
}

// dated is a cycle's place in time; finished is 1970 while it is not.
type dated struct{ requested, finished time.Time }

// cycles are all cycles so far, oldest first.
func (f *fleet) cycles() (all []dated) {
	f.t.Helper()
	db := f.database.look(f.t)
	defer db.Close()
	rows, err := db.Query("SELECT requested, finished FROM cycles ORDER BY requested")
	if err != nil {
		f.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var requested, finished int64
		if err := rows.Scan(&requested, &finished); err != nil {
			f.t.Fatal(err)
		}
		all = append(all, dated{time.UnixMilli(requested), time.UnixMilli(finished)})
	}
	if err := rows.Err(); err != nil {
		f.t.Fatal(err)
	}
	return all
}
