package tools

import (
	_ "embed"
	"math"
	"strconv"
	"strings"
	"sync"

	"github.com/voxpop-dev/voxpop"
)

//go:embed attitude.tsv
var attitudeText string

// weights say how much a cue speaks for an opinion at all (against neutral), and for which one.
type weights struct{ opinion, polarity float64 }

// attitudeWeights are learned from people's labels by TestLearnAttitude (see there); the texts
// are not in them, only single words and pairs.
var attitudeWeights = sync.OnceValue(func() map[string]weights {
	table, err := parseAttitude(attitudeText)
	if err != nil {
		panic(err) // a test reads it
	}
	return table
})

// parseAttitude reads lines of cue, opinion and polarity, with tabs between.
func parseAttitude(text string) (map[string]weights, error) {
	table := make(map[string]weights, strings.Count(text, "\n"))
	for line := range strings.Lines(text) {
		cue, numbers, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		first, second, _ := strings.Cut(numbers, "\t")
		opinion, err := strconv.ParseFloat(first, 64)
		if err != nil {
			return nil, err
		}
		polarity, err := strconv.ParseFloat(second, 64)
		if err != nil {
			return nil, err
		}
		table[cue] = weights{opinion, polarity}
	}
	return table, nil
}

// attitude is how likely a text is negative, neutral, positive about a target.
type attitude struct{ negative, neutral, positive float64 }

// attitudeOf weighs the cues around a target: a softmax over three sums.
func attitudeOf(p *passage, target region, engine func(string) voxpop.Score) attitude {
	table := attitudeWeights()
	var opinion, polarity float64
	p.cues(target, engine, func(cue []byte, value float64) {
		if w, known := table[string(cue)]; known {
			opinion += w.opinion * value
			polarity += w.polarity * value
		}
	})
	return softmax(opinion, polarity)
}

func softmax(opinion, polarity float64) attitude {
	largest := max(0, opinion+math.Abs(polarity))
	a := attitude{math.Exp(opinion - polarity - largest), math.Exp(-largest), math.Exp(opinion + polarity - largest)}
	sum := a.negative + a.neutral + a.positive
	return attitude{a.negative / sum, a.neutral / sum, a.positive / sum}
}

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
