package storetest

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/voxpop-dev/voxpop"
)

// formerScoreTests: numbers of an engine that once answered can be asked for, and it is told where the one that answers goes by scores of others.
var formerScoreTests = map[string]func(*testing.T, Store){
	"EachEngineHasItsNumbers": func(t *testing.T, s Store) {
		talking(t, s)
		was, tools := tally(t, s, voxpop.Filter{}), toolTallies(t, s, voxpop.ToolFilter{})
		takeOver(t, s, engineB)
		put(t, s, post("t3_late", body("a+ good")))
		analyse(t, s, engineB)
		rollUp(t, s)
		of := func(e voxpop.EngineID) voxpop.Filter { return voxpop.Filter{Engine: e} }
		if is := tally(t, s, of(engineA)); is.Items != was.Items+1 || is.Positive != was.Positive || is.Negative != was.Negative || is.Unscored() != 1 {
			t.Errorf("by the former engine %+v, before the other one answered %+v", plain(is), plain(was))
		}
		if now, named := tally(t, s, voxpop.Filter{}), tally(t, s, of(engineB)); now != named || now.Unscored() != 0 || now.Positive == was.Positive {
			t.Errorf("%+v without a name, %+v by name", plain(now), plain(named))
		}
		if is := toolTallies(t, s, voxpop.ToolFilter{Filter: of(engineA)}); fmt.Sprint(is) != fmt.Sprint(tools) {
			t.Errorf("tools by the former engine:\n%v\nbefore\n%v", is, tools)
		}
		for _, read := range []func(f voxpop.Filter) error{
			func(f voxpop.Filter) error { _, err := s.Tally(ctx, f); return err },
			func(f voxpop.Filter) error { _, err := s.Series(ctx, f, voxpop.GrainDay); return err },
			func(f voxpop.Filter) error { _, err := s.ToolTally(ctx, voxpop.ToolFilter{Filter: f}); return err },
			func(f voxpop.Filter) error { _, err := s.FormerScores(ctx, f); return err },
		} {
			if err := read(of(voxpop.EngineID{Name: "suite", Version: "none"})); !errors.Is(err, voxpop.ErrNotFound) {
				t.Errorf("an engine that never answered: %v", err)
			}
		}
	},
	"AnEngineOnItsWayHasNone": func(t *testing.T, s Store) {
		talking(t, s)
		if _, err := s.Backfill(ctx, engineB, 1); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Tally(ctx, voxpop.Filter{Engine: engineB}); !errors.Is(err, voxpop.ErrNotFound) {
			t.Errorf("half of its numbers: %v", err)
		}
	},
	"TellsWhoseScoresAreOld": func(t *testing.T, s Store) {
		old := at(noon.AddDate(0, 0, -40))
		put(t, s, post("t3_1", old), post("t3_2", old, in("claude")), comment("t1_3", "t3_1", old), post("t3_4", old, body("spam")), post("t3_5"))
		catchUp(t, s)
		gone(t, s, "t3_1", "t3_2", "t1_3", "t3_4")
		wantFormer(t, s, voxpop.Filter{})
		takeOver(t, s, engineB)
		day := voxpop.GrainDay.Truncate(noon.AddDate(0, 0, -40))
		wantFormer(t, s, voxpop.Filter{}, voxpop.FormerScores{Day: day, Engine: engineA, Items: 3})
		wantFormer(t, s, voxpop.Filter{Kind: voxpop.KindComment}, voxpop.FormerScores{Day: day, Engine: engineA, Items: 1})
		wantFormer(t, s, voxpop.Filter{Community: "Claude", Source: "reddit"}, voxpop.FormerScores{Day: day, Engine: engineA, Items: 1})
		wantFormer(t, s, voxpop.Filter{Source: "hackernews"})
		wantFormer(t, s, voxpop.Filter{Engine: engineA})
		wantFormer(t, s, voxpop.Filter{Window: voxpop.Window{From: noon.AddDate(0, 0, -30)}})
		wantFormer(t, s, voxpop.Filter{Window: voxpop.Window{From: day.AddDate(0, 0, -9), To: noon.AddDate(0, 0, -40)}}, voxpop.FormerScores{Day: day, Engine: engineA, Items: 3})
		lifeExpectClean(t, s)
	},
	"CheckNoticesAWrongCount": func(t *testing.T, s Store) {
		put(t, s, post("t3_1"))
		catchUp(t, s)
		gone(t, s, "t3_1")
		takeOver(t, s, engineB)
		lifeSQL(t, s, "UPDATE former_scores SET items = items + 1")
		if problems := lifeProblems(t, s); len(problems) != 1 {
			t.Errorf("check reports %q", problems)
		}
	},
}

// takeOver lets an engine score what is stored, and answer.
func takeOver(t tester, s Store, e voxpop.EngineID) {
	t.Helper()
	walkOver(t, s, e, 10_000)
	for version(t, s).Engine != e && backlog(t, s) != (voxpop.Backlog{}) {
		rollUp(t, s)
	}
	rollUp(t, s)
	if v := version(t, s); v.Engine != e {
		t.Fatalf("%v answers, want %v", v.Engine, e)
	}
}

// walkOver lets an engine find what it has not scored, in steps of so many items, and score it.
func walkOver(t tester, s Store, e voxpop.EngineID, step int) {
	t.Helper()
	for done := false; !done; analyse(t, s, e) {
		var err error
		if done, err = s.Backfill(ctx, e, step); err != nil {
			t.Fatalf("back-fill: %v", err)
		}
	}
}

// gone makes items tombstones.
func gone(t tester, s Store, natives ...string) {
	t.Helper()
	for _, native := range natives {
		it := item(t, s, native)
		it.State, it.Observed = voxpop.StateDeleted, later
		put(t, s, it.Item)
	}
	rollUp(t, s)
}

func wantFormer(t tester, s Store, f voxpop.Filter, want ...voxpop.FormerScores) {
	t.Helper()
	got, err := s.FormerScores(ctx, f)
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%+v: %v, %v, want %v", f, got, err, want)
	}
}

func toolTallies(t tester, s Store, f voxpop.ToolFilter) map[string]voxpop.Tally {
	t.Helper()
	sums, err := s.ToolTally(ctx, f)
	if err != nil {
		t.Fatalf("tallies of tools, %+v: %v", f, err)
	}
	return sums
}

// exerciseFormerScores: whatever was deleted before or after whichever engine scored it, the counts are those of items one by one.
func exerciseFormerScores(t *testing.T, open func(t *testing.T) Store) {
	var s Store
	outer, run := t, 0
	rapid.Check(t, func(t *rapid.T) {
		if run++; run%10 == 1 { // a change of engines counts everything anew
			s = open(outer)
		}
		community := fmt.Sprint("c", run)
		scored, textless := map[string]voxpop.EngineID{}, map[string]bool{}
		last := engineA
		for step := range rapid.IntRange(1, 4).Draw(t, "steps") {
			native := fmt.Sprintf("t3_%s_%d", community, step)
			put(t, s, post(native, in(community)))
			if rapid.Bool().Draw(t, "the other engine scores") {
				last = map[voxpop.EngineID]voxpop.EngineID{engineA: engineB, engineB: engineA}[last]
			}
			takeOver(t, s, last)
			scored[native] = last
			for old := range scored {
				if !textless[old] {
					scored[old] = last
				}
			}
			if rapid.Bool().Draw(t, "one is deleted") {
				gone(t, s, native)
				textless[native] = true
			}
		}
		want := map[voxpop.EngineID]int64{}
		for native, e := range scored {
			if textless[native] && e != last {
				want[e]++
			}
		}
		got, err := s.FormerScores(ctx, voxpop.Filter{Community: community})
		if err != nil || len(got) != len(want) {
			t.Fatalf("%v, %v, want %v", got, err, want)
		}
		for _, n := range got {
			if n.Items != want[n.Engine] {
				t.Fatalf("%v, want %v", got, want)
			}
		}
	})
}
