package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
)

var rollupTests = map[string]func(*testing.T, Store){
	"PublishesWhatItCounts": func(t *testing.T, s Store) {
		put(t, s, post("t3_a"), post("t3_b", in("Claude")))
		if got := list(t, s, voxpop.Filter{Textless: true}, 10); len(got) != 0 {
			t.Errorf("listed before the rollup: %v", got)
		}
		if _, err := s.Item(ctx, id("t3_a")); err == nil {
			t.Errorf("shown before the rollup")
		}
		done, more, err := s.RollUp(ctx, 1, true)
		if err != nil || done != 1 || !more {
			t.Fatalf("%d, %v, %v", done, more, err)
		}
		if got, sum := list(t, s, voxpop.Filter{}, 10), tally(t, s, voxpop.Filter{}); len(got) != 1 || sum.Items != 1 {
			t.Errorf("list %v, tally %+v", got, sum)
		}
		done, more, err = s.RollUp(ctx, 10, true)
		if err != nil || done != 1 || more {
			t.Fatalf("%d, %v, %v", done, more, err)
		}
		if done, more, err = s.RollUp(ctx, 10, true); err != nil || done != 0 || more {
			t.Errorf("nothing to do: %d, %v, %v", done, more, err)
		}
	},
	"RaisesTheVersionOnlyForChanges": func(t *testing.T, s Store) {
		put(t, s, post("t3_a", at(noon.Add(time.Hour))), post("t3_b"))
		analyse(t, s, engineA)
		if _, _, err := s.RollUp(ctx, 10, false); err != nil {
			t.Fatal(err)
		}
		if v := version(t, s); v.Number != 0 || !v.Published.IsZero() {
			t.Errorf("raised without publishing: %+v", v)
		}
		for range 2 {
			if _, _, err := s.RollUp(ctx, 10, true); err != nil {
				t.Fatal(err)
			}
			v := version(t, s)
			if v.Number != 1 || v.Published.IsZero() || !v.Newest.Equal(noon.Add(time.Hour)) || !v.Oldest.Equal(noon) || v.Engine != engineA {
				t.Errorf("%+v", v)
			}
		}
	},
	"CommitBetweenRollups": func(t *testing.T, s Store) {
		put(t, s, post("t3_a"), post("t3_b", body("bad")))
		p := pending(t, s)
		if err := s.Commit(ctx, engineA, []voxpop.Analysis{analysis(p[0], engineA)}); err != nil {
			t.Fatal(err)
		}
		rollUp(t, s)
		if sum := tally(t, s, voxpop.Filter{}); sum.Items != 2 || sum.Positive != 1 || sum.Unscored() != 1 {
			t.Errorf("half analysed: %+v", sum)
		}
		if err := s.Commit(ctx, engineA, []voxpop.Analysis{analysis(p[1], engineA)}); err != nil {
			t.Fatal(err)
		}
		rollUp(t, s)
		if sum := tally(t, s, voxpop.Filter{}); sum.Negative != 1 || sum.Unscored() != 0 {
			t.Errorf("%+v", sum)
		}
	},
	"ManyMarksOfOneDay": func(t *testing.T, s Store) {
		for n := range 40 {
			put(t, s, post(fmt.Sprint("t3_", n)))
		}
		analyse(t, s, engineA)
		done, more, err := s.RollUp(ctx, 1, true)
		if err != nil || done != 1 || more {
			t.Errorf("%d, %v, %v", done, more, err)
		}
		if sum := tally(t, s, voxpop.Filter{}); sum.Positive != 40 {
			t.Errorf("%+v", sum)
		}
	},
}
