// Package fingerprint keeps which texts weights were learned from, without the texts: as a sorted list of short hashes. `voxpop eval`
// refuses by it to judge weights by what they have seen.
package fingerprint

import (
	"encoding/binary"
	"errors"
	"hash/fnv"
	"slices"
	"strings"

	"github.com/voxpop-dev/voxpop/internal/analyze/text"
)

// bits keeps a list short; two of a million million texts share a fingerprint.
const bits = 40

// Of is a hash of the words of a text: letter case, punctuation and layout make no difference.
func Of(written string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(strings.Join(text.Words(written), " ")))
	return h.Sum64() >> (64 - bits)
}

// Set holds fingerprints in order, each once.
type Set []uint64

// New returns the fingerprints of texts.
func New(texts ...string) Set {
	all := make(Set, len(texts))
	for i, t := range texts {
		all[i] = Of(t)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Has reports whether a text is one of the set. In a set of a hundred thousand, another text is taken for one of them with a likelihood of
// 10⁻⁷.
func (s Set) Has(written string) bool {
	_, found := slices.BinarySearch(s, Of(written))
	return found
}

// Append writes the set behind what is there: how many, then the gaps between them, as varints.
func (s Set) Append(to []byte) []byte {
	to = binary.AppendUvarint(to, uint64(len(s)))
	last := uint64(0)
	for _, f := range s {
		to = binary.AppendUvarint(to, f-last)
		last = f
	}
	return to
}

var errCut = errors.New("fingerprints: the list is cut off or broken")

// Read reads what Append wrote, and returns what follows it.
func Read(from []byte) (s Set, rest []byte, err error) {
	n, width := binary.Uvarint(from)
	if width <= 0 || n > uint64(len(from)) { // each takes a byte at least
		return nil, nil, errCut
	}
	from = from[width:]
	s = make(Set, n)
	last := uint64(0)
	for i := range s {
		gap, width := binary.Uvarint(from)
		if width <= 0 || gap >= 1<<bits-last {
			return nil, nil, errCut
		}
		last += gap
		s[i], from = last, from[width:]
	}
	return s, from, nil
}
