package api

import (
	"crypto/sha256"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
)

func post(a *API, target, body string, headers ...string) *httptest.ResponseRecorder {
	req := httptest.NewRequest("POST", target, strings.NewReader(body))
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	rec := httptest.NewRecorder()
	a.ServeHTTP(rec, req)
	return rec
}

func TestWithoutAdminTokenNobodyIsAdmin(t *testing.T) {
	a, _ := fakeAPI(t, func(o *Options) { o.AdminToken = "" })
	for _, header := range []string{"Bearer ", "Bearer", "", "Basic Og=="} {
		if rec := post(a, "/api/v1/admin/collect", "", "Authorization", header); rec.Code != 401 {
			t.Errorf("Authorization %q: %d", header, rec.Code)
		}
	}
	if rec := post(a, "/api/v1/session", `{"key":""}`); rec.Code != 401 {
		t.Errorf("an empty login: %d", rec.Code)
	}
}

func TestRoles(t *testing.T) {
	a, f := fakeAPI(t)
	f.keys[sha256.Sum256([]byte("reader-key"))] = voxpop.Key{Name: "grafana", Role: voxpop.RoleRead}
	f.keys[sha256.Sum256([]byte("admin-key"))] = voxpop.Key{Name: "ops", Role: voxpop.RoleAdmin}
	f.keys[sha256.Sum256([]byte("old-key"))] = voxpop.Key{Name: "old", Role: voxpop.RoleAdmin, Revoked: noon}
	for key, want := range map[string][2]int{"reader-key": {200, 403}, "admin-key": {200, 202}, "old-key": {401, 401}, "Reader-key": {401, 401}} {
		read := get(a, "/api/v1/admin/cycles", "X-API-Key", key)
		write := post(a, "/api/v1/admin/collect", "", "X-API-Key", key)
		if read.Code != want[0] || write.Code != want[1] {
			t.Errorf("%s: %d, %d; want %v", key, read.Code, write.Code, want)
		}
	}
	if len(f.audits) != 1 || f.audits[0].Actor != "ops" || f.audits[0].Action != "collect" {
		t.Errorf("audit: %+v", f.audits)
	}
}

func loggedIn(t *testing.T, a *API, key string) string {
	t.Helper()
	rec := post(a, "/api/v1/session", `{"key":"`+key+`"}`)
	if rec.Code != 200 || len(rec.Result().Cookies()) != 1 {
		t.Fatalf("login: %d %s", rec.Code, rec.Body)
	}
	c := rec.Result().Cookies()[0]
	if strings.Contains(c.Value, key) {
		t.Fatal("the cookie holds the key")
	}
	return c.Name + "=" + c.Value
}

func TestSessionEnds(t *testing.T) {
	now := noon
	a, f := fakeAPI(t, func(o *Options) { o.Clock = func() time.Time { return now } })
	hash := sha256.Sum256([]byte("ops-key"))
	f.keys[hash] = voxpop.Key{Name: "ops", Role: voxpop.RoleAdmin}
	cookie := loggedIn(t, a, "ops-key")
	allowed := func(cookie string) bool { return get(a, "/api/v1/admin/cycles", "Cookie", cookie).Code == 200 }
	if !allowed(cookie) {
		t.Fatal("logged in and not let in")
	}
	// Every changed character makes it worthless.
	for i := len(sessionCookie) + 1; i < len(cookie)-1; i++ {
		if forged := cookie[:i] + string(cookie[i]^1) + cookie[i+1:]; allowed(forged) {
			t.Fatalf("a forged session works (character %d)", i)
		}
	}
	now = noon.Add(sessionLasts)
	if allowed(cookie) {
		t.Error("a session has no end")
	}
	now = noon
	delete(f.keys, hash)
	if allowed(cookie) {
		t.Error("a session outlives its key")
	}
}

func TestChangedAdminTokenEndsSessions(t *testing.T) {
	a, _ := fakeAPI(t)
	cookie := loggedIn(t, a, adminToken)
	b, _ := fakeAPI(t, func(o *Options) { o.AdminToken = "another" })
	b.poll(t.Context())
	if rec := get(b, "/api/v1/admin/cycles", "Cookie", cookie); rec.Code != 401 {
		t.Errorf("%d", rec.Code)
	}
}

func TestGuessingIsSlowedDown(t *testing.T) {
	a, _ := fakeAPI(t)
	var last *httptest.ResponseRecorder
	for range failuresAllowed + 5 {
		last = post(a, "/api/v1/session", `{"key":"guess"}`)
	}
	if last.Code != 429 || last.Header().Get("Retry-After") == "" || last.Header().Get("Content-Type") != problemType {
		t.Fatalf("%d %v", last.Code, last.Header())
	}
	if rec := post(a, "/api/v1/admin/collect", "", "Authorization", "Bearer "+adminToken); rec.Code != 429 {
		t.Errorf("a guess by header gets through: %d", rec.Code)
	}
	if rec := get(a, statsPath); rec.Code != 200 {
		t.Errorf("reading needs no key: %d", rec.Code)
	}
}

func TestThrottleForgives(t *testing.T) {
	var th throttle
	for range failuresAllowed + 1 {
		th.failed("x", noon)
	}
	if th.wait("x", noon) == 0 || th.wait("y", noon) != 0 {
		t.Fatal("the wrong client waits")
	}
	if w := th.wait("x", noon.Add(failureForgiven/failuresAllowed)); w != 0 {
		t.Errorf("still %v", w)
	}
	for i := range 3 * clientsKept {
		th.failed(strings.Repeat("z", 1+i%7)+string(rune('a'+i%26))+time.Duration(i).String(), noon)
	}
	if len(th.clients) > clientsKept {
		t.Errorf("%d clients are kept", len(th.clients))
	}
}

func TestClientOf(t *testing.T) {
	for remote, want := range map[string]string{
		"192.0.2.1:5": "192.0.2.1", "[2001:db8:1:2:3::4]:5": "2001:db8:1:2::/64", "pipe": "pipe",
	} {
		req := httptest.NewRequest("GET", "/", nil)
		req.RemoteAddr = remote
		if got := clientOf(req); got != want {
			t.Errorf("clientOf(%s) = %s", remote, got)
		}
	}
}
