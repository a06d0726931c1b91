package hackernews_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/source/hackernews"
	"github.com/voxpop-dev/voxpop/internal/source/sourcetest"
)

// now is a time at which Hacker News exists, on synctest's clock, which begins in 2000.
func now() time.Time { return time.Now().AddDate(26, 0, 0) }

type entry struct {
	id      int
	text    string
	created int64
}

// archive answers searches as the real one does: newest first, no more than limit hits.
type archive struct {
	mu      sync.Mutex
	limit   int
	entries []entry
	asked   []string // the queries, in order
	agent   string
}

func (a *archive) add(n int, text string, every time.Duration) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for i := range n {
		at := now().Add(-time.Duration(n-i) * every).Unix()
		a.entries = append(a.entries, entry{1000 + len(a.entries), text, at})
	}
}

func (a *archive) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	defer a.mu.Unlock()
	q := r.URL.Query()
	a.asked = append(a.asked, q.Get("query"))
	a.agent = r.Header.Get("User-Agent")
	var from, to int64
	if _, err := fmt.Sscanf(q.Get("numericFilters"), "created_at_i>=%d,created_at_i<%d", &from, &to); err != nil || r.URL.Path != "/api/v1/search_by_date" {
		http.Error(w, "bad request", http.StatusBadRequest)
		return
	}
	var found []entry
	word := strings.Fields(strings.ToLower(strings.Trim(q.Get("query"), `"`)))[0]
	for _, e := range a.entries {
		if e.created >= from && e.created < to && strings.Contains(strings.ToLower(e.text), word) {
			found = append(found, e)
		}
	}
	slices.SortStableFunc(found, func(a, b entry) int { return int(b.created - a.created) })
	hits := []any{}
	for _, e := range found[:min(len(found), a.limit)] {
		hits = append(hits, map[string]any{"objectID": strconv.Itoa(e.id), "_tags": []string{"comment", "author_x"}, "author": "x",
			"comment_text": e.text, "story_id": 7, "parent_id": 8, "created_at_i": e.created, "points": nil, "title": nil})
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"hits": hits, "nbHits": len(found)})
}

func source(t *testing.T, rt http.RoundTripper, change func(*hackernews.Config)) *hackernews.Source {
	t.Helper()
	cfg := hackernews.Config{BaseURL: "http://hn.example/api/v1", Queries: []string{`"Claude Code"`, "kiro"}, Transport: rt, Now: now}
	if change != nil {
		change(&cfg)
	}
	src, err := hackernews.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return src
}

func TestSuite(t *testing.T) {
	sourcetest.Exercise(t, sourcetest.Fixture{New: func(t *testing.T) sourcetest.World {
		a := &archive{limit: 40}
		a.add(200, "I like Claude Code and Kiro", 37*time.Minute)
		return sourcetest.World{
			Handler: a,
			Source:  func(rt http.RoundTripper) sourcetest.Source { return source(t, rt, nil) },
			Grow:    func(n int) { a.add(n, "kiro is new", 10*time.Second) },
			Want: func() (ids []voxpop.ItemID) {
				for _, e := range a.entries {
					ids = append(ids, voxpop.ItemID{Source: "hackernews", Native: strconv.Itoa(e.id)})
				}
				return ids
			},
		}
	}})
}

// inBubble runs test on synctest's clock with an archive, a gate before it and a store.
func inBubble(t *testing.T, test func(t *testing.T, a *archive, gate *sourcetest.Gate, store *sourcetest.Store)) {
	synctest.Test(t, func(t *testing.T) {
		a := &archive{limit: 40}
		test(t, a, sourcetest.NewGate(a), sourcetest.NewStore())
	})
}

func mustCycle(t *testing.T, src sourcetest.Source, store *sourcetest.Store) {
	t.Helper()
	if err := sourcetest.Cycle(t.Context(), src, store); err != nil {
		t.Fatal(err)
	}
}

func TestSearchesTakeTurnsAndKeepThePace(t *testing.T) {
	inBubble(t, func(t *testing.T, a *archive, gate *sourcetest.Gate, store *sourcetest.Store) {
		var queries []string
		for i := range 10 {
			queries = append(queries, fmt.Sprintf("tool%d", i))
		}
		src := source(t, gate, func(c *hackernews.Config) { c.Queries, c.MaxRequests = queries, 4 })
		begin := time.Now()
		mustCycle(t, src, store)
		if took := time.Since(begin); took < 3*time.Second || gate.Requests() != 4 {
			t.Errorf("%d requests in %v, want 4, a second apart", gate.Requests(), took)
		}
		if len(store.Ledger()) != 0 {
			t.Error("the ledger was written although six searches had no turn yet")
		}
		mustCycle(t, src, store)
		mustCycle(t, src, store)
		slices.Sort(a.asked)
		if got := slices.Compact(a.asked); len(got) != 10 {
			t.Errorf("after three cycles of four, %d of 10 searches were made", len(got))
		}
		if l := store.Ledger(); len(l) != 1 || l[0].Continuity != voxpop.Unknown {
			t.Errorf("ledger %+v", l)
		}
		if a.agent != hackernews.DefaultUserAgent {
			t.Errorf("user agent %q", a.agent)
		}
	})
}

func TestLedgerGrowsOnlyWithWhatWasRead(t *testing.T) {
	inBubble(t, func(t *testing.T, a *archive, gate *sourcetest.Gate, store *sourcetest.Store) {
		src := source(t, gate, nil)
		mustCycle(t, src, store)
		time.Sleep(time.Hour)
		a.add(3, "kiro", time.Minute)
		mustCycle(t, src, store)
		l := store.Ledger()
		if len(l) != 2 || l[1].Continuity != voxpop.Complete || !l[1].From.Equal(l[0].To) || l[1].Received != 3 || l[1].To.After(now()) {
			t.Fatalf("ledger %+v", l)
		}
		gate.Set(sourcetest.Answer(500, "text/plain", ""))
		time.Sleep(time.Hour)
		if err := sourcetest.Cycle(t.Context(), src, store); !errors.Is(err, voxpop.ErrUnavailable) {
			t.Errorf("cycle while the server fails: %v", err)
		}
		if len(store.Ledger()) != 2 {
			t.Errorf("ledger %+v", store.Ledger())
		}
	})
}

func TestALongPauseIsKeptAcrossProcesses(t *testing.T) {
	inBubble(t, func(t *testing.T, a *archive, gate *sourcetest.Gate, store *sourcetest.Store) {
		gate.Set(sourcetest.Busy(1, 3600))
		mustCycle(t, source(t, gate, nil), store)
		if f := store.Failures(); len(f) != 1 || f[0].Community != hackernews.Community {
			t.Fatalf("failures %+v", f)
		}
		before := gate.Requests()
		if _, err := source(t, gate, nil).Plan(t.Context(), store); !errors.Is(err, voxpop.ErrUnavailable) {
			t.Errorf("plan within the hour: %v", err)
		}
		time.Sleep(time.Hour + time.Second)
		mustCycle(t, source(t, gate, nil), store)
		if gate.Requests() == before {
			t.Error("nothing was asked after the hour")
		}
	})
}

func TestManyHitsOfOneSecondDoNotHoldTheSearchUp(t *testing.T) {
	inBubble(t, func(t *testing.T, a *archive, gate *sourcetest.Gate, store *sourcetest.Store) {
		a.add(90, "kiro", 0)
		for i := range a.entries {
			a.entries[i].created -= 60
		}
		a.add(5, "kiro", time.Hour)
		src := source(t, gate, nil)
		mustCycle(t, src, store)
		if n := len(store.Items()); n != 45 || gate.Requests() > 10 {
			t.Errorf("%d items by %d requests, want the 40 that one answer holds and the 5 before", n, gate.Requests())
		}
	})
}

func TestOnlyWholeWordsCount(t *testing.T) {
	inBubble(t, func(t *testing.T, a *archive, gate *sourcetest.Gate, store *sourcetest.Store) {
		for _, text := range []string{"claude code!", "Claude  <i>Code</i>", "claude codes", "code by claude", "about kiros", "(kiro)"} {
			a.add(1, text, time.Minute)
		}
		mustCycle(t, source(t, gate, nil), store)
		var got []string
		for _, it := range store.Items() {
			got = append(got, it.Body)
		}
		if want := []string{"claude code!", "Claude  Code", "(kiro)"}; !slices.Equal(got, want) {
			t.Errorf("kept %q, want %q", got, want)
		}
	})
}

func TestConfigIsChecked(t *testing.T) {
	for _, cfg := range []hackernews.Config{{BaseURL: "ftp://x"}, {BaseURL: "nonsense"}, {Queries: []string{`""`}}, {Pace: -1}, {Queries: []string{strings.Repeat("x", 300)}}} {
		if _, err := hackernews.New(cfg); !errors.Is(err, voxpop.ErrInvalid) {
			t.Errorf("New(%+v): %v", cfg, err)
		}
	}
	if n := len(hackernews.DefaultQueries()); n < 30 {
		t.Errorf("the starter list has %d searches", n)
	}
	if _, err := hackernews.New(hackernews.Config{}); err != nil {
		t.Errorf("the starter list is refused: %v", err)
	}
}
