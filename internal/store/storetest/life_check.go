package storetest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/voxpop-dev/voxpop"
)

// lifeHistories: whatever happens to a store through its own methods, Check has nothing to say, before and
// after it has caught up.
func lifeHistories(t *testing.T, open func(t *testing.T) Store) {
	s := open(t) // one store lives through all histories: the later ones begin with what the former left
	run := 0
	rapid.Check(t, func(r *rapid.T) {
		run++
		h := lifeHistory{s: s, name: fmt.Sprintf("h%d", run), now: lifeDay}
		for range rapid.IntRange(1, 15).Draw(r, "steps") {
			h.step(r)
		}
		lifeExpectClean(r, s)
		lifeCatchUp(r, s)
		lifeExpectClean(r, s)
		if b, err := s.Backlog(lifeContext(r)); err != nil || b.Pending+b.Dirty != 0 {
			r.Fatalf("after catching up %+v waits, %v", b, err)
		}
	})
}

// lifeHistory draws what happens to a store.
type lifeHistory struct {
	s     Store
	name  string
	items []voxpop.Item
	now   time.Time // observations follow one another
}

func (h *lifeHistory) step(r *rapid.T) {
	ctx := lifeContext(r)
	engine := voxpop.EngineID{Name: "life", Version: rapid.SampledFrom([]string{"1", "1", "1", "2"}).Draw(r, "engine")}
	var err error
	switch what := rapid.SampledFrom([]string{"new", "new", "again", "miss", "analyse", "analyse", "roll", "expire",
		"unchecked", "backfill", "cycle", "tidy", "purge"}).Draw(r, "what"); what {
	case "new":
		h.fresh(r)
	case "again":
		h.again(r)
	case "miss":
		h.miss(r)
	case "analyse":
		lifeAnalyse(r, h.s, engine, rapid.IntRange(1, 20).Draw(r, "limit"))
	case "roll":
		_, _, err = h.s.RollUp(ctx, rapid.IntRange(1, 4).Draw(r, "limit"), rapid.Bool().Draw(r, "publish"))
	case "expire":
		_, err = h.s.Expire(ctx, time.Now().Add(time.Hour), rapid.IntRange(1, 5).Draw(r, "limit"))
	case "unchecked":
		_, err = h.s.ExpireUnchecked(ctx, "reddit", h.now, rapid.IntRange(1, 5).Draw(r, "limit"))
	case "backfill":
		_, err = h.s.Backfill(ctx, engine, rapid.IntRange(1, 10).Draw(r, "limit"))
	case "cycle":
		err = h.cycle(r)
	case "tidy":
		err = h.s.Tidy(ctx, time.Now())
	case "purge":
		err = h.s.Purge(ctx)
	}
	if err != nil {
		r.Fatalf("%v", err)
	}
}

func (h *lifeHistory) fresh(r *rapid.T) {
	var batch []voxpop.Item
	for range rapid.IntRange(1, 6).Draw(r, "n") {
		it := lifeItem(fmt.Sprintf("%s-%d", h.name, len(h.items)), lifeDay.Add(time.Duration(rapid.IntRange(-80, 80).Draw(r, "hours"))*time.Hour))
		it.Community = rapid.SampledFrom([]string{"Claude", "claude", "Cursor", "aws"}).Draw(r, "community")
		it.Author = rapid.SampledFrom([]string{"", "ann", "Bob"}).Draw(r, "author")
		it.Title = strings.Repeat("x", rapid.IntRange(0, 5).Draw(r, "title"))
		it.State = rapid.SampledFrom([]voxpop.State{voxpop.StateLive, voxpop.StateLive, voxpop.StateLive, voxpop.StateDeleted}).Draw(r, "state")
		if rapid.Bool().Draw(r, "comment") {
			it.Kind, it.ThreadID, it.ParentID = voxpop.KindComment, h.name+"-0", h.name+"-0"
		}
		h.items = append(h.items, it)
		batch = append(batch, it)
	}
	lifePut(r, h.s, batch...)
}

func (h *lifeHistory) again(r *rapid.T) {
	if len(h.items) == 0 {
		return
	}
	it := rapid.SampledFrom(h.items).Draw(r, "item")
	h.now = h.now.Add(time.Duration(rapid.IntRange(-60, 600).Draw(r, "minutes")) * time.Minute)
	it.Observed = h.now
	it.Title = strings.Repeat("y", rapid.IntRange(0, 5).Draw(r, "title"))
	it.Upvotes = int64(rapid.IntRange(-3, 3).Draw(r, "upvotes"))
	it.State = rapid.SampledFrom([]voxpop.State{voxpop.StateLive, voxpop.StateLive, voxpop.StateDeleted, voxpop.StateRemoved}).Draw(r, "state")
	lifePut(r, h.s, it)
}

func (h *lifeHistory) miss(r *rapid.T) {
	if len(h.items) == 0 {
		return
	}
	id := rapid.SampledFrom(h.items).Draw(r, "item").ID
	batch := voxpop.Batch{Missing: []voxpop.ItemID{id}, Cursors: map[string][]byte{"k": []byte(`{"at":1}`)},
		Ledger: []voxpop.LedgerEntry{{Source: "reddit", Community: "aws", From: lifeDay, To: h.now, Continuity: voxpop.Gap, Recorded: h.now}}}
	if h.now.Before(lifeDay) {
		batch.Ledger = nil
	}
	if _, err := h.s.Put(lifeContext(r), "reddit", batch); err != nil {
		r.Fatalf("put: %v", err)
	}
}

func (h *lifeHistory) cycle(r *rapid.T) error {
	ctx := lifeContext(r)
	c, _, err := h.s.RequestCycle(ctx, voxpop.TriggerCommand, voxpop.AuditEntry{Actor: "life", Action: "collect"})
	if err != nil {
		return err
	}
	tasks, err := h.s.StartCycle(ctx, c.ID, []voxpop.Task{{Source: "reddit", Key: "a", Payload: []byte("{}")}, {Source: "reddit", Key: "b"}}, nil)
	if err != nil {
		return err
	}
	for _, task := range tasks {
		if !rapid.Bool().Draw(r, "end") || task.State != voxpop.TaskPending {
			continue
		}
		task.State = voxpop.TaskDone
		if _, err := h.s.EndTask(ctx, task, []voxpop.CommunityResult{{Source: "reddit", Community: "aws", Posts: 1}}); err != nil {
			return err
		}
	}
	return h.s.FinishCycles(ctx)
}

// lifeCorruption breaks one thing after another behind the store's back; Check must see each and nothing
// else, and be content when it is mended.
func lifeCorruption(t *testing.T, s Store) {
	first, second := lifeItem("c1", lifeDay), lifeItem("c2", lifeDay)
	second.Title += "xxx"
	dead := lifeItem("c3", lifeDay)
	dead.State = voxpop.StateDeleted
	lifePut(t, s, first, second, dead)
	batch := voxpop.Batch{Cursors: map[string][]byte{"note": []byte(`{"a":1}`)},
		Ledger: []voxpop.LedgerEntry{{Source: "reddit", Community: "Claude", From: lifeDay, To: lifeDay, Continuity: voxpop.Complete, Recorded: lifeDay}}}
	if _, err := s.Put(t.Context(), "reddit", batch); err != nil {
		t.Fatal(err)
	}
	lifeCatchUp(t, s)
	lifeExpectClean(t, s)
	_, dialect := s.JobsDB()
	for _, c := range lifeBreaks {
		if c.only != "" && c.only != dialect {
			continue
		}
		lifeSQL(t, s, c.breaks...)
		problems := strings.Join(lifeProblems(t, s), "\n")
		if !strings.Contains(problems, c.want) {
			t.Errorf("after %s check reports:\n%s\nwant %q in it", c.breaks[0], problems, c.want)
		}
		lifeSQL(t, s, c.mends...)
		if problems := lifeProblems(t, s); len(problems) > 0 {
			t.Fatalf("%s did not mend what %s broke: %q", c.mends[0], c.breaks[0], problems)
		}
	}
	// Many differences of one sort are told apart from few.
	lifeSQL(t, s, "INSERT INTO pending (item_id, at) SELECT 1000 + c.start, 0 FROM cells c CROSS JOIN cells d CROSS JOIN cells e")
	problems := lifeProblems(t, s)
	if len(problems) > 25 || !strings.Contains(strings.Join(problems, "\n"), " more") {
		t.Errorf("%d lines for one sort of difference: %q", len(problems), problems)
	}
}

var lifeBreaks = []struct {
	breaks, mends []string
	want          string
	only          string // dialect
}{
	{[]string{"UPDATE cells SET positive = positive + 1 WHERE community_id > 0 AND grain = 86400 AND kind = ''"},
		[]string{"UPDATE cells SET positive = positive - 1 WHERE community_id > 0 AND grain = 86400 AND kind = ''"},
		"reddit Claude, all kinds, day from 2026-03-01T00:00:00Z by life@1: positive", ""},
	{[]string{"UPDATE cells SET items = items + 1 WHERE community_id = 0 AND grain = 3600 AND kind = 'post'"},
		[]string{"UPDATE cells SET items = items - 1 WHERE community_id = 0 AND grain = 3600 AND kind = 'post'"},
		"differs from the sum of its communities", ""},
	{[]string{"UPDATE scores SET compound = compound + 1 WHERE item_id = 1"},
		[]string{"UPDATE scores SET compound = compound - 1 WHERE item_id = 1"}, "sum of squares", ""},
	{[]string{"UPDATE scores SET item_id = 77 WHERE item_id = 1"},
		[]string{"UPDATE scores SET item_id = 1 WHERE item_id = 77"}, "a score belongs to no item: item number 77", ""},
	{[]string{"UPDATE scores SET engine_id = 9 WHERE item_id = 1"},
		[]string{"UPDATE scores SET engine_id = 1 WHERE item_id = 1"}, "a score belongs to no engine", ""},
	{[]string{"UPDATE scores SET text_rev = 8 WHERE item_id = 1"},
		[]string{"UPDATE scores SET text_rev = 1 WHERE item_id = 1"}, "yet to come: reddit/c1", ""},
	{[]string{"UPDATE scores SET confidence = 10001 WHERE item_id = 1"},
		[]string{"UPDATE scores SET confidence = 5000 WHERE item_id = 1"}, "out of range", ""},
	{[]string{"INSERT INTO pending (item_id, at) VALUES (3, 0)"}, []string{"DELETE FROM pending"}, "an item without text waits", ""},
	{[]string{"UPDATE texts SET item_id = 3 WHERE item_id = 1"}, []string{"UPDATE texts SET item_id = 1 WHERE item_id = 3"}, "a text is kept of", ""},
	{[]string{"UPDATE texts SET item_id = 99 WHERE item_id = 1"}, []string{"UPDATE texts SET item_id = 1 WHERE item_id = 99"},
		"a live item has lost its text: reddit/c1", ""},
	{[]string{"UPDATE items SET text_hash = 5 WHERE id = 3"}, []string{"UPDATE items SET text_hash = 0 WHERE id = 3"}, "keeps the hash", ""},
	{[]string{"UPDATE items SET analysed_rev = 0 WHERE id = 2"}, []string{"UPDATE items SET analysed_rev = 1 WHERE id = 2"},
		"not analysed and does not wait for it: reddit/c2", ""},
	{[]string{"UPDATE items SET text_rev = 2, analysed_rev = 2 WHERE id = 2"}, []string{"UPDATE items SET text_rev = 1, analysed_rev = 1 WHERE id = 2"},
		"no score and does not wait for one: reddit/c2", ""},
	{[]string{"UPDATE communities SET source = 'elsewhere'"}, []string{"UPDATE communities SET source = 'reddit'"}, "one of another source", ""},
	{[]string{"UPDATE items SET published = 0 WHERE id = 1"}, []string{"UPDATE items SET published = 1 WHERE id = 1"}, "not public", ""},
	{[]string{"INSERT INTO dirty (community_id, day) VALUES (55, 0)"}, []string{"DELETE FROM dirty"}, "a mark is of no community", ""},
	{[]string{"UPDATE publication SET engine_id = 7"}, []string{"UPDATE publication SET engine_id = 1"}, "engine that is unknown", ""},
	{[]string{"UPDATE publication SET newest = newest + 1"}, []string{"UPDATE publication SET newest = newest - 1"}, "the publication's span", ""},
	{[]string{"UPDATE ledger SET to_time = from_time - 1"}, []string{"UPDATE ledger SET to_time = from_time"}, "ends before it begins", ""},
	{[]string{"UPDATE meta SET value = value || 'ff' WHERE key = 'secret'"},
		[]string{"UPDATE meta SET value = SUBSTR(value, 1, 64) WHERE key = 'secret'"}, "secret is damaged", ""},
	{[]string{"UPDATE cells SET engine_id = 6 WHERE grain = 3600 AND kind = 'post'"},
		[]string{"UPDATE cells SET engine_id = 1 WHERE engine_id = 6"}, "a cell belongs to no engine", ""},
	{[]string{"UPDATE cells SET source = 'elsewhere'"}, []string{"UPDATE cells SET source = 'reddit'"}, "a cell belongs to no community", ""},
	{[]string{"UPDATE cells SET start = start + 1 WHERE grain = 3600"}, []string{"UPDATE cells SET start = start - 1 WHERE grain = 3600"},
		"a cell has a shape that does not exist", ""},
	{[]string{"UPDATE cells SET start = start + 8640000"}, []string{"UPDATE cells SET start = start - 8640000"}, "a day that has no items", ""},
	{[]string{"UPDATE cells SET threads = authors, authors = threads WHERE kind = 'post' AND community_id > 0"},
		[]string{"UPDATE cells SET threads = authors, authors = threads WHERE kind = 'post' AND community_id > 0"}, "spread over threads", ""},
	{[]string{"INSERT INTO cycles (id, cause, requested, collected, open) VALUES ('z', 'command', 1, 1, 1)"},
		[]string{"DELETE FROM cycles"}, "both open and over: z", ""},
	{[]string{"PRAGMA foreign_keys = off", "INSERT INTO results VALUES ('nope', 'reddit', 'aws', 'aws', 1, 1, 1, '')"},
		[]string{"DELETE FROM results", "PRAGMA foreign_keys = on"}, "a result belongs to no cycle", "sqlite"},
	{[]string{"UPDATE cursors SET value = CAST('{\"a\":' AS BLOB)"}, []string{"UPDATE cursors SET value = CAST('{\"a\":1}' AS BLOB)"}, "broken JSON: reddit note", "sqlite"},
	{[]string{"UPDATE cursors SET value = CAST('{\"a\":' AS BYTEA)"}, []string{"UPDATE cursors SET value = CAST('{\"a\":1}' AS BYTEA)"}, "broken JSON: reddit note", "postgres"},
	{[]string{"DELETE FROM search WHERE rowid & 536870911 = 1"},
		[]string{"INSERT INTO search (rowid, words) SELECT created << 29 | id, 'again' FROM items WHERE id = 1"}, "cannot be found by its words: reddit/c1", "sqlite"},
	{[]string{"INSERT INTO search (rowid, words) SELECT created << 29 | id, 'again' FROM items WHERE id = 3"},
		[]string{"DELETE FROM search WHERE rowid & 536870911 = 3"}, "holds words of an item that is gone", "sqlite"},
	{[]string{"UPDATE texts SET words = NULL WHERE item_id = 1"}, []string{"UPDATE texts SET words = CAST('again' AS tsvector) WHERE item_id = 1"},
		"cannot be found by its words: reddit/c1", "postgres"},
}
