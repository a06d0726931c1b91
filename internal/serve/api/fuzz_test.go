package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/voxpop-dev/voxpop"
)

// Whatever the query is, the answer is JSON, and never a fault of ours.
func FuzzQuery(f *testing.F) {
	for _, q := range []string{"hours=24", "hours=-1", "from=2026-03-04&to=2026-03-05", "subreddit=%ff", "q=%22a", "cursor=MXxyL3g", "a;b", "limit=99999999999999999999", "grain=week&hours=8760", "end=latest&hours=1", "tools=cursor,bard,,%2C&tool_ids=CURSOR", "range=7d&granularity=weekly", "against=tool:bard", "against=community:windsurf&subreddit=cursor", "against=window&against_from=2026-01-01&against_to=2026-02-01"} {
		f.Add(q)
	}
	a, _ := fakeAPI(f)
	f.Fuzz(func(t *testing.T, query string) {
		for _, path := range []string{"/api/v1/sentiment/trends", "/api/v1/items", "/api/v1/export", "/api/v1/coverage", "/api/v1/tools", "/api/v1/tools/compare", "/api/v1/tools/cursor/timeseries", "/api/v1/hot-topics/cursor/posts", "/api/v1/annotations", "/api/v1/tools/cursor/drivers"} {
			req := &http.Request{Method: "GET", URL: &url.URL{Path: path, RawQuery: query}, Header: http.Header{}, Body: http.NoBody}
			rec := httptest.NewRecorder()
			a.ServeHTTP(rec, req.WithContext(t.Context()))
			if rec.Code >= 500 {
				t.Fatalf("%s?%s: %d %s", path, query, rec.Code, rec.Body)
			}
			if path != "/api/v1/export" && !json.Valid(rec.Body.Bytes()) {
				t.Fatalf("%s?%s: not JSON: %s", path, query, rec.Body)
			}
		}
	})
}

func FuzzCursor(f *testing.F) {
	f.Add(*writeCursor(&voxpop.PageCursor{Created: noon, ID: voxpop.ItemID{Source: "feed", Native: "https://a/b|c"}}))
	f.Add(*writeCursor(&voxpop.PageCursor{Created: noon}))
	f.Add("abc")
	f.Fuzz(func(t *testing.T, s string) {
		c, err := readCursor(s)
		if err != nil || c == nil {
			return
		}
		if again := writeCursor(c); *again != s {
			t.Fatalf("%q reads as %+v, which writes as %q", s, c, *again)
		}
	})
}

func FuzzOpinionCursor(f *testing.F) {
	f.Add(*writeOpinionCursor(&voxpop.OpinionCursor{Compound: -5000, Created: noon, RowID: 7}))
	f.Add("QDF8MnwzfDQ")
	f.Fuzz(func(t *testing.T, s string) {
		c, err := readOpinionCursor(s)
		if err != nil || c == nil {
			return
		}
		if again := writeOpinionCursor(c); *again != s {
			t.Fatalf("%q reads as %+v, which writes as %q", s, c, *again)
		}
		if _, err := readCursor(s); err == nil {
			t.Fatalf("%q is a cursor of both kinds", s)
		}
	})
}

func TestCursorRoundTrip(t *testing.T) {
	want := voxpop.PageCursor{Created: time.Date(2026, 1, 2, 3, 4, 5, 6000, time.UTC), ID: voxpop.ItemID{Source: "feed", Native: "https://a/b|c/d"}}
	got, err := readCursor(*writeCursor(&want))
	if err != nil || *got != want {
		t.Fatalf("%+v, %v", got, err)
	}
	want.ID = voxpop.ItemID{} // before a second
	if got, err := readCursor(*writeCursor(&want)); err != nil || *got != want {
		t.Fatalf("%+v, %v", got, err)
	}
	if c, err := readCursor(""); c != nil || err != nil || writeCursor(nil) != nil {
		t.Error("no cursor is no cursor")
	}
}

// What a push lets through is fit to be stored.
func FuzzPush(f *testing.F) {
	f.Add([]byte(`{"items":[{"id":"a","kind":"post","community":"c","created_utc":1772625600}]}`))
	f.Add([]byte(`{"items":[{"id":"t1_a","kind":"comment","thread_id":"b","community":"c","body":"\ud800","created_utc":"2026-03-04T12:00:00+14:00"}]}`))
	f.Add([]byte(`{"items":[null,1,{}],"more":2}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		items, rejected, err := readPush(body, noon)
		if err != nil || len(rejected) > 0 {
			for _, r := range rejected {
				if r.Reason == "" || r.Index < 0 {
					t.Fatalf("%+v", r)
				}
			}
			return
		}
		if len(items) == 0 || len(items) > mostPushed {
			t.Fatalf("%d items", len(items))
		}
		for _, i := range items {
			for _, s := range []string{i.ID.Native, i.Community, i.Author, i.Title, i.Body, i.URL, i.Permalink, i.ThreadID, i.ParentID} {
				if !utf8.ValidString(s) || badText(s) >= 0 {
					t.Fatalf("text not fit to be stored: %q", s)
				}
			}
			if i.ID.Native == "" || i.ID.Source == "" || i.ThreadID == "" || i.Community == "" || i.Origin != voxpop.OriginPush ||
				i.Created.IsZero() || i.Created.After(noon.Add(time.Hour)) || i.Observed.IsZero() || i.Kind != voxpop.KindPost && i.Kind != voxpop.KindComment {
				t.Fatalf("%+v", i)
			}
		}
	})
}

// Whatever is sent to the login form, only the key opens a session, and nothing is a fault of ours.
func FuzzLogIn(f *testing.F) {
	f.Add("application/json", []byte(`{"key":"`+adminToken+`"}`))
	f.Add("application/x-www-form-urlencoded", []byte("key="+adminToken))
	f.Add("application/x-www-form-urlencoded; charset=%", []byte("key=%zz&key=%00"))
	f.Add("application/json", []byte(`{"key":["x"],"key":null}`))
	a, _ := fakeAPI(f)
	a.poll(f.Context())
	f.Fuzz(func(t *testing.T, contentType string, body []byte) {
		a.auth.failures = throttle{} // or all but the first would be told to wait
		req := httptest.NewRequest("POST", "/api/v1/session", bytes.NewReader(body))
		req.Header.Set("Content-Type", contentType)
		rec := httptest.NewRecorder()
		a.ServeHTTP(rec, req)
		if rec.Code >= 500 {
			t.Fatalf("%d %s", rec.Code, rec.Body)
		}
		if rec.Header().Get("Set-Cookie") != "" && !strings.Contains(decoded(body), adminToken) {
			t.Fatalf("a session for %q: %d", body, rec.Code)
		}
	})
}

// decoded is a body with all that JSON or a form may have hidden of a key.
func decoded(body []byte) string {
	var fields map[string]any
	out := string(body)
	if json.Unmarshal(body, &fields) == nil {
		out += fmt.Sprint(fields)
	}
	if form, err := url.ParseQuery(string(body)); err == nil || form != nil {
		out += fmt.Sprint(form)
	}
	return out
}
