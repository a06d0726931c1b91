package reddit

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// How far behind its front a walk goes on, in source time: items appear late (approved, or shown out of order). Posts are
// few and a page of them also tells the comment counts of their threads; late comments are found by those counts.
const (
	overlapPosts    = time.Hour
	overlapComments = 8 * time.Minute
	deepPosts       = 7 * time.Hour // how far back posts are walked every deepEvery
	deepEvery       = time.Hour
)

// After an outrun listing up to searchThreads threads are searched, in which searchTalk comments or more were met.
const (
	searchThreads = 20
	searchTalk    = 4
)

const (
	pageSize = 100
	maxPages = 25 // more than a listing has; a stop for a server that never ends
	// wholeListing: a listing that ends with fewer items than this was not cut at listingDepth.
	wholeListing = 800
)

// walk is one listing being walked from its newest item back.
type walk struct {
	subs   []string
	until  time.Time // the oldest front among subs; zero at a first look
	target time.Time // until, less the overlap
	began  time.Time // the source's time at the first page: how far the walk will have proved
	deep   bool
	per    map[string]*tally // by community
	seen   map[voxpop.ItemID]bool
	floor  time.Time      // how far back the last page reached
	met    bool           // an item known before was met
	talk   map[string]int // comments met, by thread
	last   page
	bottom string // fullname to go on from
}

// tally is what a walk met of one community.
type tally struct {
	fresh  int // created since the walk before
	newest time.Time
	oldest time.Time
	last   string // fullname of the newest
}

func (c *collection) newWalk(subs []string) *walk {
	w := &walk{subs: subs, per: map[string]*tally{}, seen: map[voxpop.ItemID]bool{}, talk: map[string]int{}}
	deepest := c.notes.clock.now()
	for i, sub := range subs {
		f := c.notes.front(c.kind, sub)
		if i == 0 || f.To.Before(w.until) {
			w.until = f.To
		}
		if f.Deep.Before(deepest) {
			deepest = f.Deep
		}
		w.per[strings.ToLower(sub)] = &tally{}
	}
	w.deep = w.until.IsZero() || c.notes.clock.now().Sub(deepest) >= deepEvery
	overlap := overlapComments
	if c.kind == taskPosts {
		overlap = overlapPosts
		if w.deep {
			overlap = deepPosts
		}
	}
	if !w.until.IsZero() {
		w.target = w.until.Add(-overlap)
	}
	return w
}

// walk goes through the joined listing of subs until it meets what is known, and gathers what that proves. When the
// listing ends before, it walks parts of the group, whose listings reach further back.
func (c *collection) walk(ctx context.Context, subs []string) error {
	w := c.newWalk(subs)
	done, err := c.pages(ctx, w)
	if err != nil {
		return err
	}
	first := w.until.IsZero()
	switch {
	case done, first, !w.floor.IsZero() && !w.floor.After(w.until), len(w.seen) == 0 && len(subs) > 1:
		for _, sub := range subs {
			from := c.notes.front(c.kind, sub).To
			if first {
				from = w.firstFrom(sub)
			}
			c.finish(sub, w, from, time.Time{})
		}
	case len(subs) > 1:
		if err := c.flush(); err != nil {
			return err
		}
		return c.parts(ctx, w)
	case len(w.seen) == 0 && !c.notes.front(c.kind, subs[0]).Seen.IsZero():
		return &refusal{"answered with an empty listing although it had items before: maybe blocked"}
	case len(w.seen) < wholeListing && c.notes.front(c.kind, subs[0]).Seen.IsZero():
		c.finish(subs[0], w, w.until, time.Time{}) // the listing shows all there ever was
	default:
		c.finish(subs[0], w, w.floorOr(w.began), w.floorOr(w.began))
	}
	c.cursor(keyClock+c.kind+"/"+strings.ToLower(subs[0]), c.notes.clock)
	if err := c.rememberOrphans(ctx, subs); err != nil {
		return err
	}
	return c.flush()
}

// firstFrom is since when the first look at a community saw everything.
func (w *walk) firstFrom(sub string) time.Time {
	if len(w.subs) > 1 {
		return w.floorOr(w.began)
	}
	if s := w.per[strings.ToLower(sub)]; !s.oldest.IsZero() {
		return s.oldest
	}
	return w.began
}

func (w *walk) floorOr(t time.Time) time.Time {
	if w.floor.IsZero() || w.floor.After(t) {
		return t
	}
	return w.floor
}

// take notes what a page brought. stalled is true when it was nothing that earlier pages had not.
func (c *collection) take(w *walk, p page, known map[voxpop.ItemID]voxpop.Known) (stalled bool) {
	stalled = true
	for _, it := range p.items {
		if w.seen[it.ID] {
			continue
		}
		stalled = false
		w.seen[it.ID] = true
		if it.Kind == voxpop.KindComment {
			w.talk[it.ThreadID]++
		}
		_, was := known[it.ID]
		w.met = w.met || was
		s := w.per[community(it)]
		if s == nil {
			continue
		}
		if it.Created.After(c.notes.front(c.kind, it.Community).To) {
			s.fresh++
		}
		if it.Created.After(s.newest) {
			s.newest, s.last = it.Created, it.ID.Native
		}
		if s.oldest.IsZero() || it.Created.Before(s.oldest) {
			s.oldest = it.Created
		}
	}
	w.last = p
	w.floor = floor(p.items)
	return stalled
}

// liveliest are the threads with the most comments met: what an outrun listing did not show was mostly said there too.
func (w *walk) liveliest() []string {
	maps.DeleteFunc(w.talk, func(_ string, n int) bool { return n < searchTalk })
	threads := slices.SortedFunc(maps.Keys(w.talk), func(a, b string) int {
		return cmp.Or(cmp.Compare(w.talk[b], w.talk[a]), cmp.Compare(a, b))
	})
	return threads[:min(len(threads), searchThreads)]
}

// floor is how far back a page reaches: the middle one of its last items, since single items may be out of order.
func floor(items []voxpop.Item) time.Time {
	tail := slices.Clone(items[max(0, len(items)-9):])
	slices.SortFunc(tail, func(a, b voxpop.Item) int { return a.Created.Compare(b.Created) })
	return tail[len(tail)/2].Created
}

// arrived reports whether the walk has reached what is known: it is past its target, has met known items, and this
// page had nothing unknown left that is old.
func (w *walk) arrived(p page, known map[voxpop.ItemID]voxpop.Known) bool {
	if w.until.IsZero() || !w.floor.Before(w.target) || !w.met {
		return false
	}
	for _, it := range p.items {
		if _, was := known[it.ID]; !was && it.Created.Before(w.target) {
			return false
		}
	}
	return true
}

// parts walks the communities of a listing that ended too early in smaller groups, by how much this walk met of each.
func (c *collection) parts(ctx context.Context, w *walk) error {
	covered := max(w.began.Sub(w.floorOr(w.began)), time.Minute)
	stretch := max(1, float64(w.began.Sub(w.until))/float64(covered))
	groups := pack(w.subs, func(sub string) float64 {
		return float64(w.per[strings.ToLower(sub)].fresh) * stretch
	}, groupCapacity)
	if len(groups) < 2 {
		busiest := slices.MaxFunc(w.subs, func(a, b string) int {
			return cmp.Compare(w.per[strings.ToLower(a)].fresh, w.per[strings.ToLower(b)].fresh)
		})
		rest := slices.DeleteFunc(slices.Clone(w.subs), func(s string) bool { return s == busiest })
		groups = [][]string{{busiest}, rest}
	}
	for _, g := range groups {
		if err := c.group(ctx, g); err != nil {
			return err
		}
	}
	return nil
}
