package storetest

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/voxpop-dev/voxpop"
)

// ExerciseRollupAside tests what happens between the computing of a rollup and its writing. open gives a store that calls
// between there (relational.Options.RolledAside).
func ExerciseRollupAside(t *testing.T, open func(t *testing.T, between func()) Store) {
	for name, test := range rollupAsideTests {
		t.Run(name, func(t *testing.T) {
			var b between
			b.s = open(t, b.call)
			test(t, &b)
		})
	}
	t.Run("Histories", func(t *testing.T) { exerciseRollupsBetween(t, open) })
}

// between is a store with what others do to it in the middle of a rollup. Their own rollups are left in peace.
type between struct {
	s     Store
	do    func()
	calls int
}

func (b *between) call() {
	if do := b.do; do != nil {
		b.calls++
		b.do = nil
		do()
		b.do = do
	}
}

var rollupAsideTests = map[string]func(*testing.T, *between){
	"AChangeKeepsItsMark": func(t *testing.T, b *between) {
		put(t, b.s, post("t3_a"))
		analyse(t, b.s, engineA)
		b.do = func() {
			put(t, b.s, post("t3_b"), post("t3_a", body("bad"), observed(noon.AddDate(0, 0, 1))))
			analyse(t, b.s, engineA)
		}
		done, more, err := b.s.RollUp(ctx, 10, true)
		if err != nil || done != 1 || !more || b.calls != 1 {
			t.Fatalf("%d, %v, %v after %d calls", done, more, err, b.calls)
		}
		if sum := tally(t, b.s, voxpop.Filter{}); sum.Items != 1 || sum.Positive != 1 {
			t.Errorf("what was read is not what was written: %+v", sum)
		}
		if _, err := b.s.Item(ctx, id("t3_b")); err == nil {
			t.Errorf("an item that was not counted is public")
		}
		lifeExpectClean(t, b.s)
		b.do = nil
		catchUp(t, b.s)
		if sum := tally(t, b.s, voxpop.Filter{}); sum.Items != 2 || sum.Positive != 1 || sum.Negative != 1 {
			t.Errorf("%+v", sum)
		}
	},
	"AnotherRollupWins": func(t *testing.T, b *between) {
		put(t, b.s, post("t3_a"))
		analyse(t, b.s, engineA)
		b.do = func() {
			put(t, b.s, post("t3_a", body("bad"), observed(noon.AddDate(0, 0, 1))))
			analyse(t, b.s, engineA)
			rollUp(t, b.s)
		}
		if done, more, err := b.s.RollUp(ctx, 10, false); err != nil || done != 0 || more {
			t.Errorf("%d, %v, %v", done, more, err)
		}
		if sum := tally(t, b.s, voxpop.Filter{}); sum.Items != 1 || sum.Negative != 1 {
			t.Errorf("the older count was written over the newer one: %+v", sum)
		}
	},
	"ComesToAnEnd": func(t *testing.T, b *between) {
		put(t, b.s, post("t3_a"))
		b.do = func() {
			put(t, b.s, post(fmt.Sprint("t3_b", b.calls)))
			rollUp(t, b.s)
			put(t, b.s, post(fmt.Sprint("t3_c", b.calls)))
		}
		done, more, err := b.s.RollUp(ctx, 10, true)
		if err != nil || done != 1 || more || b.calls != 3 {
			t.Errorf("%d, %v, %v after %d calls", done, more, err, b.calls)
		}
		if sum := tally(t, b.s, voxpop.Filter{}); sum.Items != 7 {
			t.Errorf("%+v", sum)
		}
	},
	"AChangedCatalogCountsAnew": func(t *testing.T, b *between) {
		create(t, b.s, tool("a", "x"))
		settle(t, b.s, engineA)
		put(t, b.s, post("t3_a", body("x good y")))
		analyse(t, b.s, engineA)
		b.do = func() {
			if b.calls == 1 {
				create(t, b.s, tool("b", "y"))
				again(t, b.s, engineA, 10)
			}
		}
		rollUp(t, b.s)
		settle(t, b.s, engineA)
		lifeExpectClean(t, b.s)
		bruteForce(t, b.s, []string{"a", "b"}, voxpop.ToolFilter{})
	},
}

// exerciseRollupsBetween is ToolHistories with others at work in the middle of every rollup, other rollups among them. Nothing may be lost or
// counted twice, and days without marks equal their rows at any time.
func exerciseRollupsBetween(t *testing.T, open func(t *testing.T, between func()) Store) {
	var b between
	b.s = open(t, b.call)
	run := 0
	rapid.Check(t, func(t *rapid.T) {
		run++
		h := newToolStory(t, b.s, run)
		others := []func(*rapid.T){h.put, h.analyse, h.rollUp, h.again, h.edit, h.turn, h.merge, h.undo, h.expire, h.tidy}
		rollUp := func(t *rapid.T) {
			b.do = func() {
				for _, n := range rapid.SliceOfN(rapid.IntRange(0, len(others)-1), 0, 4).Draw(t, "between") {
					others[n](t)
				}
			}
			h.rollUp(t)
			b.do = nil
		}
		t.Repeat(map[string]func(*rapid.T){
			"put": h.put, "analyse": h.analyse, "rollUp": rollUp, "again": h.again, "edit": h.edit, "ask": h.ask, "": func(*rapid.T) {},
		})
		if err := b.s.Check(ctx, func(problem string) { t.Errorf("with marks left: %s", problem) }); err != nil {
			t.Fatalf("check: %v", err)
		}
		settle(t, b.s, engineA)
		h.compare(t)
		h.clear(t)
	})
	if err := b.s.Check(ctx, func(problem string) { t.Error(problem) }); err != nil {
		t.Error(err)
	}
}
