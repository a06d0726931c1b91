package api_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/serve/api"
	"github.com/voxpop-dev/voxpop/internal/store/sqlite"
)

const token = "integration"

func ask(t *testing.T, base, method, path, body string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, base+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	answer, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(text)
}

// analyse scores all that waits, by whether it says good or bad, and publishes.
func analyse(t *testing.T, ctx context.Context, store *sqlite.Store) {
	t.Helper()
	engine := voxpop.EngineID{Name: "vader", Version: "1"}
	pending, err := store.Pending(ctx, 100)
	if err != nil {
		t.Fatal(err)
	}
	var done []voxpop.Analysis
	for _, p := range pending {
		score := &voxpop.Score{Engine: engine, Label: voxpop.Neutral, Neutral: 1}
		switch {
		case strings.Contains(p.Item.Body, "good"):
			score.Label, score.Compound = voxpop.Positive, 0.5
		case strings.Contains(p.Item.Body, "bad"):
			score.Label, score.Compound = voxpop.Negative, -0.25
		}
		done = append(done, voxpop.Analysis{PendingID: p.PendingID, RowID: p.RowID, TextRevision: p.TextRevision, Language: "en", Score: score, Search: strings.ToLower(p.Item.Body)})
	}
	if err := store.Commit(ctx, engine, done); err != nil {
		t.Fatal(err)
	}
	for finished := false; !finished; {
		if finished, err = store.Backfill(ctx, engine, 100); err != nil {
			t.Fatal(err)
		}
	}
	if _, more, err := store.RollUp(ctx, 1000, true); err != nil || more {
		t.Fatalf("more %v, %v", more, err)
	}
}

// From a push to numbers, over a real store.
func TestWithStore(t *testing.T) {
	ctx := t.Context()
	store, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "voxpop.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	if err := store.Configure(ctx, "reddit", []string{"Cursor", "Quiet"}); err != nil {
		t.Fatal(err)
	}
	a := api.New(api.Options{Reader: store, Cycles: store, Backlog: store, Keys: store, Commands: store, AdminToken: token})
	server := httptest.NewServer(a)
	defer server.Close()
	get := func(path string) string {
		t.Helper()
		code, text := ask(t, server.URL, "GET", path, "")
		if code != 200 {
			t.Fatalf("%s: %d %s", path, code, text)
		}
		return text
	}

	var items []string
	for i, body := range []string{"good one", "good two", "bad three", "fourth"} {
		items = append(items, fmt.Sprintf(`{"id":"p%d","kind":"post","community":"cursor","author":"a%d","title":"t","body":%q,"created_utc":%d}`, i, i, body, time.Now().Add(-time.Minute).Unix()))
	}
	push := `{"items":[` + strings.Join(items, ",") + `]}`
	if code, text := ask(t, server.URL, "POST", "/api/v1/items", push); code != 200 || !strings.Contains(text, `"new":4`) {
		t.Fatalf("push: %d %s", code, text)
	}
	if code, text := ask(t, server.URL, "POST", "/api/v1/items", push); code != 200 || !strings.Contains(text, `"new":0,"updated":0,"unchanged":4`) {
		t.Fatalf("the same push again: %d %s", code, text)
	}
	analyse(t, ctx, store)

	var stats api.StatsBody
	if err := json.Unmarshal([]byte(get("/api/v1/sentiment/stats?subreddit=CURSOR")), &stats); err != nil {
		t.Fatal(err)
	}
	s := stats.Statistics
	if stats.Subreddit != "Cursor" || s.Total != 4 || s.Positive != 2 || s.Negative != 1 || s.Neutral != 1 || s.AvgSentiment != 0.1875 || *s.NetSentiment != 25 || stats.RestsOn.Items != 4 {
		t.Errorf("%+v", stats)
	}
	for path, want := range map[string]string{
		"/api/v1/sentiment/trends?hours=2": `"total":4`,
		"/api/v1/posts/recent":             `"id":"t3_p0"`,
		"/api/v1/posts/p2":                 `"sentiment":"negative"`,
		"/api/v1/items?q=good":             `"content":"good two"`,
		"/api/v1/subreddits":               `"subreddits":["Cursor","Quiet"]`,
		"/api/v1/coverage":                 `"coverage":"unknown"`,
		"/api/v1/export?what=items":        `"id":"t3_p3"`,
		"/api/v1/export?what=cells":        `"positive":2`,
		"/api/v1/health":                   `"connected":true`,
		"/api/v1/status":                   `"data_version":`,
	} {
		if text := get(path); !strings.Contains(text, want) {
			t.Errorf("%s: no %s in %s", path, want, text)
		}
	}
	code, text := ask(t, server.URL, "POST", "/api/v1/admin/collect", "")
	var started api.StartedBody
	if err := json.Unmarshal([]byte(text), &started); err != nil || code != 202 {
		t.Fatalf("%d %s", code, text)
	}
	if text := get("/api/v1/admin/cycles/" + started.CycleID); !strings.Contains(text, `"state":"requested"`) {
		t.Error(text)
	}
	store.Close()
	if code, text := ask(t, server.URL, "GET", "/api/v1/items?q=bad", ""); code != 503 {
		// The version counts as known for a second; the search itself must fail.
		t.Errorf("a closed database: %d %s", code, text)
	}
}
