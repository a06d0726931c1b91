package model

import (
	"math"
	"testing"
)

// small learns quickly.
var small = networkOptions{Rounds: 2, Batch: 8, Rate: 5e-3, Blind: 0.1, Drop: 0.3, Smooth: 0.05, MinCount: 2, Start: 0.1, Seed: 1}

// What is packed and read by sums of known words says what the learner says.
func TestNetworkReadsAsItLearned(t *testing.T) {
	samples := toy()
	l := learnNetwork(samples, small)
	file, err := pack(learn(nil, chosen), chosen, l, nil)
	if err != nil {
		t.Fatal(err)
	}
	w, err := ReadWeights(file)
	if err != nil {
		t.Fatal(err)
	}
	s, memo := &scratch{}, map[uint64]token{}
	for _, text := range []string{"the frobnicator is glorb", "not glorb at all, but snork!", "a", "frobnicators snorked 3 lids, good 👍", "?"} {
		r := read(s, Sample{Text: text}, l.words, memo)
		want := l.logits(&r)
		for range 2 { // the second time from what is kept
			s.scan(text)
			s.measure(text)
			got := w.network.logits(s)
			for c := range got {
				if math.Abs(float64(got[c]-want[c])) > 0.05 {
					t.Errorf("%q: %v, the learner says %v", text, got, want)
				}
			}
		}
	}
}

// A word that was never seen takes after those that begin and end alike.
func TestNetworkTakesUnknownWordsForTheirRelatives(t *testing.T) {
	l := learnNetwork(toy(), networkOptions{Rounds: 4, Batch: 8, Rate: 5e-3, Blind: 0.5, Smooth: 0.05, MinCount: 2, Start: 0.1, Seed: 1})
	s, memo := &scratch{}, map[uint64]token{}
	for text, class := range map[string]int{"it is glorbing": 2, "it is snorked": 0} {
		r := read(s, Sample{Text: text}, l.words, memo)
		if p := softmax(l.logits(&r)); p[class] < 0.5 {
			t.Errorf("%q: %v", text, p)
		}
	}
}

// The slopes are those of the loss, by small differences.
func TestSlopes(t *testing.T) {
	o := networkOptions{Batch: 1, Smooth: 0.1, Start: 0.3, Seed: 3}
	s, samples := &scratch{}, toy()[:3]
	words := frequentWords(s, samples, 1)
	l, memo := newLearner(o, words), map[uint64]token{}
	r := read(s, Sample{samples[1].Text, samples[1].Label, 1.5}, words, memo)
	loss := func() (sum float64) {
		for c, p := range softmax(l.logits(&r)) {
			want := 0.1 / 3
			if c == r.class {
				want += 0.9
			}
			sum -= 1.5 * want * math.Log(float64(p))
		}
		return sum
	}
	l.one(&r)
	const step = 1e-2
	for name, b := range map[string]*block{"own": l.own, "starts": l.starts, "ends": l.ends, "filters": l.conv, "biases": l.bias, "out": l.out} {
		looked := 0
		for i, slope := range b.slope {
			if math.Abs(float64(slope)) < 0.02 || looked == 20 {
				continue
			}
			looked++
			was := b.weights[i]
			b.weights[i] = was + step
			more := loss()
			b.weights[i] = was - step
			less := loss()
			b.weights[i] = was
			// Where another place becomes a filter's greatest the loss has a bend, so a little may be off.
			if got := (more - less) / (2 * step); math.Abs(got-float64(slope)) > 0.02+0.1*math.Abs(got) {
				t.Errorf("%s %d: slope %v, the loss has %v", name, i, slope, got)
			}
		}
		if looked == 0 {
			t.Errorf("%s: nothing to look at", name)
		}
	}
}

// logits are the last sums of a text with nothing hidden.
func (l *learner) logits(r *reading) [3]float32 {
	o := l.o
	l.o.Drop, l.o.Blind = 0, 0
	l.hide(r)
	l.forward(r)
	l.o = o
	return lastLayer(l.out.weights, &l.seen)
}
