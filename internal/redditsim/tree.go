package redditsim

import (
	"net/http"
	"slices"
	"strings"
)

const (
	treeLimit    = 200 // comments in a tree when none is asked for
	treeLimitMax = 500
	treeDepth    = 10
	moreLimit    = 100 // ids a call of morechildren takes
	moreThingsAt = 200 // comments it gives at most
)

// tree answers /comments/id: the post, and its comments with stubs for what was left out.
func (s *Sim) tree(q *query) answer {
	post := s.history.find("t3_" + lower(q.article))
	if post == nil || !post.exists(q.render.t) {
		return failure(http.StatusNotFound, "")
	}
	if refusal := s.refuse(int(post.community)); refusal != nil {
		return *refusal
	}
	limit := q.number("limit", treeLimit)
	if limit <= 0 || limit > treeLimitMax {
		limit = treeLimitMax
	}
	depth := q.number("depth", treeDepth)
	if depth <= 0 || depth > treeDepth {
		depth = treeDepth
	}
	g := newGrove(post, q.render, q.FormValue("sort"))
	root := post
	if id := either(q.FormValue("comment"), q.comment); id != "" {
		if it := s.history.find("t1_" + lower(id)); it != nil && it.post == post {
			root = it
		}
	}
	g.choose(root, limit, depth)
	head := newListing([]thing{{Kind: "t3", Data: q.render.post(post)}})
	one := 1
	head.Data.(*listing).Dist = &one
	return answer{body: []thing{head, newListing(g.from(root))}}
}

func either(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// grove is a thread as it stands at a time: who answers whom, and what is shown of it.
type grove struct {
	render  renderer
	replies map[*item][]*item
	below   map[*item]int // shown or not, descendants of each
	chosen  map[*item]bool
	base    int // depth of the root
	depth   int // how many levels under the root are shown
}

func newGrove(post *item, render renderer, order string) *grove {
	g := &grove{
		render:  render,
		replies: make(map[*item][]*item),
		below:   make(map[*item]int),
		chosen:  make(map[*item]bool),
	}
	// Backwards, so that replies come before what they answer: a gone comment without
	// replies is not there at all.
	for _, it := range slices.Backward(post.thread[:countUntil(post.thread, render.t)]) {
		if !it.exists(render.t) || !it.listed(render.t) && len(g.replies[it]) == 0 {
			continue
		}
		g.replies[it.parent] = append(g.replies[it.parent], it)
		g.below[it.parent] += 1 + g.below[it]
	}
	for _, siblings := range g.replies {
		g.sort(siblings, order)
	}
	return g
}

// sort puts siblings (newest first) into the order asked for; stickied ones lead.
func (g *grove) sort(siblings []*item, order string) {
	switch order {
	case "new":
	case "old":
		slices.Reverse(siblings)
	default:
		slices.SortStableFunc(siblings, func(a, b *item) int { return b.score(g.render.t) - a.score(g.render.t) })
	}
	slices.SortStableFunc(siblings, func(a, b *item) int { return rank(a) - rank(b) })
}

func rank(it *item) int {
	if it.author == botModerator {
		return 0
	}
	return 1
}

// choose picks which comments are shown: level by level, until the limit.
func (g *grove) choose(root *item, limit, depth int) {
	g.depth = depth
	level := slices.Clone(g.replies[root])
	if !root.isPost() {
		g.base = int(root.depth)
		level = []*item{root}
	}
	for range depth {
		var next []*item
		for _, it := range level {
			if limit == 0 {
				return
			}
			limit--
			g.chosen[it] = true
			next = append(next, g.replies[it]...)
		}
		level = next
	}
}

// from renders what hangs under root, or root itself with what hangs under it.
func (g *grove) from(root *item) []thing {
	if !root.isPost() {
		return []thing{g.comment(root)}
	}
	return g.children(root, 0)
}

func (g *grove) comment(it *item) thing {
	c := g.render.comment(it)
	depth := int(it.depth) - g.base
	c.Depth = &depth
	if replies := g.children(it, depth+1); len(replies) > 0 {
		c.Replies = newListing(replies)
	}
	return thing{Kind: "t1", Data: c}
}

func (g *grove) children(parent *item, depth int) []thing {
	var shown []thing
	var left []*item
	for _, it := range g.replies[parent] {
		if g.chosen[it] {
			shown = append(shown, g.comment(it))
		} else {
			left = append(left, it)
		}
	}
	if len(left) > 0 {
		shown = append(shown, g.stub(parent, left, depth))
	}
	return shown
}

// stub stands for siblings that were left out; below the deepest level it is the "continue
// this thread" link, which names none of them.
func (g *grove) stub(parent *item, left []*item, depth int) thing {
	m := &moreThings{ParentID: parent.name(), Depth: depth, Children: []string{}, ID: "_", Name: "t1__"}
	if depth < g.depth {
		m.ID, m.Name = left[0].id36(), left[0].name()
		for _, it := range left {
			m.Children = append(m.Children, it.id36())
			m.Count += 1 + g.below[it]
		}
	}
	return thing{Kind: "more", Data: m}
}

// moreChildren answers /api/morechildren: the comments asked for and what hangs under them,
// flat, with stubs for what is too much.
func (s *Sim) moreChildren(q *query) answer {
	post := s.history.find(q.FormValue("link_id"))
	if post == nil || !post.isPost() || !post.exists(q.render.t) {
		return failure(http.StatusNotFound, "")
	}
	if refusal := s.refuse(int(post.community)); refusal != nil {
		return *refusal
	}
	g := newGrove(post, q.render, q.FormValue("sort"))
	g.depth = maxDepth + 1
	ids := strings.Split(q.FormValue("children"), ",")
	only := q.FormValue("limit_children") == "true"
	things := []thing{}
	for _, id := range ids[:min(len(ids), moreLimit)] {
		if it := s.history.find("t1_" + lower(strings.TrimSpace(id))); it != nil && it.post == post {
			things = g.flat(it, things, only)
		}
	}
	return answer{body: map[string]any{"json": map[string]any{
		"errors": []string{},
		"data":   map[string]any{"things": things},
	}}}
}

// flat appends a comment and what hangs under it, one after the other.
func (g *grove) flat(it *item, things []thing, only bool) []thing {
	if !slices.Contains(g.replies[it.parent], it) || g.chosen[it] {
		return things
	}
	g.chosen[it] = true
	c := g.render.comment(it)
	depth := int(it.depth)
	c.Depth = &depth
	things = append(things, thing{Kind: "t1", Data: c})
	replies := g.replies[it]
	switch {
	case len(replies) == 0:
	case only || len(things) >= moreThingsAt:
		things = append(things, g.stub(it, replies, depth+1))
	default:
		for _, reply := range replies {
			things = g.flat(reply, things, only)
		}
	}
	return things
}
