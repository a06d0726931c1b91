package topics

import (
	"cmp"
	"math"
	"slices"
)

// group is a theme under construction.
type group struct {
	seeds   []int32 // terms it grew from, the strongest first
	core    vector  // terms that name it, greatest weight first (not in the order of the terms): how likely an item with the term is of the group, 0…1
	members []int32 // items, in order
	center  vector
	claims  []float64 // of each member: how much of its words is the group's
}

const (
	maxSeeds = 250
	// tooBroad × √items is how many items a seed may have before it is a field and no theme, unless it keeps to
	// few threads.
	tooBroad = 3.5
)

// seeds returns a group for each term that can be a theme, the strongest first, leaving out
// what an earlier one names already.
func (s *space) seeds(least int) []*group {
	type seed struct {
		term     int32
		strength float64
	}
	var queue []seed
	x := s.newSum()
	s.usual = usualTopical(s.terms, least)
	for i := range s.terms {
		t := &s.terms[i]
		if t.df() < least || t.threads < minThreads(least) || s.empty(t) {
			continue
		}
		if q := s.quality(int32(i), x); q > 0 {
			queue = append(queue, seed{int32(i), q * s.volume(t)})
		}
	}
	slices.SortFunc(queue, func(a, b seed) int { return cmp.Or(cmp.Compare(b.strength, a.strength), cmp.Compare(a.term, b.term)) })
	named := make([]bool, len(s.terms))
	co := make([]int32, len(s.terms))
	var groups []*group
	for _, x := range queue {
		if named[x.term] || s.within(x.term, groups) {
			continue
		}
		g := s.grow(x.term, co)
		for _, w := range g.core {
			if w.weight >= 0.5 {
				named[w.term] = true
			}
		}
		if groups = append(groups, g); len(groups) == maxSeeds {
			break
		}
	}
	return groups
}

// What a term must reach to stand for a theme: topicality above what is usual, plus twice the coherence of the
// words beside it. A common noun must show more than a phrase or a name does.
const (
	minNoun   = 0.95
	minPhrase = 0.42
	minName   = 0.5
	// stay is how much less a term must reach that stood for a theme in the former run, so that themes do not come and
	// go with every item.
	stay = 0.8
)

// quality says how well a term would stand for a theme; 0: not at all.
func (s *space) quality(id int32, x *sum) float64 {
	t := &s.terms[id]
	least, longer := minNoun, 1+0.4*float64(len(t.words)-1)
	switch {
	case len(t.words) > 1:
		least = minPhrase
	case t.isName():
		least = minName
	}
	lasting := 1.0
	if s.favoured[t.key] {
		least, lasting = least*stay, 1/stay
	}
	broad := float64(t.df()) > tooBroad*math.Sqrt(float64(len(s.items)))
	if t.noun < 0.6 || t.nested > 0.5 || broad && t.topical < 0.7 {
		return 0
	}
	_, coherence := s.context(id, x)
	above := t.topical - s.usual
	if coherence < minCoherence || above <= 0 || above+2*coherence < least {
		return 0
	}
	return (0.15 + min(above, 1.2)) * t.noun * longer * lasting
}

// usualTopical is how topical a word is that belongs to no subject: nine of ten of the window's verbs and adjectives
// are less so.
func usualTopical(terms []term, least int) float64 {
	var all []float64
	for i := range terms {
		if t := &terms[i]; len(t.words) == 1 && t.noun < 0.4 && t.df() >= least {
			all = append(all, t.topical)
		}
	}
	if len(all) < 10 {
		return 0
	}
	slices.Sort(all)
	return all[len(all)*9/10]
}

// volume counts items, n of one thread as √n.
func (s *space) volume(t *term) float64 {
	n := map[int32]int{}
	for _, p := range t.places {
		n[s.thread[p.item]]++
	}
	hist := map[int]int{}
	for _, k := range n {
		hist[k]++
	}
	sizes := make([]int, 0, len(hist))
	for k := range hist {
		sizes = append(sizes, k)
	}
	slices.Sort(sizes)
	var sum float64
	for _, k := range sizes {
		sum += float64(hist[k]) * math.Sqrt(float64(k))
	}
	return sum
}

// within reports whether one of the groups has more than half of the term's items.
func (s *space) within(t int32, groups []*group) bool {
	places := s.terms[t].places
	for _, g := range groups {
		n, j := 0, 0
		for _, p := range places {
			for j < len(g.members) && g.members[j] < p.item {
				j++
			}
			if j < len(g.members) && g.members[j] == p.item {
				n++
			}
		}
		if 2*n > len(places) {
			return true
		}
	}
	return false
}

const (
	maxCore    = 40
	minClaim   = 0.6 // of an item's terms, taken together, to make it a member
	minPMI     = 0.25
	minPrecise = 0.2
)

// grow gathers the terms that go with a seed and the items they name. A term's weight is its precision: the share
// of its items that have the seed.
func (s *space) grow(seed int32, co []int32) *group {
	t := &s.terms[seed]
	var touched []int32
	for _, p := range t.places {
		for _, w := range s.of[p.item] {
			if co[w.term] == 0 {
				touched = append(touched, w.term)
			}
			co[w.term]++
		}
	}
	g := &group{seeds: []int32{seed}}
	n := float64(len(s.items))
	for _, id := range touched {
		k := float64(co[id])
		co[id] = 0
		o := &s.terms[id]
		if id == seed {
			g.core = append(g.core, weighted{id, 1})
			continue
		}
		precision := (k - 0.5) / float64(o.df())
		pmi := math.Log(k*n/(float64(t.df())*float64(o.df()))) / -math.Log(k/n)
		if k >= 3 && o.topical >= 0.05 && pmi >= minPMI && precision >= minPrecise {
			g.core = append(g.core, weighted{id, float32(precision)})
		}
	}
	g.core.byWeight()
	g.core = g.core[:min(len(g.core), maxCore)]
	s.claimed(g, make(map[int32]float64), func(item int32, claim float64) { g.members = append(g.members, item) })
	slices.Sort(g.members)
	return g
}

// claimed calls yield for every item that the core of a group names with enough certainty: 1 - Π (1 - weight) over the terms
// it has.
func (s *space) claimed(g *group, claim map[int32]float64, yield func(item int32, claim float64)) {
	clear(claim)
	for _, w := range g.core {
		for _, p := range s.terms[w.term].places {
			claim[p.item] = 1 - (1-claim[p.item])*(1-min(0.9, float64(w.weight)))
		}
	}
	for item, c := range claim {
		if c >= minClaim {
			yield(item, c)
		}
	}
}
