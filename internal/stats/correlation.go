package stats

import "math"

// leastShared is in how many buckets both sides must have signs before what they share may
// narrow an interval. Over few buckets a correlation is mostly chance.
const leastShared = 20

// correlation is how much the errors of two estimates go together, over their buckets.
func correlation(a, b *view) float64 {
	var ab, aa, bb float64
	shared := 0
	for g := range a.pull {
		ab += a.pull[g] * b.pull[g]
		aa += a.pull[g] * a.pull[g]
		bb += b.pull[g] * b.pull[g]
		if a.filled[g] && b.filled[g] {
			shared++
		}
	}
	if aa <= 0 || bb <= 0 || ab > 0 && shared < leastShared {
		return 0
	}
	return max(-1, min(1, ab/math.Sqrt(aa*bb)))
}
