package cli

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/store/relational"
	"github.com/voxpop-dev/voxpop/internal/store/sqlite"
)

// modelServer is an endpoint whose model calls every text and tool negative, and counts what it is asked.
type modelServer struct {
	*httptest.Server
	items atomic.Int64
	down  atomic.Bool
}

func newModelServer(t *testing.T) *modelServer {
	m := &modelServer{}
	m.Server = httptest.NewServer(http.HandlerFunc(m.serve))
	t.Cleanup(m.Close)
	return m
}

func (m *modelServer) serve(w http.ResponseWriter, r *http.Request) {
	if m.down.Load() {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	type tool struct {
		ID        string         `json:"id"`
		Sentiment map[string]int `json:"sentiment"`
	}
	type item struct {
		ID        string         `json:"id"`
		Sentiment map[string]int `json:"sentiment"`
		Tools     []tool         `json:"tools"`
	}
	var sent struct{ Messages []struct{ Content string } }
	var q struct{ Items []item }
	body, _ := io.ReadAll(r.Body)
	if json.Unmarshal(body, &sent) != nil || json.Unmarshal([]byte(sent.Messages[1].Content), &q) != nil {
		w.WriteHeader(http.StatusTeapot)
		return
	}
	bad := map[string]int{"negative": 90, "neutral": 10, "positive": 0}
	for i := range q.Items {
		q.Items[i].Sentiment = bad
		for k := range q.Items[i].Tools {
			q.Items[i].Tools[k].Sentiment = bad
		}
	}
	m.items.Add(int64(len(q.Items)))
	content, _ := json.Marshal(map[string]any{"items": q.Items})
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{
		"choices": []any{map[string]any{"finish_reason": "stop", "message": map[string]any{"role": "assistant", "content": string(content)}}},
		"usage":   map[string]any{"prompt_tokens": 500, "completion_tokens": 100},
	})
}

// asking is a store with items about Cursor, and settings for a model.
func asking(t *testing.T, m *modelServer) (*relational.Store, *Settings) {
	t.Helper()
	store, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "voxpop.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	if err := seedTools(t.Context(), store.Store, nil, quiet()); err != nil {
		t.Fatal(err)
	}
	now := time.Now().Add(-time.Hour)
	one := func(native, title string) voxpop.Item {
		return voxpop.Item{ID: voxpop.ItemID{Source: "reddit", Native: native}, Kind: voxpop.KindPost, Community: "programming",
			Author: "ann", Title: title, ThreadID: native, Created: now, Observed: now, State: voxpop.StateLive, Origin: voxpop.OriginLive}
	}
	items := []voxpop.Item{one("t3_a", "I love Cursor, it is great!"), one("t3_b", "I love Cursor, it is great!"), one("t3_c", "What a lovely day, I love it")}
	if _, err := store.Put(t.Context(), "reddit", voxpop.Batch{Items: items}); err != nil {
		t.Fatal(err)
	}
	return store.Store, &Settings{SentimentMethod: "llm", LLMBaseURL: m.URL + "/v1", LLMModel: "m", LLMBelow: 0.7}
}

func (m *modelServer) upgrade(t *testing.T, store *relational.Store, s *Settings) {
	t.Helper()
	if err := newEngineBoard(s, store, quiet()).upgrader().Run(t.Context(), time.Hour); err != nil {
		t.Fatal(err)
	}
}

func settled(t *testing.T, store *relational.Store, s *Settings) {
	t.Helper()
	if err := catchUp(t.Context(), store, newAnalyzer(s, store, quiet()), func(int) {}); err != nil {
		t.Fatal(err)
	}
}

func scored(t *testing.T, store *relational.Store, native string) voxpop.Score {
	t.Helper()
	it, err := store.Item(t.Context(), voxpop.ItemID{Source: "reddit", Native: native})
	if err != nil || it.Score == nil {
		t.Fatalf("%s: %+v, %v", native, it.Score, err)
	}
	return *it.Score
}

func TestLanguageModelUpgradesLocalScores(t *testing.T) {
	m := newModelServer(t)
	store, s := asking(t, m)
	settled(t, store, s)
	if got := scored(t, store, "t3_a"); got.Label != voxpop.Positive || got.Engine.Name != "llm" || got.StandIn.Reason != voxpop.StandInWaiting || got.StandIn.Engine.Name != beneath {
		t.Errorf("before the model was asked: %+v", got)
	}
	if m.items.Load() != 0 {
		t.Error("analysing waited for the model")
	}
	m.upgrade(t, store, s)
	settled(t, store, s)
	for _, native := range []string{"t3_a", "t3_b", "t3_c"} {
		if got := scored(t, store, native); got.Label != voxpop.Negative || got.Compound != -0.9 || got.StandIn != (voxpop.StandIn{}) {
			t.Errorf("%s: %+v", native, got)
		}
	}
	if n := m.items.Load(); n != 2 {
		t.Errorf("asked about %d items: a copy is to be asked about once", n)
	}
	id := voxpop.ItemID{Source: "reddit", Native: "t3_a"}
	said, err := store.OpinionsOf(t.Context(), []voxpop.ItemID{id})
	if err != nil || len(said[id]) != 1 || said[id][0].Score.Label != voxpop.Negative || said[id][0].Mentions[0].Score.Compound != -0.9 {
		t.Errorf("%+v, %v", said, err)
	}
	spent, err := store.Spent(t.Context(), time.Now())
	if err != nil || spent.Tokens != 600 || spent.Calls != 1 {
		t.Errorf("spent %+v, %v", spent, err)
	}

	t.Run("what was answered is not asked again", func(t *testing.T) {
		if _, err := store.RequestReanalysis(t.Context(), voxpop.Reanalysis{Reason: "again"}, voxpop.AuditEntry{Actor: "test"}); err != nil {
			t.Fatal(err)
		}
		settled(t, store, s)
		m.upgrade(t, store, s)
		auto := *s
		auto.SentimentMethod = "auto"
		auto.LLMBelow = 1
		settled(t, store, &auto)
		m.upgrade(t, store, &auto)
		if got := scored(t, store, "t3_a"); got.Engine.Name != "auto" || got.Label != voxpop.Negative || m.items.Load() != 2 {
			t.Errorf("%+v, asked about %d items", got, m.items.Load())
		}
	})
	t.Run("what is sure is not asked", func(t *testing.T) {
		auto := *s
		auto.SentimentMethod, auto.UseLLMForAmbiguous, auto.LLMBelow = "VADER", true, 0
		settled(t, store, &auto)
		if got := scored(t, store, "t3_c"); got.Engine.Name != "auto" || got.Label != voxpop.Positive || got.StandIn.Reason != voxpop.StandInSure {
			t.Errorf("%+v", got)
		}
	})
}

// The sweep asks whether there is something to ask while a job may be asking.
func TestDueLeavesTheWorkAlone(t *testing.T) {
	store, s := asking(t, newModelServer(t))
	s.SentimentMethod = "vader"
	u := newEngineBoard(s, store, quiet()).upgrader()
	at := u.Analyzer.Engine
	if err := store.ChooseEngine(t.Context(), "llm", voxpop.AuditEntry{Actor: "test"}); err != nil {
		t.Fatal(err)
	}
	if _, err := u.Due(t.Context()); err != nil || u.Analyzer.Engine != at {
		t.Errorf("the engine at work became %v (%v)", u.Analyzer.Engine.ID(), err)
	}
}

func TestLanguageModelDown(t *testing.T) {
	m := newModelServer(t)
	m.down.Store(true)
	store, s := asking(t, m)
	settled(t, store, s)
	m.upgrade(t, store, s)
	if got := scored(t, store, "t3_a"); got.Label != voxpop.Positive || got.StandIn.Reason != voxpop.StandInUnavailable || !strings.Contains(got.StandIn.Detail, "does not take the key") {
		t.Errorf("%+v", got)
	}
	if due, err := newEngineBoard(s, store, quiet()).upgrader().Due(t.Context()); err != nil || due {
		t.Errorf("due in a pause: %v, %v", due, err)
	}
	m.down.Store(false)
	if err := store.NotePause(t.Context(), voxpop.Pause{}); err != nil { // as a restart does
		t.Fatal(err)
	}
	m.upgrade(t, store, s)
	settled(t, store, s)
	if got := scored(t, store, "t3_a"); got.Label != voxpop.Negative {
		t.Errorf("after it came back: %+v", got)
	}
}

func TestLanguageModelBudget(t *testing.T) {
	m := newModelServer(t)
	store, s := asking(t, m)
	s.LLMDailyTokens = 10
	settled(t, store, s)
	m.upgrade(t, store, s)
	if got := scored(t, store, "t3_a").StandIn; got.Reason != voxpop.StandInBudget || m.items.Load() != 0 {
		t.Errorf("%+v, asked about %d", got, m.items.Load())
	}
}

func TestEngineIsChosenAtRunTime(t *testing.T) {
	m := newModelServer(t)
	store, s := asking(t, m)
	s.SentimentMethod = "vader"
	board := newEngineBoard(s, store, quiet())
	analyzer := board.analyzer()
	settle := func(want string) {
		t.Helper()
		if err := catchUp(t.Context(), store, analyzer, func(int) {}); err != nil {
			t.Fatal(err)
		}
		if got := scored(t, store, "t3_a").Engine.Name; got != want {
			t.Errorf("scored by %s, want %s", got, want)
		}
	}
	settle("vader")
	for _, choice := range []struct{ name, want string }{{"auto", "auto"}, {"model", "model"}, {"vader", "vader"}, {"llm", "llm"}, {"", "vader"}} {
		if err := store.ChooseEngine(t.Context(), choice.name, voxpop.AuditEntry{Actor: "test"}); err != nil {
			t.Fatal(err)
		}
		settle(choice.want)
	}
}

func TestLanguageModelSettings(t *testing.T) {
	base := defaults(t)
	for name, c := range map[string]struct {
		change func(*Settings)
		url    string // "" when it is refused, with this in the error
		fault  string
	}{
		"openai": {func(s *Settings) { s.LLMAPIKey, s.LLMModel = "k", "m" }, openAI, ""},
		"ollama": {func(s *Settings) { s.LLMBaseURL, s.LLMModel = "http://localhost:11434/v1", "m" }, "http://localhost:11434/v1", ""},
		"azure": {func(s *Settings) {
			s.AzureEndpoint, s.AzureKey, s.AzureDeployment = "https://x.openai.azure.com/", "k", "d"
		}, "https://x.openai.azure.com/openai/deployments/d", ""},
		"no model":     {func(s *Settings) { s.LLMBaseURL = "https://x/v1" }, "", "name the model"},
		"a password":   {func(s *Settings) { s.LLMBaseURL, s.LLMModel = "https://u:hush@x/v1", "m" }, "", "LLM_API_KEY"},
		"a query":      {func(s *Settings) { s.LLMBaseURL, s.LLMModel = "https://x/v1?key=hush", "m" }, "", "LLM_API_KEY"},
		"plain http":   {func(s *Settings) { s.LLMBaseURL, s.LLMModel = "http://10.0.0.5/v1", "m" }, "", "LLM_ALLOW_PRIVATE"},
		"my network":   {func(s *Settings) { s.LLMBaseURL, s.LLMModel, s.LLMPrivate = "http://10.0.0.5/v1", "m", true }, "http://10.0.0.5/v1", ""},
		"no URL":       {func(s *Settings) { s.LLMBaseURL, s.LLMModel = "hush", "m" }, "", "an http or https URL"},
		"no prices":    {func(s *Settings) { s.LLMDailyUSD = 3 }, "", "LLM_PRICE_INPUT"},
		"no time":      {func(s *Settings) { s.LLMTimeout = 1 }, "", "LLM_TIMEOUT_SECONDS"},
		"too sure":     {func(s *Settings) { s.LLMBelow = 1.5 }, "", "LLM_BELOW_CONFIDENCE"},
		"a debt":       {func(s *Settings) { s.LLMDailyTokens = -1 }, "", "LLM_DAILY_TOKENS"},
		"a bad method": {func(s *Settings) { s.SentimentMethod = "gpt" }, "", "SENTIMENT_METHOD"},
	} {
		s := *base
		c.change(&s)
		err := s.check()
		if c.fault != "" {
			if err == nil || !strings.Contains(err.Error(), c.fault) || strings.Contains(err.Error(), "hush") {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if err != nil || !s.hasLLM() || s.llmURL() != c.url {
			t.Errorf("%s: %v, %s", name, err, s.llmURL())
		}
	}
}
