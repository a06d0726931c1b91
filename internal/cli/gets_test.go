package cli

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/analyze"
	"github.com/voxpop-dev/voxpop/internal/ask"
	"github.com/voxpop-dev/voxpop/internal/serve/api"
	"github.com/voxpop-dev/voxpop/internal/store/relational"
	"github.com/voxpop-dev/voxpop/internal/store/sqlite"
)

// brokenEngine stands for an engine that is down.
type brokenEngine struct{}

func (brokenEngine) ID() voxpop.EngineID { return voxpop.EngineID{Name: "vader", Version: "broken"} }
func (brokenEngine) Score(context.Context, []string) ([]voxpop.Score, error) {
	return nil, errors.New("the engine is down")
}

// offline refuses every connection.
type offline struct{ used bool }

func (o *offline) RoundTrip(*http.Request) (*http.Response, error) {
	o.used = true
	return nil, errors.New("no network")
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// filledStore holds a few scored and published items.
func filledStore(t *testing.T) *relational.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "voxpop.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	now := time.Now().Add(-time.Hour)
	items := []voxpop.Item{
		{ID: voxpop.ItemID{Source: "reddit", Native: "t3_a"}, Kind: voxpop.KindPost, Community: "Cursor", Author: "ann", Title: "I love it", Body: "Great tool", ThreadID: "t3_a", Created: now},
		{ID: voxpop.ItemID{Source: "reddit", Native: "t1_b"}, Kind: voxpop.KindComment, Community: "Cursor", Author: "ben", Body: "It is terrible", ThreadID: "t3_a", ParentID: "t3_a", Created: now},
	}
	if _, err := s.Put(t.Context(), "reddit", voxpop.Batch{Items: items}); err != nil {
		t.Fatal(err)
	}
	if err := seedTools(t.Context(), s.Store, nil, quiet()); err != nil {
		t.Fatal(err)
	}
	run := voxpop.ThemeRun{ThemeScope: voxpop.ThemeScope{Days: 30}, Made: now, Topics: []voxpop.Topic{{ID: "t3_a", Label: "love"}}}
	if err := s.SaveThemes(t.Context(), run); err != nil {
		t.Fatal(err)
	}
	if err := catchUp(t.Context(), s.Store, newAnalyzer(&Settings{}, s.Store, quiet()), func(int) {}); err != nil {
		t.Fatal(err)
	}
	return s.Store
}

// No GET handler touches the network, an engine or the writer: with all three out of order, every
// GET route of the specification answers from the readers.
func TestGetsNeedNeitherNetworkNorEngineNorWriter(t *testing.T) {
	store := filledStore(t)
	secret := "an-admin-token-of-a-test"
	a := api.New(api.Options{
		Reader: store, Cycles: store, Backlog: store, Keys: store, Commands: store, Tools: store, Opinions: store, Themes: store, Receipts: store,
		Tokens: tokens, Aspects: aspectReader(), Plain: plain, AdminToken: secret, Interval: time.Hour, Log: quiet(),
		Administration: administration(store, newEngineBoard(&Settings{SentimentMethod: "vader"}, store, quiet())),
	})

	frozen, err := a.Keep(t.Context(), ask.ReceiptQuestion{Of: ask.OfItems, From: time.Now().Add(-5 * time.Hour), To: time.Now().Add(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}

	network := &offline{}
	defer func(rt http.RoundTripper) { http.DefaultTransport = rt }(http.DefaultTransport)
	http.DefaultTransport = network
	analyzer := &analyze.Analyzer{Backlog: store, Engine: brokenEngine{}, Log: quiet()}
	if _, err := store.Put(t.Context(), "reddit", voxpop.Batch{Items: []voxpop.Item{{
		ID: voxpop.ItemID{Source: "reddit", Native: "t1_c"}, Kind: voxpop.KindComment, Community: "Cursor", Body: "nobody scores this", ThreadID: "t3_a", Created: time.Now(),
	}}}); err != nil {
		t.Fatal(err)
	}
	if err := analyzer.CatchUp(t.Context(), func(int) {}); err == nil {
		t.Fatal("the engine is not down")
	}
	// The one writing connection is taken for good: whoever wants to write waits for ever.
	db, _ := store.JobsDB()
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()

	n := 0
	for _, path := range getRoutes(t, a, frozen.ID) {
		if strings.HasSuffix(path, "/events") {
			continue // a stream; it reads nothing itself
		}
		n++
		rec := get(t, a, path, secret)
		none := strings.Contains(path, "admin/cycles/") || strings.Contains(path, "reanalysis/jobs/") // there is none in this store
		if rec.Code != http.StatusOK && !(rec.Code == http.StatusNotFound && none) {
			t.Errorf("GET %s: %d %s", path, rec.Code, rec.Body)
		}
	}
	if n < 40 {
		t.Errorf("only %d GET routes were tried", n)
	}
	if network.used {
		t.Error("a GET used the network")
	}
}

// getRoutes lists the GET routes of the specification, with ids filled in.
func getRoutes(t *testing.T, h http.Handler, receipt string) []string {
	t.Helper()
	var spec struct {
		Paths map[string]map[string]json.RawMessage
	}
	if err := json.Unmarshal(get(t, h, "/openapi.json", "").Body.Bytes(), &spec); err != nil {
		t.Fatal(err)
	}
	paths := []string{"/healthz", "/readyz", "/metrics", "/docs"}
	fill := strings.NewReplacer("receipts/{id}", "receipts/"+receipt, "{cycle_id}", "none", "{slug}", "cursor", "{tool}", "cursor", "{id}", "t3_a", "{source}", "reddit")
	for path, methods := range spec.Paths {
		if _, ok := methods["get"]; ok {
			path = strings.Replace(fill.Replace(path), "reanalysis/jobs/t3_a", "reanalysis/jobs/1", 1)
			if strings.HasSuffix(path, "tools/compare") {
				path += "?tools=cursor,claude-code"
			}
			paths = append(paths, path)
		}
	}
	return paths
}

func get(t *testing.T, h http.Handler, path, key string) *httptest.ResponseRecorder {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	req := httptest.NewRequestWithContext(ctx, http.MethodGet, path, nil)
	if key != "" {
		req.Header.Set("Authorization", "Bearer "+key)
	}
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, req)
	_, _ = io.Copy(io.Discard, req.Body)
	return rec
}
