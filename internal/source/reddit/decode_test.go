package reddit

import (
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/source/redditjson"
)

var observed = time.Date(2026, time.March, 4, 12, 0, 0, 0, time.UTC)

func decodeOne(t *testing.T, kind, data string) voxpop.Item {
	t.Helper()
	items := received(t, kind, data)
	if len(items) != 1 {
		t.Fatalf("not decoded: %s", data)
	}
	return items[0]
}

// received is what a task makes of an answer with one thing.
func received(t *testing.T, kind, data string) []voxpop.Item {
	t.Helper()
	p, err := redditjson.ParsePage([]byte(`{"kind": "Listing", "data": {"children": [{"kind": "` + kind + `", "data": ` + data + `}]}}`))
	if err != nil {
		t.Fatal(err)
	}
	r := &run{notes: &notes{clock: clock{Newest: observed}}}
	r.stamp(p.Items, time.Time{})
	return p.Items
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
		URL: "https://www.reddit.com/r/b/comments/x/", Permalink: "https://www.reddit.com/r/a/comments/abc/", Flair: "Bug \uFFFD!",
		ThreadID: "t3_abc", Upvotes: 12, Comments: 3, Observed: observed,
		Created: time.Unix(1772620000, 0).UTC(), Edited: time.Unix(1772620000, 0).UTC(), // edited at a time that is not told
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
		if items := received(t, "t1", data); len(items) > 0 {
			t.Errorf("%s: decoded as %+v", name, items)
		}
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
