package stats

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/voxpop-dev/voxpop"
)

// Compounds of -1, 0 and +1 are signs, and their mean is net sentiment.
func TestMeanCompoundOfSignsIsNet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawBoth(t)
		c := voxpop.Tally{
			Positive: s.Positive, Negative: s.Negative, Neutral: s.Neutral, Threads: s.Threads, Authors: s.Authors,
			Sum: 10000 * (s.Positive - s.Negative), SumSq: 100000000 * (s.Positive + s.Negative),
		}
		got, ok := MeanCompound(&c)
		want, known := s.Net()
		if ok != known || math.Abs(got.Low-want.Low) > 1e-9 || math.Abs(got.High-want.High) > 1e-9 || math.Abs(got.Mean-want.Mean) > 1e-12 {
			t.Fatalf("%+v, want %+v", got, want)
		}
	})
}

// By hand: 100 independent compounds of ±0.5: ((0.25·100 + 2)/102)/102 has the root 0.0509.
func TestMeanCompound(t *testing.T) {
	signs, threads := spreadOut(50, 50, 0)
	c := voxpop.Tally{Positive: signs.Positive, Negative: signs.Negative, SumSq: 100 * 25000000, Threads: threads}
	i, _ := MeanCompound(&c)
	if want := quantile(i.DF) * math.Sqrt((0.25*i.EffectiveN+2)/(i.EffectiveN+2)/(i.EffectiveN+2)); math.Abs(i.High-want) > 1e-9 || math.Abs(want-2*0.0509) > 0.01 {
		t.Errorf("%+v, want ±%v", i, want)
	}
}
