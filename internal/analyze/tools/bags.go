package tools

import "math"

// A bag is a part of a text whose words are added up.
const (
	bagText     = iota // the whole text
	bagSentence        // the target's sentence
	bagClause          // its clause, nearer words more
	bagLeft            // the words of the sentence before the target, nearer ones much more
	bagRight           // those behind it
	bagRest            // the text around the sentence
	bags
)

// In the clause a word counts 1/√distance; before and behind the target e^(−distance/reach), as far as matters.
const (
	clauseReach = 40
	sideReach   = 3
	sideWords   = 18
)

// lexical are the cues of a text: the one of each word, which tells whether it is denied, and that of each word with the next.
// The last word has no pair.
type lexical struct {
	words, pairs []cue
	hashes       []uint64 // of the words, denied or not
}

// deniedWords is how many words a "not" reaches, in its part of the sentence.
const deniedWords = 4

func (p *passage) lexical() lexical {
	l := lexical{make([]cue, len(p.words)), make([]cue, len(p.words)), make([]uint64, len(p.words))}
	var last uint64
	denied := 0
	for i := range p.words {
		low := p.low(region{i, i + 1}, i)
		h := hashOf(low)
		if i > 0 {
			l.pairs[i-1] = cueOf(last*31 ^ h ^ 0x51)
			if p.words[i].gap >= gapOther {
				denied = 0
			}
		}
		l.words[i], l.hashes[i] = cueOf(h), h
		if denied > 0 {
			l.words[i] = cueOf(h ^ 0x7777777777)
			denied--
		}
		if negations[string(low)] {
			denied = deniedWords
		}
		last = h
	}
	return l
}

// run is a run of words in a bag, each of which counts weight.
type run struct {
	region
	weight float32
}

// even returns the runs of the bags in which all words count alike, without the words of the target.
func (p *passage) even(s *surroundings) (runs [bags][2]run) {
	target, sentence := s.target, s.sentence
	put := func(bag int, share float32, a, b region) {
		n := max(0, a.to-a.from) + max(0, b.to-b.from)
		weight := float32(float64(share) * 1.5 / math.Sqrt(float64(max(1, 2*n)))) // there are as many pairs
		runs[bag] = [2]run{{a, weight}, {b, weight}}
	}
	put(bagText, s.share(), region{0, target.from}, region{target.to, len(p.words)})
	put(bagSentence, 1, region{sentence.from, target.from}, region{target.to, sentence.to})
	put(bagRest, s.share(), region{0, sentence.from}, region{sentence.to, len(p.words)})
	return runs
}

// nearWords visits the words whose weight in a bag depends on how far from the target they stand. pair says whether the next
// word belongs to the same side.
func nearWords(target, sentence, clause region, visit func(bag, word int, pair bool, weight float32)) {
	for i := max(clause.from, target.from-clauseReach); i < min(clause.to, target.to+clauseReach); i++ {
		if !target.holds(i) {
			visit(bagClause, i, i+1 < clause.to && !target.holds(i+1), rootWeights[max(target.from-i, i-target.to+1)])
		}
	}
	for i := max(sentence.from, target.from-sideWords); i < target.from; i++ {
		visit(bagLeft, i, i+1 < target.from, sideWeights[target.from-i])
	}
	for i := target.to; i < min(sentence.to, target.to+sideWords); i++ {
		visit(bagRight, i, i+1 < sentence.to, sideWeights[i-target.to+1])
	}
}

var rootWeights, sideWeights = func() (root [clauseReach + 1]float32, side [sideWords + 1]float32) {
	for d := 1; d <= clauseReach; d++ {
		root[d] = float32(1 / math.Sqrt(float64(d)))
	}
	for d := 1; d <= sideWords; d++ {
		side[d] = float32(math.Exp(-float64(d-1) / sideReach))
	}
	return root, side
}()
