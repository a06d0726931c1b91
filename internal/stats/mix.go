package stats

import (
	"maps"
	"slices"
)

// Change splits how net sentiment changed between two windows. Mix + Within.Mean = After - Before.
type Change struct {
	Before, After float64    // net sentiments, -1…+1
	Mix           float64    // because other communities talk more or less than before
	Within        Difference // because communities talk differently; the interval takes their shares as known
	Communities   []CommunityChange
}

// CommunityChange is the part of one community in a change.
type CommunityChange struct {
	Community               string
	ShareBefore, ShareAfter float64 // of all signs, 0…1
	NetBefore, NetAfter     float64 // -1…+1; a community without signs on one side counts as unchanged
	Mix, Within             float64 // its parts; they sum to those of the change
}

// Decompose splits a change by community (Kitagawa, Components of a difference between two rates, JASA 50, 1955):
//
//	Mix    = Σ (share after - share before) · (mean of its nets - mean of the overall nets)
//	Within = Σ (mean of its shares) · (net after - net before)
//
// The mean of the overall nets changes no sum, since shares sum to 1; it makes the growth of a
// community that is more positive than average a positive part. Communities come by
// name. ok is false when a window has no signs.
func Decompose(before, after map[string]Sample) (c Change, ok bool) {
	n0, net0 := overall(before)
	n1, net1 := overall(after)
	if n0 == 0 || n1 == 0 {
		return Change{}, false
	}
	c.Before, c.After = net0, net1
	names := maps.Clone(before)
	maps.Copy(names, after)
	var was, is []stratum
	for _, name := range slices.Sorted(maps.Keys(names)) {
		b, a := before[name], after[name]
		if b.N() == 0 && a.N() == 0 {
			continue
		}
		p := CommunityChange{Community: name, ShareBefore: float64(b.N()) / n0, ShareAfter: float64(a.N()) / n1, NetBefore: b.Mean(), NetAfter: a.Mean()}
		weight := (p.ShareBefore + p.ShareAfter) / 2
		switch {
		case b.N() == 0:
			p.NetBefore = p.NetAfter
		case a.N() == 0:
			p.NetAfter = p.NetBefore
		default:
			was, is = append(was, stratum{b, weight}), append(is, stratum{a, weight})
		}
		p.Mix = (p.ShareAfter - p.ShareBefore) * (p.NetBefore + p.NetAfter - net0 - net1) / 2
		p.Within = weight * (p.NetAfter - p.NetBefore)
		c.Mix += p.Mix
		c.Communities = append(c.Communities, p)
	}
	c.Within = contrastStrata(was, is)
	return c, true
}

func overall(samples map[string]Sample) (n, net float64) {
	var sum float64
	for _, name := range slices.Sorted(maps.Keys(samples)) {
		s := samples[name]
		n += float64(s.N())
		sum += float64(s.Positive - s.Negative)
	}
	if n == 0 {
		return 0, 0
	}
	return n, sum / n
}

// contrastStrata contrasts two weighted sums over the same communities.
func contrastStrata(from, to []stratum) Difference {
	if len(from) == 0 {
		return Difference{P: 1, Basis: SamplingOnly, Verdict: TooLittleData}
	}
	a, b := weightedViews(from), weightedViews(to)
	return contrast(a, b, widest(a, from), widest(b, to))
}
