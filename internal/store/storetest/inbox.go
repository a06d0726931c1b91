package storetest

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
)

func has(text, word string) bool { return strings.Contains(text, word) }

var inboxTests = map[string]func(*testing.T, Store){
	"StoresAnItemWhole": func(t *testing.T, s Store) {
		want := post("t3_a", func(it *voxpop.Item) {
			it.Comments, it.Edited, it.Distinguished = 7, noon.Add(time.Second), "admin"
			it.Recheck = noon.Add(time.Hour)
		})
		put(t, s, want)
		catchUp(t, s)
		got := item(t, s, "t3_a")
		if got.Item != want {
			t.Errorf("got  %+v\nwant %+v", got.Item, want)
		}
		if got.FirstStored.IsZero() || got.Language != "en" || got.Simulated {
			t.Errorf("what the store adds: %+v", got)
		}
		wantScore := voxpop.Score{Engine: engineA, Label: voxpop.Positive, Compound: 0.6123, Confidence: 0.5, Positive: 0.25, Neutral: 0.5, Negative: 0.25}
		if got.Score == nil || *got.Score != wantScore {
			t.Errorf("score %+v", got.Score)
		}
	},
	"CountsByCommunity": func(t *testing.T, s Store) {
		put(t, s, post("t3_a"))
		got := putBatch(t, s, voxpop.Batch{
			Items: []voxpop.Item{
				post("t3_a"), post("t3_a2", in("CURSOR")), comment("t1_b", "t3_a"),
				post("t3_c", in("claude")), post("t3_a", observed(noon.Add(time.Hour)), func(it *voxpop.Item) { it.Upvotes = 9 }),
			},
			Failures: []voxpop.Failure{{Community: "Bard", Reason: "private"}},
			Requests: 3,
		})
		if want := (voxpop.CycleCounts{New: 3, Updated: 1, Requests: 3, Errors: 1}); got.Counts != want {
			t.Errorf("counts %+v, want %+v", got.Counts, want)
		}
		want := []voxpop.CommunityResult{
			{Source: "reddit", Community: "Bard", Error: "private"},
			{Source: "reddit", Community: "claude", Posts: 1},
			{Source: "reddit", Community: "Cursor", Posts: 1, Comments: 1, Updated: 1},
		}
		if !slices.Equal(got.Results, want) {
			t.Errorf("results %+v", got.Results)
		}
	},
	"ReplayChangesNothing": func(t *testing.T, s Store) {
		b := voxpop.Batch{Items: []voxpop.Item{post("t3_a"), comment("t1_b", "t3_a"), post("t3_gone", state(voxpop.StateDeleted))}}
		putBatch(t, s, b)
		catchUp(t, s)
		before := version(t, s)
		got := putBatch(t, s, b)
		if want := (voxpop.CycleCounts{Unchanged: 3}); got.Counts != want {
			t.Errorf("counts of the replay: %+v", got.Counts)
		}
		if n := len(pending(t, s)); n != 0 {
			t.Errorf("the replay made %d items pending", n)
		}
		rollUp(t, s)
		if after := version(t, s); after != before {
			t.Errorf("the replay raised the version: %+v, %+v", before, after)
		}
	},
	"AllOrNothing": func(t *testing.T, s Store) {
		_, err := s.Put(ctx, "reddit", voxpop.Batch{
			Items:   []voxpop.Item{post("t3_a"), post("", func(it *voxpop.Item) {})},
			Cursors: map[string][]byte{"c": []byte("1")},
		})
		if !errors.Is(err, voxpop.ErrInvalid) {
			t.Fatalf("a batch with an item without id: %v", err)
		}
		known, err := s.Known(ctx, []voxpop.ItemID{{Source: "reddit", Native: "t3_a"}})
		if err != nil || len(known) != 0 {
			t.Errorf("stored in part: %v, %v", known, err)
		}
		if c, err := s.Cursors(ctx, "reddit", ""); err != nil || len(c) != 0 {
			t.Errorf("cursors of a refused batch: %v, %v", c, err)
		}
	},
	"RefusesWhatNoSourceShouldYield": func(t *testing.T, s Store) {
		for name, change := range map[string]func(*voxpop.Item){
			"kind": func(it *voxpop.Item) { it.Kind = "story" }, "community": in(" "), "created": at(time.Time{}),
			"state": state("asleep"), "source": func(it *voxpop.Item) { it.ID.Source = "" },
			"before 1970": at(time.Unix(-1, 0)), "year 3000": at(time.Date(3000, 1, 1, 0, 0, 0, 0, time.UTC)),
		} {
			if _, err := s.Put(ctx, "reddit", voxpop.Batch{Items: []voxpop.Item{post("t3_a", change)}}); !errors.Is(err, voxpop.ErrInvalid) {
				t.Errorf("bad %s: %v", name, err)
			}
		}
	},
	"ItemsOfAnotherSource": func(t *testing.T, s Store) {
		// A file of Reddit's items: the items are Reddit's, the cursors and the failures the file's.
		stored, err := s.Put(ctx, "file", voxpop.Batch{
			Items: []voxpop.Item{post("t3_a")}, Cursors: map[string][]byte{"at": []byte("1")},
			Ledger: []voxpop.LedgerEntry{{Source: "reddit", Community: "Cursor", Continuity: voxpop.Unknown, From: noon, To: noon.Add(time.Hour)}},
		})
		if err != nil || stored.Results[0].Source != "reddit" {
			t.Fatalf("%+v, %v", stored, err)
		}
		if c, err := s.Cursors(ctx, "file", ""); err != nil || len(c) != 1 {
			t.Errorf("cursors %v, %v", c, err)
		}
		all, err := s.Communities(ctx)
		if err != nil || len(all) != 1 || all[0].Source != "reddit" {
			t.Errorf("communities %+v, %v", all, err)
		}
	},
	"PushWithAudit": func(t *testing.T, s Store) {
		push := func(it *voxpop.Item) { it.Origin = voxpop.OriginPush }
		other := post("n1", push, func(it *voxpop.Item) { it.ID.Source = "forum" })
		got, err := s.Push(ctx, []voxpop.Item{post("t3_a", push), other}, voxpop.AuditEntry{Actor: "key", Action: "items.push"})
		if err != nil || got.Counts.New != 2 || len(got.Results) != 2 {
			t.Fatalf("push: %+v, %v", got, err)
		}
		audit, err := s.Audit(ctx, 10)
		if err != nil || len(audit) != 1 || audit[0].Action != "items.push" || audit[0].At.IsZero() {
			t.Errorf("audit: %+v, %v", audit, err)
		}
		if _, err := s.Push(ctx, []voxpop.Item{post("")}, voxpop.AuditEntry{Action: "items.push"}); !errors.Is(err, voxpop.ErrInvalid) {
			t.Errorf("bad push: %v", err)
		}
		if audit, _ = s.Audit(ctx, 10); len(audit) != 1 {
			t.Errorf("a refused push left an audit entry")
		}
	},
	"CommunityHealth": func(t *testing.T, s Store) {
		if err := s.Configure(ctx, "reddit", []string{"Cursor", "Claude"}); err != nil {
			t.Fatal(err)
		}
		put(t, s, post("t3_a", in("cursor")))
		putBatch(t, s, voxpop.Batch{Failures: []voxpop.Failure{{Reason: "refused"}}})
		got := communities(t, s)
		if c := got["Cursor"]; !c.Configured || c.LastGood.IsZero() || c.LastError != "refused" || c.LastFailed.IsZero() {
			t.Errorf("read, then failed: %+v", c)
		}
		if c := got["Claude"]; !c.LastGood.IsZero() || c.LastError != "refused" {
			t.Errorf("never read: %+v", c)
		}
		putBatch(t, s, voxpop.Batch{
			Ledger:   []voxpop.LedgerEntry{{Source: "reddit", Community: "claude", Continuity: voxpop.Gap, Reason: "outran its depth", From: noon, To: noon.Add(time.Hour)}},
			Failures: []voxpop.Failure{{Community: "Cursor", Reason: "private"}},
			Items:    []voxpop.Item{post("t3_b", in("Bard"), func(it *voxpop.Item) { it.Origin = voxpop.OriginImport })},
		})
		if err := s.Configure(ctx, "reddit", []string{"Claude"}); err != nil {
			t.Fatal(err)
		}
		got = communities(t, s)
		if c := got["Claude"]; !c.Configured || c.LastGood.IsZero() || c.LastError != "" || c.Gaps != 1 {
			t.Errorf("read with a gap: %+v", c)
		}
		if c := got["Cursor"]; c.Configured || c.LastError != "private" {
			t.Errorf("private: %+v", c)
		}
		if c := got["Bard"]; !c.LastGood.IsZero() {
			t.Errorf("an import is no poll: %+v", c)
		}
	},
	"CommunityFigures": func(t *testing.T, s Store) {
		put(t, s, post("t3_a"), comment("t1_b", "t3_a", at(noon.AddDate(0, 0, 1))), post("t3_c", in("cursor"), at(noon.AddDate(0, 0, -1))))
		if c := communities(t, s)["Cursor"]; c.Posts != 0 || !c.Newest.IsZero() {
			t.Errorf("figures of what is not public yet: %+v", c)
		}
		catchUp(t, s)
		c := communities(t, s)["Cursor"]
		if c.Posts != 2 || c.Comments != 1 || !c.Oldest.Equal(noon.AddDate(0, 0, -1)) || !c.Newest.Equal(noon.AddDate(0, 0, 1)) {
			t.Errorf("figures: %+v", c)
		}
	},
}

func communities(t tester, s Store) map[string]voxpop.CommunityState {
	t.Helper()
	all, err := s.Communities(ctx)
	if err != nil {
		t.Fatalf("communities: %v", err)
	}
	out := map[string]voxpop.CommunityState{}
	for _, c := range all {
		out[c.Community] = c
	}
	return out
}
