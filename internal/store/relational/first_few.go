package relational

import "slices"

// firstFew keeps the first few, in an order, of the values that it is given.
type firstFew[T any] struct {
	most    int // how many
	compare func(a, b T) int
	kept    []T
	full    bool // the first most of kept are in order, and there are so many
}

func (f *firstFew[T]) add(v T) {
	if f.most < 1 || f.full && f.compare(v, f.kept[f.most-1]) >= 0 {
		return
	}
	f.kept = append(f.kept, v)
	if len(f.kept) >= 2*f.most {
		f.cut()
	}
}

func (f *firstFew[T]) cut() {
	slices.SortFunc(f.kept, f.compare)
	f.kept = f.kept[:min(f.most, len(f.kept))]
	f.full = len(f.kept) == f.most
}

// first returns them in their order.
func (f *firstFew[T]) first() []T {
	f.cut()
	return f.kept
}
