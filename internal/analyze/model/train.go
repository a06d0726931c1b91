package model

import "github.com/voxpop-dev/voxpop/internal/analyze/fingerprint"

// What did best on held-out texts (docs/model.md).
var (
	chosen        = options{Rounds: 5, Rate: 0.03, Decay: 1e-3, Scale: [groups]float32{3, 1.5}}
	chosenNetwork = networkOptions{Rounds: 4, Batch: 32, Rate: 1e-3, Blind: 0.25, Drop: 0.6, Smooth: 0.05, MinCount: 2, Start: 0.1, Seed: 1}
)

// Train learns weights from samples and returns them as a file. The same samples in the same order give the same bytes
// on amd64.
func Train(samples []Sample) ([]byte, error) {
	return train(samples, chosen, chosenNetwork)
}

func train(samples []Sample, o options, no networkOptions) ([]byte, error) {
	s := &scratch{}
	examples, texts := make([]example, len(samples)), make([]string, len(samples))
	for i, x := range samples {
		examples[i], texts[i] = readExample(s, x), x.Text
	}
	sparse := learn(examples, o)
	return pack(sparse, o, learnNetwork(samples, no), fingerprint.New(texts...))
}
