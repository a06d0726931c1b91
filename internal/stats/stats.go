// Package stats estimates net sentiment and how sure it is. Pure functions, no I/O.
//
// The sample is n signs: +1 positive, -1 negative, 0 neutral. Net sentiment is their mean, r,
// shown as 100·r points. Developers answer each other, so signs of one thread (and of one
// author) resemble each other and n overstates what is known. That is measured by the
// variance of a ratio mean over clusters (Cochran, Sampling Techniques, 3rd edition 1977,
// chapters 6 and 9: the linearised ratio estimator over whole clusters):
//
//	v(r) = G/(G-1) · Σ (s_g - r·n_g)² / n²
//
// with G clusters that hold anything, n_g signs and s_g their sum in cluster g. Divided by
// the variance that independent signs would have, (p₊ + p₋ - r²)/(n-1), it gives the design
// effect; n divided by that is the effective n, which is what the interval is built on:
// the adjusted Wald interval for a difference of two shares of one sample (Bonett and
// Price, Journal of Educational and Behavioral Statistics 37(4), 2012), one imagined
// positive and one imagined negative added. It keeps its cover for few signs and for
// signs that all agree, where the plain formula says ±0. The quantile is Student's with
// G-1 degrees of freedom.
//
// Beyond one number: [Contrast] tells two of them apart, [Compare] tools over the communities they
// share, [Movers] which of many changed. [CorrectionFor] says what is known of the engine's own error, from labels or from
// other tools. [FindDrivers] finds the phrases behind a change, [Decompose] the communities. [Wilson],
// [BenjaminiHochberg], [Concentrate] and [WordShift] stand alone. Every formula names its source; the
// simulations in the tests show the cover that is claimed.
package stats

import (
	"math"

	"github.com/voxpop-dev/voxpop"
)

// AssumedDesignEffect stands in where no clusters are known (windows that are made of hour
// cells only). It is an assumption, not a measurement, and on the careful side for talk in
// threads of a few comments.
const AssumedDesignEffect = 2.0

// SmallEffectiveN is the effective n below which an estimate is a small sample.
const SmallEffectiveN = 30.0

// Signs is how many opinions point which way.
type Signs struct{ Positive, Negative, Neutral int64 }

// N is how many signs there are.
func (s Signs) N() int64 { return s.Positive + s.Negative + s.Neutral }

// Mean is net sentiment in -1…+1; 0 when there are no signs.
func (s Signs) Mean() float64 {
	if s.N() == 0 {
		return 0
	}
	return float64(s.Positive-s.Negative) / float64(s.N())
}

// Interval is a net sentiment with its 95 % interval, all in -1…+1, Low ≤ Mean ≤ High.
type Interval struct {
	Mean, Low, High float64
	EffectiveN      float64 // 1…n: how many independent signs would say as much
	DesignEffect    float64 // n / EffectiveN
	DF              int     // degrees of freedom of the interval; 0 for those of a normal distribution
}

// half is the distance of the limit from the mean on one side: up when side > 0.
func (i Interval) half(side float64) float64 {
	if side > 0 {
		return i.High - i.Mean
	}
	return i.Mean - i.Low
}

// Small says that too little is known to be worth a verdict: fewer than SmallEffectiveN
// independent signs.
func (i Interval) Small() bool { return i.EffectiveN < SmallEffectiveN }

// Net estimates net sentiment from signs and their clusterings (by thread, by author); the
// clustering that widens most decides. ok is false when there are no signs. A clustering
// that covers at least half of the signs is taken as a sample of how all cluster; one that
// covers less counts for nothing, and without any AssumedDesignEffect is used.
func Net(s Signs, clusterings ...voxpop.Cluster) (i Interval, ok bool) {
	if s.N() <= 0 {
		return Interval{}, false
	}
	for c := range clusterings {
		deff, df, known := designEffect(s, &clusterings[c])
		if !known {
			continue
		}
		if j := interval(s, deff, df); !ok || j.High-j.Low > i.High-i.Low {
			i, ok = j, true
		}
	}
	if !ok {
		i = interval(s, AssumedDesignEffect, 0)
	}
	return i, true
}

func interval(s Signs, deff float64, df int) Interval {
	n := float64(s.N())
	deff = min(deff, n)
	i := Interval{Mean: s.Mean(), DesignEffect: deff, EffectiveN: n / deff, DF: df}
	i.Low, i.High = adjustedWald(s, i.EffectiveN, quantile(df))
	return i
}

// adjustedWald is the interval of Bonett and Price for n signs in the shares of s.
func adjustedWald(s Signs, n, t float64) (low, high float64) {
	share := n / float64(s.N())
	up := (float64(s.Positive)*share + 1) / (n + 2)
	down := (float64(s.Negative)*share + 1) / (n + 2)
	mid := up - down
	half := t * math.Sqrt(max(0, up+down-mid*mid)/(n+2))
	return max(-1, min(mid-half, s.Mean())), min(1, max(mid+half, s.Mean()))
}
