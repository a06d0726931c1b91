package storetest

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/voxpop-dev/voxpop"
)

// merging is a store in which a, b and c are talked about, also in an item without text.
func merging(t *testing.T, s Store) {
	t.Helper()
	create(t, s, tool("a", "a"), tool("b", "b", "A"), tool("c", "c"))
	put(t, s, post("t3_1", body("a+ and b- here")), post("t3_2", body("b is good")), post("t3_3", body("c is bad b>c")),
		post("t3_4", body("a>b is good"), at(noon.AddDate(0, 0, -2))), post("t3_gone", body("b- good")), comment("t1_1", "t3_1", body("a is bad"), in("claude")))
	settle(t, s, engineA)
	put(t, s, post("t3_gone", observed(later), state(voxpop.StateDeleted)))
	settle(t, s, engineA)
}

var mergeTests = map[string]func(*testing.T, Store){
	"CountsOnceAndUndoRestores": func(t *testing.T, s Store) {
		merging(t, s)
		before := toolTally(t, s, voxpop.ToolFilter{})
		m := merge(t, s, "a", "b")
		if got := toolTally(t, s, voxpop.ToolFilter{}); len(got) != 3 || got["a"] != before["a"] {
			t.Errorf("before its days are counted, nothing changes: %+v", got)
		}
		settle(t, s, engineA)
		got := toolTally(t, s, voxpop.ToolFilter{})
		// t3_1 says +0.7 (a) and -0.7, +0.7 (b, by its second word): the mean of a and b is 0.35.
		if len(got) != 2 || got["a"].Items != 6 {
			t.Errorf("merged: %+v", got)
		}
		if byOld := toolTally(t, s, voxpop.ToolFilter{Tools: []string{"b"}}); byOld["a"] != got["a"] {
			t.Errorf("the merged tool answers as the other: %+v", byOld)
		}
		if list := toolItems(t, s, voxpop.ToolFilter{Tools: []string{"a"}}, voxpop.NewestFirst, 2); len(list) != 5 {
			t.Errorf("listed %v", list)
		}
		says, err := s.OpinionsOf(ctx, []voxpop.ItemID{id("t3_2")})
		if err != nil || len(says[id("t3_2")]) != 1 || says[id("t3_2")][0].Tool != "a" || says[id("t3_2")][0].Mentions[0].Tool != "b" {
			t.Errorf("the source keeps its attribution: %+v, %v", says, err)
		}
		if b := stored(t, s, "b"); b.Status != voxpop.ToolArchived || b.MergedInto != "a" {
			t.Errorf("%+v", b)
		}
		lifeExpectClean(t, s)
		put(t, s, post("t3_5", body("b good and c")), post("t3_6", body("a")))
		settle(t, s, engineA)
		if n := toolTally(t, s, voxpop.ToolFilter{})["a"].Items; n != 8 {
			t.Errorf("%d mentions with what came in since", n)
		}
		put(t, s, post("t3_5", observed(later), state(voxpop.StateDeleted)), post("t3_6", observed(later), state(voxpop.StateDeleted)))
		settle(t, s, engineA)
		if _, err := s.UndoMerge(ctx, m.ID, byAdmin); err != nil {
			t.Fatal(err)
		}
		settle(t, s, engineA)
		after := toolTally(t, s, voxpop.ToolFilter{})
		for slug, more := range map[string]int64{"a": 1, "b": 2, "c": 1} { // t3_6 has two words of b
			if after[slug].Items != before[slug].Items+more {
				t.Errorf("undone, %s has %d mentions, had %d", slug, after[slug].Items, before[slug].Items)
			}
		}
		if b := stored(t, s, "b"); b.Status != voxpop.ToolActive || b.MergedInto != "" {
			t.Errorf("%+v", b)
		}
		lifeExpectClean(t, s)
		if _, err := s.UndoMerge(ctx, m.ID, byAdmin); !errors.Is(err, voxpop.ErrConflict) {
			t.Errorf("undone twice: %v", err)
		}
		list, err := s.Merges(ctx)
		if err != nil || len(list) != 1 || list[0].Into != "a" || !slices.Equal(list[0].Sources, []string{"b"}) || list[0].Undone.IsZero() || list[0].Actor != "ann" {
			t.Errorf("%+v, %v", list, err)
		}
	},
	"UndoSaysWhatToWaitFor": func(t *testing.T, s Store) {
		merging(t, s)
		m := merge(t, s, "a", "b")
		refused := func(words string) {
			t.Helper()
			if _, err := s.UndoMerge(ctx, m.ID, byAdmin); !errors.Is(err, voxpop.ErrConflict) || !strings.Contains(err.Error(), words) {
				t.Errorf("%v, want %q", err, words)
			}
		}
		refused("until the 3 days of communities that are left are counted")
		settle(t, s, engineA)
		rewrite(t, s, "a", "a", "here")
		refused("which is queued and has looked at 0 of about 0 items")
		again(t, s, engineA, 1)
		refused("which is running and has looked at 3 of about")
		settle(t, s, engineA)
		if _, err := s.UndoMerge(ctx, m.ID, byAdmin); err != nil {
			t.Error(err)
		}
	},
	"DryRunReports": func(t *testing.T, s Store) {
		merging(t, s)
		before := dump(t, s)
		r, err := s.MergeTools(ctx, mergeOf(t, s, "a", "b", "c"), true, byAdmin)
		if err != nil || len(r.Conflicts) != 0 || r.Mentions["a"] != 3 || r.Mentions["b"] != 6 || r.Mentions["c"] != 1 || r.Together != 6 ||
			!slices.Equal(r.Aliases, []string{"A"}) {
			t.Errorf("%+v, %v", r, err)
		}
		if !slices.Equal(before, dump(t, s)) {
			t.Error("a dry run wrote something")
		}
		rewrite(t, s, "c", "cc")
		if r, err = s.MergeTools(ctx, mergeOf(t, s, "a", "c"), true, byAdmin); err != nil || len(r.Conflicts) != 1 {
			t.Errorf("c is on the move: %+v, %v", r, err)
		}
		if _, err = s.MergeTools(ctx, mergeOf(t, s, "a", "c"), false, byAdmin); !errors.Is(err, voxpop.ErrConflict) {
			t.Errorf("%v", err)
		}
		settle(t, s, engineA)
		stale := mergeOf(t, s, "a", "b")
		stale.Edits["b"]--
		if _, err = s.MergeTools(ctx, stale, false, byAdmin); !errors.Is(err, voxpop.ErrConflict) {
			t.Errorf("stale: %v", err)
		}
		for _, m := range []voxpop.Merge{mergeOf(t, s, "a", "a"), mergeOf(t, s, "a")} {
			if _, err = s.MergeTools(ctx, m, false, byAdmin); !errors.Is(err, voxpop.ErrInvalid) {
				t.Errorf("%+v: %v", m, err)
			}
		}
	},
	"EditBeforeTheMergeTakesOver": func(t *testing.T, s Store) {
		merging(t, s)
		merge(t, s, "a", "b")
		rewrite(t, s, "a", "here")
		settle(t, s, engineA)
		if got := toolTally(t, s, voxpop.ToolFilter{}); len(got) != 2 || got["a"].Items != 6 {
			t.Errorf("%+v", got)
		}
		lifeExpectClean(t, s)
	},
	"EditOfTheTargetKeepsTheMerge": func(t *testing.T, s Store) {
		merging(t, s)
		first := merge(t, s, "a", "b")
		settle(t, s, engineA)
		if _, err := s.EditTool(ctx, func() voxpop.Tool { b := stored(t, s, "b"); b.Aliases = nil; return b }(), byAdmin); !errors.Is(err, voxpop.ErrConflict) {
			t.Errorf("a merged tool's words: %v", err)
		}
		if _, err := s.DeleteTool(ctx, "a", stored(t, s, "a").Edit, byAdmin); !errors.Is(err, voxpop.ErrConflict) {
			t.Errorf("deleting the target: %v", err)
		}
		rewrite(t, s, "a", "here")
		settle(t, s, engineA)
		lifeExpectClean(t, s)
		if n := toolTally(t, s, voxpop.ToolFilter{})["a"].Items; n != 6 {
			t.Errorf("%d mentions, want those of b, and one that is both", n)
		}
		merge(t, s, "c", "a") // what is merged comes along
		settle(t, s, engineA)
		if got := toolTally(t, s, voxpop.ToolFilter{}); len(got) != 1 || got["c"].Items != 6 {
			t.Errorf("%+v", got)
		}
		lifeExpectClean(t, s)
		if _, err := s.UndoMerge(ctx, first.ID, byAdmin); !errors.Is(err, voxpop.ErrConflict) {
			t.Errorf("undoing an inner merge first: %v", err)
		}
		list, err := s.Merges(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range list {
			if _, err := s.UndoMerge(ctx, m.ID, byAdmin); err != nil {
				t.Fatal(err)
			}
			settle(t, s, engineA)
			lifeExpectClean(t, s)
		}
		if got := toolTally(t, s, voxpop.ToolFilter{}); got["a"].Items != 1 || got["b"].Items != 6 || got["c"].Items != 1 {
			t.Errorf("all undone: %+v", got)
		}
	},
}
