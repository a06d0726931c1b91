package vader

import "slices"

// weighBut halves what stands before the first "but" and raises by half what follows it.
//
// The reference walks the values and changes, for each, the first one in the list that
// equals it at that moment. Where a value occurs twice that is not always its own place, and
// a value may be changed twice or never. All of this is kept. Zeros stay zeros, so only the
// others are looked at.
func (s *scratch) weighBut() {
	if s.but < 0 {
		return
	}
	if len(s.weighed) > manyValues {
		weighButMany(s.weighed, s.but)
		return
	}
	for i, w := range s.weighed {
		if w.value == 0 {
			continue
		}
		first := slices.IndexFunc(s.weighed[:i+1], func(o weighed) bool { return o.value == w.value })
		s.weighed[first].change(s.but)
	}
}

// manyValues is from where looking for the first equal value from the start, which takes
// the square of their number, would let a hostile text hold up a batch.
const manyValues = 1024

// change applies the "but" at place but.
func (w *weighed) change(but int) {
	if int(w.at) < but {
		w.value = times(w.value, 0.5)
	} else {
		w.value = times(w.value, 1.5)
	}
}

// weighButMany does what weighBut does in n·log n: it keeps, for each value, the places
// that hold it, the first on top.
func weighButMany(list []weighed, but int) {
	places := make(map[float64]*minHeap)
	add := func(i int) {
		h := places[list[i].value]
		if h == nil {
			h = new(minHeap)
			places[list[i].value] = h
		}
		h.push(i)
	}
	for i := range list {
		add(i)
	}
	for i := range list {
		if v := list[i].value; v != 0 {
			first := places[v].pop()
			list[first].change(but)
			add(first)
		}
	}
}

// minHeap is a binary heap of places, the smallest first.
type minHeap []int

func (h *minHeap) push(x int) {
	*h = append(*h, x)
	a := *h
	for i := len(a) - 1; i > 0; {
		parent := (i - 1) / 2
		if a[parent] <= a[i] {
			return
		}
		a[parent], a[i] = a[i], a[parent]
		i = parent
	}
}

func (h *minHeap) pop() int {
	a := *h
	top, last := a[0], len(a)-1
	a[0] = a[last]
	a = a[:last]
	*h = a
	for i := 0; ; {
		child := 2*i + 1
		if child >= last {
			return top
		}
		if child+1 < last && a[child+1] < a[child] {
			child++
		}
		if a[i] <= a[child] {
			return top
		}
		a[i], a[child] = a[child], a[i]
		i = child
	}
}
