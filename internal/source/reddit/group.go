package reddit

import (
	"slices"
	"strings"
)

// Bounds of a joined listing. A listing shows about a thousand items; what is expected must leave room for a burst and for
// the overlap with the walk before. Names are joined in the address, which servers bound too.
const (
	listingDepth  = 1000
	groupCapacity = 600
	groupNames    = 1500 // bytes
	groupSize     = 100  // communities
)

// pack joins communities into as few groups as the bounds allow, the busiest first. expect is the number of
// items of a community that a walk will meet. The result depends on nothing but its arguments.
func pack(subs []string, expect func(sub string) float64, capacity float64) [][]string {
	order := slices.Clone(subs)
	slices.SortStableFunc(order, func(a, b string) int {
		switch x, y := expect(a), expect(b); {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return strings.Compare(strings.ToLower(a), strings.ToLower(b))
	})
	type bin struct {
		subs  []string
		load  float64
		bytes int
	}
	var bins []*bin
	for _, sub := range order {
		load := max(expect(sub), 0)
		i := slices.IndexFunc(bins, func(b *bin) bool {
			return b.load+load <= capacity && b.bytes+len(sub)+1 <= groupNames && len(b.subs) < groupSize
		})
		if i < 0 {
			bins = append(bins, &bin{})
			i = len(bins) - 1
		}
		b := bins[i]
		b.subs, b.load, b.bytes = append(b.subs, sub), b.load+load, b.bytes+len(sub)+1
	}
	out := make([][]string, len(bins))
	for i, b := range bins {
		slices.SortFunc(b.subs, func(x, y string) int { return strings.Compare(strings.ToLower(x), strings.ToLower(y)) })
		out[i] = b.subs
	}
	return out
}
