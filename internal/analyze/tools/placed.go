package tools

import "math"

// Kinds of placed cues.
const (
	placedBefore uint64 = iota + 1
	placedBehind
	placedTwoBefore
	placedTwoBehind
	placedAround
	placedThreeBefore
	placedThreeBehind
	placedLeft
	placedRight
	placedPart
	placedClause
)

// placedCue is the cue of words at a kind of place.
func placedCue(kind uint64, hashes ...uint64) cue {
	h := kind * 0x632be59bd9b4e019
	for _, x := range hashes {
		h = (h^x)*hashPrime + 0x51
	}
	return cueOf(h)
}

// beyond stands for a word outside of the sentence.
const beyond = 0x5e

// placed visits cues that tell where a word stands: right beside the target, on which side of it; and parts of the words of the clause.
func (p *passage) placed(l *lexical, s *surroundings, visit func(c cue, weight float32)) {
	target, sentence, clause := s.target, s.sentence, s.clause
	at := func(i int) uint64 {
		if !sentence.holds(i) {
			return beyond
		}
		return l.hashes[i]
	}
	a, b := target.from, target.to
	visit(placedCue(placedBefore, at(a-1)), 1)
	visit(placedCue(placedBehind, at(b)), 1)
	visit(placedCue(placedTwoBefore, at(a-2), at(a-1)), 1)
	visit(placedCue(placedTwoBehind, at(b), at(b+1)), 1)
	visit(placedCue(placedAround, at(a-1), at(b)), 1)
	visit(placedCue(placedThreeBefore, at(a-3), at(a-2), at(a-1)), 1)
	visit(placedCue(placedThreeBehind, at(b), at(b+1), at(b+2)), 1)
	for i := max(sentence.from, a-clauseReach); i < min(sentence.to, b+clauseReach); i++ {
		switch {
		case i < a:
			visit(placedCue(placedLeft, uint64(l.words[i])), 0.7)
		case i >= b:
			visit(placedCue(placedRight, uint64(l.words[i])), 0.7)
		}
	}
	for i := max(clause.from, a-clauseReach); i < min(clause.to, b+clauseReach); i++ {
		if target.holds(i) {
			continue
		}
		weight := float32(1.5 / math.Sqrt(float64(max(a-i, i-b+1)+1)))
		visit(placedCue(placedClause, uint64(l.words[i])), weight)
		if i+1 < clause.to && !target.holds(i+1) {
			visit(placedCue(placedClause, uint64(l.pairs[i])), weight)
		}
		p.parts(i, func(c cue) { visit(c, 0.7*weight) })
	}
}

// parts visits the parts of four and five bytes of a word that is not short, its borders included.
func (p *passage) parts(i int, visit func(cue)) {
	low := p.low(region{i, i + 1}, i)
	if len(low) < 5 || len(low) > 30 {
		return
	}
	at := func(i int) byte {
		if i < 0 || i >= len(low) {
			return ' '
		}
		return low[i]
	}
	for from := -1; from+4 <= len(low)+1; from++ {
		h := uint64(hashStart)
		for n := 1; n <= 5 && from+n <= len(low)+1; n++ {
			h = (h ^ uint64(at(from+n-1))) * hashPrime
			if n >= 4 {
				visit(placedCue(placedPart, h+uint64(n)))
			}
		}
	}
}
