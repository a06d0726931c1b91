package api

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// send makes a request with a body.
func send(a *API, method, target, body string, headers ...string) *httptest.ResponseRecorder {
	req := httptest.NewRequest(method, target, strings.NewReader(body))
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	rec := httptest.NewRecorder()
	a.ServeHTTP(rec, req)
	return rec
}

// adminRoutes are all routes for administrators, with something in place of their parameters.
func adminRoutes(t testing.TB, a *API) (routes [][2]string) {
	t.Helper()
	var spec struct {
		Paths map[string]map[string]json.RawMessage
	}
	if err := json.Unmarshal(get(a, "/openapi.json").Body.Bytes(), &spec); err != nil {
		t.Fatal(err)
	}
	fill := strings.NewReplacer("{slug}", "cursor", "{id}", "1", "{cycle_id}", "c1")
	for path, methods := range spec.Paths {
		for method := range methods {
			if strings.HasPrefix(path, "/api/v1/admin/") || path == "/api/v1/items" && method == "post" {
				routes = append(routes, [2]string{strings.ToUpper(method), fill.Replace(path)})
			}
		}
	}
	if len(routes) < 35 {
		t.Fatalf("only %d routes", len(routes))
	}
	return routes
}

// No admin route answers without a key that works; none that changes something answers to a read key, or to another site's
// page with the session of an administrator.
func TestEveryAdminRouteIsGuarded(t *testing.T) {
	a, f := fakeAPI(t)
	f.keys[sha256.Sum256([]byte("reader-key"))] = voxpop.Key{Name: "grafana", Role: voxpop.RoleRead, Expires: noon.Add(time.Second)}
	f.keys[sha256.Sum256([]byte("late-key"))] = voxpop.Key{Name: "late", Role: voxpop.RoleAdmin, Expires: noon}
	cookie := loggedIn(t, a, adminToken)
	secrets := map[string]bool{"/api/v1/admin/keys": true, "/api/v1/admin/audit-log": true}
	for _, r := range adminRoutes(t, a) {
		method, path := r[0], r[1]
		if rec := send(a, method, path, `{}`, "X-API-Key", ""); rec.Code != 401 || rec.Header().Get("Content-Type") != problemType {
			t.Errorf("%s %s without a key: %d", method, path, rec.Code)
		}
		a.auth.failures = throttle{}
		if rec := send(a, method, path, `{}`, "X-API-Key", "late-key"); rec.Code != 401 {
			t.Errorf("%s %s with an expired key: %d", method, path, rec.Code)
		}
		a.auth.failures = throttle{}
		rec := send(a, method, path, `{}`, "X-API-Key", "reader-key")
		if refused := rec.Code == 403; refused != (method != "GET" || secrets[path]) {
			t.Errorf("%s %s with a read key: %d", method, path, rec.Code)
		}
		if method == "GET" {
			if rec := send(a, method, path, "", "Cookie", cookie); rec.Code == 401 || rec.Code == 403 {
				t.Errorf("%s %s in a session: %d", method, path, rec.Code)
			}
			continue
		}
		if rec := send(a, method, path, `{}`, "Cookie", cookie, "Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"); rec.Code != 403 {
			t.Errorf("%s %s from another site: %d", method, path, rec.Code)
		}
	}
	if len(f.audits) > 0 {
		t.Errorf("something was changed: %+v", f.audits)
	}
}

// What is done is kept under the name of the key.
func TestAuditActor(t *testing.T) {
	a, f := fakeAPI(t)
	f.keys[sha256.Sum256([]byte("ops-key"))] = voxpop.Key{ID: "K1", Name: "ops", Role: voxpop.RoleAdmin}
	for _, r := range [][3]string{
		{"PUT", "/api/v1/admin/tools/cursor", `{"edit":3,"vendor":"x"}`},
		{"POST", "/api/v1/admin/tools", `{"name":"Zed","aliases":[{"text":"Zed"}]}`},
		{"POST", "/api/v1/admin/tools/merge", `{"sources":["claude-code"],"target":"cursor"}`},
		{"DELETE", "/api/v1/admin/tools/bard", `{"confirm":"Bard"}`},
		{"DELETE", "/api/v1/admin/reanalysis/jobs/2", ``},
		{"POST", "/api/v1/admin/candidates/foo/reject", ``},
		{"DELETE", "/api/v1/admin/keys/K1", ``}, // its own
	} {
		if rec := send(a, r[0], r[1], r[2], "X-API-Key", "ops-key"); rec.Code >= 300 {
			t.Errorf("%v: %d %s", r, rec.Code, rec.Body)
		}
	}
	want := []string{"tools.edit", "tools.create", "tools.merge", "tools.delete", "reanalysis.cancel", "candidates.reject", "keys.revoke"}
	if len(f.audits) != len(want) {
		t.Fatalf("%d entries", len(f.audits))
	}
	for i, e := range f.audits {
		if e.Actor != "ops" || e.Action != want[i] || e.At.IsZero() {
			t.Errorf("%d: %+v", i, e)
		}
	}
	if rec := send(a, "GET", "/api/v1/admin/keys", "", "X-API-Key", "ops-key"); rec.Code != 401 {
		t.Errorf("a revoked key: %d", rec.Code)
	}
}

// When somebody else is faster, the newer state comes with the refusal.
func TestRacedChangeIsRefused(t *testing.T) {
	a, f := fakeAPI(t)
	f.raced = func(t *voxpop.Tool) { t.Edit, t.Vendor = 9, "Other" }
	for _, r := range [][3]string{
		{"PUT", "/api/v1/admin/tools/cursor", `{"edit":3,"vendor":"x"}`},
		{"POST", "/api/v1/admin/tools/claude-code/aliases", `{"text":"CC"}`},
		{"POST", "/api/v1/admin/tools/bard/archive", ``},
	} {
		rec := send(a, r[0], r[1], r[2], "X-Admin-Token", adminToken)
		var p ToolConflict
		if err := json.Unmarshal(rec.Body.Bytes(), &p); rec.Code != 409 || err != nil || p.Newer == nil || p.Newer.Edit != 9 || p.Newer.Vendor != "Other" {
			t.Errorf("%v: %d %s", r, rec.Code, rec.Body)
		}
	}
}

// A writer that fails, or a reader that is down, is a 503 without a word of what is inside.
func TestAdminRoutesWithoutDatabase(t *testing.T) {
	a, f := fakeAPI(t)
	f.noWrites = true
	rec := send(a, "PUT", "/api/v1/admin/tools/cursor", `{"edit":3,"vendor":"x"}`, "X-Admin-Token", adminToken)
	if rec.Code != 503 || strings.Contains(rec.Body.String(), "disk") {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
	f.down = context.DeadlineExceeded
	for _, r := range adminRoutes(t, a) {
		if rec := send(a, r[0], r[1], "", "X-Admin-Token", adminToken); r[0] == "GET" && rec.Code != 503 || rec.Code < 400 || rec.Code == 500 {
			t.Errorf("%v: %d %s", r, rec.Code, rec.Body)
		}
	}
}

// A preview is bounded, says when it saw only the newest and since when, and shows at most fifty of a kind.
func TestPreviewIsBounded(t *testing.T) {
	a, f := fakeAPI(t)
	for len(f.stored) < mostPreviewed+5 {
		f.stored = append(f.stored, f.stored[1])
	}
	ask := func(items string) (p PreviewBody) {
		rec := send(a, "POST", "/api/v1/admin/tools/preview", `{"tool":{"name":"Comment","aliases":[{"text":"comment"}]}`+items+`}`, "X-Admin-Token", adminToken)
		if err := json.Unmarshal(rec.Body.Bytes(), &p); err != nil || rec.Code != 200 {
			t.Fatal(rec.Code, err)
		}
		return p
	}
	for items, want := range map[string]int{"": usuallyPreviewed, `,"items":2000`: mostPreviewed} {
		if p := ask(items); !p.Sampled || p.Since == nil || p.Examined != want || p.Gains != want || len(p.Gained) != samplesShown {
			t.Errorf("%q: sampled %v since %v, examined %d, gains %d, shown %d", items, p.Sampled, p.Since, p.Examined, p.Gains, len(p.Gained))
		}
	}
	f.stored = f.stored[:1]
	if p := ask(""); p.Sampled || p.Since != nil || p.Examined != 1 {
		t.Errorf("of all: %+v", p)
	}
}

func TestAround(t *testing.T) {
	mention := func(from, to int) voxpop.Mention { return voxpop.Mention{Span: voxpop.Span{Start: from, End: to}} }
	long := strings.Repeat("wörd ", 100) + "Tool " + strings.Repeat("wörd ", 100) + "Tool"
	text, spans := around(long, []voxpop.Mention{mention(500, 504), mention(1005, 1009)})
	if runes := []rune(text); len(spans) != 1 || string(runes[spans[0].Start:spans[0].End]) != "Tool" || len(runes) > excerptLength+2 || !strings.HasPrefix(text, "…wörd") {
		t.Errorf("%q %v", text, spans)
	}
	if text, spans = around("Tool", []voxpop.Mention{mention(0, 4)}); text != "Tool" || len(spans) != 1 || spans[0] != (PlaceBody{0, 4}) {
		t.Errorf("%q %v", text, spans)
	}
}

// The pages of the audit log hold every entry once.
func TestAuditLogPages(t *testing.T) {
	a, f := fakeAPI(t)
	for i := range 7 {
		f.audits = append(f.audits, voxpop.AuditEntry{At: noon, Actor: "ops", Action: "tools.edit", Subject: string(rune('a' + i)), Before: `{"a":1}`, After: "no json"})
	}
	seen, cursor := "", ""
	for range 10 {
		var page AuditLogBody
		rec := get(a, "/api/v1/admin/audit-log?action=tools&limit=3&cursor="+cursor, "X-Admin-Token", adminToken)
		if err := json.Unmarshal(rec.Body.Bytes(), &page); err != nil {
			t.Fatal(err, rec.Body)
		}
		for _, e := range page.Entries {
			if seen += e.Subject; string(e.Before) != `{"a":1}` || string(e.After) != `"no json"` {
				t.Errorf("%s %s", e.Before, e.After)
			}
		}
		if page.NextCursor == nil {
			break
		}
		cursor = *page.NextCursor
	}
	if seen != "gfedcba" {
		t.Errorf("saw %s", seen)
	}
}

func TestETAIsToldOnlyWhileItRuns(t *testing.T) {
	r := voxpop.Reanalysis{State: voxpop.ReanalysisRunning, Started: noon, Total: 10}
	if p := jobProgress(&r, noon.Add(time.Minute)); p.ETASeconds != nil || p.Percentage != 0 {
		t.Errorf("nothing done yet: %+v", p)
	}
	r.Done = 12 // the estimate was low
	if p := jobProgress(&r, noon.Add(time.Minute)); p.Total != 12 || p.Percentage != 99.9 || *p.ETASeconds != 0 {
		t.Errorf("%+v", p)
	}
	r.State = voxpop.ReanalysisFailed
	if p := jobProgress(&r, noon.Add(time.Minute)); p.ETASeconds != nil {
		t.Errorf("%+v", p)
	}
}

// Whatever an administrator's client sends, the answer is JSON and never a fault of ours, and what is stored is fit for it.
func FuzzAdminBodies(f *testing.F) {
	for _, body := range []string{
		`{"name":"Zed","aliases":[{"text":"Zed"}]}`, `{"edit":3,"name":"\u0000","home":["a/b"]}`, `{"text":"\ud800","prior":0.5}`, `null`, `[]`,
		`{"sources":["claude-code"],"target":"cursor","edits":{"cursor":-1}}`, `{"slug":"cursor","alias":{"text":"comment"}}`, `{"days":1e9}`,
		`{"date_range":{"start":"2026-01-01"},"tool_ids":["\u202e"]}`, `{"confirm":"Cursor"}`, `{"at":"2026-01-01","title":"x","link":"http://[::1"}`,
	} {
		f.Add(body)
	}
	a, fake := fakeAPI(f)
	routes := adminRoutes(f, a)
	f.Fuzz(func(t *testing.T, body string) {
		fresh := newFake()
		fake.tools, fake.notes, fake.keys, fake.mergings, fake.audits = fresh.tools, fresh.notes, fresh.keys, nil, nil
		fake.candidates, fake.reanalyses = fresh.candidates, fresh.reanalyses
		for _, r := range routes {
			if r[0] == "GET" {
				continue
			}
			rec := send(a, r[0], r[1], body, "X-Admin-Token", adminToken)
			if rec.Code >= http.StatusInternalServerError || !json.Valid(rec.Body.Bytes()) {
				t.Fatalf("%v with %q: %d %s", r, body, rec.Code, rec.Body)
			}
		}
		for _, tool := range fake.tools {
			if badText(tool.Name) >= 0 || badText(tool.Vendor) >= 0 || tool.Name == "" {
				t.Fatalf("stored: %+v", tool)
			}
		}
	})
}
