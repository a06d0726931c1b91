package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// rowsAdded adds up counted rows by tool, and fails the test when one comes twice.
func rowsAdded(t tester, rows iter.Seq2[voxpop.CountedRow, error]) map[string]*voxpop.Tally {
	t.Helper()
	sums := map[string]*voxpop.Tally{}
	seen := map[string]bool{}
	for r, err := range rows {
		if err != nil {
			t.Fatalf("counted rows: %v", err)
		}
		if key := r.Item.String() + " " + r.Tool; seen[key] {
			t.Errorf("%s comes twice", key)
		} else {
			seen[key] = true
		}
		label := map[int]voxpop.Label{1: voxpop.Positive, -1: voxpop.Negative, 0: voxpop.Neutral}[r.Sign]
		count(at2(sums, r.Tool), voxpop.ToolOpinion{Score: voxpop.Score{Label: label, Compound: float64(r.Compound) / 10000}})
	}
	return sums
}

// sameItems compares the rows behind a number about items with that number.
func sameItems(t tester, s Store, f voxpop.Filter) {
	t.Helper()
	sum := tally(t, s, f)
	sum.Items = sum.Scored()
	rows := at2(rowsAdded(t, s.CountedItems(ctx, f)), "")
	if counted(*rows) != counted(sum) {
		t.Errorf("rows of %+v: %s; cells: %s", f, counted(*rows), counted(sum))
	}
}

func receipt(n int) voxpop.Receipt {
	return voxpop.Receipt{ID: fmt.Sprint("id", n), Asked: fmt.Sprint("asked", n), Content: fmt.Appendf(nil, `{"n":%d}`, n), Made: noon.Add(time.Duration(n) * time.Millisecond)}
}

var receiptTests = map[string]func(*testing.T, Store){
	"Kept": func(t *testing.T, s Store) {
		for n := range 2 {
			if kept, err := s.KeepReceipt(ctx, receipt(n), 2); err != nil || kept.ID != receipt(n).ID {
				t.Fatalf("%+v, %v", kept, err)
			}
		}
		other := receipt(7)
		other.Asked = receipt(1).Asked
		if kept, err := s.KeepReceipt(ctx, other, 2); err != nil || kept.ID != "id1" || !bytes.Equal(kept.Content, receipt(1).Content) {
			t.Errorf("asked again, another was kept: %+v, %v", kept, err)
		}
		if _, err := s.KeepReceipt(ctx, receipt(2), 2); !errors.Is(err, voxpop.ErrConflict) {
			t.Errorf("beyond the limit: %v", err)
		}
		if _, err := s.KeepReceipt(ctx, receipt(2), 0); err != nil {
			t.Errorf("without a limit: %v", err)
		}
		got, err := s.Receipt(ctx, "id1")
		if want := receipt(1); err != nil || got.Asked != want.Asked || !bytes.Equal(got.Content, want.Content) || !got.Made.Equal(want.Made) {
			t.Errorf("%+v, %v", got, err)
		}
		if _, err := s.Receipt(ctx, "id7"); !errors.Is(err, voxpop.ErrNotFound) {
			t.Errorf("%v", err)
		}
		for name, r := range map[string]voxpop.Receipt{"no id": {Asked: "x", Content: []byte("x")}, "no question": {ID: "x", Content: []byte("x")}, "no content": {ID: "x", Asked: "x"}} {
			if _, err := s.KeepReceipt(ctx, r, 0); !errors.Is(err, voxpop.ErrInvalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
	},
	"RowsOfItems": func(t *testing.T, s Store) {
		var items []voxpop.Item
		for n := range 40 {
			text := []string{"good", "bad", "plain", "spam"}[n%4]
			items = append(items, post(fmt.Sprint("t3_", n), body(text), in([]string{"Cursor", "claude"}[n%2]), at(noon.Add(time.Duration(n-20)*5*time.Hour))))
		}
		items = append(items, comment("t1_a", "t3_0"), post("f1", func(it *voxpop.Item) { it.ID.Source = "feed" }))
		put(t, s, items[:41]...)
		put(t, s, items[41:]...)
		catchUp(t, s)
		put(t, s, post("t3_20", body("bad"), observed(noon.Add(9*time.Hour))), post("t3_21", state(voxpop.StateDeleted), observed(noon.AddDate(0, 0, 9))))
		put(t, s, post("t3_unpublished"))
		whole := voxpop.Window{From: noon.AddDate(0, 0, -3), To: noon.AddDate(0, 0, 3)}
		look := func() {
			t.Helper()
			for _, f := range []voxpop.Filter{
				{}, {Window: whole}, {Window: voxpop.Window{From: noon.Add(-7 * time.Hour), To: noon.Add(26 * time.Hour)}},
				{Window: whole, Source: "feed"}, {Window: whole, Community: "CLAUDE"}, {Window: whole, Source: "reddit", Community: "cursor", Kind: voxpop.KindComment}, {Window: whole, Kind: voxpop.KindPost},
			} {
				sameItems(t, s, f)
			}
		}
		catchUp(t, s)
		look()
		gone := 0
		for r, err := range s.CountedItems(ctx, voxpop.Filter{Window: whole}) {
			must(t, err)
			if r.Gone != (r.Item.Native == "t3_21") {
				t.Errorf("%+v", r)
			}
			if r.Gone {
				gone++
			}
		}
		if gone != 1 {
			t.Errorf("%d without text, want 1: its score counts on", gone)
		}
		settle(t, s, engineB)
		look()
		for _, err := range s.CountedItems(ctx, voxpop.Filter{Community: "nowhere"}) {
			if !errors.Is(err, voxpop.ErrNotFound) {
				t.Errorf("%v", err)
			}
		}
		for range s.CountedItems(ctx, voxpop.Filter{}) {
			break // stopping early is no error
		}
	},
}

var brokenReceiptWrites = []brokenWrite{
	{name: "KeepReceipt", prepare: func(_ *testing.T, s Store) func(context.Context) error {
		return func(ctx context.Context) error { _, err := s.KeepReceipt(ctx, receipt(1), 5); return err }
	}},
}
