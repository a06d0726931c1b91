package storetest

import (
	"fmt"
	"testing"

	"github.com/voxpop-dev/voxpop"
)

var backlogTests = map[string]func(*testing.T, Store){
	"OldestFirst": func(t *testing.T, s Store) {
		for n := range 5 {
			put(t, s, post(fmt.Sprint("t3_", n)))
		}
		got, err := s.Pending(ctx, 3)
		if err != nil || len(got) != 3 || got[0].Item.ID.Native != "t3_0" || got[2].Item.ID.Native != "t3_2" {
			t.Fatalf("%+v, %v", got, err)
		}
		want := post("t3_0")
		if got[0].Item != want {
			t.Errorf("item %+v", got[0].Item)
		}
		if b := backlog(t, s); b.Pending != 5 || b.Dirty != 1 || b.Oldest.IsZero() {
			t.Errorf("%+v", b)
		}
		catchUp(t, s)
		if b := backlog(t, s); b != (voxpop.Backlog{}) {
			t.Errorf("caught up: %+v", b)
		}
	},
	"StaleAnalysisOnlyLosesItsRow": func(t *testing.T, s Store) {
		put(t, s, post("t3_a", body("good")))
		old := pending(t, s)
		put(t, s, post("t3_a", observed(later), body("bad")))
		if err := s.Commit(ctx, engineA, []voxpop.Analysis{analysis(old[0], engineA)}); err != nil {
			t.Fatal(err)
		}
		left := pending(t, s)
		if len(left) != 1 || left[0].PendingID == old[0].PendingID || left[0].TextRevision != 2 {
			t.Fatalf("left: %+v", left)
		}
		rollUp(t, s)
		if sum := tally(t, s, voxpop.Filter{}); sum.Scored() != 0 {
			t.Errorf("the stale score counts: %+v", sum)
		}
		catchUp(t, s)
		if sum := tally(t, s, voxpop.Filter{}); sum.Negative != 1 {
			t.Errorf("%+v", sum)
		}
	},
	"SameItemTwice": func(t *testing.T, s Store) {
		put(t, s, post("t3_a", body("good")))
		put(t, s, post("t3_a", observed(later), body("bad")))
		p := pending(t, s)
		if len(p) != 2 {
			t.Fatalf("%d pending", len(p))
		}
		catchUp(t, s)
		if it := item(t, s, "t3_a"); it.Score == nil || it.Score.Label != voxpop.Negative || len(pending(t, s)) != 0 {
			t.Errorf("%+v", it)
		}
	},
	"CommitTwice": func(t *testing.T, s Store) {
		put(t, s, post("t3_a"))
		p := pending(t, s)
		for range 2 {
			if err := s.Commit(ctx, engineA, []voxpop.Analysis{analysis(p[0], engineA)}); err != nil {
				t.Fatal(err)
			}
		}
		rollUp(t, s)
		if sum := tally(t, s, voxpop.Filter{}); sum.Scored() != 1 {
			t.Errorf("%+v", sum)
		}
		if got := list(t, s, voxpop.Filter{Query: "good"}, 10); len(got) != 1 {
			t.Errorf("found %v", got)
		}
	},
	"Exclusion": func(t *testing.T, s Store) {
		put(t, s, post("t3_a", body("spam good")), post("t3_b"))
		catchUp(t, s)
		if it := item(t, s, "t3_a"); it.Exclusion != voxpop.ExcludedBot || it.Score != nil {
			t.Errorf("%+v", it)
		}
		sum := tally(t, s, voxpop.Filter{})
		if sum.Items != 2 || sum.Excluded != 1 || sum.Scored() != 1 || sum.Unscored() != 0 {
			t.Errorf("%+v", sum)
		}
		put(t, s, post("t3_b", observed(later), body("spam now")))
		catchUp(t, s)
		if sum := tally(t, s, voxpop.Filter{}); sum.Excluded != 2 || sum.Scored() != 0 {
			t.Errorf("excluded after an edit: %+v", sum)
		}
	},
	"UnknownRows": func(t *testing.T, s Store) {
		if err := s.Commit(ctx, engineA, []voxpop.Analysis{{PendingID: 99, RowID: 99, TextRevision: 1}}); err != nil {
			t.Errorf("analysis of nothing: %v", err)
		}
		if err := s.Commit(ctx, engineA, nil); err != nil {
			t.Errorf("no analyses: %v", err)
		}
	},
}

var engineTests = map[string]func(*testing.T, Store){
	"FirstEngineAnswersAtOnce": func(t *testing.T, s Store) {
		put(t, s, post("t3_a"))
		rollUp(t, s) // counted before any engine is known
		if sum := tally(t, s, voxpop.Filter{}); sum.Items != 1 || sum.Unscored() != 1 {
			t.Errorf("without an engine: %+v", sum)
		}
		if v := version(t, s); v.Engine != (voxpop.EngineID{}) {
			t.Errorf("engine %v", v.Engine)
		}
		analyse(t, s, engineA)
		if sum := tally(t, s, voxpop.Filter{}); sum.Items != 1 {
			t.Errorf("between commit and rollup: %+v", sum)
		}
		rollUp(t, s)
		if v := version(t, s); v.Engine != engineA {
			t.Errorf("engine %v", v.Engine)
		}
		if done, err := s.Backfill(ctx, engineA, 10); err != nil || !done || len(pending(t, s)) != 0 {
			t.Errorf("back-fill of the answering engine: %v, %v", done, err)
		}
	},
	"NewVersionTakesOverWhenItsCellsAreWhole": func(t *testing.T, s Store) {
		for n := range 7 {
			put(t, s, post(fmt.Sprint("t3_", n), at(noon.AddDate(0, 0, -n))))
		}
		put(t, s, post("t3_gone"), post("t3_spam", body("spam"), at(noon.AddDate(0, 0, 3))))
		catchUp(t, s)
		put(t, s, post("t3_gone", observed(later), state(voxpop.StateDeleted)))
		rollUp(t, s)
		made := 0
		for steps := 0; ; steps++ {
			done, err := s.Backfill(ctx, engineB, 3)
			if err != nil || steps > 20 {
				t.Fatalf("step %d: %v", steps, err)
			}
			if done {
				break
			}
			made = len(pending(t, s))
			if v := version(t, s); v.Engine != engineA {
				t.Fatalf("%v answers before the walk is done", v.Engine)
			}
		}
		if n := len(pending(t, s)); n != 8 || made != n {
			t.Errorf("%d made pending, %d before the walk was done, want the 8 live ones", n, made)
		}
		rollUp(t, s)
		if v := version(t, s); v.Engine != engineA {
			t.Errorf("%v answers before it has scored", v.Engine)
		}
		analyse(t, s, engineB)
		rollUp(t, s)
		if v := version(t, s); v.Engine != engineB {
			t.Fatalf("%v answers", v.Engine)
		}
		sum := tally(t, s, voxpop.Filter{})
		if sum.Items != 9 || sum.Negative != 7 || sum.Positive != 1 || sum.Excluded != 1 || sum.Unscored() != 0 {
			t.Errorf("engine B turns scores round, a tombstone keeps its former one: %+v", sum)
		}
		if it := item(t, s, "t3_1"); it.Score == nil || it.Score.Engine != engineB {
			t.Errorf("%+v", it.Score)
		}
		put(t, s, post("t3_next"))
		analyse(t, s, engineB)
		rollUp(t, s)
		if sum := tally(t, s, voxpop.Filter{}); sum.Negative != 8 {
			t.Errorf("after the take-over: %+v", sum)
		}
	},
	"OldVersionsAreRetired": func(t *testing.T, s Store) {
		put(t, s, post("t3_a"), post("t3_gone", at(noon.AddDate(0, 0, -1))))
		catchUp(t, s)
		put(t, s, post("t3_gone", observed(later), state(voxpop.StateDeleted)))
		choose := func(e voxpop.EngineID) {
			t.Helper()
			for {
				done, err := s.Backfill(ctx, e, 10)
				if err != nil {
					t.Fatal(err)
				}
				analyse(t, s, e)
				if done {
					break
				}
			}
			rollUp(t, s)
			if v := version(t, s); v.Engine != e {
				t.Fatalf("%v answers instead of %v", v.Engine, e)
			}
			if err := s.Tidy(ctx, noon.AddDate(-1, 0, 0)); err != nil {
				t.Fatal(err)
			}
			rollUp(t, s)
			lifeExpectClean(t, s)
			sum := tally(t, s, voxpop.Filter{})
			want := int64(1) // the tombstone keeps its first score
			if e != engineB {
				want = 2
			}
			if sum.Positive != want || sum.Scored() != 2 {
				t.Errorf("%v: %+v", e, plain(sum))
			}
		}
		third := voxpop.EngineID{Name: "suite", Version: "3"}
		choose(engineB)
		choose(third)
		choose(engineA) // was retired
	},
}
