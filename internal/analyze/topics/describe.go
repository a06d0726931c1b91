package topics

import (
	"cmp"
	"math"
	"slices"

	"github.com/voxpop-dev/voxpop"
)

const (
	maxKeywords = 20
	maxEvidence = 20
)

// describe tells of a group what is shown of a theme, all but its id and the copies.
func (s *space) describe(g *group, former string) voxpop.Topic {
	t := voxpop.Topic{Label: s.label(g, former), Keywords: s.keywords(g), Items: len(g.members), Threads: s.threadsOf(g)}
	communities := map[string]bool{}
	for i, m := range g.members {
		item := &s.items[m]
		communities[item.ID.Source+"/"+item.Community] = true
		switch item.Label {
		case voxpop.Positive:
			t.Positive++
		case voxpop.Negative:
			t.Negative++
		case voxpop.Neutral:
			t.Neutral++
		}
		t.Engagement += item.Engagement
		if t.First.IsZero() || item.Created.Before(t.First) {
			t.First = item.Created
		}
		if item.Created.After(t.Last) {
			t.Last = item.Created
		}
		t.Members = append(t.Members, voxpop.TopicMember{Item: item.ID, Strength: g.claims[i]})
	}
	t.Communities = len(communities)
	t.Evidence = s.evidence(g)
	return t
}

func (s *space) keywords(g *group) []voxpop.Keyword {
	center := slices.Clone(g.center)
	center.byWeight()
	n := map[int32]int{}
	with := map[int32][]int32{}
	for _, m := range g.members {
		for _, w := range s.of[m] {
			n[w.term]++
			with[w.term] = append(with[w.term], m)
		}
	}
	var out []voxpop.Keyword
	for _, w := range center[:min(len(center), maxKeywords)] {
		if n[w.term] > 0 {
			out = append(out, voxpop.Keyword{Text: s.spelling(w.term, with[w.term]), Key: s.terms[w.term].key, Weight: float64(w.weight), Items: n[w.term]})
		}
	}
	return out
}

// evidence orders the members by how well they show what the theme is about, first the best of each thread, then
// the others.
func (s *space) evidence(g *group) []voxpop.ItemID {
	type exhibit struct {
		item  int32
		merit float64
		turn  int // how many of its thread are better
	}
	all := make([]exhibit, len(g.members))
	for i, m := range g.members {
		item := &s.items[m]
		tokens := float64(len(s.docs[m]))
		merit := g.claims[i] * min(1, tokens/25) * min(1, 150/max(tokens, 1)+0.5)
		merit *= 1 + 0.1*math.Log1p(float64(max(0, item.Engagement)))
		all[i] = exhibit{item: m, merit: merit}
	}
	slices.SortFunc(all, func(a, b exhibit) int { return cmp.Or(cmp.Compare(b.merit, a.merit), cmp.Compare(a.item, b.item)) })
	turns := map[int32]int{}
	for i := range all {
		thread := s.thread[all[i].item]
		all[i].turn = turns[thread]
		turns[thread]++
	}
	slices.SortStableFunc(all, func(a, b exhibit) int { return cmp.Compare(a.turn, b.turn) })
	var out []voxpop.ItemID
	for _, e := range all[:min(len(all), maxEvidence)] {
		out = append(out, s.items[e.item].ID)
	}
	return out
}
