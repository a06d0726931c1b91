package stats

import (
	"cmp"
	"slices"
)

// A contest is the phrases that compete to explain what is left to explain.
type contest struct {
	*phrases
	items   []DriverItem
	first   int           // number of the first item of to
	counts  [][2]opinions // of a phrase on both sides, in items that are not claimed
	found   [][2]int32    // of a phrase: all its items
	left    [2]opinions   // items that are not claimed
	claimed []bool        // by item
	ids     []int32       // the contestants
	looked  int           // phrases that could be among them
	seen    []int32       // of a phrase: the item that was last looked at, plus one
}

func newContest(from, to []DriverItem, empty func(word string) bool) *contest {
	items := slices.Concat(from, to)
	c := &contest{phrases: indexed(items), items: items, first: len(from), claimed: make([]bool, len(items))}
	c.counts = make([][2]opinions, len(c.spoken))
	c.found = make([][2]int32, len(c.spoken))
	c.seen = make([]int32, len(c.spoken))
	for item := range items {
		c.count(item, 1)
	}
	for id, n := range c.counts {
		c.found[id] = [2]int32{n[0].n, n[1].n}
	}
	c.shortlist(c.saysNothing(empty))
	return c
}

func (c *contest) side(item int) int {
	if item < c.first {
		return 0
	}
	return 1
}

// count adds an item to, or takes it from, everything that contains it.
func (c *contest) count(item int, by int32) {
	side, sign := c.side(item), c.items[item].Sign
	c.left[side].count(sign, by)
	mark := by * int32(item+1)
	c.of(item, func(id int32) {
		if c.seen[id] != mark {
			c.seen[id] = mark
			c.counts[id][side].count(sign, by)
		}
	})
}

// saysNothing tells of every phrase whether all of its words are empty.
func (c *contest) saysNothing(empty func(word string) bool) []bool {
	words := make([]bool, len(c.words))
	for i, w := range c.words {
		words[i] = empty != nil && empty(w)
	}
	phrases := make([]bool, len(c.spoken))
	for id, spoken := range c.spoken {
		phrases[id] = !slices.ContainsFunc(spoken, func(w int32) bool { return !words[w] })
	}
	return phrases
}

// shortlist keeps the phrases that are clearest while nothing is claimed, of those that say something.
func (c *contest) shortlist(nothing []bool) {
	var all []bar
	for id := range c.counts {
		if nothing[id] {
			continue
		}
		c.looked++
		if b, ok := weigh(c.counts[id], c.left); ok {
			b.id = int32(id)
			all = append(all, b)
		}
	}
	slices.SortFunc(all, c.clearest)
	for _, b := range all[:min(maxContested, len(all))] {
		c.ids = append(c.ids, b.id)
	}
}

// clearest orders bars by weight, then longer phrases first, then by their words.
func (c *contest) clearest(a, b bar) int {
	return cmp.Or(
		cmp.Compare(b.weight, a.weight),
		cmp.Compare(len(c.spoken[b.id]), len(c.spoken[a.id])),
		slices.CompareFunc(c.spoken[a.id], c.spoken[b.id], func(x, y int32) int { return cmp.Compare(c.words[x], c.words[y]) }),
	)
}

// best is the clearest phrase, or one around it that is as good.
func (c *contest) best() (best bar, found bool) {
	var all []bar
	for _, id := range c.ids {
		b, ok := weigh(c.counts[id], c.left)
		if !ok {
			continue
		}
		b.id = id
		all = append(all, b)
		if !found || c.clearest(b, best) < 0 {
			best, found = b, true
		}
	}
	if !found {
		return bar{}, false
	}
	return c.longer(best, all), true
}

// longer is the clearest phrase that contains the one of b and is nearly as clear, again and
// again; b when there is none.
func (c *contest) longer(b bar, all []bar) bar {
	next, found := b, false
	for _, o := range all {
		if len(c.spoken[o.id]) > len(c.spoken[b.id]) && o.weight >= asGood*b.weight && o.moved()*b.moved() > 0 &&
			contains(c.spoken[o.id], c.spoken[b.id]) && (!found || c.clearest(o, next) < 0) {
			next, found = o, true
		}
	}
	if !found {
		return b
	}
	return c.longer(next, all)
}

func contains(long, short []int32) bool {
	for k := range len(long) - len(short) + 1 {
		if slices.Equal(long[k:k+len(short)], short) {
			return true
		}
	}
	return false
}

// claim makes a bar of a phrase and sets its items aside.
func (c *contest) claim(b bar) Driver {
	n := c.counts[b.id]
	d := Driver{Phrase: c.text(b.id), Moved: b.moved(), Frequency: b.frequency, Feeling: b.feeling, Clarity: b.clarity}
	d.Sure = b.clarity > sure(c.looked)
	for s, side := range []*DriverSide{&d.From, &d.To} {
		*side = DriverSide{Items: int(n[s].n), Of: int(c.left[s].n), Net: n[s].net(), Others: c.left[s].without(n[s]).net(), Found: int(c.found[b.id][s])}
	}
	var with [2][]int
	for item := range c.items {
		if !c.claimed[item] && c.says(item, b.id) {
			with[c.side(item)] = append(with[c.side(item)], item)
		}
	}
	for s, side := range []*DriverSide{&d.From, &d.To} {
		side.Evidence = c.evidence(with[s], b.lean)
		for _, item := range with[s] {
			c.claimed[item] = true
			c.count(item, -1)
		}
	}
	return d
}

func (c *contest) says(item int, id int32) bool {
	at := c.at[len(c.spoken[id])-1]
	return slices.Contains(at[c.start[item]:c.start[item+1]], id)
}

// evidence are a few ids, those whose sign is that of the phrase first, neutral ones next.
func (c *contest) evidence(items []int, lean float64) (ids []string) {
	sorted := slices.Clone(items)
	slices.SortStableFunc(sorted, func(a, b int) int {
		x, y := float64(c.items[a].Sign)*lean, float64(c.items[b].Sign)*lean
		switch {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
	for _, item := range sorted[:min(maxEvidence, len(sorted))] {
		ids = append(ids, c.items[item].ID)
	}
	return ids
}
