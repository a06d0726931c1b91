package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// Exercise is the conformance suite: what every store must do. open gives a fresh, empty store each
// time and closes it when the test ends.
func Exercise(t *testing.T, open func(t *testing.T) Store) {
	for _, group := range []struct {
		name  string
		tests map[string]func(*testing.T, Store)
	}{
		{"Inbox", inboxTests}, {"Observe", observeTests}, {"Missing", missingTests}, {"SourceView", sourceViewTests},
		{"Backlog", backlogTests}, {"Engines", engineTests}, {"Rollup", rollupTests}, {"Read", readTests}, {"Search", searchTests},
		{"Cycles", cycleTests}, {"Keys", keyTests}, {"Themes", themeTests}, {"Candidates", candidateTests}, {"Hostile", hostileTests},
		{"Catalog", catalogTests}, {"Merge", mergeTests}, {"Opinions", opinionTests}, {"Reanalysis", reanalysisTests}, {"Notes", noteTests},
		{"ToolCheck", toolCheckTests}, {"Models", modelTests}, {"Labels", labelTests}, {"Receipts", receiptTests},
		{"Mixed", mixedTests}, {"FormerScores", formerScoreTests}, {"Allowances", allowanceTests},
	} {
		t.Run(group.name, func(t *testing.T) {
			for name, test := range group.tests {
				t.Run(name, func(t *testing.T) { test(t, open(t)) })
			}
		})
	}
	t.Run("Histories", func(t *testing.T) { exerciseHistories(t, open) })
	t.Run("FormerHistories", func(t *testing.T) { exerciseFormerScores(t, open) })
	t.Run("ToolHistories", func(t *testing.T) { exerciseToolHistories(t, open) })
	t.Run("DryRuns", func(t *testing.T) { exerciseDryRuns(t, open) })
	t.Run("Life", func(t *testing.T) { exerciseLife(t, open) })
	t.Run("Interleaved", func(t *testing.T) { exerciseInterleaved(t, open(t)) })
}

// noon is where the suite's items live, in source time.
var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

// engineA and engineB score by rules of the suite.
var (
	engineA = voxpop.EngineID{Name: "suite", Version: "1"}
	engineB = voxpop.EngineID{Name: "suite", Version: "2"}
)

// post is a live post; change what a test needs.
func post(native string, change ...func(*voxpop.Item)) voxpop.Item {
	it := voxpop.Item{
		ID: voxpop.ItemID{Source: "reddit", Native: native}, Kind: voxpop.KindPost, Community: "Cursor",
		Author: "ann", Title: "title of " + native, Body: "good body", URL: "https://example.com/" + native,
		Permalink: "https://example.com/p/" + native, Flair: "talk", ThreadID: native, Upvotes: 5,
		Created: noon, Observed: noon.Add(time.Minute), State: voxpop.StateLive, Origin: voxpop.OriginLive,
	}
	for _, f := range change {
		f(&it)
	}
	return it
}

// comment is a live comment in the thread of a post.
func comment(native, thread string, change ...func(*voxpop.Item)) voxpop.Item {
	return post(native, append([]func(*voxpop.Item){func(it *voxpop.Item) {
		it.Kind, it.ThreadID, it.ParentID, it.Title, it.URL, it.Flair = voxpop.KindComment, thread, thread, "", "", ""
	}}, change...)...)
}

func at(t time.Time) func(*voxpop.Item) {
	return func(it *voxpop.Item) { it.Created, it.Observed = t, t.Add(time.Minute) }
}

func observed(t time.Time) func(*voxpop.Item) {
	return func(it *voxpop.Item) { it.Observed = t }
}

func body(text string) func(*voxpop.Item) { return func(it *voxpop.Item) { it.Body = text } }

func in(community string) func(*voxpop.Item) {
	return func(it *voxpop.Item) { it.Community = community }
}

func state(s voxpop.State) func(*voxpop.Item) { return func(it *voxpop.Item) { it.State = s } }

// tester is what the suite's helpers need of testing.T and rapid.T.
type tester interface {
	Helper()
	Fatalf(format string, args ...any)
	Errorf(format string, args ...any)
}

var ctx = context.Background()

func put(t tester, s Store, items ...voxpop.Item) voxpop.Stored {
	t.Helper()
	return putBatch(t, s, voxpop.Batch{Items: items})
}

func putBatch(t tester, s Store, b voxpop.Batch) voxpop.Stored {
	t.Helper()
	source := "reddit"
	if len(b.Items) > 0 {
		source = b.Items[0].ID.Source
	}
	stored, err := s.Put(ctx, source, b)
	if err != nil {
		t.Fatalf("put: %v", err)
	}
	return stored
}

// pending returns what waits for analysis.
func pending(t tester, s Store) []voxpop.PendingItem {
	t.Helper()
	items, err := s.Pending(ctx, 1000)
	if err != nil {
		t.Fatalf("pending: %v", err)
	}
	return items
}

// analysis is what the suite's engines say: +0.6 for a body with "good", -0.6 with "bad", else 0; "spam" is excluded.
func analysis(p voxpop.PendingItem, e voxpop.EngineID) voxpop.Analysis {
	a := voxpop.Analysis{
		PendingID: p.PendingID, RowID: p.RowID, TextRevision: p.TextRevision, Language: "en",
		Search: LifeWords(p.Item),
	}
	if has(p.Item.Body, "spam") {
		a.Exclusion = voxpop.ExcludedBot
		return a
	}
	compound := 0.0
	switch {
	case has(p.Item.Body, "good"):
		compound = 0.6123
	case has(p.Item.Body, "bad"):
		compound = -0.6001
	}
	if e == engineB {
		compound = -compound
	}
	a.Score = &voxpop.Score{Engine: e, Label: voxpop.LabelOf(compound), Compound: compound, Confidence: 0.5, Positive: 0.25, Neutral: 0.5, Negative: 0.25}
	return a
}

// analyse commits analyses of everything that waits.
func analyse(t tester, s Store, e voxpop.EngineID) {
	t.Helper()
	if err := s.Commit(ctx, e, analyses(pending(t, s), e, catalog(t, s))); err != nil {
		t.Fatalf("commit: %v", err)
	}
}

// analyses are what the suite says of items, with what they say about the tools of a catalog.
func analyses(items []voxpop.PendingItem, e voxpop.EngineID, c voxpop.Catalog) []voxpop.Analysis {
	var done []voxpop.Analysis
	for _, p := range items {
		a := analysis(p, e)
		examine(&a, p.Item, c)
		done = append(done, a)
	}
	return done
}

// rollUp publishes until no marks remain.
func rollUp(t tester, s Store) {
	t.Helper()
	for more := true; more; {
		var err error
		if _, more, err = s.RollUp(ctx, 3, true); err != nil {
			t.Fatalf("roll up: %v", err)
		}
	}
}

func catchUp(t tester, s Store) {
	t.Helper()
	analyse(t, s, engineA)
	rollUp(t, s)
}

func tally(t tester, s Store, f voxpop.Filter) voxpop.Tally {
	t.Helper()
	sum, err := s.Tally(ctx, f)
	if err != nil {
		t.Fatalf("tally of %+v: %v", f, err)
	}
	return sum
}

func item(t tester, s Store, native string) voxpop.StoredItem {
	t.Helper()
	it, err := s.Item(ctx, voxpop.ItemID{Source: "reddit", Native: native})
	if err != nil {
		t.Fatalf("item %s: %v", native, err)
	}
	return it
}

func version(t tester, s Store) voxpop.DataVersion {
	t.Helper()
	v, err := s.Version(ctx)
	if err != nil {
		t.Fatalf("version: %v", err)
	}
	return v
}

func backlog(t tester, s Store) voxpop.Backlog {
	t.Helper()
	b, err := s.Backlog(ctx)
	if err != nil {
		t.Fatalf("backlog: %v", err)
	}
	return b
}

// list returns the native ids of the items of a filter, page by page.
func list(t tester, s Store, f voxpop.Filter, page int) []string {
	t.Helper()
	var out []string
	for cursor := (*voxpop.PageCursor)(nil); ; {
		p, err := s.Items(ctx, f, cursor, page)
		if err != nil {
			t.Fatalf("items of %+v: %v", f, err)
		}
		for _, it := range p.Items {
			out = append(out, it.ID.Native)
		}
		if p.Next == nil {
			return out
		}
		if len(p.Items) != page {
			t.Fatalf("a page of %d items has a next one", len(p.Items))
		}
		cursor = p.Next
	}
}
