package storetest

import (
	"slices"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
)

func id(native string) voxpop.ItemID { return voxpop.ItemID{Source: "reddit", Native: native} }

// miss asks for a missing item at a source time, which another item of the batch tells.
func miss(t tester, s Store, native string, at time.Time) voxpop.Stored {
	t.Helper()
	return putBatch(t, s, voxpop.Batch{
		Items:   []voxpop.Item{post("t3_clock", observed(at))},
		Missing: []voxpop.ItemID{id(native), id(native), id("t3_unknown")},
	})
}

var missingTests = map[string]func(*testing.T, Store){
	"SecondMissAnHourLaterRemoves": func(t *testing.T, s Store) {
		put(t, s, post("t3_a"), post("t3_clock"))
		catchUp(t, s)
		for _, at := range []time.Time{later, later.Add(30 * time.Minute)} {
			if got := miss(t, s, "t3_a", at); got.Counts.Removed != 0 {
				t.Fatalf("removed at %v: %+v", at, got.Counts)
			}
		}
		if got := miss(t, s, "t3_a", later.Add(time.Hour)); got.Counts.Removed != 1 {
			t.Fatalf("not removed: %+v", got.Counts)
		}
		catchUp(t, s)
		if it := item(t, s, "t3_a"); it.State != voxpop.StateRemoved || it.Body != "" {
			t.Errorf("%+v", it)
		}
		if got := miss(t, s, "t3_a", later.Add(2*time.Hour)); got.Counts.Removed != 0 {
			t.Errorf("removed twice")
		}
	},
	"BeingSeenResetsMisses": func(t *testing.T, s Store) {
		put(t, s, post("t3_a"), post("t3_clock"))
		miss(t, s, "t3_a", later)
		put(t, s, post("t3_a", observed(later.Add(time.Hour))))
		if got := miss(t, s, "t3_a", later.Add(2*time.Hour)); got.Counts.Removed != 0 {
			t.Errorf("removed at its first miss")
		}
	},
	"InTheBatchIsNotMissing": func(t *testing.T, s Store) {
		for _, at := range []time.Time{noon, later, later.Add(3 * time.Hour)} {
			got := putBatch(t, s, voxpop.Batch{Items: []voxpop.Item{post("t3_a", observed(at))}, Missing: []voxpop.ItemID{id("t3_a")}})
			if got.Counts.Removed != 0 {
				t.Fatalf("removed although present")
			}
		}
	},
	"RecheckDecidesWhatIsDue": func(t *testing.T, s Store) {
		recheck := func(at time.Time) func(*voxpop.Item) { return func(it *voxpop.Item) { it.Recheck = at } }
		put(t, s, post("t3_late", recheck(later.Add(time.Second))), post("t3_b", recheck(later)), post("t3_a", recheck(noon)), post("t3_never"),
			post("t3_gone", recheck(noon), state(voxpop.StateDeleted)))
		due := func(limit int) []string {
			ids, err := s.Due(ctx, "reddit", later, limit)
			if err != nil {
				t.Fatal(err)
			}
			var out []string
			for _, id := range ids {
				out = append(out, id.Native)
			}
			return out
		}
		if got := due(10); !slices.Equal(got, []string{"t3_a", "t3_b"}) {
			t.Errorf("due: %v", got)
		}
		if got := due(1); !slices.Equal(got, []string{"t3_a"}) {
			t.Errorf("due, limited: %v", got)
		}
		putBatch(t, s, voxpop.Batch{Rechecked: map[voxpop.ItemID]time.Time{id("t3_a"): {}, id("t3_b"): later.Add(time.Hour), id("t3_x"): noon}})
		if got := due(10); len(got) != 0 {
			t.Errorf("due after the recheck: %v", got)
		}
		put(t, s, post("t3_b", observed(later))) // an observation without an opinion on rechecks
		if known, err := s.Due(ctx, "reddit", later.Add(2*time.Hour), 10); err != nil || len(known) != 2 {
			t.Errorf("due later: %v, %v", known, err)
		}
	},
}
