package tools

import (
	"math"

	"github.com/voxpop-dev/voxpop"
)

// attitude is how likely a text is negative, neutral, positive about a target.
type attitude struct{ negative, neutral, positive float64 }

// compound puts an attitude on the scale of -1…+1, so that voxpop.LabelOf gives the likeliest label: beyond the
// threshold by how much likelier that is than the second.
func (a attitude) compound() float64 {
	switch {
	case a.neutral >= a.positive && a.neutral >= a.negative:
		return (a.positive - a.negative) * 0.99 * voxpop.LabelThreshold
	case a.positive >= a.negative:
		return voxpop.LabelThreshold + (1-voxpop.LabelThreshold)*(a.positive-max(a.neutral, a.negative))
	}
	return -voxpop.LabelThreshold - (1-voxpop.LabelThreshold)*(a.negative-max(a.neutral, a.positive))
}

// atLeast is a changed so that its compound has the sign of verdict and at least its size.
func (a attitude) atLeast(verdict float64) attitude {
	if c := a.compound(); c*verdict > 0 && math.Abs(c) >= math.Abs(verdict) {
		return a
	}
	// The two others share what is left equally: the margin is that of the verdict.
	margin := (math.Abs(verdict) - voxpop.LabelThreshold) / (1 - voxpop.LabelThreshold)
	less := (1 - margin) / 3
	neutral, more := less, less+margin
	if verdict < 0 {
		return attitude{more, neutral, less}
	}
	return attitude{less, neutral, more}
}

// doubted is a of something that is only asked: neutral.
func (a attitude) doubted() attitude {
	rest := (a.negative + a.positive) / 2
	return attitude{rest / 2 * a.share(a.negative), 1 - rest/2, rest / 2 * a.share(a.positive)}
}

// share is the part that x has of what is not neutral.
func (a attitude) share(x float64) float64 {
	if sum := a.negative + a.positive; sum > 0 {
		return x / sum
	}
	return 0.5
}
