package model

import "slices"

// reading is a text as the network learns from it.
type reading struct {
	tokens []token
	dense  [denseCount]float32
	class  int
	weight float32
}

// frequentWords are the short hashes of the words that occur least times or more, in order.
func frequentWords(s *scratch, samples []Sample, least int) []uint32 {
	counts := map[uint32]int{}
	for _, x := range samples {
		s.scan(x.Text)
		for _, w := range s.words[:min(len(s.words), maxRead)] {
			counts[short(w.hash)]++
		}
	}
	var words []uint32
	for w, n := range counts {
		if n >= least {
			words = append(words, w)
		}
	}
	slices.Sort(words)
	return words
}

// read reads a text for learning; memo keeps the tokens of words seen before.
func read(s *scratch, x Sample, words []uint32, memo map[uint64]token) reading {
	s.scan(x.Text)
	r := reading{class: x.Label.Sign() + 1, weight: float32(x.Weight)}
	for _, w := range s.words[:min(len(s.words), maxRead)] {
		t, known := memo[w.hash]
		if !known {
			own := int32(-1)
			if at, found := slices.BinarySearch(words, short(w.hash)); found {
				own = int32(at)
			}
			t = tokenOf(s.small[w.from:w.to], own)
			memo[w.hash] = t
		}
		r.tokens = append(r.tokens, t)
	}
	s.measure(x.Text)
	r.dense = s.dense
	return r
}
