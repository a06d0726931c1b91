package redditsim

import (
	"slices"
	"time"
)

// Visible returns the fullnames of what was created in from ≤ t < to and is public now:
// neither deleted, removed, nor still waiting for approval. It is what a perfect collector
// would hold as live. Communities that cannot be read now are left out.
func (s *Sim) Visible(from, to time.Time) (posts, comments []string) {
	return s.VisibleAt(from, to, s.Now())
}

// VisibleAt is Visible as seen at another time.
func (s *Sim) VisibleAt(from, to, at time.Time) (posts, comments []string) {
	s.history.read(at.Unix(), func() {
		for c := range s.history.communities {
			if s.refuse(c) != nil {
				continue
			}
			posts = appendListed(posts, s.history.communities[c].posts, from, to, at)
			comments = appendListed(comments, s.history.communities[c].comments, from, to, at)
		}
	})
	slices.Sort(posts)
	slices.Sort(comments)
	return posts, comments
}

func appendListed(names []string, items []*item, from, to, at time.Time) []string {
	for _, it := range between(items, from, to) {
		if it.listed(at.Unix()) {
			names = append(names, it.name())
		}
	}
	return names
}

// between cuts the items created in from ≤ t < to out of a sorted list.
func between(items []*item, from, to time.Time) []*item {
	lo, hi := countUntil(items, from.Add(-1).Unix()), countUntil(items, to.Add(-1).Unix())
	return items[lo:max(lo, hi)]
}

// Created is how many posts and comments came into existence in from ≤ t < to, whatever
// became of them.
func (s *Sim) Created(from, to time.Time) (posts, comments int) {
	s.history.read(to.Unix(), func() {
		for c := range s.history.communities {
			posts += len(between(s.history.communities[c].posts, from, to))
			comments += len(between(s.history.communities[c].comments, from, to))
		}
	})
	return posts, comments
}

// Withheld is how long after its creation an item was first shown: 0 unless it was approved late. ok is false
// when there is no such item yet.
func (s *Sim) Withheld(name string) (d time.Duration, ok bool) {
	now := s.Now().Unix()
	s.history.read(now, func() {
		if it := s.history.find(name); it != nil && it.created <= now {
			d, ok = time.Duration(max(0, it.approved-it.created))*time.Second, true
		}
	})
	return d, ok
}
