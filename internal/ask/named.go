package ask

import (
	"cmp"
	"slices"

	"github.com/voxpop-dev/voxpop"
)

// Named is how many items mention a tool.
type Named struct {
	Tool  string
	Items int
}

// MostNamed counts in how many items each tool is mentioned, the most first, then by slug.
func MostNamed(opinions map[voxpop.ItemID][]voxpop.ToolOpinion) []Named {
	counts := map[string]int{}
	for _, said := range opinions {
		for i := range said {
			counts[said[i].Tool]++
		}
	}
	out := make([]Named, 0, len(counts))
	for tool, n := range counts {
		out = append(out, Named{tool, n})
	}
	slices.SortFunc(out, func(a, b Named) int { return cmp.Or(cmp.Compare(b.Items, a.Items), cmp.Compare(a.Tool, b.Tool)) })
	return out
}

// PercentOf is a share of n in percent, 2 decimals; nil when n is not above 0.
func PercentOf(part, n int) *float64 {
	if n <= 0 {
		return nil
	}
	return points(float64(part) / float64(n))
}
