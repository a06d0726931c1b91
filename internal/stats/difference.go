package stats

import "math"

// Difference is how much higher one net sentiment is than another, with its 95 % interval,
// all in -2…+2 (times 100: points), Low ≤ Mean ≤ High.
type Difference struct {
	Mean, Low, High float64
	T               float64 // how many standard errors Mean is away from 0
	DF              int     // degrees of freedom of T; 0 for the normal distribution
	P               float64 // two-sided; below 0.05 exactly when the interval leaves 0 out
	EffectiveN      float64 // that of the side that has less
	Basis           Basis
	Verdict         Verdict
}

// Subtract takes from away from to, two estimates whose errors correlate so much (-1…+1; 0:
// independent). The limits are as far from the difference as both limits they come from
// together: the square-and-add rule (Newcombe, Statistics in Medicine 17, 1998: 873–890, method
// 10), with correlation after Zou and Donner (Statistics in Medicine 27, 2008: 1693–1702). It keeps
// what is lopsided near ±1. P and T belong to the interval: T is the quantile times Mean over the distance to
// the limit on the side of 0.
func Subtract(from, to Interval, correlation float64) Difference {
	d := Difference{
		Mean:       to.Mean - from.Mean,
		EffectiveN: min(from.EffectiveN, to.EffectiveN),
		Basis:      SamplingOnly,
	}
	d.DF = welch(part{from.width(), from.DF}, part{to.width(), to.DF})
	d.limits(together(from.half(+1), to.half(-1), correlation), together(from.half(-1), to.half(+1), correlation))
	return d
}

// width is half of the distance between the limits.
func (i Interval) width() float64 { return (i.High - i.Low) / 2 }

func together(a, b, correlation float64) float64 {
	return math.Sqrt(max(0, a*a+b*b-2*correlation*a*b))
}

// limits sets what follows from the distances to the limits.
func (d *Difference) limits(down, up float64) {
	d.Low, d.High = max(-2, d.Mean-down), min(2, d.Mean+up)
	toZero := down
	if d.Mean < 0 {
		toZero = up
	}
	switch {
	case d.Mean == 0:
		d.T = 0
	case toZero <= 0:
		d.T = math.Copysign(math.MaxFloat64, d.Mean)
	default:
		d.T = quantile(d.DF) * d.Mean / toZero
	}
	d.P = twoSided(d.T, d.DF)
	d.Verdict = d.verdict()
}

// Contrast is how much higher the net sentiment of to is than that of from. Threads and authors that
// occur on both sides fall into the same buckets, and what they share is taken off the error (or
// added): the covariance of two linearised means over the same clusters (Cochran, Sampling
// Techniques, 3rd edition 1977, chapter 6). That of threads is used, where they are known; that of authors
// would leave out what people of one thread feel alike.
//
// Use it as it is for two windows of one tool and engine: the engine's own error is then the same on
// both sides and cancels. For two tools, follow with [Difference.BetweenTools]. ok is false
// when a side has no signs.
func Contrast(from, to Sample) (d Difference, ok bool) {
	a, okA := from.Net()
	b, okB := to.Net()
	if !okA || !okB {
		return Difference{Verdict: TooLittleData, Basis: SamplingOnly, P: 1}, false
	}
	return contrast(from.views(), to.views(), a, b), true
}

// contrast subtracts a from b, the widest views of either side, with what threads, or else authors, show
// that they share.
func contrast(from, to [2]view, a, b Interval) Difference {
	for k := range from {
		if from[k].known && to[k].known {
			// The covariance is that of this clustering, the errors may be those of the other.
			share := from[k].width() * to[k].width() / (a.width() * b.width())
			return Subtract(a, b, min(1, share)*correlation(&from[k], &to[k]))
		}
	}
	return Subtract(a, b, 0)
}
