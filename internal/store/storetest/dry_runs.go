package storetest

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/voxpop-dev/voxpop"
)

// exerciseDryRuns: after any history, with texts that wait or without, a dry run of the catalog and engine that answer tells no change. What
// waits is counted apart.
func exerciseDryRuns(t *testing.T, open func(t *testing.T) Store) {
	s := open(t)
	run := 0
	rapid.Check(t, func(t *rapid.T) {
		run++
		h := newToolStory(t, s, run)
		t.Repeat(map[string]func(*rapid.T){
			"put": h.put, "analyse": h.analyse, "rollUp": h.rollUp, "again": h.again, "edit": h.edit, "merge": h.merge, "undo": h.undo,
			"expire": h.expire, "": func(*rapid.T) {},
		})
		h.arrive(t)
		h.put(t)
		h.commit(t)
		h.dryRun(t)
		if rapid.Bool().Draw(t, "recount") { // the same patterns count differently: nothing is found or lost
			h.merge(t)
			h.undo(t)
			h.dryRun(t)
		}
		settle(t, s, engineA)
		if c := h.dryRun(t); c.Waiting != 0 {
			t.Errorf("caught up, %d items wait", c.Waiting)
		}
		h.clear(t)
	})
}

// arrive lets the catalog come to rest, whatever texts wait.
func (h *toolStory) arrive(t *rapid.T) {
	for range 3 {
		again(t, h.s, engineA, 1000)
		for more := true; more; {
			var err error
			if _, more, err = h.s.RollUp(ctx, 10, true); err != nil {
				t.Fatalf("roll up: %v", err)
			}
		}
	}
}

// commit analyses a part of what waits.
func (h *toolStory) commit(t *rapid.T) {
	waiting := pending(t, h.s)
	n := rapid.IntRange(0, len(waiting)).Draw(t, "committed")
	if err := h.s.Commit(ctx, engineA, analyses(waiting[:n], engineA, catalog(t, h.s))); err != nil {
		t.Fatalf("commit: %v", err)
	}
}

// dryRun asks for one of everything or of one tool.
func (h *toolStory) dryRun(t *rapid.T) voxpop.ReanalysisChanges {
	r := voxpop.Reanalysis{DryRun: true}
	if rapid.Bool().Draw(t, "one tool") {
		r.Tools = []string{h.some(t).Slug}
	}
	waiting := map[int64]bool{}
	for _, p := range pending(t, h.s) {
		waiting[p.RowID] = true
	}
	r = ask(t, h.s, r)
	again(t, h.s, engineA, 1000)
	r = reanalysis(t, h.s, r.ID)
	if r.State != voxpop.ReanalysisDone {
		t.Fatalf("%+v", r)
	}
	if c := r.Changes; c.Items != 0 || c.Flipped != 0 || len(r.Tools) == 0 && c.Waiting > int64(len(waiting)) {
		t.Errorf("a dry run of what is there, with %d items waiting, told %+v", len(waiting), c)
	}
	for slug, c := range r.Changes.Tools {
		if c.Gained != 0 || c.Lost != 0 || c.Flipped != 0 || c.Before != c.After || c.BeforeSigns != c.AfterSigns {
			t.Errorf("%s: %+v", slug, c)
		}
	}
	return r.Changes
}
