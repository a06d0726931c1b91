package redditsim

import (
	"sort"
	"strings"
	"sync"
	"time"
)

const (
	daySeconds = 24 * 3600
	// Ids of a day lie in a span of their own, so that an id leads to its day and rank.
	idStep        = 7
	postStride    = 200_000 * idStep
	commentStride = 4_000_000 * idStep
)

var (
	firstPost    = fromBase36("1s000000") / 36
	firstComment = fromBase36("n9000000") / 36
)

// history holds everything that has come to exist so far. Days are added in order and only
// when a reader asks for a time in them; what is added never changes.
type history struct {
	world  *World
	seed   uint64
	start  int64 // Unix seconds of day 0
	byName map[string]int

	mu          sync.RWMutex
	days        []day
	communities []communityHistory
}

// day holds the items created on one UTC day, by id.
type day struct{ posts, comments []*item }

// communityHistory holds a community's items by created time.
type communityHistory struct {
	posts    []*item
	comments []*item
	draw     lottery
}

func newHistory(w *World, seed uint64) *history {
	h := &history{
		world:       w,
		seed:        seed,
		start:       w.Start.UTC().Truncate(24 * time.Hour).Unix(),
		byName:      make(map[string]int, len(w.Communities)),
		communities: make([]communityHistory, len(w.Communities)),
	}
	for i, c := range w.Communities {
		h.byName[strings.ToLower(c.Name)] = i
	}
	return h
}

// read calls f while everything up to t exists and nothing is added.
func (h *history) read(t int64, f func()) {
	want := int((t-h.start)/daySeconds) + 1
	if t < h.start {
		want = 0
	}
	h.mu.RLock()
	if len(h.days) < want {
		h.mu.RUnlock()
		h.grow(want)
		h.mu.RLock()
	}
	defer h.mu.RUnlock()
	f()
}

func (h *history) grow(days int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for len(h.days) < days {
		h.addDay(len(h.days))
	}
}

// find returns the item with a fullname, or nil. The caller holds the lock through read.
func (h *history) find(name string) *item {
	kind, id, _ := strings.Cut(name, "_")
	n, ok := parseBase36(id)
	if !ok {
		return nil
	}
	switch kind {
	case "t3":
		return h.byID(n, firstPost, postStride, func(d *day) []*item { return d.posts })
	case "t1":
		return h.byID(n, firstComment, commentStride, func(d *day) []*item { return d.comments })
	}
	return nil
}

func (h *history) byID(n, first, stride uint64, of func(*day) []*item) *item {
	if n < first || (n-first)/stride >= uint64(len(h.days)) {
		return nil
	}
	items := of(&h.days[(n-first)/stride])
	rank := (n - first) % stride / idStep
	if rank >= uint64(len(items)) || items[rank].id != n {
		return nil
	}
	return items[rank]
}

// newest returns up to limit items of the given communities that stand in listings at t,
// newest first.
func (h *history) newest(communities []int, posts bool, t int64, limit int) []*item {
	lists := make([][]*item, 0, len(communities))
	for _, c := range communities {
		list := h.communities[c].comments
		if posts {
			list = h.communities[c].posts
		}
		lists = append(lists, list[:countUntil(list, t)])
	}
	found := make([]*item, 0, limit)
	for len(found) < limit {
		best := -1
		for i, list := range lists {
			if len(list) > 0 && (best < 0 || before(lists[best][len(lists[best])-1], list[len(list)-1])) {
				best = i
			}
		}
		if best < 0 {
			break
		}
		last := len(lists[best]) - 1
		if it := lists[best][last]; it.listed(t) {
			found = append(found, it)
		}
		lists[best] = lists[best][:last]
	}
	return found
}

// before orders items by created time; the seed breaks ties.
func before(a, b *item) bool {
	if a.created != b.created {
		return a.created < b.created
	}
	return a.seed < b.seed
}

func sortItems(items []*item) {
	sort.Slice(items, func(i, j int) bool { return before(items[i], items[j]) })
}

// number gives a day's items their ids: in order of creation but for a few that are out of
// step, as Reddit's are.
func number(items []*item, first uint64, r *random) {
	sortItems(items)
	for i := range items {
		if r.chance(0.03) {
			j := min(len(items)-1, i+1+r.below(40))
			items[i], items[j] = items[j], items[i]
		}
	}
	for rank, it := range items {
		it.id = first + uint64(rank)*idStep + uint64(r.below(idStep))
	}
}

func fromBase36(s string) uint64 {
	n, _ := parseBase36(s)
	return n
}

// parseBase36 reads a lower-case number in base 36.
func parseBase36(s string) (uint64, bool) {
	if s == "" || len(s) > 12 {
		return 0, false
	}
	var n uint64
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			n = n*36 + uint64(c-'0')
		case c >= 'a' && c <= 'z':
			n = n*36 + uint64(c-'a'+10)
		default:
			return 0, false
		}
	}
	return n, true
}
