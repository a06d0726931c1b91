package stats

import "math"

// opinions are how many items there are, and how many of them are positive and negative.
type opinions struct{ n, positive, negative int32 }

func (s opinions) net() float64 {
	if s.n == 0 {
		return 0
	}
	return float64(s.positive-s.negative) / float64(s.n)
}

func (s opinions) without(o opinions) opinions {
	return opinions{s.n - o.n, s.positive - o.positive, s.negative - o.negative}
}

func (s opinions) with(o opinions) opinions {
	return opinions{s.n + o.n, s.positive + o.positive, s.negative + o.negative}
}

func (s *opinions) count(sign int, by int32) {
	s.n += by
	switch {
	case sign > 0:
		s.positive += by
	case sign < 0:
		s.negative += by
	}
}

// squares is Σ (sign - r)².
func (s opinions) squares(r float64) float64 {
	neutral := float64(s.n - s.positive - s.negative)
	return float64(s.positive)*(1-r)*(1-r) + float64(s.negative)*(1+r)*(1+r) + neutral*r*r
}

// A bar is a phrase weighed.
type bar struct {
	id                 int32
	frequency, feeling float64
	lean               float64 // how much more positive than others the items with it are, mean of both sides
	clarity            float64 // standard errors of what both references agree on
	weight             float64 // by which it is ranked
}

func (b bar) moved() float64 { return b.frequency + b.feeling }

// weigh computes the bar of a phrase; ok is false when it does not stand out, occurs nowhere, or
// everywhere on a side.
func weigh(phrase, all [2]opinions) (b bar, ok bool) {
	var d, net, g [2]float64
	for s := range all {
		others := all[s].without(phrase[s])
		if others.n <= 0 {
			return bar{}, false
		}
		d[s] = float64(phrase[s].n) / float64(all[s].n)
		net[s] = phrase[s].net()
		g[s] = net[s] - others.net()
	}
	variance := shiftVariance(phrase, all)
	for s := range all { // where it is not said, it would be said as on the other side
		if phrase[s].n == 0 {
			g[s], net[s] = g[1-s], net[1-s]
		}
	}
	share := (d[0] + d[1]) / 2
	b.frequency = (d[1] - d[0]) * (g[0] + g[1]) / 2
	b.feeling = share * (g[1] - g[0])
	b.lean = (g[0] + g[1]) / 2
	fixed := (d[1]-d[0])*(net[0]+net[1]-all[0].net()-all[1].net())/2 + share*(net[1]-net[0])
	if b.moved()*fixed <= 0 {
		return bar{}, false
	}
	agreed := min(math.Abs(b.moved()), math.Abs(fixed))
	b.clarity = agreed / math.Sqrt(max(variance, 1e-18))
	const half = chanceEnds * chanceEnds * chanceEnds * chanceEnds
	b.weight = agreed * (1 - share) / (1 + half/math.Pow(b.clarity, 4))
	return b, b.clarity >= leastClear
}

// shiftVariance is the variance of the difference of pulls: that of two sides as they are, or of
// two samples of both sides together if that is more. A phrase that a small side happens not to
// have would else seem sure.
func shiftVariance(phrase, all [2]opinions) float64 {
	together := pullVariance(phrase[0].with(phrase[1]), all[0].with(all[1]))
	var apart, pooled float64
	for s := range all {
		n := float64(all[s].n)
		apart += pullVariance(phrase[s], all[s]) / n
		pooled += together / n
	}
	return max(apart, pooled)
}

// pullVariance is the linearised variance of d·(net with - net without) for one item; 0
// where the phrase does not occur.
func pullVariance(phrase, all opinions) float64 {
	if phrase.n == 0 {
		return 0
	}
	others := all.without(phrase)
	r := others.net()
	n := float64(all.n)
	pull := float64(phrase.n) / n * (phrase.net() - r)
	odds := float64(phrase.n) / float64(others.n)
	return max(0, phrase.squares(r)/n-pull*pull+odds*odds*others.squares(r)/n)
}

// sure is the number of standard errors that chance reaches in one of twenty cases among so
// many phrases.
func sure(phrases int) float64 {
	return math.Sqrt2 * math.Erfinv(1-0.05/float64(max(1, phrases)))
}
