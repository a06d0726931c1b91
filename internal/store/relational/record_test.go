package relational

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/voxpop-dev/voxpop"
)

var start = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

func drawItem(t *rapid.T) voxpop.Item {
	it := voxpop.Item{
		ID: voxpop.ItemID{Source: "reddit", Native: "t3_a"}, Kind: voxpop.KindPost, Community: "c", ThreadID: "t3_a", Created: start,
		Title:    rapid.SampledFrom([]string{"", "a", "b", "a\x00"}).Draw(t, "title"),
		Body:     rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "body"),
		Flair:    rapid.SampledFrom([]string{"", "f"}).Draw(t, "flair"),
		Upvotes:  rapid.Int64Range(0, 2).Draw(t, "upvotes"),
		Observed: start.Add(time.Duration(rapid.IntRange(0, 9).Draw(t, "observed")) * time.Minute),
		State:    rapid.SampledFrom([]voxpop.State{"live", "live", "live", "deleted"}).Draw(t, "state"),
	}
	return it
}

// Seeing the same again changes nothing, and what is stored never has an older text or more life than before.
func TestObserveIsIdempotentAndForward(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		items := rapid.SliceOfN(rapid.Custom(drawItem), 1, 8).Draw(t, "items")
		r := newRecord(&items[0], 1, 0, 0)
		for _, it := range items[1:] {
			before := *r
			c := r.observe(&it, 0)
			if before.state.Textless() && c != (change{}) {
				t.Fatalf("a tombstone changed: %+v", c)
			}
			if r.observed < before.observed || r.textRev < before.textRev || c.touched != (*r != before) {
				t.Fatalf("%+v became %+v, which says %+v", before, *r, c)
			}
			if c.text != (r.textRev > before.textRev) {
				t.Fatalf("text %v, revision %d to %d", c.text, before.textRev, r.textRev)
			}
			if again := r.observe(&it, 0); again != (change{}) {
				t.Fatalf("seen again: %+v", again)
			}
			if r.state.Textless() && (r.faces != faces{} || r.body != "" || r.textHash != 0) {
				t.Fatalf("a tombstone with text: %+v", r)
			}
		}
	})
}

// While no item is deleted and no two observations have one time, the order of arrival does not matter.
func TestObserveInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		items := rapid.SliceOfNDistinct(rapid.Custom(drawItem), 1, 6, func(it voxpop.Item) int64 { return it.Observed.Unix() }).Draw(t, "items")
		for i := range items {
			items[i].State = voxpop.StateLive
		}
		play := func(items []voxpop.Item) record {
			r := newRecord(&items[0], 1, 0, 0)
			for _, it := range items[1:] {
				r.observe(&it, 0)
			}
			r.textRev = 0 // counts the edits that were seen
			return *r
		}
		shuffled := rapid.Permutation(slices.Clone(items)).Draw(t, "shuffled")
		if a, b := play(items), play(shuffled); a != b {
			t.Fatalf("%+v\n%+v", a, b)
		}
	})
}

func TestSpansCoverTheWindowOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := voxpop.Window{
			From: start.Add(time.Duration(rapid.IntRange(-100, 100).Draw(t, "from")) * 37 * time.Minute),
			To:   start.Add(time.Duration(rapid.IntRange(-100, 100).Draw(t, "to")) * 37 * time.Minute),
		}
		covered := map[int64]int{}
		for _, s := range spansOf(w) {
			for at := s.since; at < s.until; at += s.grain {
				if at%s.grain != 0 {
					t.Fatalf("%+v does not begin with a cell", s)
				}
				for h := at; h < at+s.grain; h += hour {
					covered[h]++
				}
			}
		}
		since, until := w.From.Truncate(time.Hour).Unix(), w.To.Truncate(time.Hour).Unix()
		for h := since; h < until; h += hour {
			if covered[h] != 1 {
				t.Fatalf("hour %d is covered %d times by %+v", h, covered[h], spansOf(w))
			}
			delete(covered, h)
		}
		if len(covered) != 0 {
			t.Fatalf("%+v of %+v reaches outside", spansOf(w), w)
		}
	})
}

func TestDayOf(t *testing.T) {
	for sec, want := range map[int64]int64{0: 0, 86399: 0, 86400: 86400, -1: -86400, -86400: -86400} {
		if got := dayOf(sec); got != want {
			t.Errorf("%d: %d, want %d", sec, got, want)
		}
	}
}

func TestAuthorHash(t *testing.T) {
	a, b := []byte("key a"), []byte("key b")
	if authorHash(a, "reddit", "") != 0 {
		t.Error("nobody has a hash")
	}
	if authorHash(a, "reddit", "Ann") != authorHash(a, "reddit", "ann") {
		t.Error("case matters")
	}
	if authorHash(a, "reddit", "ann") == authorHash(b, "reddit", "ann") || authorHash(a, "reddit", "ann") == authorHash(a, "forum", "ann") {
		t.Error("the same author of two instances or sources has one hash")
	}
}
