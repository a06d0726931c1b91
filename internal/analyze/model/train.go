package model

import "math"

// chosen is what did best on held-out texts (docs/model.md).
var chosen = Options{Rounds: 5, Rate: 0.03, Decay: 1e-3, Scale: [groups]float32{3, 1.5}}

// Train learns weights from samples and returns them as a file. The same samples in the same order give the same bytes
// on amd64. held are samples that are not learned from; the temperature is fitted on them.
func Train(samples, held []Sample) ([]byte, error) {
	s := &scratch{}
	examples := make([]example, len(samples))
	for i, x := range samples {
		examples[i] = readExample(s, x)
	}
	l := learn(examples, chosen)
	file, err := l.pack(chosen, 1, fingerprints(samples))
	if err != nil {
		return nil, err
	}
	w, err := ReadWeights(file)
	if err != nil {
		return nil, err
	}
	return l.pack(chosen, temperature(w, held), fingerprints(samples))
}

// temperature is that of a range under which held-out labels are likeliest, by weight.
func temperature(w *Weights, held []Sample) float32 {
	s := &scratch{}
	logits := make([][3]float32, len(held))
	for i, x := range held {
		logits[i] = w.logits(s, x.Text)
	}
	best, least := float32(1), math.Inf(1)
	for step := range 61 {
		t, loss := float32(0.5)+float32(step)/20, 0.0
		for i, x := range held {
			p := softmax(logits[i], t)[x.Label.Sign()+1]
			loss -= float64(x.Weight * math.Log(max(float64(p), 1e-9)))
		}
		if loss < least {
			best, least = t, loss
		}
	}
	return best
}
