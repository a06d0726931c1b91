package hackernews

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/voxpop-dev/voxpop"
)

func TestAStory(t *testing.T) {
	at := time.Unix(1760000500, 0).UTC()
	got, err := item(json.RawMessage(`{"objectID":"4242","_tags":["story","author_ann"],"author":"ann","title":"A &lt; B","url":"https://example.org/",
		"story_text":"<p>one<p>two &#x27;three&#x27;","points":17,"num_comments":3,"created_at_i":1760000000,"story_id":4242}`), at)
	want := voxpop.Item{
		ID: voxpop.ItemID{Source: "hackernews", Native: "4242"}, Kind: voxpop.KindPost, Community: Community, Author: "ann", Title: "A < B",
		Body: "one\n\ntwo 'three'", URL: "https://example.org/", Permalink: "https://news.ycombinator.com/item?id=4242", ThreadID: "4242",
		Upvotes: 17, Comments: 3, Created: time.Unix(1760000000, 0).UTC(), Observed: at, State: voxpop.StateLive, Origin: voxpop.OriginLive,
	}
	if err != nil || got != want {
		t.Errorf("%v, got\n%+v\nwant\n%+v", err, got, want)
	}
}

func TestAComment(t *testing.T) {
	got, err := item(json.RawMessage(`{"objectID":"9","_tags":["comment"],"comment_text":"x","story_id":7,"parent_id":8,"created_at_i":1760000000,"title":null,"points":null}`), time.Time{})
	if err != nil || got.Kind != voxpop.KindComment || got.ThreadID != "7" || got.ParentID != "8" || got.Body != "x" || got.Comments != 0 {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestUnusableHitsAreRefused(t *testing.T) {
	for _, raw := range []string{
		`null`, `7`, `{}`, `{"objectID":"x1","created_at_i":1760000000}`, `{"objectID":"1"}`, `{"objectID":"1","created_at_i":-5}`,
		`{"objectID":"1","created_at_i":1760000000,"comment_text":"no story"}`, `{"objectID":1,"created_at_i":1760000000}`,
	} {
		if it, err := item(json.RawMessage(raw), time.Time{}); !errors.Is(err, voxpop.ErrInvalid) {
			t.Errorf("%s: %+v, %v", raw, it, err)
		}
	}
}

func TestPlainText(t *testing.T) {
	for in, want := range map[string]string{
		"no markup":           "no markup",
		"a<p>b":               "a\n\nb",
		"&gt; quoted<p>mine":  "> quoted\n\nmine",
		"5 &lt; 6 &amp; &#62": "5 < 6 & >",
		`see <a href="https:&#x2F;&#x2F;x.example&#x2F;long" rel="nofollow">https:&#x2F;&#x2F;x.exa...</a> now`: "see https://x.example/long now",
		"run<p><pre><code>go test\ngo vet\n</code></pre>\ndone":                                                 "run\n\n\n\n    go test\n    go vet\n\n\ndone",
		"<i>so</i> <script>alert(1)</script>good":                                                               "so good",
		"a <b": "a",
	} {
		if got := plain(in); got != want {
			t.Errorf("plain(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestTerms(t *testing.T) {
	for in, want := range map[string]string{`"Claude Code"`: "claude code", `Kiro aws`: "kiro|aws", `Cline "VS  Code" x`: "cline|vs code|x", `""`: "", ` - `: "", `open "quote`: "open|quote"} {
		if got := strings.Join(terms(in), "|"); got != want {
			t.Errorf("terms(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzItem(f *testing.F) {
	f.Add([]byte(`{"objectID":"9","_tags":["comment"],"comment_text":"<a href=\"x\"><pre>\u0000","story_id":7,"parent_id":8,"created_at_i":1760000000}`))
	f.Add([]byte(`{"objectID":"9","title":"&#0;","created_at_i":1.76e9,"url":"javascript:x"}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		it, err := item(raw, time.Time{})
		if err != nil {
			return
		}
		all := it.ID.Native + it.Author + it.Title + it.Body + it.URL + it.ThreadID + it.ParentID
		if !utf8.ValidString(all) || strings.ContainsRune(all, 0) || len(it.Body) > voxpop.MaxBody || it.ThreadID == "" || it.Created.Year() < 2006 {
			t.Errorf("unstorable: %+v", it)
		}
		if it.URL != "" && !strings.HasPrefix(it.URL, "http") {
			t.Errorf("link %q", it.URL)
		}
	})
}
