package reddit

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/source/redditjson"
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
	got, date, err := t.ask(ctx, path, url.Values{"limit": {"500"}, "sort": {"new"}}, redditjson.ParseThread)
	if err != nil {
		return err
	}
	for _, it := range got.Items {
		if parent == "" && it.ID.Native == t.link {
			t.stated = it.Comments
		}
	}
	return t.absorb(ctx, got, date)
}

// children asks for comments that a stub named.
func (t *tree) children(ctx context.Context, names []string) error {
	short := make([]string, len(names))
	for i, name := range names {
		short[i] = strings.TrimPrefix(name, "t1_")
	}
	got, date, err := t.ask(ctx, "/api/morechildren", url.Values{
		"api_type": {"json"}, "link_id": {t.link}, "children": {strings.Join(short, ",")}, "limit_children": {"false"},
	}, redditjson.ParseMoreChildren)
	if err != nil {
		return err
	}
	return t.absorb(ctx, got, date)
}

// ask makes one of the tree's requests.
func (t *tree) ask(ctx context.Context, path string, query url.Values, parse func([]byte) (redditjson.Tree, error)) (got redditjson.Tree, date time.Time, err error) {
	t.used++
	date, err = t.get(ctx, path, query, func(body []byte) (err error) {
		if got, err = parse(body); err != nil {
			return err
		}
		return legible(got)
	})
	return got, date, err
}

// absorb remembers stubs, and gathers items that are new or changed.
func (t *tree) absorb(ctx context.Context, got redditjson.Tree, date time.Time) error {
	for _, m := range got.More {
		t.stub(m)
	}
	items := got.Items
	t.stamp(items, date)
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

// stub remembers comments by id, or the parent of a conversation too deep to show.
func (t *tree) stub(m redditjson.More) {
	for _, id := range m.Children {
		t.more = append(t.more, "t1_"+id)
	}
	if len(m.Children) == 0 && strings.HasPrefix(m.Parent, "t1_") && !slices.Contains(t.deeper, m.Parent) {
		t.deeper = append(t.deeper, m.Parent)
	}
}
