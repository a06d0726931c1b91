package stats

import (
	"math"

	"github.com/voxpop-dev/voxpop"
)

// A stratum is one part of a sample (a community) with the weight its net sentiment has in an
// estimate over several.
type stratum struct {
	Sample
	weight float64
}

// weightedViews looks at Σ weight · net sentiment by thread and by author. Error and design effect are
// those of Net, over buckets that all strata share: an author of two communities is one person. Every stratum must
// have signs; one of a single sign adds no variance.
func weightedViews(strata []stratum) (v [2]view) {
	for k := range v {
		v[k] = weightedView(strata, k)
	}
	return v
}

func weightedView(strata []stratum, k int) (v view) {
	var n, independent float64
	for i := range strata {
		c := strata[i].clusterings()[k]
		m, _ := totals(c)
		if m == 0 || 2*m < float64(strata[i].N()) {
			return view{}
		}
		v.pullBy(c, strata[i].weight)
		n += m
		independent += strata[i].weight * strata[i].weight * spread(strata[i].Signs) / max(1, m-1)
	}
	groups, squares := v.strength()
	deff := n
	switch {
	case groups > 1 && independent < 1e-12:
		deff = min(AssumedDesignEffect, n/groups)
	case groups > 1:
		deff = max(1, squares*groups/(groups-1)/independent)
	}
	v.known = true
	v.Interval = weightedInterval(strata, deff, max(1, int(groups)-1))
	return v
}

// strength counts the filled buckets and sums the squares of their pulls.
func (v *view) strength() (groups, squares float64) {
	for g := range voxpop.Buckets {
		if v.filled[g] {
			groups++
			squares += v.pull[g] * v.pull[g]
		}
	}
	return groups, squares
}

// weightedInterval is the adjusted Wald interval for a weighted sum: of the imagined positive and the
// imagined negative sign each stratum gets its part, as Price and Bonett do for sums of shares
// (Computational Statistics & Data Analysis 45, 2004: 449–456). It has as many degrees of freedom
// as the buckets, or as the strata that it leans on, whichever are fewer.
func weightedInterval(strata []stratum, deff float64, df int) Interval {
	part := 1 / float64(len(strata))
	var mid, variance, byStratum, up, down, weight, n float64
	for _, s := range strata {
		m := float64(s.N())
		own := min(deff, m)
		eff := m / own
		p := (float64(s.Positive)/own + part) / (eff + 2*part)
		q := (float64(s.Negative)/own + part) / (eff + 2*part)
		mid += s.weight * (p - q)
		of := s.weight * s.weight * max(0, p+q-(p-q)*(p-q)) / eff * m / max(1, m-1)
		variance += of
		byStratum += of * of / max(1, m-1)
		up += s.weight * float64(s.Positive) / m
		down += s.weight * float64(s.Negative) / m
		weight += s.weight
		n += m
	}
	if byStratum > 0 {
		df = int(max(1, min(float64(limit(df)), variance*variance/byStratum)))
	}
	i := Interval{Mean: up - down, DF: df}
	half := quantile(df) * math.Sqrt(variance)
	i.Low, i.High = max(-1, min(mid-half, i.Mean)), min(1, max(mid+half, i.Mean))
	one := (up+down)*weight - i.Mean*i.Mean // times the squared weight: the variance of one sign of a population so composed
	i.EffectiveN = n / min(deff, n)
	if one > 1e-12 && variance > 0 {
		i.EffectiveN = max(1, min(n, one/variance))
	}
	i.DesignEffect = n / i.EffectiveN
	return i
}

// limit reads 0 as no limit.
func limit(df int) int {
	if df <= 0 {
		return math.MaxInt32
	}
	return df
}

// widest is the view that doubts most; without any, what is assumed when nothing is known of clusters.
func widest(views [2]view, strata []stratum) (i Interval) {
	known := false
	for _, v := range views {
		if v.known && (!known || v.width() > i.width()) {
			i, known = v.Interval, true
		}
	}
	if !known {
		i = weightedInterval(strata, AssumedDesignEffect, 0)
	}
	return i
}
