package storetest

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
)

func ask(t tester, s Store, r voxpop.Reanalysis) voxpop.Reanalysis {
	t.Helper()
	got, err := s.RequestReanalysis(ctx, r, byAdmin)
	if err != nil {
		t.Fatalf("request re-analysis: %v", err)
	}
	return got
}

func reanalysis(t tester, s Store, id int64) voxpop.Reanalysis {
	t.Helper()
	r, err := s.Reanalysis(ctx, id)
	if err != nil {
		t.Fatalf("re-analysis %d: %v", id, err)
	}
	return r
}

var reanalysisTests = map[string]func(*testing.T, Store){
	"WholeOrByRange": func(t *testing.T, s Store) {
		create(t, s, tool("a", "a"))
		for n := range 8 {
			put(t, s, post(fmt.Sprint("t3_", n), at(noon.AddDate(0, 0, -n)), body("a is good")))
		}
		settle(t, s, engineA)
		before := dump(t, s)
		whole := ask(t, s, voxpop.Reanalysis{Reason: "to be sure"})
		part := ask(t, s, voxpop.Reanalysis{Window: voxpop.Window{From: noon.AddDate(0, 0, -3), To: noon}, Tools: []string{"a"}})
		if whole.State != voxpop.ReanalysisQueued || whole.Actor != "ann" || whole.Reason != "to be sure" {
			t.Errorf("%+v", whole)
		}
		settle(t, s, engineA)
		whole, part = reanalysis(t, s, whole.ID), reanalysis(t, s, part.ID)
		if whole.State != voxpop.ReanalysisDone || whole.Total != 8 || whole.Done != 8 || whole.Changes.Items != 0 || whole.Finished.IsZero() {
			t.Errorf("%+v", whole)
		}
		if part.State != voxpop.ReanalysisDone || part.Done != 3 || part.Changes.Tools["a"].After != 3 {
			t.Errorf("three items: %+v", part)
		}
		after := slices.DeleteFunc(dump(t, s), func(row string) bool {
			return len(row) > 9 && (row[:9] == "reanalyse" || row[:6] == "audit:")
		})
		for _, row := range after {
			if !slices.Contains(before, row) {
				t.Errorf("a re-analysis that changes nothing wrote %s", row)
			}
		}
	},
	"DryRunOnlyCounts": func(t *testing.T, s Store) {
		create(t, s, tool("a", "a"), tool("b", "b"))
		put(t, s, post("t3_1", body("a is good")), post("t3_2", body("aa is bad")), post("t3_3", body("a- aa+ b")), post("t3_4", body("aa b here")))
		settle(t, s, engineA)
		before := dump(t, s)
		r := ask(t, s, voxpop.Reanalysis{DryRun: true, Tools: []string{"a", "new"}, Proposed: []voxpop.Tool{tool("a", "aa"), tool("new", "here")}})
		again(t, s, engineA, 100)
		r = reanalysis(t, s, r.ID)
		want := voxpop.ToolChange{Gained: 2, Lost: 1, Flipped: 1, Before: 2, After: 3, BeforeSigns: 0, AfterSigns: 0}
		if r.State != voxpop.ReanalysisDone || r.Changes.Tools["a"] != want || r.Changes.Tools["new"].Gained != 1 {
			t.Errorf("%+v", r.Changes)
		}
		for _, row := range dump(t, s) {
			if !slices.Contains(before, row) && row[:9] != "reanalyse" && row[:6] != "audit:" {
				t.Errorf("a dry run wrote %s", row)
			}
		}
	},
	"WaitingIsCountedApart": func(t *testing.T, s Store) {
		create(t, s, tool("a", "a"))
		put(t, s, post("t3_1", body("a is good")), post("t3_2", body("a is bad")), post("t3_3", body("a+ here")))
		settle(t, s, engineA)
		put(t, s, post("t3_1", body("no tool"), observed(later)), post("t3_2", body("a is good"), observed(later)), post("t3_new", body("a")))
		r := ask(t, s, voxpop.Reanalysis{DryRun: true})
		again(t, s, engineA, 100)
		if c := reanalysis(t, s, r.ID).Changes; c.Waiting != 3 || c.Items != 0 || c.Tools["a"] != (voxpop.ToolChange{Before: 1, After: 1, BeforeSigns: 1, AfterSigns: 1}) {
			t.Errorf("%+v", c)
		}
	},
	"ARecountLosesNothing": func(t *testing.T, s Store) {
		create(t, s, tool("a", "a"), tool("b", "b"))
		put(t, s, post("t3_1", body("a is good")), post("t3_2", body("b is bad")))
		settle(t, s, engineA)
		merge(t, s, "a", "b") // a has a version on its way that counts more by the same words
		r := ask(t, s, voxpop.Reanalysis{DryRun: true})
		again(t, s, engineA, 100)
		if c := reanalysis(t, s, r.ID).Changes; c.Items != 0 || c.Tools["a"].After != 1 || c.Tools["b"].After != 1 {
			t.Errorf("%+v", c)
		}
	},
	"CountsWhatChanges": func(t *testing.T, s Store) {
		create(t, s, tool("a", "a"))
		put(t, s, post("t3_1", body("a is good")), post("t3_2", body("a- is good")), post("t3_3"))
		settle(t, s, engineA)
		r := ask(t, s, voxpop.Reanalysis{})
		lifeSQL(t, s, "UPDATE scores SET sign = -1", "UPDATE mentions SET sign = 1")
		again(t, s, engineA, 100)
		r = reanalysis(t, s, r.ID)
		if want := (voxpop.ToolChange{Flipped: 1, Before: 2, After: 2, BeforeSigns: 2, AfterSigns: 0}); r.Changes.Flipped != 3 || r.Changes.Items != 3 || r.Changes.Tools["a"] != want {
			t.Errorf("%+v", r.Changes)
		}
		settle(t, s, engineA)
		lifeExpectClean(t, s)
	},
	"CancelAndResume": func(t *testing.T, s Store) {
		for n := range 8 {
			put(t, s, post(fmt.Sprint("t3_", n), at(noon.AddDate(0, 0, -n))))
		}
		settle(t, s, engineA)
		r := ask(t, s, voxpop.Reanalysis{})
		again(t, s, engineA, 1)
		if _, err := s.CancelReanalysis(ctx, r.ID, byAdmin); err != nil {
			t.Fatal(err)
		}
		if _, err := s.ReanalysisItems(ctx, r.ID, 3); !errors.Is(err, voxpop.ErrConflict) {
			t.Errorf("a cancelled one hands out items: %v", err)
		}
		if _, err := s.CancelReanalysis(ctx, r.ID, byAdmin); !errors.Is(err, voxpop.ErrConflict) {
			t.Errorf("cancelled twice: %v", err)
		}
		settle(t, s, engineA)
		if got := reanalysis(t, s, r.ID); got.Done != 3 || got.State != voxpop.ReanalysisCancelled {
			t.Errorf("%+v", got)
		}
		if _, err := s.ResumeReanalysis(ctx, r.ID, byAdmin); err != nil {
			t.Fatal(err)
		}
		again(t, s, engineA, 1)
		must(t, s.FailReanalysis(ctx, r.ID, "out of luck"))
		if got := reanalysis(t, s, r.ID); got.Done != 6 || got.State != voxpop.ReanalysisFailed || got.Error != "out of luck" {
			t.Errorf("%+v", got)
		}
		if _, err := s.ResumeReanalysis(ctx, r.ID, byAdmin); err != nil {
			t.Fatal(err)
		}
		settle(t, s, engineA)
		if got := reanalysis(t, s, r.ID); got.Done != 8 || got.State != voxpop.ReanalysisDone || got.Error != "" {
			t.Errorf("%+v", got)
		}
		if _, err := s.ResumeReanalysis(ctx, r.ID, byAdmin); !errors.Is(err, voxpop.ErrConflict) {
			t.Errorf("one that is done: %v", err)
		}
		create(t, s, tool("a", "a"))
		list, err := s.Reanalyses(ctx, 1)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.CancelReanalysis(ctx, list[0].ID, byAdmin); !errors.Is(err, voxpop.ErrConflict) {
			t.Errorf("one that a new tool waits for: %v", err)
		}
	},
	"StaleBatchComesAgain": func(t *testing.T, s Store) {
		create(t, s, tool("a", "a"))
		put(t, s, post("t3_1", body("a is good")))
		settle(t, s, engineA)
		r := ask(t, s, voxpop.Reanalysis{})
		must(t, s.StartReanalysis(ctx, r.ID, nil))
		b, err := s.ReanalysisItems(ctx, r.ID, 3)
		if err != nil {
			t.Fatal(err)
		}
		late := analyses(b.Items, engineA, catalog(t, s))
		create(t, s, tool("b", "b"))
		if stale, err := s.CommitReanalysis(ctx, r.ID, engineA, b, late); err != nil || !stale {
			t.Errorf("%v, %v", stale, err)
		}
		if got := reanalysis(t, s, r.ID); got.Done != 0 {
			t.Errorf("%+v", got)
		}
		fresh := analyses(b.Items, engineA, catalog(t, s))
		for range 2 {
			if stale, err := s.CommitReanalysis(ctx, r.ID, engineA, b, fresh); err != nil || stale {
				t.Errorf("%v, %v", stale, err)
			}
		}
		if got := reanalysis(t, s, r.ID); got.Done != 1 {
			t.Errorf("stored twice it counts once: %+v", got)
		}
	},
	"GoneTextsAreCountedAndInherit": func(t *testing.T, s Store) {
		create(t, s, tool("a", "a", "aa"))
		put(t, s, post("t3_1", body("a+ aa- aa-")), post("t3_2", body("aa is good")), post("t3_3", body("a is good")))
		settle(t, s, engineA)
		put(t, s, post("t3_1", observed(later), state(voxpop.StateDeleted)), post("t3_2", observed(later), state(voxpop.StateRemoved)))
		settle(t, s, engineA)
		rewrite(t, s, "a", "a", "x")
		settle(t, s, engineA)
		r, err := s.Reanalyses(ctx, 1)
		if err != nil || r[0].Gone != 2 {
			t.Errorf("%+v, %v", r, err)
		}
		if got := toolTally(t, s, voxpop.ToolFilter{})["a"]; got.Items != 2 || got.Positive != 2 {
			t.Errorf("of what has no text, mentions by words that stay count: %+v", plain(got))
		}
		lifeExpectClean(t, s)
	},
	"NewEngineBringsMentionsAlong": func(t *testing.T, s Store) {
		create(t, s, tool("a", "a"))
		put(t, s, post("t3_1", body("a is good")), post("t3_2", body("b is good")), post("t3_gone", body("a is good")))
		settle(t, s, engineA)
		put(t, s, post("t3_gone", observed(later), state(voxpop.StateDeleted)))
		settle(t, s, engineA)
		choose := func(e voxpop.EngineID) {
			t.Helper()
			for range 20 {
				done, err := s.Backfill(ctx, e, 1)
				if err != nil {
					t.Fatal(err)
				}
				settle(t, s, e)
				if done {
					break
				}
			}
			settle(t, s, e)
			if v := version(t, s); v.Engine != e {
				t.Fatalf("%v answers", v.Engine)
			}
			lifeExpectClean(t, s)
		}
		if _, err := s.Backfill(ctx, engineB, 1); err != nil {
			t.Fatal(err)
		}
		settle(t, s, engineB) // half way to another engine, the catalog changes
		rewrite(t, s, "a", "a", "b")
		settle(t, s, engineB)
		choose(engineB)
		if got := toolTally(t, s, voxpop.ToolFilter{})["a"]; got.Negative != 2 || got.Positive != 1 {
			t.Errorf("engine B turns scores round, a tombstone keeps its former one: %+v", plain(got))
		}
		rewrite(t, s, "a", "b")
		settle(t, s, engineB)
		choose(engineA) // did not see the last definition
		if got := toolTally(t, s, voxpop.ToolFilter{})["a"]; got.Positive != 1 || got.Items != 1 {
			t.Errorf("back to engine A: %+v", plain(got))
		}
	},
	"Refuses": func(t *testing.T, s Store) {
		for name, r := range map[string]voxpop.Reanalysis{
			"an end before the begin":   {Window: voxpop.Window{From: noon, To: noon.Add(-time.Hour)}},
			"proposals without dry run": {Proposed: []voxpop.Tool{tool("a", "a")}},
		} {
			if _, err := s.RequestReanalysis(ctx, r, byAdmin); !errors.Is(err, voxpop.ErrInvalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := s.RequestReanalysis(ctx, voxpop.Reanalysis{Tools: []string{"nope"}}, byAdmin); !errors.Is(err, voxpop.ErrNotFound) {
			t.Errorf("unknown tool: %v", err)
		}
		if _, err := s.NextReanalysis(ctx, engineA); !errors.Is(err, voxpop.ErrNotFound) {
			t.Errorf("none waits: %v", err)
		}
	},
}
