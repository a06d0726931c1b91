package model

import (
	"math"

	"github.com/voxpop-dev/voxpop/internal/analyze/vader"
)

// Sparse features are of these groups. Those of a group count for less the more of them a text has: each 1/√n.
const (
	groupWords = iota // one to three words
	groupParts        // three to five bytes within a word, its borders included
	groups
)

// slots is how many weights there are for the sparse features; a feature's hash is its slot.
const (
	slotBits = 20
	slots    = 1 << slotBits
)

func slot(h uint64) uint32 { return uint32(h * 0x9e3779b97f4a7c15 >> (64 - slotBits)) }

// longest is the length of a word beyond which its parts are not looked at: it is none.
const longest = 30

// visit calls see for the slot of each sparse feature of the words that were scanned.
func (s *scratch) visit(see func(group int, slot uint32)) {
	var last, lastButOne uint64 // hashes of the words before
	turned := 0                 // how many words are still in the reach of a negation
	for _, w := range s.words {
		see(groupWords, slot(w.hash))
		see(groupWords, slot(last*31+w.hash^0x51))
		see(groupWords, slot((lastButOne*31+last)*31+w.hash^0xa3))
		lastButOne, last = last, w.hash
		if !w.letters {
			turned = 0
			continue
		}
		text := s.small[w.from:w.to]
		if turned > 0 {
			see(groupWords, slot(w.hash^0x77777777))
			turned--
		}
		if negation(text) {
			turned = 5
		}
		if len(text) <= longest {
			parts(text, see)
		}
	}
}

// parts visits the parts of a word, with a blank before and behind it.
func parts(text []byte, see func(group int, slot uint32)) {
	at := func(i int) byte {
		if i < 0 || i >= len(text) {
			return ' '
		}
		return text[i]
	}
	for from := -1; from+3 <= len(text)+1; from++ {
		h := uint64(fnvOffset) ^ 0x1234567
		for n := 1; n <= 5 && from+n <= len(text)+1; n++ {
			h = (h ^ uint64(at(from+n-1))) * fnvPrime
			if n >= 3 {
				see(groupParts, slot(h+uint64(n)))
			}
		}
	}
}

// The dense features.
const (
	denseBias = iota
	densePraise
	denseBlame
	densePositive
	denseNegative
	denseNone
	denseStrongPraise
	denseStrongBlame
	denseLastPraise
	denseLastBlame
	denseFirstPraise
	denseFirstBlame
	denseBest
	denseWorst
	denseExclamations
	denseQuestions
	denseAsks
	denseEllipses
	denseEmoji
	denseCapitals
	denseNegations
	denseLength
	denseShort
	denseLong
	denseCount
)

// measure fills the dense features: what VADER says of the text and of its sentences, punctuation and length.
func (s *scratch) measure(text string) {
	s.dense = [denseCount]float32{}
	d := &s.dense
	neg, _, pos, compound := vader.Polarity(text)
	d[denseBias] = 1
	d[densePositive], d[denseNegative] = float32(pos), float32(neg)
	sides(d, densePraise, denseBlame, compound)
	d[denseNone] = flag(compound == 0)
	d[denseStrongPraise], d[denseStrongBlame] = flag(compound > 0.6), flag(compound < -0.6)
	first, last, best, worst := sentences(text, compound)
	sides(d, denseFirstPraise, denseFirstBlame, first)
	sides(d, denseLastPraise, denseLastBlame, last)
	d[denseBest], d[denseWorst] = float32(best), float32(worst)
	d[denseExclamations] = float32(min(s.signs.exclamations, 3)) / 3
	d[denseQuestions] = float32(min(s.signs.questions, 2)) / 2
	d[denseAsks] = flag(s.signs.asks)
	d[denseEllipses] = float32(min(s.signs.ellipses, 2)) / 2
	d[denseEmoji] = float32(min(s.signs.emoji, 3)) / 3
	d[denseCapitals] = float32(s.signs.capitals) / float32(max(1, s.signs.letters))
	d[denseNegations] = float32(min(s.signs.negations, 3)) / 3
	d[denseLength] = float32(math.Log1p(float64(s.signs.letters))) / 5
	d[denseShort], d[denseLong] = flag(s.signs.letters < 8), flag(s.signs.letters > 80)
}

func sides(d *[denseCount]float32, praise, blame int, compound float64) {
	d[praise], d[blame] = float32(max(compound, 0)), float32(max(-compound, 0))
}

func flag(b bool) float32 {
	if b {
		return 1
	}
	return 0
}

// maxSentences bounds of how many sentences VADER is asked.
const maxSentences = 40

// sentences are VADER's compounds of the first and the last sentence, the greatest and the least of all.
func sentences(text string, whole float64) (first, last, best, worst float64) {
	first, last, best, worst = whole, whole, whole, whole
	from, n := 0, 0
	for i := 0; i < len(text) && n < maxSentences; i++ {
		if c := text[i]; c != '.' && c != '!' && c != '?' && c != '\n' {
			continue
		}
		for i+1 < len(text) && (text[i+1] == '.' || text[i+1] == '!' || text[i+1] == '?' || text[i+1] == '"') {
			i++
		}
		if i+1 < len(text) && text[i] != '\n' && text[i+1] != ' ' && text[i+1] != '\n' {
			continue
		}
		if n == 0 && i+1 >= len(text) {
			return first, last, best, worst // there is but one
		}
		if i-from < 3 {
			continue
		}
		_, _, _, last = vader.Polarity(text[from : i+1])
		if n == 0 {
			first, best, worst = last, last, last
		}
		best, worst = max(best, last), min(worst, last)
		from = i + 1
		n++
	}
	if n > 0 && len(text)-from > 3 {
		_, _, _, last = vader.Polarity(text[from:])
		best, worst = max(best, last), min(worst, last)
	}
	return first, last, best, worst
}
