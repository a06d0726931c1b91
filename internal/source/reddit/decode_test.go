package reddit

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/voxpop-dev/voxpop"
)

var observed = time.Date(2026, time.March, 4, 12, 0, 0, 0, time.UTC)

func decodeOne(t *testing.T, kind, data string) voxpop.Item {
	t.Helper()
	it, ok := thing{Kind: kind, Data: json.RawMessage(data)}.item(observed)
	if !ok {
		t.Fatalf("not decoded: %s", data)
	}
	return it
}

func TestWhatIsGone(t *testing.T) {
	for _, c := range []struct {
		name, kind, more string
		state            voxpop.State
		author, body     string
	}{
		{"live", "t1", `"author": "ann", "body": "hi"`, voxpop.StateLive, "ann", "hi"},
		{"author left", "t1", `"author": "[deleted]", "body": "hi"`, voxpop.StateLive, "", "hi"},
		{"deleted", "t1", `"author": "[deleted]", "body": "[deleted]"`, voxpop.StateDeleted, "", ""},
		{"deleted, author null", "t1", `"author": null, "body": "[deleted]"`, voxpop.StateDeleted, "", ""},
		{"says deleted", "t1", `"author": "ann", "body": "[deleted]"`, voxpop.StateLive, "ann", "[deleted]"},
		{"removed", "t1", `"author": "[deleted]", "body": "[removed]"`, voxpop.StateRemoved, "", ""},
		{"removed, author shown", "t3", `"author": "ann", "selftext": "[removed]", "title": "x"`, voxpop.StateRemoved, "", ""},
		{"removed by a moderator", "t3", `"author": "ann", "selftext": "text", "removed_by_category": "moderator"`, voxpop.StateRemoved, "", ""},
		{"taken back", "t3", `"author": "[deleted]", "selftext": "", "removed_by_category": "deleted"`, voxpop.StateDeleted, "", ""},
		{"category null", "t3", `"author": "ann", "selftext": "text", "removed_by_category": null`, voxpop.StateLive, "ann", "text"},
		{"title only", "t3", `"author": "[deleted]", "title": "[deleted by user]", "selftext": ""`, voxpop.StateDeleted, "", ""},
	} {
		it := decodeOne(t, c.kind, `{"name": "`+c.kind+`_abc", "subreddit": "a", "link_id": "t3_x", "created_utc": 1772620000, `+c.more+`}`)
		if it.State != c.state || it.Author != c.author || it.Body != c.body {
			t.Errorf("%s: %s by %q: %q; want %s by %q: %q", c.name, it.State, it.Author, it.Body, c.state, c.author, c.body)
		}
		if it.State.Textless() && it.Title+it.URL+it.Flair != "" {
			t.Errorf("%s: kept %q %q %q", c.name, it.Title, it.URL, it.Flair)
		}
	}
}

func TestOddTypes(t *testing.T) {
	it := decodeOne(t, "t3", `{"id": "abc", "subreddit": "a", "created_utc": "1772620000.0", "edited": true, "score": "12",
		"num_comments": 3.0, "author": {"x": 1}, "title": 7, "selftext": null, "url": "/r/b/comments/x/", "permalink": [],
		"distinguished": "moderator", "link_flair_text": "Bug \u0000\ud800!"}`)
	want := voxpop.Item{
		ID: voxpop.ItemID{Source: "reddit", Native: "t3_abc"}, Kind: voxpop.KindPost, Community: "a", Title: "7",
		URL: "https://www.reddit.com/r/b/comments/x/", Permalink: "https://www.reddit.com/comments/abc/", Flair: "Bug \uFFFD!",
		ThreadID: "t3_abc", Upvotes: 12, Comments: 3, Created: time.Unix(1772620000, 0).UTC(), Observed: observed,
		State: voxpop.StateLive, Origin: voxpop.OriginLive, Distinguished: "moderator", Recheck: it.Recheck,
	}
	if it != want {
		t.Errorf("got  %+v\nwant %+v", it, want)
	}
}

func TestUnplaceable(t *testing.T) {
	for name, data := range map[string]string{
		"no time":      `{"name": "t1_a", "subreddit": "a", "link_id": "t3_x"}`,
		"time of 1970": `{"name": "t1_a", "subreddit": "a", "link_id": "t3_x", "created_utc": 5}`,
		"no community": `{"name": "t1_a", "link_id": "t3_x", "created_utc": 1772620000}`,
		"no thread":    `{"name": "t1_a", "subreddit": "a", "created_utc": 1772620000}`,
		"other kind":   `{"name": "t3_a", "subreddit": "a", "link_id": "t3_x", "created_utc": 1772620000}`,
		"odd id":       `{"name": "t1_a/../b", "subreddit": "a", "link_id": "t3_x", "created_utc": 1772620000}`,
	} {
		if it, ok := (thing{Kind: "t1", Data: json.RawMessage(data)}).item(observed); ok {
			t.Errorf("%s: decoded as %+v", name, it)
		}
	}
}

func TestNoListing(t *testing.T) {
	for _, body := range []string{"", "null", "{}", "[]", "<html>", `{"kind": "Listing"}`, `{"kind": "Listing", "data": {}}`,
		`{"kind": "Listing", "data": {"children": null}}`, `{"kind": "t5", "data": {"children": []}}`, `{"kind": "Listing", "data": {"children": [1, 2]}}`} {
		if l, err := parseListing([]byte(body)); err == nil {
			t.Errorf("%q passed for a listing: %+v", body, l)
		}
	}
	l, err := parseListing([]byte(`{"kind": "Listing", "data": {"after": 5, "children": [7, {"kind": "t1", "data": {}}]}}`))
	if err != nil || len(l.Children) != 1 || l.Broken != 1 {
		t.Errorf("a listing with one broken thing: %+v, %v", l, err)
	}
}

func TestCleanBounds(t *testing.T) {
	long := strings.Repeat("é", maxTitle)
	it := decodeOne(t, "t3", `{"name": "t3_a", "subreddit": "a", "created_utc": 1772620000, "title": "`+long+`"}`)
	if len(it.Title) > maxTitle || !utf8.ValidString(it.Title) || len(it.Title) < maxTitle-1 {
		t.Errorf("a title of %d bytes, valid %v", len(it.Title), utf8.ValidString(it.Title))
	}
}

func TestRecheckDecays(t *testing.T) {
	created := observed
	for _, c := range []struct{ age, next time.Duration }{
		{0, 390 * time.Minute}, {2 * time.Hour, 390 * time.Minute}, {3 * time.Hour, 14 * time.Hour},
		{13 * time.Hour, 36 * time.Hour}, {36 * time.Hour, 81 * time.Hour}, {1000 * time.Hour, 1045 * time.Hour},
	} {
		if got := recheck(created, created.Add(c.age)).Sub(created); got != c.next {
			t.Errorf("seen at the age of %v: again at %v, want %v", c.age, got, c.next)
		}
	}
}

// FuzzListing feeds answers of strangers: decoding must not panic, and what comes out must be storable.
func FuzzListing(f *testing.F) {
	f.Add([]byte(emptyListing))
	f.Add([]byte(`{"kind":"Listing","data":{"after":"t1_x","children":[{"kind":"t1","data":{"name":"t1_a","subreddit":"a","link_id":"t3_b","parent_id":"t1_c","body":"\ud800\u0000x","created_utc":1772620000.5,"edited":1772620001,"replies":{"kind":"Listing","data":{"children":[{"kind":"more","data":{"children":["d","e"]}}]}}}}]}}`))
	f.Add([]byte(`[{"kind":"Listing","data":{"children":[{"kind":"t3","data":{"id":"b","subreddit":"a","url":"javascript:x","created_utc":"1772620000"}}]}},{"kind":"Listing","data":{"children":[]}}]`))
	f.Add([]byte(`{"json":{"errors":[],"data":{"things":[{"kind":"t1","data":{}}]}}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		tr := &tree{met: map[string]bool{}}
		var all []thing
		if l, err := parseListing(body); err == nil {
			all = l.Children
		}
		if lists, err := parseTree(body); err == nil {
			all = append(append(all, lists[0].Children...), lists[1].Children...)
		}
		if got, err := parseMore(body); err == nil {
			all = append(all, got...)
		}
		for _, th := range tr.flatten(all, nil, 0) {
			it, ok := th.item(observed)
			if !ok {
				continue
			}
			for _, s := range []string{it.ID.Native, it.Community, it.Author, it.Title, it.Body, it.URL, it.Permalink, it.Flair, it.ParentID, it.ThreadID, it.Distinguished} {
				if !utf8.ValidString(s) || strings.ContainsRune(s, 0) || len(s) > maxText {
					t.Fatalf("unstorable text %q", s)
				}
			}
			if it.Created.Before(redditBegan.AddDate(-10, 0, 0)) || it.ThreadID == "" || it.State == "" {
				t.Fatalf("unplaced item %+v", it)
			}
			if it.URL != "" && !strings.HasPrefix(it.URL, "http") {
				t.Fatalf("link %q", it.URL)
			}
		}
		for _, name := range tr.more {
			if !plain(name) {
				t.Fatalf("stub %q", name)
			}
		}
	})
}
