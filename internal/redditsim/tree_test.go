package redditsim

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// walked is what a program gathers from a tree.
type walked struct {
	ids       []string // of comments, without kind
	missing   []string // named by stubs
	count     int      // stated by stubs
	truncated []string // parents of "continue this thread" links
}

func (w *walked) take(t *testing.T, raw json.RawMessage) {
	t.Helper()
	var l struct {
		Data struct {
			Children []struct {
				Kind string
				Data json.RawMessage
			}
		}
	}
	if string(raw) == `""` {
		return
	}
	if err := json.Unmarshal(raw, &l); err != nil {
		t.Fatal(err)
	}
	for _, child := range l.Data.Children {
		var data struct {
			ID       string
			ParentID string `json:"parent_id"`
			Replies  json.RawMessage
			Children []string
			Count    int
		}
		if err := json.Unmarshal(child.Data, &data); err != nil {
			t.Fatal(err)
		}
		switch {
		case child.Kind == "more" && data.ID == "_":
			w.truncated = append(w.truncated, data.ParentID)
		case child.Kind == "more":
			w.missing = append(w.missing, data.Children...)
			w.count += data.Count
		default:
			w.ids = append(w.ids, data.ID)
			w.take(t, data.Replies)
		}
	}
}

func (c *client) tree(target string) walked {
	c.t.Helper()
	_, _, body := c.do("GET", target, nil)
	var parts []json.RawMessage
	if err := json.Unmarshal(body, &parts); err != nil || len(parts) != 2 {
		c.t.Fatalf("%s: %d parts, %v", target, len(parts), err)
	}
	var w walked
	w.take(c.t, parts[1])
	return w
}

// biggest finds the post with the most comments.
func biggest(c *client) (id string, comments int) {
	for _, child := range c.page("/r/claude/new?limit=100").Data.Children {
		if n := int(child.Data["num_comments"].(float64)); n > comments {
			id, comments = child.Data["id"].(string), n
		}
	}
	return id, comments
}

func TestTreeAndStubsHoldTheWholeThread(t *testing.T) {
	s, m, c := newDay(t)
	id, stated := biggest(c)
	if stated < 600 {
		t.Fatalf("the biggest thread has only %d comments", stated)
	}
	target := "/comments/" + id + "?limit=500"
	w := c.tree(target)
	if len(w.ids) != 500 || w.count == 0 {
		t.Fatalf("%d comments and stubs for %d", len(w.ids), w.count)
	}
	found := slices.Clone(w.ids)
	queue := w.missing
	for len(queue) > 0 {
		batch := queue[:min(len(queue), 100)]
		queue = queue[len(batch):]
		_, _, body := c.do("POST", "/api/morechildren", url.Values{
			"api_type": {"json"}, "link_id": {"t3_" + id}, "children": {strings.Join(batch, ",")}})
		var got struct {
			JSON struct {
				Errors []any
				Data   struct {
					Things []struct {
						Kind string
						Data struct {
							ID       string
							Children []string
						}
					}
				}
			}
		}
		if err := json.Unmarshal(body, &got); err != nil || len(got.JSON.Errors) > 0 {
			t.Fatalf("%v: %.200s", err, body)
		}
		for _, thing := range got.JSON.Data.Things {
			if thing.Kind == "more" {
				queue = append(queue, thing.Data.Children...)
			} else {
				found = append(found, thing.Data.ID)
			}
		}
	}
	for _, parent := range w.truncated {
		deeper := c.tree("/r/claude/comments/" + id + "/_/" + strings.TrimPrefix(parent, "t1_"))
		found = append(found, deeper.ids...)
	}
	_, visible := s.Visible(day0.AddDate(0, 0, -3), m.Now().Add(time.Second))
	var of int
	for _, name := range visible {
		if s.history.find(name).post.id36() != id {
			continue
		}
		of++
		if !slices.Contains(found, strings.TrimPrefix(name, "t1_")) {
			t.Errorf("%s is in no part of the tree", name)
		}
	}
	if of > stated || of < stated*9/10 {
		t.Errorf("%d comments stated, %d visible", stated, of)
	}
}

func TestTreeSaysHowManyItLeavesOut(t *testing.T) {
	_, _, c := newDay(t)
	id, _ := biggest(c)
	full := c.tree("/comments/" + id + "?limit=500")
	small := c.tree("/comments/" + id + "/?limit=20&sort=new")
	// Comments below the deepest level are in neither number.
	if len(small.ids) != 20 || small.count+20 < len(full.ids)+full.count-len(full.truncated) {
		t.Errorf("shown %d, stubs for %d; in full %d and %d", len(small.ids), small.count, len(full.ids), full.count)
	}
	flat := c.tree("/comments/" + id + "?depth=1&limit=50")
	if len(flat.ids) != 50 {
		t.Errorf("depth 1 shows %d", len(flat.ids))
	}
}

func TestUnknownThreads(t *testing.T) {
	_, _, c := newDay(t)
	for _, target := range []string{"/comments/zzzz", "/api/morechildren?link_id=t3_zz&children=a", "/r/aws/comments/1s00000"} {
		if status, _, _ := c.do("GET", target, nil); status != 404 {
			t.Errorf("%s: %d", target, status)
		}
	}
}

func TestOnlyWantedChildren(t *testing.T) {
	_, _, c := newDay(t)
	id, _ := biggest(c)
	top := c.tree("/comments/" + id + "?limit=1&sort=old")
	ask := func(only string) int {
		_, _, body := c.do("GET", "/api/morechildren?link_id=t3_"+id+"&limit_children="+only+"&children="+strings.Join(top.missing[:20], ","), nil)
		return strings.Count(string(body), `"kind":"t1"`)
	}
	if all, only := ask("false"), ask("true"); only > 20 || all <= only {
		t.Errorf("with replies %d, without %d", all, only)
	}
}
