package storetest

import (
	"cmp"
	"slices"
	"strings"

	"github.com/voxpop-dev/voxpop"
	"pgregory.net/rapid"
)

// checkPreview compares what a tool may match with brute force: no item is missing among those created since the preview says it looked, and it
// looked at everything where whole says that effort never ends it.
func checkPreview(t *rapid.T, s Store, items []voxpop.Item, whole bool) {
	var searches []string
	var terms [][]searchTerm
	var window voxpop.Window
	for range rapid.IntRange(0, 3).Draw(t, "searches") {
		f, of := drawSearch(t)
		searches, terms, window = append(searches, f.Query), append(terms, of), f.Window
	}
	home := rapid.SampledFrom([][]string{nil, {"reddit/Bard"}, {"reddit/claude", "reddit/Bard", "reddit/nobody"}}).Draw(t, "home")
	limit := rapid.SampledFrom([]int{1, 7, 50, 250}).Draw(t, "limit")
	got, reached, err := s.MatchPreview(ctx, searches, home, window, limit)
	if err != nil {
		t.Fatalf("%q %q: %v", searches, home, err)
	}
	var want []string
	for _, it := range slices.SortedFunc(slices.Values(items), func(a, b voxpop.Item) int {
		return cmp.Or(b.Created.Compare(a.Created), cmp.Compare(a.ID.Native, b.ID.Native))
	}) {
		named := slices.ContainsFunc(terms, func(of []searchTerm) bool {
			return !slices.ContainsFunc(of, func(s searchTerm) bool { return !s.in(it) })
		})
		lives := slices.ContainsFunc(home, func(h string) bool { return strings.EqualFold(h, "reddit/"+it.Community) })
		if (named || lives) && expected([]voxpop.Item{it}, voxpop.Filter{Window: window}).Items == 1 && !it.Created.Before(reached) {
			want = append(want, it.ID.Native)
		}
	}
	short := len(want) <= limit && !reached.IsZero()
	want = want[:min(limit, len(want))]
	natives := make([]string, len(got))
	for i := range got {
		natives[i] = got[i].ID.Native
	}
	if !slices.Equal(natives, want) || short && whole && len(want) < limit {
		t.Fatalf("%q %q in %v, %d of them, since %v:\ngot  %v\nwant %v", searches, home, window, limit, reached, natives, want)
	}
}
