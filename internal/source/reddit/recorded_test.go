package reddit

import (
	"encoding/base64"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// sharedData is where the data for measuring lies: VOXPOP_SHARED_DATA, else beside the repository.
func sharedData(t *testing.T, elem ...string) string {
	t.Helper()
	root := os.Getenv("VOXPOP_SHARED_DATA")
	if root == "" {
		dir, err := os.Getwd()
		if err != nil {
			t.Fatal(err)
		}
		for {
			if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
				break
			}
			dir = filepath.Dir(dir)
		}
		root = filepath.Join(dir, "..", "shared", "data")
	}
	path := filepath.Join(append([]string{root}, elem...)...)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("no shared data at %s: set VOXPOP_SHARED_DATA", path)
	}
	return path
}

// TestRecordedAnswers decodes recorded exchanges with the real Reddit and compares with the raw JSON.
func TestRecordedAnswers(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(sharedData(t, "reddit", "recorded"), "*.json"))
	items, stubs := 0, 0
	for _, file := range files {
		var cassette struct {
			Interactions []struct {
				Response struct {
					Status struct{ Code int }
					Body   struct{ String, Base64_String string }
				}
			} `json:"interactions"`
		}
		readJSON(t, file, &cassette)
		for _, x := range cassette.Interactions {
			body := []byte(x.Response.Body.String)
			if s := x.Response.Body.Base64_String; s != "" {
				body, _ = base64.StdEncoding.DecodeString(s)
			}
			if x.Response.Status.Code != 200 || strings.Contains(string(body), "access_token") {
				continue
			}
			n, m := checkAnswer(t, filepath.Base(file), body)
			items, stubs = items+n, stubs+m
		}
	}
	t.Logf("%d items and %d stubs in %d files", items, stubs, len(files))
	if len(files) > 0 && items < 700 {
		t.Errorf("only %d items were decoded", items)
	}
}

// TestSavedThreads does the same for saved answers of /comments/id.
func TestSavedThreads(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(sharedData(t, "reddit", "listings"), "*.json"))
	items := 0
	for _, file := range files {
		var body json.RawMessage
		readJSON(t, file, &body)
		n, _ := checkAnswer(t, filepath.Base(file), body)
		items += n
	}
	t.Logf("%d items in %d files", items, len(files))
	if len(files) > 0 && items < len(files) {
		t.Errorf("only %d items were decoded", items)
	}
}

func readJSON(t *testing.T, file string, into any) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, into); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}

// checkAnswer decodes an answer with the collector's own functions and compares every thing with the raw JSON.
func checkAnswer(t *testing.T, name string, body []byte) (items, stubs int) {
	t.Helper()
	var decoded []thing
	tr := &tree{met: map[string]bool{}}
	switch {
	case body[0] == '[':
		lists, err := parseTree(body)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		decoded = tr.flatten(append(lists[0].Children, lists[1].Children...), nil, 0)
	default:
		if l, err := parseListing(body); err == nil {
			decoded = l.Children
		} else if decoded, err = parseMore(body); err != nil {
			t.Fatalf("%s: neither a listing nor an answer of morechildren: %.80s", name, body)
		}
		decoded = tr.flatten(decoded, nil, 0)
	}
	byName := map[string]voxpop.Item{}
	for _, th := range decoded {
		if th.Kind == "t5" {
			continue
		}
		it, ok := th.item(time.Unix(2e9, 0).UTC())
		if !ok {
			t.Errorf("%s: a %s was not decoded: %.200s", name, th.Kind, th.Data)
			continue
		}
		byName[it.ID.Native] = it
	}
	var raw any
	if err := json.Unmarshal(body, &raw); err != nil {
		t.Fatal(err)
	}
	eachThing(raw, func(kind string, data map[string]any) {
		switch kind {
		case "t1", "t3":
			items++
			it, ok := byName[data["name"].(string)]
			if !ok {
				t.Errorf("%s: %v is lost", name, data["name"])
				return
			}
			compare(t, name, it, data)
		case "more":
			stubs++
			for _, id := range data["children"].([]any) {
				if !contains(tr.more, "t1_"+id.(string)) {
					t.Errorf("%s: stub child %v is lost", name, id)
				}
			}
		}
	})
	return items, stubs
}

func contains(names []string, name string) bool {
	for _, n := range names {
		if n == name {
			return true
		}
	}
	return false
}

func eachThing(v any, visit func(kind string, data map[string]any)) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			eachThing(e, visit)
		}
	case map[string]any:
		if kind, ok := v["kind"].(string); ok {
			if data, ok := v["data"].(map[string]any); ok {
				visit(kind, data)
				for _, key := range []string{"children", "replies"} {
					eachThing(data[key], visit)
				}
				return
			}
		}
		for _, key := range []string{"json", "data", "things"} {
			eachThing(v[key], visit)
		}
	}
}

func compare(t *testing.T, file string, it voxpop.Item, raw map[string]any) {
	t.Helper()
	str := func(key string) string { s, _ := raw[key].(string); return s }
	want := func(field, got, wanted string) {
		t.Helper()
		if got != wanted {
			t.Errorf("%s: %s: %s is %.80q, want %.80q", file, it.ID, field, got, wanted)
		}
	}
	author := str("author")
	if author == "[deleted]" {
		author = ""
	}
	text := str("body")
	if it.Kind == voxpop.KindPost {
		text = str("selftext")
	}
	gone := text == "[removed]" || (text == "[deleted]" && author == "") || str("removed_by_category") != ""
	if gone != it.State.Textless() {
		t.Errorf("%s: %s: state %s for text %.40q by %q", file, it.ID, it.State, text, author)
	}
	if !gone {
		want("author", it.Author, author)
		want("body", it.Body, text)
		want("title", it.Title, str("title"))
		if it.Kind == voxpop.KindPost {
			want("flair", it.Flair, str("link_flair_text"))
		}
		if self, _ := raw["is_self"].(bool); it.Kind == voxpop.KindPost && !self && it.URL == "" {
			t.Errorf("%s: %s: lost its link %v", file, it.ID, raw["url"])
		}
	}
	want("community", it.Community, str("subreddit"))
	want("distinguished", it.Distinguished, str("distinguished"))
	if link := str("permalink"); link != "" {
		want("permalink", it.Permalink, "https://www.reddit.com"+link)
	}
	if it.Kind == voxpop.KindComment {
		want("thread", it.ThreadID, str("link_id"))
		want("parent", it.ParentID, str("parent_id"))
	} else if n, _ := raw["num_comments"].(float64); it.Comments != int64(n) {
		t.Errorf("%s: %s: %d comments, want %v", file, it.ID, it.Comments, raw["num_comments"])
	}
	if s, _ := raw["score"].(float64); it.Upvotes != int64(s) {
		t.Errorf("%s: %s: score %d, want %v", file, it.ID, it.Upvotes, raw["score"])
	}
	if c, _ := raw["created_utc"].(float64); it.Created.Unix() != int64(c) {
		t.Errorf("%s: %s: created %v, want %v", file, it.ID, it.Created, raw["created_utc"])
	}
	if e, ok := raw["edited"].(float64); ok != !it.Edited.IsZero() || (ok && it.Edited.Unix() != int64(e)) {
		t.Errorf("%s: %s: edited %v, want %v", file, it.ID, it.Edited, raw["edited"])
	}
}
