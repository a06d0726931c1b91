package tools

import (
	"math"
	"strings"
	"unicode"
)

// layout counts words, signs and places.
func (m measuring) layout(target, sentence, clause region) {
	p, n := m.p, m.n
	m.flag(numQuestion, strings.Contains(p.slice(sentence), "?"))
	m.flag(numOpens, target.from == sentence.from)
	m.flag(numOwns, string(p.low(sentence, target.to)) == "s")
	n[numWords], n[numSentenceWords], n[numClauseWords] = length(region{0, len(p.words)}), length(sentence), length(clause)
	n[numPlace] = float32(target.from) / float32(len(p.words))
	signs := p.countSigns()
	n[numExclamations] = float32(min(3, signs.exclamations)) / 3
	n[numQuestions] = float32(min(3, signs.questions)) / 3
	n[numCapitals] = float32(min(5, signs.capitals)) / 5
	n[numCommas] = float32(min(5, strings.Count(p.slice(sentence), ","))) / 5
	names, digits := 0, 0
	for i := sentence.from; i < sentence.to; i++ {
		w := &p.words[i]
		if w.digits {
			digits++
		} else if w.upper && i > sentence.from && !target.holds(i) {
			names++
		}
	}
	n[numNames], n[numDigits] = float32(min(6, names))/6, float32(min(6, digits))/6
}

func length(r region) float32 { return float32(math.Log1p(float64(r.to-r.from)) / 5) }

// signs are counted of a text once.
type signs struct {
	exclamations, questions int
	capitals                int // words of more than two letters, all of them capitals
}

func (p *passage) countSigns() *signs {
	if p.signs == nil {
		p.signs = &signs{exclamations: strings.Count(p.text, "!"), questions: strings.Count(p.text, "?")}
		for _, w := range p.words {
			if w.upper && w.to-w.from > 2 && strings.IndexFunc(p.text[w.from:w.to], func(r rune) bool { return !unicode.IsUpper(r) }) < 0 {
				p.signs.capitals++
			}
		}
	}
	return p.signs
}

// named returns the words of the text that are name in any case.
func (p *passage) named(name string) []int {
	key := lower(name)
	at, known := p.places[key]
	if !known {
		for i := range p.words {
			if w := &p.words[i]; len(key) == int(w.to-w.from) && strings.EqualFold(p.text[w.from:w.to], name) {
				at = append(at, i)
			}
		}
		p.places[key] = at
	}
	return at
}
