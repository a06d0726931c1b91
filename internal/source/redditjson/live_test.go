package redditjson_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/source/redditjson"
)

// looksEscaped is a post whose author wrote entities, as the API gives it with raw_json=1.
const looksEscaped = `{"kind":"t3","data":{"id":"a","title":"when to write &lt;b&gt;","selftext":"","selftext_html":null,` + least + `}}`

func TestLiveTextsStandAsWritten(t *testing.T) {
	const escapedAnyway = `{"kind":"t3","data":{"id":"b","title":"R&amp;D","selftext":"a &gt; b","selftext_html":"&lt;div&gt;",` + least + `}}`
	p, err := redditjson.ParsePage([]byte(`{"kind":"Listing","data":{"after":"t3_b","children":[` + looksEscaped + `,` + escapedAnyway + `]}}`))
	if err != nil || len(p.Items) != 2 || p.After != "t3_b" {
		t.Fatalf("%+v, %v", p, err)
	}
	if got := p.Items[0].Title; got != "when to write &lt;b&gt;" {
		t.Errorf("title %q", got)
	}
	if got := p.Items[1]; got.Title != "R&D" || got.Body != "a > b" {
		t.Errorf("escaped all the same: title %q, body %q", got.Title, got.Body)
	}
	if got := decode(t, looksEscaped).Title; got != "when to write <b>" {
		t.Errorf("of a dump: title %q", got)
	}
}

func TestOneBrokenThingHidesNoOther(t *testing.T) {
	p, err := redditjson.ParsePage([]byte(`{"kind":"Listing","data":{"after":5,"children":[7,{"kind":"t1"},{"kind":"t3","data":{"id":[]}},` + looksEscaped + `]}}`))
	if err != nil || len(p.Items) != 1 || len(p.Broken) != 3 || p.After != "" {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestWhatIsNoThreadIsRefused(t *testing.T) {
	const none = `{"kind":"Listing","data":{"children":[]}}`
	post := `{"kind":"Listing","data":{"children":[` + looksEscaped + `]}}`
	for _, raw := range []string{``, `[]`, none, `[` + post + `]`, `[` + none + `,` + none + `]`, `[` + none + `,` + post + `]`, `[` + post + `,{}]`} {
		if tree, err := redditjson.ParseThread([]byte(raw)); !errors.Is(err, voxpop.ErrInvalid) {
			t.Errorf("%s: %+v, %v", raw, tree, err)
		}
	}
	if tree, err := redditjson.ParseThread([]byte(page)); err != nil || len(tree.Items) != 3 || len(tree.More) != 1 {
		t.Errorf("a sound thread: %+v, %v", tree, err)
	}
	unreadable := strings.Replace(page, `"title":"x","subreddit":"go"`, `"title":"x"`, 1)
	if tree, err := redditjson.ParseThread([]byte(unreadable)); err != nil || len(tree.Items) != 2 {
		t.Errorf("a thread whose post cannot be read: %+v, %v", tree, err)
	}
}

func TestMoreChildren(t *testing.T) {
	tree, err := redditjson.ParseMoreChildren([]byte(`{"json":{"errors":[],"data":{"things":[
		{"kind":"t1","data":{"id":"c","body":"x","link_id":"t3_a",` + least + `}}, 7,
		{"kind":"more","data":{"id":"d","parent_id":"t1_c","count":2,"children":["t1_d","e"]}}]}}}`))
	if err != nil || len(tree.Items) != 1 || len(tree.More) != 1 || strings.Join(tree.More[0].Children, " ") != "d e" || len(tree.Broken) != 1 {
		t.Errorf("%+v, %v", tree, err)
	}
	_, err = redditjson.ParseMoreChildren([]byte(`{"json":{"errors":[["TOO_LONG","you asked for too much","children"]]}}`))
	if !errors.Is(err, voxpop.ErrInvalid) || !strings.Contains(err.Error(), "TOO_LONG") {
		t.Errorf("refused: %v", err)
	}
	for _, raw := range []string{``, `{}`, `[]`, `{"json":null}`, `{"kind":"Listing","data":{"children":[]}}`} {
		if tree, err := redditjson.ParseMoreChildren([]byte(raw)); !errors.Is(err, voxpop.ErrInvalid) {
			t.Errorf("%s: %+v, %v", raw, tree, err)
		}
	}
}

// FuzzLive feeds answers of strangers to everything that reads the live API.
func FuzzLive(f *testing.F) {
	f.Add([]byte(page))
	f.Add([]byte(`{"kind":"Listing","data":{"after":"t1_x","children":[{"kind":"t1","data":{"name":"t1_a","subreddit":"a","link_id":"t3_b","parent_id":"t1_c","body":"\ud800\u0000x","created_utc":1772620000.5,"edited":1772620001,"replies":{"kind":"Listing","data":{"children":[{"kind":"more","data":{"children":["d","e"]}}]}}}}]}}`))
	f.Add([]byte(`{"json":{"errors":[],"data":{"things":[{"kind":"t1","data":{}}]}}}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		p, err1 := redditjson.ParsePage(raw)
		thread, err2 := redditjson.ParseThread(raw)
		more, err3 := redditjson.ParseMoreChildren(raw)
		for _, err := range []error{err1, err2, err3} {
			if err != nil && !errors.Is(err, voxpop.ErrInvalid) {
				t.Fatalf("unknown kind of error: %v", err)
			}
		}
		for _, tree := range []redditjson.Tree{p.Tree, thread, more} {
			for _, it := range tree.Items {
				checkItem(t, it)
			}
			for _, m := range tree.More {
				for _, id := range m.Children {
					if !redditjson.IsFullname("t1_" + id) {
						t.Fatalf("stub %q", id)
					}
				}
			}
		}
	})
}
