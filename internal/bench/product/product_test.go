package product

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

func TestSustained(t *testing.T) {
	calm, peak := slices.Repeat([]float64{50}, 2*sustained), slices.Repeat([]float64{300}, sustained-1)
	if got := Sustained(slices.Concat(calm, peak, calm)); got != 50 {
		t.Errorf("a short peak counts: %v", got)
	}
	if got := Sustained(slices.Concat(calm, peak, []float64{250}, calm)); got != 250 {
		t.Errorf("a long one does not: %v", got)
	}
	if got := Sustained([]float64{70}); got != 70 {
		t.Errorf("one sample: %v", got)
	}
	if Sustained(nil) != 0 {
		t.Error("no sample")
	}
}

// What the operator has set must not reach the process under test.
func TestEnvironmentIsItsOwn(t *testing.T) {
	t.Setenv("SENTIMENT_METHOD", "llm")
	t.Setenv("DATABASE_URL", "postgres://production/voxpop")
	env := Program{Dir: "/somewhere", Database: "sqlite:/somewhere/bench.db"}.environment("API_PORT=1")
	for _, e := range env {
		if strings.Contains(e, "production") || strings.HasPrefix(e, "SENTIMENT_METHOD") {
			t.Errorf("inherited: %s", e)
		}
	}
	if !slices.Contains(env, "API_PORT=1") || !slices.Contains(env, "DATABASE_URL=sqlite:/somewhere/bench.db") {
		t.Errorf("%v", env)
	}
}

func TestAsksTheProgram(t *testing.T) {
	answers := map[string]string{
		"/api/v1/status":        `{"storage_bytes": 4096}`,
		"/api/v1/items?limit=2": `{"items": [{"id": "t3_a", "source": "reddit"}, {"id": "7", "source": "hackernews"}]}`,
		"/api/v1/items?limit=1": `{"items": []}`,
		"/api/v1/subreddits":    `{"communities": [{"posts": 2, "comments": 3}, {"posts": 1, "comments": 0}]}`,
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = w.Write([]byte(answers[r.URL.String()]))
	}))
	defer server.Close()
	p := &Process{API: server.URL}
	if n, err := p.DatabaseSize(t.Context()); err != nil || n != 4096 {
		t.Errorf("%d bytes, %v", n, err)
	}
	if n, err := p.Items(t.Context()); err != nil || n != 6 {
		t.Errorf("%d items, %v", n, err)
	}
	paths, err := p.NewestItems(t.Context(), 2)
	if err != nil || !slices.Equal(paths, []string{"/api/v1/posts/reddit/t3_a", "/api/v1/posts/hackernews/7"}) {
		t.Errorf("%v, %v", paths, err)
	}
	if _, err := p.NewestItems(t.Context(), 1); err == nil {
		t.Error("an empty database has items")
	}
}

func TestFootprintIsWhatTheProgramTells(t *testing.T) {
	page := "# HELP go_goroutines Number\ngo_goroutines 61\ngo_memstats_next_gc_bytes 3.145728e+07\ngo_gc_gogc_percent 50\nvoxpop_x{a=\"b c\"} 7\n"
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(page)) }))
	defer server.Close()
	p := &Process{API: server.URL}
	if h, err := p.Footprint(t.Context()); err != nil || h.Goroutines != 61 || h.Heap != 20 {
		t.Errorf("%+v, %v", h, err)
	}
	page = "go_goroutines 61\n"
	if h, err := p.Footprint(t.Context()); err == nil {
		t.Errorf("figures that are missing: %+v", h)
	}
}
