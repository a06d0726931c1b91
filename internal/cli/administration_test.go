package cli

import (
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop/internal/serve/api"
)

// The admin routes on a store: a tool from its preview to its roll-back, with the work that this asks for and the record of it.
func TestAdministrationOnAStore(t *testing.T) {
	store := filledStore(t)
	const token = "an-admin-token-of-a-test"
	woken := 0
	a := api.New(api.Options{
		Reader: store, Cycles: store, Backlog: store, Keys: store, Commands: store, Tools: store, Opinions: store, Themes: store,
		AdminToken: token, Log: quiet(), Administration: administration(store, newEngineBoard(&Settings{SentimentMethod: "vader"}, store, quiet())), Wake: func() { woken++ },
	})
	call := func(method, path, body, key string, want int) map[string]any {
		t.Helper()
		req := httptest.NewRequestWithContext(t.Context(), method, "/api/v1/admin/"+path, strings.NewReader(body))
		req.Header.Set("X-Admin-Token", key)
		rec := httptest.NewRecorder()
		a.ServeHTTP(rec, req)
		var out map[string]any
		if err := json.Unmarshal(rec.Body.Bytes(), &out); err != nil || rec.Code != want {
			t.Fatalf("%s %s: %d, want %d: %s", method, path, rec.Code, want, rec.Body)
		}
		return out
	}
	is := func(what string, got, want any) {
		t.Helper()
		if got != want {
			t.Errorf("%s: got %v, want %v", what, got, want)
		}
	}
	settle := func() {
		t.Helper()
		if err := catchUp(t.Context(), store, newAnalyzer(&Settings{}, store, quiet()), func(int) {}); err != nil {
			t.Fatal(err)
		}
	}
	const quill = `{"name":"Quill","aliases":[{"text":"great tool"}]}`
	p := call("POST", "tools/preview", `{"tool":`+quill+`}`, token, 200)
	is("gains", p["gains"], 1.0)
	call("POST", "tools", quill, token, 201)
	job := call("GET", "reanalysis/jobs?trigger_type=automatic&status=queued", "", token, 200)["jobs"].([]any)[0].(map[string]any)
	is("reason", job["reason"], "tool quill was created")
	busy := call("POST", "reanalysis/jobs", `{}`, token, 409)
	is("active job", busy["active_job_id"], job["id"])
	call("DELETE", "tools/quill", `{"confirm":"Quill"}`, token, 409) // a re-analysis uses it
	settle()
	call("PUT", "tools/quill", `{"edit":1,"aliases":[{"text":"terrible"}]}`, token, 200)
	stale := call("PUT", "tools/quill", `{"edit":1,"vendor":"x"}`, token, 409)
	is("edit of the newer state", stale["newer"].(map[string]any)["edit"], 2.0)
	settle()
	newest := call("GET", "reanalysis/jobs?limit=1", "", token, 200)["jobs"].([]any)[0].(map[string]any)
	is("state", newest["status"], "done")
	is("percentage", newest["progress"].(map[string]any)["percentage"], 100.0)
	rolled := call("POST", "reanalysis/jobs/2/rollback", ``, token, 200)
	is("alias after rolling back", rolled["aliases"].([]any)[0].(map[string]any)["text"], "great tool")
	settle()
	dry := call("POST", "reanalysis/jobs", `{"tool_ids":["quill"],"dry_run":true}`, token, 202)
	is("state", dry["status"], "queued")
	call("DELETE", "reanalysis/jobs/4", ``, token, 200)
	call("POST", "reanalysis/jobs/4/resume", ``, token, 200)
	settle()

	expires := time.Now().Add(time.Hour).UTC().Format(time.RFC3339)
	made := call("POST", "keys", `{"name":"ops","role":"admin","expires":"`+expires+`"}`, token, 201)
	key := made["key"].(string)
	note := call("POST", "annotations", `{"at":"2026-03-01","tool":"quill","title":"Out"}`, key, 201)
	is("edit of the note", note["edit"], 1.0)
	call("DELETE", "keys/"+made["id"].(string), ``, key, 200)
	call("GET", "keys", ``, key, 401)

	first := call("GET", "engine", ``, token, 200)
	is("engine by the settings", first["active"], "vader")
	call("PUT", "engine", `{"engine":"llm"}`, token, 422)
	chosen := call("PUT", "engine", `{"engine":"model"}`, token, 200)
	is("engine that was chosen", chosen["active"], "model")
	is("what answers before the back-fill", chosen["versions"].([]any)[0].(map[string]any)["engine"], "vader")
	settle()
	now := call("GET", "engine", ``, token, 200)["versions"].([]any)[0].(map[string]any)
	is("what answers after it", now["engine"], "model")
	is("whether it does", now["answers"], true)
	is("whether it is active", now["active"], true)
	call("PUT", "engine", `{"engine":null}`, token, 200)

	loss := call("DELETE", "tools/quill", `{"confirm":"Quill"}`, token, 200)
	is("annotations lost", loss["annotations"], 1.0)
	log := call("GET", "audit-log?action=tools.edit", ``, token, 200)["entries"].([]any)
	entry := log[0].(map[string]any)
	is("actor", entry["actor"], "ADMIN_TOKEN")
	is("edit before", entry["before"].(map[string]any)["edit"], 1.0)
	is("edit after", entry["after"].(map[string]any)["edit"], 2.0)
	if woken < 8 {
		t.Errorf("the scheduler was told %d times", woken)
	}
}
