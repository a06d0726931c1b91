package model

import (
	"hash/fnv"
	"slices"
	"strings"

	"github.com/voxpop-dev/voxpop/internal/analyze/text"
)

// fingerprintBits keeps the list of the training texts short; two of a million million texts share one.
const fingerprintBits = 40

// fingerprint is a hash of the words of a text: letter case, punctuation and layout make no difference.
func fingerprint(written string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(strings.Join(text.Words(written), " ")))
	return h.Sum64() >> (64 - fingerprintBits)
}

// Learned reports whether a text, cleaned or as written, is one of those that the weights were learned from. Another one is taken for
// such with a likelihood of 10⁻⁷.
func (e *Engine) Learned(written string) bool {
	_, found := slices.BinarySearch(e.weights.trained, fingerprint(written))
	return found
}

// fingerprints are those of samples, in order, each once.
func fingerprints(samples []Sample) []uint64 {
	var all []uint64
	for _, s := range samples {
		all = append(all, fingerprint(s.Text))
	}
	slices.Sort(all)
	return slices.Compact(all)
}
