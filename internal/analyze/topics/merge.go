package topics

import (
	"cmp"
	"math"
	"slices"
)

const (
	// minLikeness is the likeness from which two groups are one theme.
	minLikeness = 0.25
	// minCoherence is how alike the words beside a seed must be in its items.
	minCoherence = 0.12
	// maxMerged × √items is how many items the seeds of one theme may have together.
	maxMerged = 7.0
)

// merge joins the groups whose seeds keep company with the same words and occur in the same threads.
func (s *space) merge(groups []*group) []*group {
	context := make([]vector, 0, len(groups))
	threads := make([]vector, 0, len(groups))
	x := s.newSum()
	for _, g := range groups {
		c, _ := s.context(g.seeds[0], x)
		context = append(context, c)
		threads = append(threads, s.threadVector(g.seeds[0]))
	}
	like := make([][]float64, len(groups))
	for i := range groups {
		like[i] = make([]float64, len(groups))
		for j := range i {
			like[i][j] = cosine(context[i], context[j]) * cosine(threads[i], threads[j]) * s.habit(groups[i].seeds[0], groups[j].seeds[0])
			like[j][i] = like[i][j]
		}
	}
	return s.cluster(groups, like)
}

const (
	together = 1.3 // how much more alike are two seeds that were in one theme in the former run
	apart    = 0.8 // and two that were in different ones
)

// habit keeps together what was together, and apart what was apart.
func (s *space) habit(a, b int32) float64 {
	x, known := s.belonged[s.terms[a].key]
	y, too := s.belonged[s.terms[b].key]
	switch {
	case !known || !too:
		return 1
	case x == y:
		return together
	}
	return apart
}

// context is the mean of the words that stand beside a term in its items, and how much they agree.
func (s *space) context(t int32, x *sum) (mean vector, coherence float64) {
	items := make([]int32, len(s.terms[t].places))
	for i, p := range s.terms[t].places {
		items[i] = p.item
	}
	return s.company(items, &s.terms[t], x)
}

// company is the mean of the words of items, without those of a term, and how much they agree: the length of the mean
// vector, less what chance gives it, 0…1.
func (s *space) company(items []int32, without *term, x *sum) (mean vector, coherence float64) {
	share := s.share(items)
	var n, noise float64
	var beside vector
	for _, item := range items {
		beside = beside[:0]
		for _, w := range s.of[item] {
			if without == nil || !s.overlap(&s.terms[w.term], without) {
				beside = append(beside, w)
			}
		}
		beside.normalize()
		f := share(item)
		x.add(beside, f)
		n += f
		noise += f * f
	}
	var length float64
	for _, id := range x.touched {
		length += x.weight[id] * x.weight[id]
	}
	return x.take(len(s.terms)), math.Sqrt(max(0, length-noise)) / max(n, 1)
}

// threadVector says in which threads a term is: the root of how often, big threads for less.
func (s *space) threadVector(t int32) vector {
	n := map[int32]int{}
	for _, p := range s.terms[t].places {
		n[s.thread[p.item]]++
	}
	v := make(vector, 0, len(n))
	for thread, k := range n {
		v = append(v, weighted{thread, float32(math.Sqrt(float64(k)) / math.Log(10+float64(s.mass[thread])))})
	}
	slices.SortFunc(v, func(a, b weighted) int { return cmp.Compare(a.term, b.term) })
	v.normalize()
	return v
}

// cluster joins the two most alike groups until none are alike enough: average linkage over their seeds.
func (s *space) cluster(groups []*group, like [][]float64) []*group {
	limit := int(maxMerged * math.Sqrt(float64(len(s.items))))
	gone := make([]bool, len(groups))
	for {
		a, b, most := -1, -1, minLikeness
		for i := range groups {
			for j := range i {
				if !gone[i] && !gone[j] && like[i][j] > most && len(groups[i].members)+len(groups[j].members) <= limit {
					a, b, most = j, i, like[i][j]
				}
			}
		}
		if a < 0 {
			break
		}
		na, nb := float64(len(groups[a].seeds)), float64(len(groups[b].seeds))
		for k := range groups {
			like[a][k] = (na*like[a][k] + nb*like[b][k]) / (na + nb)
			like[k][a] = like[a][k]
		}
		groups[a].join(groups[b])
		gone[b] = true
	}
	var out []*group
	for i, g := range groups {
		if !gone[i] {
			out = append(out, g)
		}
	}
	return out
}

func (g *group) join(o *group) {
	g.seeds = append(g.seeds, o.seeds...)
	g.members = append(g.members, o.members...)
	slices.Sort(g.members)
	g.members = slices.Compact(g.members)
	g.core = append(g.core, o.core...)
	slices.SortFunc(g.core, func(a, b weighted) int { return cmp.Or(cmp.Compare(a.term, b.term), cmp.Compare(b.weight, a.weight)) })
	g.core = slices.CompactFunc(g.core, func(a, b weighted) bool { return a.term == b.term })
	g.core.byWeight()
}
