package reddit

import (
	"encoding/base64"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/shareddata"
	"github.com/voxpop-dev/voxpop/internal/source/redditjson"
)

// TestRecordedAnswers decodes recorded exchanges with the real Reddit and compares with the raw JSON.
func TestRecordedAnswers(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(shareddata.Path(t, "reddit", "recorded"), "*.json"))
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
	files, _ := filepath.Glob(filepath.Join(shareddata.Path(t, "reddit", "listings"), "*.json"))
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
	var got redditjson.Tree
	var err error
	if body[0] == '[' {
		got, err = redditjson.ParseThread(body)
	} else if p, no := redditjson.ParsePage(body); no == nil {
		got = p.Tree
	} else {
		got, err = redditjson.ParseMoreChildren(body)
	}
	if err != nil || len(got.Broken) > 0 {
		t.Fatalf("%s: %v, broken %v", name, err, got.Broken)
	}
	tr := &tree{}
	for _, m := range got.More {
		tr.stub(m)
	}
	byName := map[string]voxpop.Item{}
	for _, it := range got.Items {
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
	wrote := str // what an author wrote
	if strings.HasPrefix(str("body_html")+str("selftext_html"), "&lt;") {
		// Fetched without raw_json=1: Reddit escaped every text.
		wrote = func(key string) string {
			return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(str(key))
		}
	}
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
	text := wrote("body")
	if it.Kind == voxpop.KindPost {
		text = wrote("selftext")
	}
	gone := text == "[removed]" || (text == "[deleted]" && author == "") || str("removed_by_category") != ""
	if gone != it.State.Textless() {
		t.Errorf("%s: %s: state %s for text %.40q by %q", file, it.ID, it.State, text, author)
	}
	if !gone {
		want("author", it.Author, author)
		want("body", it.Body, text)
		want("title", it.Title, wrote("title"))
		if it.Kind == voxpop.KindPost {
			want("flair", it.Flair, wrote("link_flair_text"))
		}
		if self, _ := raw["is_self"].(bool); it.Kind == voxpop.KindPost && !self && it.URL == "" {
			t.Errorf("%s: %s: lost its link %v", file, it.ID, raw["url"])
		}
	}
	want("community", it.Community, str("subreddit"))
	want("distinguished", it.Distinguished, str("distinguished"))
	link := str("permalink")
	if gone && it.Kind == voxpop.KindPost { // the words of the title are in the address too
		link = "/r/" + str("subreddit") + "/comments/" + str("id") + "/"
	} else if gone || link == "" && it.Kind == voxpop.KindComment {
		link = "/r/" + str("subreddit") + "/comments/" + strings.TrimPrefix(str("link_id"), "t3_") + "/_/" + str("id") + "/"
	}
	want("permalink", it.Permalink, "https://www.reddit.com"+link)
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
