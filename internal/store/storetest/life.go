package storetest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// exerciseLife proves the Life part of the contract. open gives a fresh, empty store each time.
func exerciseLife(t *testing.T, open func(t *testing.T) Store) {
	for name, test := range map[string]func(t *testing.T, s Store){
		"ExpireBlanksTextAndKeepsTheRest": lifeExpire,
		"ExpireObeysItsLimit":             lifeExpireLimit,
		"ExpireUnchecked":                 lifeExpireUnchecked,
		"PurgeLeavesNothingOnDisk":        lifePurge,
		"PurgeWhileReading":               lifePurgeWhileReading,
		"Tidy":                            lifeTidy,
		"MarkSimulated":                   lifeSimulated,
		"CheckFindsCorruption":            lifeCorruption,
		"BackupWhileWriting":              lifeBackup,
	} {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
	t.Run("CheckIsCleanAfterAnyHistory", func(t *testing.T) { lifeHistories(t, open) })
}

var lifeDay = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

var lifeEngine = voxpop.EngineID{Name: "life", Version: "1"}

// lifeItem is a live post whose every text field holds its native id.
func lifeItem(native string, created time.Time) voxpop.Item {
	return lifeMarked(native, native, created)
}

// lifeMarked is a live post whose every text field holds a mark, so that a search of the disk finds each.
func lifeMarked(native, mark string, created time.Time) voxpop.Item {
	return voxpop.Item{
		ID: voxpop.ItemID{Source: "reddit", Native: native}, Kind: voxpop.KindPost, Community: "Claude",
		Author: "author" + mark, Title: "title" + mark, Body: "body" + mark + " " + strings.Repeat("and more of it ", 8),
		URL: "https://example.com/url" + mark, Permalink: "https://example.com/link" + mark, Flair: "flair" + mark,
		ThreadID: native, Upvotes: 3, Created: created, Observed: created.Add(time.Minute), State: voxpop.StateLive, Origin: voxpop.OriginLive,
	}
}

func lifePut(t fataler, s Store, items ...voxpop.Item) {
	t.Helper()
	if _, err := s.Put(lifeContext(t), "reddit", voxpop.Batch{Items: items}); err != nil {
		t.Fatalf("put: %v", err)
	}
}

// lifeCatchUp analyses and rolls up until nothing waits.
func lifeCatchUp(t fataler, s Store) {
	t.Helper()
	for lifeAnalyse(t, s, lifeEngine, 50) > 0 {
	}
	for more := true; more; {
		var err error
		if _, more, err = s.RollUp(lifeContext(t), 10, true); err != nil {
			t.Fatalf("roll up: %v", err)
		}
	}
}

// lifeAnalyse commits analyses of up to limit pending items: the score depends on the text alone.
func lifeAnalyse(t fataler, s Store, engine voxpop.EngineID, limit int) int {
	t.Helper()
	pending, err := s.Pending(lifeContext(t), limit)
	if err != nil {
		t.Fatalf("pending: %v", err)
	}
	looked, err := s.Catalog(lifeContext(t))
	if err != nil {
		t.Fatalf("catalog: %v", err)
	}
	var done []voxpop.Analysis
	for _, p := range pending {
		compound := float64(len(p.Item.Title)%5-2) / 4
		a := voxpop.Analysis{
			PendingID: p.PendingID, RowID: p.RowID, TextRevision: p.TextRevision, Language: "en",
			Search: LifeWords(p.Item),
			Score:  &voxpop.Score{Engine: engine, Label: voxpop.LabelOf(compound), Compound: compound, Confidence: 0.5, Neutral: 1},
		}
		examine(&a, p.Item, looked)
		done = append(done, a)
	}
	if len(done) == 0 {
		return 0
	}
	if err := s.Commit(lifeContext(t), engine, done); err != nil {
		t.Fatalf("commit: %v", err)
	}
	return len(done)
}

// LifeWords is the tokeniser of the suite: lower-case words of title and body.
func LifeWords(it voxpop.Item) string {
	return strings.ToLower(it.Title + " " + it.Body)
}

func lifeProblems(t fataler, s Store) []string {
	t.Helper()
	var problems []string
	if err := s.Check(lifeContext(t), func(p string) { problems = append(problems, p) }); err != nil {
		t.Fatalf("check: %v", err)
	}
	return problems
}

func lifeExpectClean(t fataler, s Store) {
	t.Helper()
	if problems := lifeProblems(t, s); len(problems) > 0 {
		t.Fatalf("check reports:\n%s", strings.Join(problems, "\n"))
	}
}

func lifeTally(t fataler, s Store) voxpop.Tally {
	t.Helper()
	tally, err := s.Tally(lifeContext(t), voxpop.Filter{Window: lifeWindow})
	if err != nil {
		t.Fatalf("tally: %v", err)
	}
	return tally
}

var lifeWindow = voxpop.Window{From: lifeDay.AddDate(0, 0, -60), To: lifeDay.AddDate(0, 0, 60)}

func lifeFind(t fataler, s Store, word string) int {
	t.Helper()
	page, err := s.Items(lifeContext(t), voxpop.Filter{Query: word}, nil, 10)
	if err != nil {
		t.Fatalf("search %q: %v", word, err)
	}
	return len(page.Items)
}

func lifeExpire(t *testing.T, s Store) {
	old, young := lifeItem("old1", lifeDay), lifeItem("young1", lifeDay.AddDate(0, 0, 40))
	lifePut(t, s, old, young)
	lifeCatchUp(t, s)
	before, cells := lifeStored(t, s, old.ID), lifeTally(t, s)
	version := lifeVersion(t, s)

	// First stored now: retention counts from the later of created and first stored.
	if n, err := s.Expire(t.Context(), lifeDay.AddDate(0, 0, 20), 10); err != nil || n != 0 && before.FirstStored.After(lifeDay.AddDate(0, 0, 20)) {
		t.Fatalf("an item stored after the limit expired: %d, %v", n, err)
	}
	lifeAge(t, s, old.ID)
	if n, err := s.Expire(t.Context(), lifeDay.AddDate(0, 0, 20), 10); err != nil || n != 1 {
		t.Fatalf("expired %d, %v, want 1", n, err)
	}
	if n := lifeFind(t, s, "titleold1"); n != 0 {
		t.Errorf("search still finds the expired item")
	}
	lifeCatchUp(t, s)
	after := lifeStored(t, s, old.ID)
	if after.State != voxpop.StateExpired || after.Title+after.Body+after.Author+after.URL+after.Permalink+after.Flair != "" {
		t.Errorf("text left after expiry: %+v", after)
	}
	if !after.Created.Equal(before.Created) || after.ThreadID != before.ThreadID || after.Upvotes != before.Upvotes {
		t.Errorf("expiry changed more than text: %+v, was %+v", after, before)
	}
	if after.Score == nil || *after.Score != *before.Score {
		t.Errorf("score %v, was %v", after.Score, before.Score)
	}
	if now := lifeTally(t, s); now != cells {
		t.Errorf("cells changed: %+v, were %+v", now, cells)
	}
	if now := lifeVersion(t, s); now <= version {
		t.Errorf("data version stays %d: ready answers would keep the text", now)
	}
	lifePut(t, s, old) // sticky: no source brings text back
	lifeCatchUp(t, s)
	if again := lifeStored(t, s, old.ID); again.Title != "" || again.State != voxpop.StateExpired {
		t.Errorf("a later observation brought text back: %+v", again)
	}
	if kept := lifeStored(t, s, young.ID); kept.Title != young.Title || lifeFind(t, s, "titleyoung1") != 1 {
		t.Errorf("the young item suffered: %+v", kept)
	}
	lifeExpectClean(t, s)
}

func lifeExpireLimit(t *testing.T, s Store) {
	var items []voxpop.Item
	for i := range 250 {
		items = append(items, lifeItem(fmt.Sprintf("x%d", i), lifeDay.Add(time.Duration(i)*time.Second)))
	}
	lifePut(t, s, items...) // not analysed: expiry also empties the backlog
	t0 := time.Now().AddDate(1, 0, 0)
	for _, want := range []int{120, 120, 10, 0} {
		if n, err := s.Expire(t.Context(), t0, 120); err != nil || n != want {
			t.Fatalf("expired %d, %v, want %d", n, err, want)
		}
	}
	if b, err := s.Backlog(t.Context()); err != nil || b.Pending != 0 {
		t.Errorf("%d textless items wait for analysis, %v", b.Pending, err)
	}
	lifeCatchUp(t, s)
	lifeExpectClean(t, s)
}

func lifeExpireUnchecked(t *testing.T, s Store) {
	limit := lifeDay.AddDate(0, 0, 10)
	stale := lifeItem("stale", lifeDay)
	seen := lifeItem("seen", lifeDay)
	seen.Observed = limit.Add(time.Hour)
	planned := lifeItem("planned", lifeDay)
	planned.Recheck = limit.Add(time.Hour)
	imported := lifeItem("imported", lifeDay)
	imported.Origin = voxpop.OriginImport
	lifePut(t, s, stale, seen, planned, imported)
	lifeCatchUp(t, s)
	if n, err := s.ExpireUnchecked(t.Context(), "hackernews", limit, 10); err != nil || n != 0 {
		t.Errorf("another source lost %d items, %v", n, err)
	}
	if n, err := s.ExpireUnchecked(t.Context(), "reddit", limit, 10); err != nil || n != 1 {
		t.Errorf("expired %d, %v, want the stale one", n, err)
	}
	for _, it := range []voxpop.Item{seen, planned, imported} {
		if got := lifeStored(t, s, it.ID); got.State.Textless() {
			t.Errorf("%s expired", it.ID)
		}
	}
	if got := lifeStored(t, s, stale.ID); !got.State.Textless() {
		t.Error("the stale item kept its text")
	}
}
