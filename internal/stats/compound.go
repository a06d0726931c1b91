package stats

import (
	"math"

	"github.com/voxpop-dev/voxpop"
)

// MeanCompound estimates the mean compound, -1…+1, of a tally. It is Net with compounds for signs:
// the adjusted Wald interval with one imagined +1 and one imagined -1. Compounds are not kept by cluster; how much those of
// a thread resemble each other is taken from the signs (their design effect). Two of them are contrasted by [Subtract], with
// correlation 0. ok is false when nothing is scored.
func MeanCompound(t *voxpop.Tally) (i Interval, ok bool) {
	sample := SampleOf(t)
	i, ok = sample.Net()
	if !ok {
		return Interval{}, false
	}
	const myriad = 10000
	n := float64(t.Scored())
	mean, square := float64(t.Sum)/myriad/n, float64(t.SumSq)/(myriad*myriad)/n
	eff := i.EffectiveN
	mid := mean * eff / (eff + 2)
	variance := max(0, (square*eff+2)/(eff+2)-mid*mid) / (eff + 2)
	half := quantile(i.DF) * math.Sqrt(variance)
	i.Mean = mean
	i.Low, i.High = max(-1, min(mid-half, mean)), min(1, max(mid+half, mean))
	return i, true
}
