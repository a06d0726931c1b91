package storetest

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/voxpop-dev/voxpop"
)

// exerciseHistories: whatever happened in whatever order, once everything is caught up the tally
// equals the items counted one by one, and the store's own check finds nothing.
func exerciseHistories(t *testing.T, open func(t *testing.T) Store) {
	s := open(t)
	run := 0
	rapid.Check(t, func(t *rapid.T) {
		run++
		h := &story{s: s, community: fmt.Sprint("c", run), truth: map[string]*voxpop.Item{}}
		t.Repeat(map[string]func(*rapid.T){
			"put": h.put, "analyse": h.analyse, "rollUp": h.rollUp,
			"": func(*rapid.T) {},
		})
		catchUp(t, s)
		h.compare(t)
	})
	if err := s.Check(ctx, func(problem string) { t.Error(problem) }); err != nil {
		t.Error(err)
	}
}

type story struct {
	s         Store
	community string
	truth     map[string]*voxpop.Item // as the newest observations have it
	clock     int
}

// put sends a batch of observations: new, edited, deleted, out of order, replayed.
func (h *story) put(t *rapid.T) {
	var items []voxpop.Item
	for range rapid.IntRange(1, 5).Draw(t, "items") {
		h.clock++
		native := fmt.Sprintf("t3_%s_%d", h.community, rapid.IntRange(0, 7).Draw(t, "native"))
		age := rapid.SampledFrom([]int{0, 0, 0, 3}).Draw(t, "age")
		it := post(native, in(h.community), observed(noon.Add(time.Duration(h.clock-age)*time.Hour)))
		it.Created = noon.Add(time.Duration(int(native[len(native)-1]-'0')*7) * time.Hour)
		it.Body = rapid.SampledFrom([]string{"good", "bad", "meh", "spam"}).Draw(t, "body")
		it.Upvotes = rapid.Int64Range(-2, 2).Draw(t, "upvotes")
		it.State = rapid.SampledFrom([]voxpop.State{"live", "live", "live", "live", "deleted", "removed"}).Draw(t, "state")
		items = append(items, it)
		h.observe(it)
	}
	put(t, h.s, items...)
}

func (h *story) observe(it voxpop.Item) {
	old := h.truth[it.ID.Native]
	switch {
	case old == nil:
		h.truth[it.ID.Native] = &it
	case it.Observed.Before(old.Observed) || old.State.Textless():
	default:
		*old = it
	}
}

// analyse commits a part of what waits, now and then with analyses that were made before a later put.
func (h *story) analyse(t *rapid.T) {
	waiting := pending(t, h.s)
	n := rapid.IntRange(0, len(waiting)).Draw(t, "analysed")
	if rapid.Bool().Draw(t, "late") {
		h.put(t)
	}
	var done []voxpop.Analysis
	for _, p := range waiting[:n] {
		done = append(done, analysis(p, engineA))
	}
	if err := h.s.Commit(ctx, engineA, done); err != nil {
		t.Fatalf("commit: %v", err)
	}
}

func (h *story) rollUp(t *rapid.T) {
	if _, _, err := h.s.RollUp(ctx, rapid.IntRange(1, 3).Draw(t, "limit"), rapid.Bool().Draw(t, "publish")); err != nil {
		t.Fatalf("roll up: %v", err)
	}
}

// compare counts live items by their text. What a tombstone was scored as depends on when it was analysed,
// so of tombstones only the number is known.
func (h *story) compare(t *rapid.T) {
	if len(h.truth) == 0 {
		return
	}
	var live []voxpop.Item
	for _, it := range h.truth {
		if !it.State.Textless() {
			live = append(live, *it)
		}
	}
	want := expected(live, voxpop.Filter{})
	got := tally(t, h.s, voxpop.Filter{Community: h.community})
	if got.Items != int64(len(h.truth)) || got.Unscored() != 0 ||
		got.Positive < want.Positive || got.Negative < want.Negative || got.Neutral < want.Neutral || got.Excluded < want.Excluded {
		t.Fatalf("got %+v, want at least %+v of %d items", plain(got), want, len(h.truth))
	}
	sameItems(t, h.s, voxpop.Filter{Community: h.community})
	shown := list(t, h.s, voxpop.Filter{Community: h.community}, 3)
	if len(shown) != len(live) {
		t.Fatalf("%d items shown, %d live", len(shown), len(live))
	}
	var sum voxpop.Tally
	for _, it := range live {
		got := item(t, h.s, it.ID.Native)
		if got.Body != it.Body || got.Upvotes != it.Upvotes || got.State != it.State {
			t.Fatalf("got %+v, want %+v", got.Item, it)
		}
		if got.Score != nil {
			switch got.Score.Label {
			case voxpop.Positive:
				sum.Positive++
			case voxpop.Negative:
				sum.Negative++
			}
		}
	}
	if sum.Positive != want.Positive || sum.Negative != want.Negative {
		t.Fatalf("shown scores %+v, want %+v", sum, want)
	}
}
