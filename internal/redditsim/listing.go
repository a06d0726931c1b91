package redditsim

import (
	"net/http"
	"net/url"
	"slices"
)

const (
	listingDepth = 1000 // nobody can page further back
	listingLimit = 100
)

// listing answers /r/x/new and /r/x/comments.
func (s *Sim) listing(q *query, posts bool) answer {
	communities, refusal := s.open(q.communities)
	if refusal != nil {
		return *refusal
	}
	all := s.history.newest(communities, posts, q.render.t, listingDepth)
	limit := min(q.number("limit", 25), listingLimit)
	if limit <= 0 {
		limit = 25
	}
	page, more := s.page(q, all, limit)

	children := make([]thing, 0, len(page))
	for _, it := range page {
		children = append(children, q.render.thing(it))
	}
	top := newListing(children)
	l := top.Data.(*listing)
	l.Dist = new(int)
	*l.Dist = len(page)
	if more && len(page) > 0 {
		last := page[len(page)-1].name()
		l.After = &last
	}
	if q.number("count", 0) > 0 && len(page) > 0 {
		first := page[0].name()
		l.Before = &first
	}
	return answer{body: top}
}

// page cuts the part of a listing that after, before and limit ask for. An anchor that has
// left the listing (deleted, removed, too old) gives nothing; one that is no id of anything
// is as good as none. more says whether older items follow.
func (s *Sim) page(q *query, all []*item, limit int) (page []*item, more bool) {
	index := func(anchor *item) int { return slices.Index(all, anchor) }
	if anchor := s.history.find(q.FormValue("before")); anchor != nil {
		i := index(anchor)
		if i < 0 {
			return nil, false
		}
		return all[max(0, i-limit):i], true
	}
	if anchor := s.history.find(q.FormValue("after")); anchor != nil {
		i := index(anchor)
		if i < 0 {
			i = s.position(all, anchor) - 1
		}
		all = all[i+1:]
	}
	return all[:min(limit, len(all))], len(all) > limit
}

// position is where an item that has left the listing would stand; an older one than all
// stands at the end.
func (s *Sim) position(all []*item, it *item) int {
	i, _ := slices.BinarySearchFunc(all, it, func(a, b *item) int {
		if before(b, a) {
			return -1
		}
		return 1
	})
	return i
}

// open resolves community names. Of several those that cannot be read are left out, as
// Reddit does; a single one, or none that can be read, is refused.
func (s *Sim) open(names []string) ([]int, *answer) {
	var found []int
	var refusal *answer
	for _, name := range names {
		c, ok := s.history.byName[lower(name)]
		if !ok {
			refusal = search(name)
			continue
		}
		if a := s.refuse(c); a != nil {
			refusal = a
			continue
		}
		if !slices.Contains(found, c) {
			found = append(found, c)
		}
	}
	if len(found) == 0 {
		return nil, refusal
	}
	return found, nil
}

// refuse is the answer of a community that cannot be read; nil when it can.
func (s *Sim) refuse(c int) *answer {
	var a answer
	switch s.accessOf(c) {
	case Public:
		return nil
	case Private:
		a = failure(http.StatusForbidden, "private")
	case Banned:
		a = failure(http.StatusNotFound, "banned")
	case Quarantined:
		a = failure(http.StatusForbidden, "quarantined")
		body := a.body.(map[string]any)
		body["quarantine_message"] = "This community is quarantined."
	case Renamed:
		a = redirect("/r/" + s.newNameOf(c) + "/")
	case Missing:
		return search(s.config.World.Communities[c].Name)
	}
	return &a
}

func redirect(to string) answer {
	return answer{status: http.StatusFound, header: map[string]string{"Location": to}, body: struct{}{}}
}

// search is where Reddit sends those who ask for a name nobody took.
func search(name string) *answer {
	a := redirect("/subreddits/search?q=" + url.QueryEscape(name))
	return &a
}

// optIn answers POST /api/quarantine_optin.
func (s *Sim) optIn(q *query) answer {
	name := q.FormValue("sr_name")
	if _, ok := s.history.byName[lower(name)]; !ok || q.Method != http.MethodPost {
		return failure(http.StatusNotFound, "")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.optedIn[lower(name)] = true
	return answer{body: struct{}{}}
}
