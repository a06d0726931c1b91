package api

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http/httptest"
	"sort"
	"strings"
	"testing"
	"time"
)

// everyGet lists a request for every GET that the specification knows, streams excepted.
func everyGet(a *API) []string {
	var targets []string
	for path, item := range a.spec.OpenAPI().Paths {
		if item.Get == nil || path == "/api/v1/events" {
			continue
		}
		path = strings.NewReplacer("receipts/{id}", "receipts/"+fakeReceipt.ID, "topics/{id}", "topics/th-1", "jobs/{id}", "jobs/1", "{source}/{id}", "reddit/t3_p00", "{id}", "t3_p00", "{cycle_id}", "c1", "{slug}", "cursor", "{tool}", "cursor").Replace(path)
		if path == "/api/v1/tools/compare" {
			path += "?tools=cursor,claude-code"
		}
		targets = append(targets, path)
	}
	sort.Strings(targets)
	return append(targets, "/healthz", "/readyz", "/metrics", "/openapi.json", "/docs")
}

// No GET touches network, engine or writer: with all three failing, every GET answers. What a
// handler can reach is in Options, so there is no network and no engine to fail but these.
func TestEveryGetAnswersWhenAllElseFails(t *testing.T) {
	broken := func() { panic("a GET touched the scheduler") }
	a, f := fakeAPI(t, func(o *Options) {
		o.Wake = broken
		o.Keys = readOnlyKeys{o.Keys}
	})
	f.noWrites = true
	for _, target := range everyGet(a) {
		rec := get(a, target, "Authorization", "Bearer "+adminToken)
		if rec.Code != 200 {
			t.Errorf("%s: %d %s", target, rec.Code, rec.Body)
		}
	}
	post := httptest.NewRequest("POST", "/api/v1/admin/collect", nil)
	post.Header.Set("Authorization", "Bearer "+adminToken)
	rec := httptest.NewRecorder()
	a.ServeHTTP(rec, post)
	if rec.Code != 503 || strings.Contains(rec.Body.String(), "disk full") {
		t.Errorf("a command without a writer: %d %s", rec.Code, rec.Body)
	}
}

// readOnlyKeys fails where a store might have to write: when it makes the secret.
type readOnlyKeys struct{ KeyReader }

func (readOnlyKeys) Secret(context.Context) ([]byte, error) {
	return nil, errors.New("writer: disk full")
}

// For one data version answers are the same bytes with and without a cycle, also when made anew.
func TestAnswersOfOneVersionAreTheSameBytes(t *testing.T) {
	targets := []string{
		statsPath, "/api/v1/sentiment/stats?subreddit=cursor", "/api/v1/sentiment/trends?grain=day", "/api/v1/posts/recent",
		"/api/v1/posts/t3_p00", "/api/v1/items?limit=3", "/api/v1/subreddits", "/api/v1/tools", "/api/v1/tools/cursor", "/api/v1/tools/cursor/sentiment",
		"/api/v1/tools/cursor/timeseries", "/api/v1/tools/cursor/examples", "/api/v1/tools/compare?tools=cursor,claude-code", "/api/v1/movers", "/api/v1/preferences",
		"/api/v1/switching", "/api/v1/hot-topics", "/api/hot-topics", "/api/v1/hot-topics/cursor/posts", "/api/v1/trending", "/api/v1/threads/p00", "/api/v1/annotations", "/api/v1/topics", "/api/v1/topics/th-1", "/api/v1/tools/cursor/drivers", "/api/v1/tools/cursor/aspects",
	}
	idle, _ := fakeAPI(t)
	busy, f := fakeAPI(t)
	req := httptest.NewRequest("POST", "/api/v1/admin/collect", nil)
	req.Header.Set("Authorization", "Bearer "+adminToken)
	busy.ServeHTTP(httptest.NewRecorder(), req)
	f.set(func() {
		entry := f.ledger[0]
		entry.Continuity, entry.Recorded = "gap", noon.Add(time.Second) // what the cycle noted since the version was published
		f.ledger = append(f.ledger, entry)
	})
	busy.poll(t.Context())
	for _, target := range targets {
		a, b := get(idle, target), get(busy, target)
		if a.Code != 200 || !bytes.Equal(a.Body.Bytes(), b.Body.Bytes()) || a.Header().Get("ETag") != b.Header().Get("ETag") {
			t.Errorf("%s: idle\n%s\nbusy\n%s", target, a.Body, b.Body)
		}
	}
}

func TestPanicIsAProblem(t *testing.T) {
	var logged bytes.Buffer
	a, f := fakeAPI(t, func(o *Options) {
		o.Log = slog.New(slog.NewTextHandler(&logged, nil))
		o.Sources = func() []SourceStatus { panic("broken source") }
	})
	f.panics = true
	for _, target := range []string{statsPath, "/api/v1/status?secret=hunter2"} {
		rec := get(a, target)
		if rec.Code != 500 || rec.Header().Get("Content-Type") != problemType {
			t.Errorf("%s: %d %s", target, rec.Code, rec.Body)
		}
		if strings.Contains(rec.Body.String(), "broken") || strings.Contains(rec.Body.String(), "fault of ours") {
			t.Errorf("%s tells what broke: %s", target, rec.Body)
		}
	}
	if log := logged.String(); !strings.Contains(log, "a fault of ours") || !strings.Contains(log, "broken source") || strings.Contains(log, "hunter2") {
		t.Errorf("log: %s", log)
	}
}

func TestServerHasLimits(t *testing.T) {
	s := Server(nil)
	if s.ReadHeaderTimeout == 0 || s.ReadTimeout == 0 || s.WriteTimeout == 0 || s.IdleTimeout == 0 || s.MaxHeaderBytes == 0 {
		t.Errorf("%+v", s)
	}
}

func TestBodyLimits(t *testing.T) {
	a, _ := fakeAPI(t)
	for target, size := range map[string]int{"/api/v1/items": pushBytes + 1, "/api/v1/session": 5000} {
		req := httptest.NewRequest("POST", target, strings.NewReader(strings.Repeat(" ", size)))
		req.Header.Set("Authorization", "Bearer "+adminToken)
		rec := httptest.NewRecorder()
		a.ServeHTTP(rec, req)
		if rec.Code != 413 || rec.Header().Get("Content-Type") != problemType {
			t.Errorf("%s: %d %s", target, rec.Code, rec.Body)
		}
	}
}
