package relational

import (
	"cmp"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestFirstFew(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOf(rapid.IntRange(0, 50)).Draw(t, "values")
		f := firstFew[int]{most: rapid.IntRange(0, 12).Draw(t, "most"), compare: cmp.Compare[int]}
		for _, v := range all {
			f.add(v)
			if len(f.kept) > 2*f.most {
				t.Fatalf("keeps %d for the first %d", len(f.kept), f.most)
			}
		}
		slices.Sort(all)
		if got, want := f.first(), all[:min(f.most, len(all))]; !slices.Equal(got, want) {
			t.Fatalf("%v, want %v", got, want)
		}
	})
}
