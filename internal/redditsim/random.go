package redditsim

import "math"

// random is a small, fast generator (splitmix64) whose stream depends on its seed alone, so
// that worlds stay the same across Go releases.
type random struct{ state uint64 }

func newRandom(parts ...uint64) *random { return &random{state: mix(parts...)} }

// mix hashes numbers into one.
func mix(parts ...uint64) uint64 {
	h := uint64(0x6a09e667f3bcc909)
	for _, p := range parts {
		h = scramble(h ^ scramble(p+0x9e3779b97f4a7c15))
	}
	return h
}

func scramble(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

func (r *random) next() uint64 {
	r.state += 0x9e3779b97f4a7c15
	return scramble(r.state)
}

// float is uniform in [0, 1).
func (r *random) float() float64 { return float64(r.next()>>11) / (1 << 53) }

// below is uniform in [0, n); n must be positive.
func (r *random) below(n int) int { return int(r.float() * float64(n)) }

// chance is true with probability p.
func (r *random) chance(p float64) bool { return r.float() < p }

// between is uniform in [lo, hi).
func (r *random) between(lo, hi float64) float64 { return lo + (hi-lo)*r.float() }

// logBetween is spread evenly over the orders of magnitude between lo and hi, both positive.
func (r *random) logBetween(lo, hi float64) float64 {
	return math.Exp(r.between(math.Log(lo), math.Log(hi)))
}

// pareto is at least 1 and has a heavy tail: the smaller alpha, the heavier.
func (r *random) pareto(alpha float64) float64 {
	return math.Pow(1-r.float(), -1/alpha)
}

// normal has mean 0 and deviation 1.
func (r *random) normal() float64 {
	return math.Sqrt(-2*math.Log(1-r.float())) * math.Cos(2*math.Pi*r.float())
}

// poisson draws a count with the given mean.
func (r *random) poisson(mean float64) int {
	if mean <= 0 {
		return 0
	}
	if mean > 40 {
		return max(0, int(math.Round(mean+math.Sqrt(mean)*r.normal())))
	}
	n, p, floor := 0, r.float(), math.Exp(-mean)
	for p > floor {
		n++
		p *= r.float()
	}
	return n
}
