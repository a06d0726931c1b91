package storetest

import (
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
)

var later = noon.Add(2 * time.Hour)

var observeTests = map[string]func(*testing.T, Store){
	"ScoresChangeWithoutAnalysis": func(t *testing.T, s Store) {
		put(t, s, post("t3_a"))
		catchUp(t, s)
		before := version(t, s)
		got := put(t, s, post("t3_a", observed(later), func(it *voxpop.Item) { it.Upvotes, it.Comments = -3, 40 }))
		if got.Counts.Updated != 1 || len(pending(t, s)) != 0 || backlog(t, s).Dirty != 0 {
			t.Errorf("counts %+v, backlog %+v", got.Counts, backlog(t, s))
		}
		it := item(t, s, "t3_a")
		if it.Upvotes != -3 || it.Comments != 40 || it.Score == nil || !it.Observed.Equal(later) {
			t.Errorf("item %+v", it)
		}
		rollUp(t, s)
		if after := version(t, s); after.Number != before.Number+1 {
			t.Errorf("what readers see changed, the version did not: %d, %d", before.Number, after.Number)
		}
	},
	"EditIsAnalysedAgain": func(t *testing.T, s Store) {
		put(t, s, post("t3_a"))
		catchUp(t, s)
		put(t, s, post("t3_a", observed(later), body("bad body"), func(it *voxpop.Item) { it.Edited = later }))
		rollUp(t, s)
		if sum := tally(t, s, voxpop.Filter{}); sum.Scored() != 0 || sum.Unscored() != 1 {
			t.Errorf("the score of the old text still counts: %+v", sum)
		}
		if it := item(t, s, "t3_a"); it.Score != nil || it.Body != "bad body" {
			t.Errorf("item after the edit: %+v", it)
		}
		p := pending(t, s)
		if len(p) != 1 || p[0].TextRevision != 2 || p[0].Item.Body != "bad body" {
			t.Fatalf("pending %+v", p)
		}
		catchUp(t, s)
		if sum := tally(t, s, voxpop.Filter{}); sum.Negative != 1 || sum.Scored() != 1 {
			t.Errorf("after the second analysis: %+v", sum)
		}
		if got := list(t, s, voxpop.Filter{Query: "good"}, 10); len(got) != 0 {
			t.Errorf("words of the old text still find %v", got)
		}
	},
	"OlderSaysNothing": func(t *testing.T, s Store) {
		put(t, s, post("t3_a", observed(later), body("new")))
		for name, old := range map[string]voxpop.Item{
			"older":    post("t3_a", body("old"), func(it *voxpop.Item) { it.Upvotes = 1 }),
			"timeless": post("t3_a", observed(time.Time{}), body("dump")),
			"deleted":  post("t3_a", state(voxpop.StateDeleted)),
		} {
			if got := put(t, s, old); got.Counts != (voxpop.CycleCounts{Unchanged: 1}) {
				t.Errorf("%s: %+v", name, got.Counts)
			}
		}
		catchUp(t, s)
		if it := item(t, s, "t3_a"); it.Body != "new" || it.Upvotes != 5 || it.State != voxpop.StateLive {
			t.Errorf("item %+v", it)
		}
	},
	"OrderOfArrivalDoesNotMatter": func(t *testing.T, s Store) {
		put(t, s, post("t3_a", observed(later), body("bad new")), post("t3_b", body("good old")))
		put(t, s, post("t3_a", body("good old")), post("t3_b", observed(later), body("bad new")))
		catchUp(t, s)
		a, b := item(t, s, "t3_a"), item(t, s, "t3_b")
		if a.Body != b.Body || a.Score.Compound != b.Score.Compound {
			t.Errorf("%+v\n%+v", a, b)
		}
	},
	"DeletionIsSticky": func(t *testing.T, s Store) {
		put(t, s, post("t3_a"), post("t3_new", state(voxpop.StateRemoved)))
		catchUp(t, s)
		got := put(t, s, post("t3_a", observed(later), state(voxpop.StateDeleted)))
		if got.Counts != (voxpop.CycleCounts{Removed: 1}) {
			t.Errorf("counts %+v", got.Counts)
		}
		got = put(t, s, post("t3_a", observed(later.Add(time.Hour))), post("t3_new", observed(later)))
		if got.Counts != (voxpop.CycleCounts{Unchanged: 2}) {
			t.Errorf("counts of the resurrection: %+v", got.Counts)
		}
		catchUp(t, s)
		it := item(t, s, "t3_a")
		if it.Title+it.Body+it.Author+it.URL+it.Permalink+it.Flair != "" || it.State != voxpop.StateDeleted || it.ThreadID != "t3_a" || it.Score == nil {
			t.Errorf("tombstone %+v", it)
		}
		if got := list(t, s, voxpop.Filter{Query: "good", Textless: true}, 10); len(got) != 0 {
			t.Errorf("found by its former words: %v", got)
		}
		if got := list(t, s, voxpop.Filter{}, 10); len(got) != 0 {
			t.Errorf("tombstones listed unasked: %v", got)
		}
		if got := list(t, s, voxpop.Filter{Textless: true}, 10); len(got) != 2 {
			t.Errorf("tombstones asked for: %v", got)
		}
		sum := tally(t, s, voxpop.Filter{})
		if sum.Items != 2 || sum.Positive != 1 || sum.Excluded != 1 || sum.Unscored() != 0 {
			t.Errorf("aggregates do not survive: %+v", sum)
		}
	},
	"DeletedWhilePending": func(t *testing.T, s Store) {
		put(t, s, post("t3_a"))
		p := pending(t, s)
		put(t, s, post("t3_a", observed(later), state(voxpop.StateDeleted)))
		if n := len(pending(t, s)); n != 0 {
			t.Errorf("%d pending", n)
		}
		if err := s.Commit(ctx, engineA, []voxpop.Analysis{analysis(p[0], engineA)}); err != nil {
			t.Fatal(err)
		}
		catchUp(t, s)
		if it := item(t, s, "t3_a"); it.Score != nil || it.Exclusion != voxpop.ExcludedEmpty {
			t.Errorf("%+v", it)
		}
		if got := list(t, s, voxpop.Filter{Query: "good", Textless: true}, 10); len(got) != 0 {
			t.Errorf("an analysis in flight made a tombstone findable: %v", got)
		}
	},
	"AuthorGoneTextStays": func(t *testing.T, s Store) {
		put(t, s, post("t3_a"))
		catchUp(t, s)
		before := tally(t, s, voxpop.Filter{})
		put(t, s, post("t3_a", observed(later), func(it *voxpop.Item) { it.Author = "" }))
		catchUp(t, s)
		if it := item(t, s, "t3_a"); it.Author != "" || it.Body == "" || it.Score == nil {
			t.Errorf("%+v", it)
		}
		if after := tally(t, s, voxpop.Filter{}); after != before {
			t.Errorf("aggregates changed")
		}
		if got := list(t, s, voxpop.Filter{Author: "ann"}, 10); len(got) != 0 {
			t.Errorf("found by a name that is gone: %v", got)
		}
	},
	"TwiceInOneBatch": func(t *testing.T, s Store) {
		got := put(t, s, post("t3_a", body("good")), post("t3_a", observed(later), body("bad")), post("t3_a", observed(noon), body("older")))
		if got.Counts != (voxpop.CycleCounts{New: 1}) || len(pending(t, s)) != 1 {
			t.Errorf("counts %+v, pending %d", got.Counts, len(pending(t, s)))
		}
		catchUp(t, s)
		if it := item(t, s, "t3_a"); it.Body != "bad" || it.Score.Label != voxpop.Negative {
			t.Errorf("%+v", it)
		}
	},
	"LiveAndDeletedInOneBatch": func(t *testing.T, s Store) {
		put(t, s, post("t3_a", body("good")), post("t3_a", observed(later), state(voxpop.StateDeleted)))
		catchUp(t, s)
		it := item(t, s, "t3_a")
		if it.State != voxpop.StateDeleted || it.Body != "" || it.Exclusion != voxpop.ExcludedEmpty {
			t.Errorf("%+v", it)
		}
		if sum := tally(t, s, voxpop.Filter{}); sum.Items != 1 || sum.Unscored() != 0 {
			t.Errorf("%+v", sum)
		}
	},
}
