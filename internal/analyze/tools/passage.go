package tools

import (
	"strings"

	"github.com/voxpop-dev/voxpop"
)

// passage is a text with the places in it that are asked about.
type passage struct {
	text    string
	words   []word
	targets []region      // in the order of the spans
	starts  map[int][]int // word → the targets that begin there
	idioms  []idiom       // in order
	asked   map[region]float64
	places  map[string][]int // words of targets → where they stand
	signs   *signs           // nil until they are counted
	buf     []byte
}

// region is a half-open range of words.
type region struct{ from, to int }

func (r region) empty() bool { return r.from >= r.to }

func (r region) holds(i int) bool { return r.from <= i && i < r.to }

// newPassage finds the words of spans; one that holds none, or lies outside of the text, becomes an empty region.
func newPassage(text string, spans []voxpop.Span) *passage {
	p := &passage{text: text, words: scan(make([]word, 0, len(text)/5+1), text)}
	p.words = p.words[:min(len(p.words), maxWords)]
	p.targets = make([]region, len(spans))
	p.starts, p.asked = make(map[int][]int, len(spans)), make(map[region]float64, 16)
	p.places = map[string][]int{}
	for i, span := range spans {
		t := p.regionOf(span)
		p.targets[i] = t
		if !t.empty() {
			p.starts[t.from] = append(p.starts[t.from], i)
		}
	}
	p.idioms = p.findIdioms()
	return p
}

func (p *passage) regionOf(span voxpop.Span) region {
	from, to := 0, len(p.words) // the first word that ends behind the span's start
	for from < to {
		if mid := (from + to) / 2; int(p.words[mid].end) > span.Start {
			to = mid
		} else {
			from = mid + 1
		}
	}
	r := region{from, from}
	for span.Start < span.End && r.to < len(p.words) && int(p.words[r.to].start) < span.End {
		r.to++
	}
	return r
}

// low returns word i in small letters, as a slice that is good until the next call; nothing outside of r.
func (p *passage) low(r region, i int) []byte {
	p.buf = p.buf[:0]
	if r.holds(i) {
		w := p.words[i]
		p.buf = appendLower(p.buf, p.text[w.from:w.to])
	}
	return p.buf
}

// slice returns the text of r with the signs that end it.
func (p *passage) slice(r region) string {
	if r.empty() {
		return ""
	}
	end := int(p.words[r.to-1].to)
	for end < len(p.text) && strings.IndexByte("!?.)", p.text[end]) >= 0 {
		end++
	}
	return p.text[p.words[r.from].from:end]
}

// between returns the signs before word i.
func (p *passage) between(i int) string {
	if i == 0 || i >= len(p.words) {
		return ""
	}
	return p.text[p.words[i-1].to:p.words[i].from]
}

// maxSentence is how far from a target its sentence is looked at, in words; longer ones lack punctuation.
const maxSentence = 100

// near is the part of the sentence around r that is looked at.
func (p *passage) near(r region) region {
	s := p.sentenceOf(r)
	return region{max(s.from, r.from-maxSentence), min(s.to, r.to+maxSentence)}
}

// sentenceOf returns the sentence or sentences that r touches.
func (p *passage) sentenceOf(r region) region {
	for r.from > 0 && p.words[r.from-1].sentence == p.words[r.from].sentence {
		r.from--
	}
	for r.to < len(p.words) && p.words[r.to].sentence == p.words[r.to-1].sentence {
		r.to++
	}
	return r
}

// clauseOf returns the part of the sentence in which r stands.
func (p *passage) clauseOf(r, sentence region) region {
	c := r
	for c.from > sentence.from && !p.beginsClause(c.from, sentence) {
		c.from--
	}
	for c.to < sentence.to && !p.beginsClause(c.to, sentence) {
		c.to++
	}
	return c
}

var clauseWords = wordSet("but however while although though whereas yet except unless because since")

// beginsClause reports whether a clause begins with word i: a word like "but" or a sign like ";"
// says so, or "and" and a comma before another target of which something is said.
func (p *passage) beginsClause(i int, sentence region) bool {
	signs := p.between(i)
	if strings.ContainsAny(signs, ";:()") || strings.Contains(signs, " - ") || strings.Contains(signs, "--") || strings.Contains(signs, "—") {
		return true
	}
	if clauseWords[string(p.low(sentence, i))] {
		return true
	}
	comma := strings.Contains(signs, ",")
	switch string(p.low(sentence, i)) {
	case "and", "or", "so":
		return p.isStatementOf(i+1, sentence)
	case "i", "we", "it", "they":
		return comma
	}
	return comma && p.isStatementOf(i, sentence)
}

var (
	auxiliaries = wordSet("is s was are were has had have isn wasn aren does doesn did didn can cannot could will won would should just really still feels seems gets got keeps")
	fillers     = wordSet("the a my this that on with for in other hand side")
)

// isStatementOf reports whether a target stands at word i, or up to three small words behind it, and a verb follows.
func (p *passage) isStatementOf(i int, sentence region) bool {
	for range 4 {
		if targets := p.starts[i]; len(targets) > 0 {
			next := p.low(sentence, p.targets[targets[0]].to)
			return auxiliaries[string(next)] || toolVerbs[string(next)]
		}
		if !fillers[string(p.low(sentence, i))] {
			return false
		}
		i++
	}
	return false
}
