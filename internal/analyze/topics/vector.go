package topics

import (
	"cmp"
	"math"
	"slices"
)

// vector is a sparse vector over terms, in the order of the terms.
type vector []weighted

type weighted struct {
	term   int32
	weight float32
}

func (v vector) normalize() {
	var sum float64
	for _, w := range v {
		sum += float64(w.weight) * float64(w.weight)
	}
	if sum == 0 {
		return
	}
	f := float32(1 / math.Sqrt(sum))
	for i := range v {
		v[i].weight *= f
	}
}

// cosine is the scalar product of two vectors of length 1.
func cosine(a, b vector) float64 {
	var sum float64
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i].term < b[j].term:
			i++
		case a[i].term > b[j].term:
			j++
		default:
			sum += float64(a[i].weight) * float64(b[j].weight)
			i++
			j++
		}
	}
	return sum
}

// sum is a sparse sum of vectors over all terms, to be used again.
type sum struct {
	weight  []float64
	touched []int32
}

func (x *sum) add(v vector, f float64) {
	for _, w := range v {
		if x.weight[w.term] == 0 {
			x.touched = append(x.touched, w.term)
		}
		x.weight[w.term] += f * float64(w.weight)
	}
}

// take returns the sum's greatest weights as a vector of length 1, and clears the sum.
func (x *sum) take(keep int) vector {
	v := make(vector, len(x.touched))
	for i, t := range x.touched {
		v[i] = weighted{t, float32(x.weight[t])}
		x.weight[t] = 0
	}
	x.touched = x.touched[:0]
	if len(v) > keep {
		v.byWeight()
		v = v[:keep]
	}
	slices.SortFunc(v, func(a, b weighted) int { return cmp.Compare(a.term, b.term) })
	v.normalize()
	return v
}

func (v vector) byWeight() {
	slices.SortFunc(v, func(a, b weighted) int { return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.term, b.term)) })
}

// share says how much items of one thread weigh, so that n of them weigh as much as √n of different threads.
func (s *space) share(members []int32) func(item int32) float64 {
	n := make(map[int32]int, len(members))
	for _, m := range members {
		n[s.thread[m]]++
	}
	return func(item int32) float64 { return 1 / math.Sqrt(float64(n[s.thread[item]])) }
}

// center is the mean direction of items.
func (s *space) center(members []int32, x *sum, keep int) vector {
	share := s.share(members)
	for _, m := range members {
		x.add(s.of[m], share(m))
	}
	return x.take(keep)
}

func (s *space) newSum() *sum { return &sum{weight: make([]float64, len(s.terms))} }
