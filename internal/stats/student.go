package stats

import "math"

// twoSided is the probability that Student's t with df degrees of freedom lies further from 0
// than t; that of the normal distribution when df is 0 or less. It is the finite series 26.7.3
// and 26.7.4 of Abramowitz and Stegun, Handbook of Mathematical Functions.
func twoSided(t float64, df int) float64 {
	t = math.Abs(t)
	if df <= 0 {
		return math.Erfc(t / math.Sqrt2)
	}
	angle := math.Atan(t / math.Sqrt(float64(df)))
	sin, cos := math.Sincos(angle)
	term, sum := 1.0, 0.0
	first := df % 2 // the power of the cosine in the first term
	if first == 1 {
		term = cos
	}
	for k := first; k <= df-2; k += 2 {
		sum += term
		term *= cos * cos * float64(k+1) / float64(k+2)
	}
	inside := sin * sum
	if first == 1 {
		inside = (angle + inside) * 2 / math.Pi
	}
	return max(0, 1-inside)
}

// A part is one independent source of error: the half width it gives an interval, and its
// degrees of freedom (0: as if infinite).
type part struct {
	half float64
	df   int
}

// welch is the degrees of freedom of a sum of independent errors (Welch, Biometrika 34,
// 1947; Satterthwaite, Biometrics Bulletin 2, 1946), rounded down, at least 1; 0 when all
// are normal.
func welch(parts ...part) int {
	var sum, weighted float64
	for _, p := range parts {
		se := p.half / quantile(p.df)
		sum += se * se
		if p.df > 0 {
			weighted += se * se * se * se / float64(p.df)
		}
	}
	if weighted <= 0 {
		return 0
	}
	return int(max(1, min(sum*sum/weighted*(1+1e-12), 1e6)))
}
