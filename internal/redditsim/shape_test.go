package redditsim

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/voxpop-dev/voxpop/internal/shareddata"
)

// shape is which JSON types each field of each kind of thing was seen with.
type shape map[string]map[string][]string

func (s shape) learn(doc any) {
	switch v := doc.(type) {
	case map[string]any:
		if kind, ok := v["kind"].(string); ok {
			if data, ok := v["data"].(map[string]any); ok {
				s.note(kind, data)
			}
		}
		for _, value := range v {
			s.learn(value)
		}
	case []any:
		for _, value := range v {
			s.learn(value)
		}
	}
}

func (s shape) note(kind string, data map[string]any) {
	if s[kind] == nil {
		s[kind] = make(map[string][]string)
	}
	for field, value := range data {
		if t := jsonType(value); !slices.Contains(s[kind][field], t) {
			s[kind][field] = append(s[kind][field], t)
		}
	}
}

func jsonType(v any) string {
	switch v.(type) {
	case nil:
		return "null"
	case bool:
		return "bool"
	case float64:
		return "number"
	case string:
		return "string"
	case []any:
		return "array"
	}
	return "object"
}

func (s shape) learnText(t *testing.T, text []byte) {
	t.Helper()
	var doc any
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	s.learn(doc)
}

// realShape learns from the recorded answers of the real API.
func realShape(t *testing.T) shape {
	t.Helper()
	dir := shareddata.Path(t, "reddit")
	learned := make(shape)
	trees, _ := filepath.Glob(filepath.Join(dir, "listings", "*.json"))
	for _, name := range trees {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		learned.learnText(t, text)
	}
	tapes, _ := filepath.Glob(filepath.Join(dir, "recorded", "*.json"))
	if len(trees) == 0 || len(tapes) == 0 {
		t.Skip("no real Reddit answers in", dir)
	}
	for _, name := range tapes {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var tape struct {
			Interactions []struct {
				Response struct{ Body struct{ String string } }
			}
		}
		if err := json.Unmarshal(text, &tape); err != nil {
			t.Fatal(err)
		}
		for _, i := range tape.Interactions {
			if strings.HasPrefix(i.Response.Body.String, "{") || strings.HasPrefix(i.Response.Body.String, "[") {
				learned.learnText(t, []byte(i.Response.Body.String))
			}
		}
	}
	return learned
}

// TestShapesAreThoseOfReddit holds every field we send against the real answers: it must exist
// there, with the same JSON types, or be known from later versions of the API.
func TestShapesAreThoseOfReddit(t *testing.T) {
	real := realShape(t)
	ours := make(shape)
	s, m, c := newDay(t)
	id, _ := biggest(c)
	targets := []string{
		"/comments/" + id + "?limit=60", "/r/OpenAI+claude/new?limit=100", "/r/OpenAI+claude/comments?limit=100",
		"/api/morechildren?link_id=t3_" + id + "&children=" + strings.Join(c.tree("/comments/"+id+"?limit=5").missing, ","),
		"/r/aws/about",
	}
	gone := dumped(t, s, day0, m.Now())
	var names []string
	for _, l := range gone {
		if l.Meta != nil && len(names) < 100 {
			names = append(names, l.Name)
		}
	}
	targets = append(targets, "/api/info?id="+strings.Join(names, ","))
	for _, target := range targets {
		_, _, body := c.do("GET", target, nil)
		ours.learnText(t, body)
	}
	newer := map[string][]string{ // fields the API has got since the recordings
		"t1":   {"link_permalink", "num_comments", "over_18", "quarantine"},
		"more": {"depth"},
		"t5":   {"active_user_count", "display_name_prefixed"},
	}
	for kind, fields := range ours {
		if real[kind] == nil {
			t.Errorf("Reddit has no kind %q", kind)
		}
		for field, types := range fields {
			known, ok := real[kind][field]
			if !ok && !slices.Contains(newer[kind], field) {
				t.Errorf("%s.%s is not in any real answer", kind, field)
			}
			for _, typ := range types {
				alwaysNull := slices.Equal(known, []string{"null"}) // says nothing of its other values
				if ok && !alwaysNull && !slices.Contains(known, typ) && typ != "null" {
					t.Errorf("%s.%s is a %s, really %v", kind, field, typ, known)
				}
			}
		}
	}
	needed := map[string][]string{
		"Listing": {"after", "before", "children", "dist", "modhash"},
		"more":    {"count", "name", "id", "parent_id", "children", "depth"},
		"t1":      {"id", "name", "author", "body", "body_html", "created_utc", "edited", "score", "link_id", "parent_id", "permalink", "subreddit", "subreddit_id", "replies", "depth", "distinguished", "stickied", "collapsed_reason_code"},
		"t3":      {"id", "name", "author", "title", "selftext", "url", "created_utc", "edited", "score", "num_comments", "permalink", "subreddit", "domain", "is_self", "removed_by_category", "link_flair_text", "distinguished", "upvote_ratio"},
	}
	for kind, fields := range needed {
		for _, field := range fields {
			if _, ok := ours[kind][field]; !ok {
				t.Errorf("%s.%s is missing", kind, field)
			}
		}
	}
}

func TestTextIsEscapedUnlessRaw(t *testing.T) {
	_, _, c := newDay(t)
	find := func(query string) string {
		for _, child := range c.page("/r/claude/comments?limit=100" + query).Data.Children {
			if body := child.Data["body"].(string); strings.HasPrefix(body, ">") || strings.HasPrefix(body, "&gt;") {
				return body + child.Data["body_html"].(string)
			}
		}
		t.Fatal("nobody quotes anybody")
		return ""
	}
	if raw := find("&raw_json=1"); !strings.HasPrefix(raw, "> ") || !strings.Contains(raw, `<div class="md">`) {
		t.Errorf("raw: %s", raw)
	}
	if escaped := find(""); !strings.HasPrefix(escaped, "&gt; ") || !strings.Contains(escaped, `&lt;div class="md"`) {
		t.Errorf("escaped: %s", escaped)
	}
}
