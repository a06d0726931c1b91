package stats

import (
	"math/rand/v2"
	"testing"
)

// Twenty minutes of labelling by keyboard, 235 mentions drawn at random from 5,000, carry a pooled net sentiment of about ±10 points with the error of
// an engine included that is right about six mentions of ten and too kind.
func TestTwentyMinutesOfLabels(t *testing.T) {
	r := rand.New(rand.NewPCG(23, 5))
	const rounds, mentions, labels = 400, 5000, 235
	held, half := 0, 0.0
	for range rounds {
		said := newTalk()
		all := make([]LabelledItem, mentions)
		truth := 0.0
		for i := range all {
			l := &all[i]
			l.Label = sign(r, 0.30, 0.20)
			l.Predicted = l.Label
			if r.Float64() < 0.4 {
				l.Predicted = sign(r, 0.45, 0.15)
			}
			truth += float64(l.Label) / mentions
			said.say(i, i, l.Predicted)
		}
		r.Shuffle(mentions, func(i, j int) { all[i], all[j] = all[j], all[i] })
		e, ok := PredictionPowered(said.Sample, all[:labels], PowerTuning(all[:labels], mentions))
		if !ok || e.Labels != labels {
			t.Fatalf("%+v", e)
		}
		half += (e.High - e.Low) / 2 / rounds
		if e.Low <= truth && truth <= e.High {
			held++
		}
	}
	within(t, "cover with 235 labels", held, rounds, 0.93, 1)
	t.Logf("half width %.1f points", 100*half)
	if half > 0.10 {
		t.Errorf("the interval is ±%.1f points", 100*half)
	}
}
