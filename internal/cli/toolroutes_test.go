package cli

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/serve/api"
	"github.com/voxpop-dev/voxpop/internal/store/relational"
)

// talked fills a store with talk about two tools, by authors and in threads that say more than one thing.
func talked(t *testing.T, s *relational.Store, r *rand.Rand) []voxpop.ItemID {
	t.Helper()
	texts := []string{
		"Cursor is great", "Claude Code is terrible", "I love Cursor but Claude Code is awful", "it is broken again", "Aider works well, Cursor does not",
		"Claude Code is better than Cursor", "I switched from Cursor to Claude Code", "nothing to see here", "Cursor keeps crashing and it is slow",
	}
	var batch voxpop.Batch
	var ids []voxpop.ItemID
	for i := range 150 {
		item := voxpop.Item{
			ID: voxpop.ItemID{Source: "reddit", Native: fmt.Sprintf("t3_%d", i)}, Kind: voxpop.KindPost, Author: fmt.Sprint("a", r.IntN(30)),
			Community: []string{"Cursor", "ChatGPTCoding", "programming"}[r.IntN(3)], Title: texts[r.IntN(len(texts))], ThreadID: fmt.Sprintf("t3_%d", i),
			Upvotes: int64(r.IntN(50)), Comments: int64(r.IntN(9)), Created: time.Now().Add(-time.Duration(1+r.IntN(70*60)) * time.Minute).Truncate(time.Second),
		}
		if i > 10 && i%2 == 0 {
			item.ID.Native, item.Kind, item.Comments = fmt.Sprintf("t1_%d", i), voxpop.KindComment, 0
			item.Title, item.Body = "", item.Title
			item.ThreadID, item.ParentID = "t3_1", "t3_1"
		}
		batch.Items, ids = append(batch.Items, item), append(ids, item.ID)
	}
	if _, err := s.Put(t.Context(), "reddit", batch); err != nil {
		t.Fatal(err)
	}
	return ids
}

// rows is what the rows say of a tool in a window: counted mentions, signs, compounds, attention.
type rows struct {
	n, signs, inferred, home, engagement int64
	sum                                  float64
}

func fromRows(t *testing.T, s *relational.Store, ids []voxpop.ItemID, tool string, w voxpop.Window) (out rows) {
	t.Helper()
	said, err := s.OpinionsOf(t.Context(), ids)
	if err != nil {
		t.Fatal(err)
	}
	for id, opinions := range said {
		item, err := s.Item(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range opinions {
			if o.Tool != tool || item.Created.Before(w.From) || !item.Created.Before(w.To) {
				continue
			}
			out.n++
			out.signs += int64(o.Score.Label.Sign())
			out.sum += o.Score.Compound
			out.engagement += 10 + 2*item.Comments + item.Upvotes
			if o.Inferred {
				out.inferred++
			}
			if item.Community == "Cursor" && tool == "cursor" {
				out.home++
			}
		}
	}
	return out
}

func decoded[T any](t *testing.T, h http.Handler, path string) (body T) {
	t.Helper()
	rec := get(t, h, path, "")
	if err := json.Unmarshal(rec.Body.Bytes(), &body); err != nil || rec.Code != 200 {
		t.Fatalf("%s: %d %s", path, rec.Code, rec.Body)
	}
	return body
}

// From texts over engine, rules, store and cells to the answer: every number about a tool is what its rows add up to; also after
// one was merged into the other, and apart again.
func TestToolRoutesEqualTheRows(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 2026))
	store := filledStore(t)
	ids := append(talked(t, store, r), voxpop.ItemID{Source: "reddit", Native: "t3_a"}, voxpop.ItemID{Source: "reddit", Native: "t1_b"})
	a := api.New(api.Options{Reader: store, Cycles: store, Backlog: store, Keys: store, Commands: store, Tools: store, Opinions: store, Themes: store, Log: quiet()})
	settle := func() {
		t.Helper()
		if err := catchUp(t.Context(), store, newAnalyzer(&Settings{}, store, quiet()), func(int) {}); err != nil {
			t.Fatal(err)
		}
		a = api.New(api.Options{Reader: store, Cycles: store, Backlog: store, Keys: store, Commands: store, Tools: store, Opinions: store, Themes: store, Log: quiet()})
	}
	settle()
	all := checkRows(t, store, a, ids, "cursor", "claude-code", "aider")
	audit := voxpop.AuditEntry{Actor: "test", Action: "tools.merge"}
	edits := map[string]int64{}
	for _, slug := range []string{"cursor", "aider"} {
		tool, err := store.Tool(t.Context(), slug)
		if err != nil {
			t.Fatal(err)
		}
		edits[slug] = tool.Edit
	}
	report, err := store.MergeTools(t.Context(), voxpop.Merge{Into: "cursor", Sources: []string{"aider"}, Edits: edits}, false, audit)
	if err != nil {
		t.Fatal(err)
	}
	settle()
	if merged := checkRows(t, store, a, ids, "cursor", "claude-code"); merged <= all/2 || report.Together == 0 {
		t.Errorf("merged, %d mentions; %+v", merged, report)
	}
	if s := decoded[api.ToolSentimentBody](t, a, "/api/v1/tools/aider/sentiment"); s.ToolID != "cursor" {
		t.Errorf("a merged tool answers as %s", s.ToolID)
	}
	if _, err := store.UndoMerge(t.Context(), report.Merge.ID, audit); err != nil {
		t.Fatal(err)
	}
	settle()
	if again := checkRows(t, store, a, ids, "cursor", "claude-code", "aider"); again != all {
		t.Errorf("undone, %d mentions, before %d", again, all)
	}
}

// checkRows compares answers about tools with their rows, and returns how many mentions they have together.
func checkRows(t *testing.T, s *relational.Store, h http.Handler, ids []voxpop.ItemID, tools ...string) (mentions int64) {
	t.Helper()
	hot := decoded[api.HotTopicsBody](t, h, "/api/v1/hot-topics?hours=72")
	listed := decoded[api.ToolsBody](t, h, "/api/v1/tools?hours=30")
	for _, slug := range tools {
		body := decoded[api.ToolSentimentBody](t, h, "/api/v1/tools/"+slug+"/sentiment?hours=30")
		want := fromRows(t, s, ids, slug, voxpop.Window{From: body.Window.From, To: body.Window.To})
		before := fromRows(t, s, ids, slug, voxpop.Window{From: body.Window.From.Add(-30 * time.Hour), To: body.Window.From})
		if want.n == 0 || body.TotalMentions != want.n || body.PositiveCount-body.NegativeCount != want.signs || body.Previous.TotalMentions != before.n ||
			body.Inferred.TotalMentions != want.inferred || body.Home.TotalMentions != want.home || math.Abs(*body.AvgSentiment-want.sum/float64(want.n)) > 0.0001 {
			t.Errorf("%s: %+v, want %+v, before %+v", slug, body, want, before)
		}
		for _, l := range listed.Tools {
			if l.Slug == slug && (l.TotalMentions != want.n || l.PositiveCount-l.NegativeCount != want.signs) {
				t.Errorf("%s is listed as %+v, want %+v", slug, l, want)
			}
		}
		series := decoded[api.TimeseriesBody](t, h, "/api/v1/tools/"+slug+"/timeseries?hours=30&granularity=hour")
		var n int64
		for _, p := range series.DataPoints {
			n += p.TotalMentions
		}
		items := decoded[api.ItemsBody](t, h, fmt.Sprintf("/api/v1/items?tool=%s&limit=200&from=%s&to=%s", slug, body.Window.From.Format(time.RFC3339), body.Window.To.Format(time.RFC3339)))
		if n != want.n || int64(len(items.Items)) != want.n {
			t.Errorf("%s: %d in the series, %d listed, want %d", slug, n, len(items.Items), want.n)
		}
		wide := fromRows(t, s, ids, slug, voxpop.Window{From: hot.Window.From, To: hot.Window.To})
		found := false
		for _, topic := range hot.HotTopics {
			found = found || topic.ToolSlug == slug && topic.EngagementScore == wide.engagement && topic.TotalMentions == wide.n
		}
		if !found {
			t.Errorf("%s, with %+v, among %+v", slug, wide, hot.HotTopics)
		}
		mentions += want.n
	}
	words := decoded[api.CompareBody](t, h, "/api/v1/tools/compare?hours=72&tools="+strings.Join(tools[:2], ",")).Deltas[0].Words
	if !strings.Contains(words, "no verdict: sampling error only") {
		t.Errorf("compared in words: %s", words)
	}
	return mentions
}
