package reddit

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// tree is one thread being fetched, with as many requests as its budget allows.
type tree struct {
	*run
	link   string // fullname of the post
	budget int    // requests
	used   int
	stated int64           // comments by the post's own count
	found  int             // comments that were not stored
	whole  bool            // nothing of the thread was left out
	met    map[string]bool // comments of the answers, by fullname
	lacks  int             // comments that it is worth opening stubs of stored comments for
	more   []string        // comments that an answer names without showing them
	behind []string        // those of them that are stored, though perhaps not what hangs under them
	deeper []string        // comments whose answers are cut off
}

// newTree prepares to fetch a thread of about so many comments; 0 when that is unknown.
func newTree(r *run, link string, size int) *tree {
	return &tree{run: r, link: link, budget: 3 + min(size/200, treeMost), met: map[string]bool{}}
}

// treeMost is how many requests more a large thread may take.
const treeMost = 12

// fetch reads the thread and gathers what is new. Stubs are opened only for comments that are not stored.
func (t *tree) fetch(ctx context.Context) error {
	if err := t.branch(ctx, ""); err != nil {
		return err
	}
	for t.used < t.budget {
		if err := t.sift(ctx); err != nil {
			return err
		}
		var err error
		switch {
		case len(t.more) > 0:
			err = t.children(ctx, take(&t.more))
		case len(t.behind) > 0 && t.lacks-t.found >= mendUrgent:
			err = t.children(ctx, take(&t.behind))
		case len(t.deeper) > 0:
			parent := t.deeper[0]
			t.deeper = t.deeper[1:]
			err = t.branch(ctx, parent)
		default:
			t.whole = true
			return nil
		}
		if err != nil {
			return err
		}
	}
	t.whole = len(t.more) == 0 && len(t.deeper) == 0
	return nil
}

// sift keeps in more what is not stored, and in behind what is but has not been shown.
func (t *tree) sift(ctx context.Context) error {
	shown := func(name string) bool { return t.met[name] }
	missing, err := t.unknown(ctx, slices.DeleteFunc(slices.Clone(t.more), shown))
	if err != nil {
		return err
	}
	for _, name := range t.more {
		if !slices.Contains(missing, name) && !slices.Contains(t.behind, name) {
			t.behind = append(t.behind, name)
		}
	}
	t.behind = slices.DeleteFunc(t.behind, shown)
	t.more = missing
	return nil
}

// take cuts the names of one call off a list.
func take(names *[]string) []string {
	n := min(len(*names), infoIDs)
	part := (*names)[:n]
	*names = (*names)[n:]
	return part
}

// branch fetches the thread, or the part of it below one comment.
func (t *tree) branch(ctx context.Context, parent string) error {
	path := "/comments/" + strings.TrimPrefix(t.link, "t3_")
	if parent != "" {
		path += "/_/" + strings.TrimPrefix(parent, "t1_")
	}
	var lists []listing
	t.used++
	date, err := t.get(ctx, path, url.Values{"limit": {"500"}, "sort": {"new"}}, func(body []byte) (err error) {
		lists, err = parseTree(body)
		return err
	})
	if err != nil {
		return err
	}
	if parent == "" {
		for _, it := range t.read(lists[0].Children, date) {
			if it.ID.Native == t.link {
				t.stated = it.Comments
			}
		}
	}
	return t.absorb(ctx, append(lists[0].Children, lists[1].Children...), date)
}

// parseTree reads an answer of /comments: the post's listing and that of its comments.
func parseTree(body []byte) ([]listing, error) {
	var raws []json.RawMessage
	if json.Unmarshal(body, &raws) != nil || len(raws) != 2 {
		return nil, errors.New("not a thread")
	}
	out := make([]listing, 2)
	for i, raw := range raws {
		var err error
		if out[i], err = parseListing(raw); err != nil {
			return nil, err
		}
	}
	if len(out[0].Children) == 0 {
		return nil, errors.New("a thread without its post")
	}
	return out, nil
}

// children asks for comments that a stub named.
func (t *tree) children(ctx context.Context, names []string) error {
	short := make([]string, len(names))
	for i, name := range names {
		short[i] = strings.TrimPrefix(name, "t1_")
	}
	var got []thing
	t.used++
	date, err := t.get(ctx, "/api/morechildren", url.Values{
		"api_type": {"json"}, "link_id": {t.link}, "children": {strings.Join(short, ",")}, "limit_children": {"false"},
	}, func(body []byte) (err error) {
		got, err = parseMore(body)
		return err
	})
	if err != nil {
		return err
	}
	return t.absorb(ctx, got, date)
}

func parseMore(body []byte) ([]thing, error) {
	var raw struct {
		JSON *struct {
			Errors [][]text `json:"errors"`
			Data   struct {
				Things []json.RawMessage `json:"things"`
			} `json:"data"`
		} `json:"json"`
	}
	if err := json.Unmarshal(body, &raw); err != nil || raw.JSON == nil {
		return nil, errors.New("not an answer of morechildren")
	}
	if len(raw.JSON.Errors) > 0 {
		return nil, fmt.Errorf("morechildren refused: %.100q", raw.JSON.Errors[0])
	}
	out, _ := things(raw.JSON.Data.Things)
	return out, nil
}

// absorb flattens things, remembers stubs, and gathers items that are new or changed.
func (t *tree) absorb(ctx context.Context, things []thing, date time.Time) error {
	flat := t.flatten(things, nil, 0)
	items := t.read(flat, date)
	known, err := t.keep(ctx, items)
	if err != nil {
		return err
	}
	for _, it := range items {
		if it.Kind != voxpop.KindComment || t.met[it.ID.Native] {
			continue
		}
		t.met[it.ID.Native] = true
		if _, was := known[it.ID]; !was {
			t.found++
		}
	}
	return nil
}

const maxNesting = 200 // deeper than Reddit answers; a stop for hostile JSON

func (t *tree) flatten(things, out []thing, depth int) []thing {
	for _, th := range things {
		switch th.Kind {
		case "more":
			t.stub(th)
		case "t1":
			out = append(out, th)
			var c struct {
				Replies json.RawMessage `json:"replies"`
			}
			if json.Unmarshal(th.Data, &c) != nil || depth >= maxNesting {
				continue
			}
			if l, err := parseListing(c.Replies); err == nil {
				out = t.flatten(l.Children, out, depth+1)
			}
		default:
			out = append(out, th)
		}
	}
	return out
}

// stub remembers a "more": either comments by id, or the parent of a conversation too deep to show.
func (t *tree) stub(th thing) {
	var m struct {
		ParentID text   `json:"parent_id"`
		Children []text `json:"children"`
	}
	if json.Unmarshal(th.Data, &m) != nil {
		return
	}
	for _, id := range m.Children {
		if name := "t1_" + strings.TrimPrefix(string(id), "t1_"); len(name) > 3 && len(name) < 30 && plain(name) {
			t.more = append(t.more, name)
		}
	}
	parent := string(m.ParentID)
	if len(m.Children) == 0 && strings.HasPrefix(parent, "t1_") && len(parent) < 30 && plain(parent) && !slices.Contains(t.deeper, parent) {
		t.deeper = append(t.deeper, parent)
	}
}
