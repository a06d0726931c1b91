package ask

import (
	"cmp"
	"math"
	"slices"

	"github.com/voxpop-dev/voxpop"
)

// Typical are up to n items of a sample with the sign whose compounds are closest to the median of that side, the
// closest first; equals stay in the order of the sample.
func Typical(s *voxpop.Sample, sign, n int) []voxpop.SampledItem {
	var side []voxpop.SampledItem
	for _, i := range s.Items {
		if i.Sign == sign {
			side = append(side, i)
		}
	}
	if len(side) == 0 {
		return nil
	}
	compounds := make([]float64, len(side))
	for k := range side {
		compounds[k] = side[k].Compound
	}
	slices.Sort(compounds)
	median := compounds[(len(compounds)-1)/2]
	slices.SortStableFunc(side, func(a, b voxpop.SampledItem) int {
		return cmp.Compare(math.Abs(a.Compound-median), math.Abs(b.Compound-median))
	})
	return side[:min(n, len(side))]
}

// OneVoiceEach are the first n items that are by different authors; items of unknown ones count as by different ones.
func OneVoiceEach(items []voxpop.OpinionItem, n int) []voxpop.OpinionItem {
	out := []voxpop.OpinionItem{}
	heard := map[string]bool{}
	for _, i := range items {
		if len(out) == n {
			break
		}
		if i.Author != "" && heard[i.Author] {
			continue
		}
		heard[i.Author] = true
		out = append(out, i)
	}
	return out
}
