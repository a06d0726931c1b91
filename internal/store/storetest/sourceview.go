package storetest

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
)

var sourceViewTests = map[string]func(*testing.T, Store){
	"Cursors": func(t *testing.T, s Store) {
		putBatch(t, s, voxpop.Batch{Cursors: map[string][]byte{"new:a": []byte("1"), "new:b": {0, 255}, "old": {}}})
		putBatch(t, s, voxpop.Batch{Cursors: map[string][]byte{"new:a": nil, "new:b": []byte("2"), "none": nil}})
		if _, err := s.Put(ctx, "feed", voxpop.Batch{Cursors: map[string][]byte{"new:f": []byte("f")}}); err != nil {
			t.Fatal(err)
		}
		for prefix, want := range map[string]map[string][]byte{
			"": {"new:b": []byte("2"), "old": {}}, "new:": {"new:b": []byte("2")}, "NEW": {}, "%": {},
		} {
			if got, err := s.Cursors(ctx, "reddit", prefix); err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("prefix %q: %v, %v", prefix, got, err)
			}
		}
	},
	"Known": func(t *testing.T, s Store) {
		var ids []voxpop.ItemID
		var items []voxpop.Item
		for n := range 1300 {
			native := fmt.Sprint("t3_", n)
			ids = append(ids, id(native), id("x"+native))
			items = append(items, post(native))
		}
		items[7] = post("t3_7", state(voxpop.StateDeleted))
		items[8].Edited, items[8].Comments = later, 4
		put(t, s, items...)
		got, err := s.Known(ctx, ids)
		if err != nil || len(got) != 1300 {
			t.Fatalf("%d known, %v", len(got), err)
		}
		if k := got[id("t3_7")]; k.State != voxpop.StateDeleted {
			t.Errorf("tombstone: %+v", k)
		}
		want := voxpop.Known{State: voxpop.StateLive, Observed: noon.Add(time.Minute), Edited: later, Upvotes: 5, Comments: 4}
		if k := got[id("t3_8")]; k != want {
			t.Errorf("%+v", k)
		}
	},
	"Shortfalls": func(t *testing.T, s Store) {
		stated := func(n int64) func(*voxpop.Item) { return func(it *voxpop.Item) { it.Comments = n } }
		put(t, s, post("t3_a", stated(3)), post("t3_b", stated(9)), post("t3_whole", stated(1)), post("t3_old", stated(50), at(noon.AddDate(0, 0, -9))),
			comment("t1_a", "t3_a"), comment("t1_w", "t3_whole", state(voxpop.StateDeleted)))
		got, err := s.Shortfalls(ctx, "reddit", noon.AddDate(0, 0, -1), 5)
		if err != nil || len(got) != 2 {
			t.Fatalf("%+v, %v", got, err)
		}
		want := voxpop.Shortfall{Thread: id("t3_a"), Community: "Cursor", Stated: 3, Stored: 1, Created: noon}
		if got[0].Thread.Native != "t3_b" || got[1] != want {
			t.Errorf("%+v", got)
		}
		if got, err := s.Shortfalls(ctx, "reddit", noon.AddDate(0, 0, -1), 1); err != nil || len(got) != 1 {
			t.Errorf("limited: %+v, %v", got, err)
		}
	},
	"Threads": func(t *testing.T, s Store) {
		stated := func(n int64) func(*voxpop.Item) { return func(it *voxpop.Item) { it.Comments = n } }
		elsewhere := func(it *voxpop.Item) { it.Community = "Claude" }
		put(t, s, post("t3_b", stated(3), at(later)), post("t3_a"), post("t3_gone", state(voxpop.StateDeleted)), post("t3_claude", elsewhere),
			post("t3_before", at(noon.Add(-time.Second))), post("t3_after", at(later.Add(time.Second))),
			comment("t1_b", "t3_b"), comment("t1_dead", "t3_b", state(voxpop.StateDeleted)), comment("t1_a", "t3_a"))
		w := voxpop.Window{From: noon, To: later.Add(time.Second)}
		got, err := s.Threads(ctx, "reddit", "CURSOR", w, 5)
		if err != nil || len(got) != 2 {
			t.Fatalf("%+v, %v", got, err)
		}
		want := voxpop.CountedThread{ID: id("t3_b"), Stated: 3, Stored: 2, Created: later, Observed: later.Add(time.Minute)}
		if got[0].ID.Native != "t3_a" || got[0].Stored != 1 || got[1] != want {
			t.Errorf("%+v", got)
		}
		if got, err := s.Threads(ctx, "reddit", "Cursor", w, 1); err != nil || len(got) != 1 || got[0].ID.Native != "t3_a" {
			t.Errorf("limited: %+v, %v", got, err)
		}
		if got, err := s.Threads(ctx, "feed", "Cursor", w, 5); err != nil || len(got) != 0 {
			t.Errorf("of another source: %+v, %v", got, err)
		}
	},
}
