package storetest

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// Fill puts something of everything into an empty store: live items, tombstones, an unanalysed one, awkward texts,
// a running engine and one to come, cursors, ledger, cycles, keys, audit entries.
func Fill(t *testing.T, s Store) {
	t.Helper()
	ctx := t.Context()
	var items []voxpop.Item
	for i := range 300 {
		it := lifeItem(fmt.Sprintf("f%d", i), lifeDay.Add(time.Duration(i%100)*time.Hour))
		it.Community = []string{"Claude", "Cursor", "aws"}[i%3]
		it.Title = it.Title[:len(it.Title)-i%3]
		items = append(items, it)
	}
	items[0].Body = "{\"quoted\": [\"and\", 'so on']}\n\t\\ \u2028 🙂 &lt;b&gt; \x01"
	items[1].State, items[2].State = voxpop.StateDeleted, voxpop.StateRemoved
	batch := voxpop.Batch{Items: items, Cursors: map[string][]byte{"a": []byte(`{"b":[1,2]}`), "raw": {0, 255, 7}, "empty": {}},
		Ledger:   []voxpop.LedgerEntry{{Source: "reddit", Community: "aws", From: lifeDay, To: lifeDay.Add(time.Hour), Continuity: voxpop.Gap, Reason: "asleep", Recorded: lifeDay}},
		Failures: []voxpop.Failure{{Community: "Cursor", Reason: "refused"}}}
	create(t, s, tool("and", "and"), tool("of", "of", "more"), home(tool("none", "none"), "reddit/aws"))
	if _, err := s.Put(ctx, "reddit", batch); err != nil {
		t.Fatal(err)
	}
	lifeAge(t, s, items[4].ID)
	if _, err := s.Expire(ctx, lifeDay.AddDate(0, 0, 20), 1); err != nil {
		t.Fatal(err)
	}
	lifeEndedCycle(t, s)
	lifeCatchUp(t, s)
	merge(t, s, "and", "of")
	lifeCatchUp(t, s)
	rewrite(t, s, "none", "it", "more") // a re-analysis waits
	if _, err := s.CreateAnnotation(ctx, voxpop.Annotation{At: lifeDay, Tool: "and", Title: "release"}, byAdmin); err != nil {
		t.Fatal(err)
	}
	lifePut(t, s, lifeItem("waiting", lifeDay.Add(time.Minute)))
	if _, err := s.Backfill(ctx, voxpop.EngineID{Name: "life", Version: "2"}, 50); err != nil {
		t.Fatal(err)
	}
	lifeAnalyse(t, s, voxpop.EngineID{Name: "life", Version: "2"}, 20)
	if _, _, err := s.RequestCycle(ctx, voxpop.TriggerAdmin, voxpop.AuditEntry{Actor: "ann", Action: "collect", Subject: "s", Detail: "d"}); err != nil {
		t.Fatal(err)
	}
	key := voxpop.Key{ID: "k1", Name: "ann", Role: voxpop.RoleAdmin, Created: lifeDay}
	if err := s.CreateKey(ctx, key, [32]byte{1, 2, 3}, voxpop.AuditEntry{Actor: "command line", Action: "keys.create"}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.KeepReceipt(ctx, receipt(1), 0); err != nil {
		t.Fatal(err)
	}
	if err := s.MarkSimulated(ctx); err != nil {
		t.Fatal(err)
	}
}

// ExpectSame fails the test unless both stores, filled by Fill, answer every question alike.
func ExpectSame(t *testing.T, want, got Store) {
	t.Helper()
	a, b := answers(t, want), answers(t, got)
	for what := range a {
		if !reflect.DeepEqual(a[what], b[what]) {
			t.Errorf("%s: %+v, want %+v", what, b[what], a[what])
		}
	}
}

// answers asks a store everything that does not depend on the time.
func answers(t *testing.T, s Store) map[string]any {
	t.Helper()
	ctx := t.Context()
	out := map[string]any{}
	note := func(what string, answer any, err error) {
		t.Helper()
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		out[what] = answer
	}
	version, err := s.Version(ctx)
	note("version", version, err)
	tally, err := s.Tally(ctx, voxpop.Filter{Window: lifeWindow})
	note("tally", tally, err)
	communities, err := s.Communities(ctx)
	note("communities", communities, err)
	ledger, err := s.Ledger(ctx, voxpop.Filter{Window: lifeWindow}, 100)
	note("ledger", ledger, err)
	cursors, err := s.Cursors(ctx, "reddit", "")
	note("cursors", cursors, err)
	keys, err := s.ListKeys(ctx)
	note("keys", keys, err)
	key, err := s.KeyByHash(ctx, [32]byte{1, 2, 3})
	note("key", key, err)
	secret, err := s.Secret(ctx)
	note("secret", secret, err)
	audit, err := s.Audit(ctx, 100)
	note("audit", audit, err)
	cycles, err := s.RecentCycles(ctx, 100)
	note("cycles", cycles, err)
	open, err := s.OpenCycle(ctx)
	note("open cycle", open, err)
	for _, c := range cycles {
		tasks, err := s.Tasks(ctx, c.ID)
		note("tasks of "+c.ID, tasks, err)
	}
	for it, err := range s.ExportItems(ctx, voxpop.Filter{Window: lifeWindow, Textless: true}) {
		note("item "+it.ID.Native, it, err)
	}
	answersOnTools(t, s, note)
	cells := 0
	for c, err := range s.ExportCells(ctx, voxpop.Filter{Window: lifeWindow}) {
		note(fmt.Sprintf("cell %s %s %s %s %s", c.Grain, c.Start, c.Source, c.Community, c.Kind), c, err)
		cells++
	}
	if cells == 0 {
		t.Fatal("the store has no cells to compare")
	}
	return out
}

func answersOnTools(t *testing.T, s Store, note func(string, any, error)) {
	t.Helper()
	ctx := t.Context()
	tools, err := s.Tools(ctx)
	note("tools", tools, err)
	for _, x := range tools {
		versions, err := s.ToolVersions(ctx, x.Slug)
		note("versions of "+x.Slug, versions, err)
	}
	looked, err := s.Catalog(ctx)
	note("catalog", looked, err)
	merges, err := s.Merges(ctx)
	note("merges", merges, err)
	again, err := s.Reanalyses(ctx, 100)
	note("re-analyses", again, err)
	f := voxpop.ToolFilter{Filter: voxpop.Filter{Window: lifeWindow}}
	tally, err := s.ToolTally(ctx, f)
	note("tally of tools", tally, err)
	if tally["and"].Items < 200 {
		t.Fatalf("the store has too few mentions to compare: %d", tally["and"].Items)
	}
	engagement, err := s.Engagement(ctx, f)
	note("engagement", engagement, err)
	authors, err := s.AuthorTallies(ctx, f)
	note("authors", authors, err)
	f.Tools = []string{"and"}
	page, err := s.ToolItems(ctx, f, voxpop.PositiveFirst, nil, 50)
	note("items that mention a tool", page, err)
	annotations, err := s.Annotations(ctx, voxpop.Window{}, "")
	note("annotations", annotations, err)
	log, err := s.AuditLog(ctx, voxpop.AuditFilter{}, nil, 100)
	note("audit log", log, err)
	claim, err := s.Receipt(ctx, receipt(1).ID)
	note("receipt", claim, err)
}

// ExpectFound fails the test unless the items of Fill are found by their words.
func ExpectFound(t *testing.T, s Store) {
	t.Helper()
	for _, query := range []string{"bodyf10", `"and more" bodyf11`, "quoted", "titlef13*"} {
		if lifeFind(t, s, query) == 0 {
			t.Errorf("a search for %s finds nothing", query)
		}
	}
	if n := lifeFind(t, s, "bodyf1"); n != 0 {
		t.Errorf("a search finds %d deleted items", n)
	}
}

// ExpectClean fails the test when Check reports anything.
func ExpectClean(t *testing.T, s Store) {
	t.Helper()
	lifeExpectClean(t, s)
}

// CatchUp analyses and rolls up until nothing waits.
func CatchUp(t *testing.T, s Store) {
	t.Helper()
	lifeCatchUp(t, s)
}
