package stats

import "math"

// Share is a share of n with its 95 % interval, all in 0…1, Low ≤ Share ≤ High.
type Share struct{ Share, Low, High float64 }

// Wilson estimates a share from count of n by the score interval (Wilson, JASA 22, 1927;
// Newcombe, Statistics in Medicine 17, 1998: 857–872, method 3). effectiveN is how many independent ones
// the n are worth; pass n itself when they are independent. ok is false when n is 0.
func Wilson(count, n int64, effectiveN float64) (s Share, ok bool) {
	if n <= 0 || effectiveN <= 0 {
		return Share{}, false
	}
	p := float64(count) / float64(n)
	s.Share = p
	s.Low, s.High = wilson(p, effectiveN)
	return s, true
}

func wilson(p, n float64) (low, high float64) {
	const z2 = z975 * z975
	mid := (p + z2/(2*n)) / (1 + z2/n)
	half := z975 / (1 + z2/n) * math.Sqrt(p*(1-p)/n+z2/(4*n*n))
	return max(0, min(mid-half, p)), min(1, max(mid+half, p))
}
