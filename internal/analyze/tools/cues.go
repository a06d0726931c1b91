package tools

import (
	"math"
	"slices"
	"strings"

	"github.com/voxpop-dev/voxpop"
)

// window is how many words on both sides of a target the engine is asked about.
const window = 6

// cues calls visit with everything that may tell the attitude toward a target: what the engine says of the
// text, the sentence, the clause and the words around; the words of the clause, by distance; the words just
// before and behind the target. A cue is only good until visit returns.
func (p *passage) cues(target region, engine func(string) voxpop.Score, visit func(cue []byte, value float64)) {
	sentence := p.near(target)
	clause := p.clauseOf(target, sentence)
	c := cueWriter{p: p, visit: visit}
	c.put("bias", 1)
	around := 1.0 // how much the text around the clause is about the target
	if p.othersBeside(clause, sentence) {
		around = 0.25
	}
	c.compound("text", around*p.ask(engine, region{0, len(p.words)}))
	c.compound("sentence", around*p.ask(engine, sentence))
	c.compound("clause", p.ask(engine, clause))
	c.compound("window", p.ask(engine, region{max(sentence.from, target.from-window), min(sentence.to, target.to+window)}))
	c.compound("before", p.ask(engine, region{max(clause.from, target.from-3), target.from}))
	after := p.ask(engine, region{target.to, min(clause.to, target.to+5)})
	c.compound("after", after)
	if target.to < clause.to && copulas[string(p.low(clause, target.to))] {
		c.compound("predicate", after)
	}
	if next := p.sequel(sentence); !next.empty() {
		c.compound("sequel", p.ask(engine, next))
	}
	c.idioms(target, clause, sentence, around)
	if strings.Contains(p.slice(sentence), "?") {
		c.put("question", 1)
	}
	if target.from == sentence.from {
		c.put("first", 1)
	}
	if len(p.words) < 30 {
		c.put("short", 1)
		c.compound("short clause", p.ask(engine, clause))
		c.compound("short text", around*p.ask(engine, region{0, len(p.words)}))
	}
	c.put("words", math.Log1p(float64(len(p.words)))/5)
	c.put("sentence words", math.Log1p(float64(sentence.to-sentence.from))/5)
	c.put("clause words", math.Log1p(float64(clause.to-clause.from))/5)
	c.neighbours(target, sentence)
	c.clauseWords(target, clause)
}

// othersBeside reports whether the sentence holds a target outside of the clause.
func (p *passage) othersBeside(clause, sentence region) bool {
	for i := sentence.from; i < sentence.to; i++ {
		if len(p.starts[i]) > 0 && !clause.holds(i) {
			return true
		}
	}
	return false
}

// sequel is the sentence behind sentence, if it goes on about the same thing: "It …".
func (p *passage) sequel(sentence region) region {
	i := sentence.to
	if i >= len(p.words) {
		return region{}
	}
	next := p.sentenceOf(region{i, i + 1})
	switch string(p.low(next, i)) {
	case "it", "its", "they", "this", "that":
		return region{next.from, min(next.to, next.from+maxSentence)}
	}
	return region{}
}

type cueWriter struct {
	p     *passage
	visit func(cue []byte, value float64)
	buf   []byte
}

func (c *cueWriter) put(name string, value float64) {
	c.buf = append(c.buf[:0], name...)
	c.visit(c.buf, value)
}

// compound puts the two sides of an engine's compound apart.
func (c *cueWriter) compound(name string, compound float64) {
	switch {
	case compound > 0:
		c.put(name+"+", compound)
	case compound < 0:
		c.put(name+"-", -compound)
	}
}

// word puts the words of r at the given places behind a prefix, with a blank before each but the first.
func (c *cueWriter) word(prefix string, value float64, r region, places ...int) {
	c.buf = append(c.buf[:0], prefix...)
	for n, i := range places {
		if n > 0 {
			c.buf = append(c.buf, ' ')
		}
		if !r.holds(i) {
			c.buf = append(c.buf, '^') // beyond the sentence
			continue
		}
		c.buf = append(c.buf, c.p.low(r, i)...)
	}
	c.visit(c.buf, value)
}

// idioms puts what the idioms of the clause, and of the rest of the sentence, come to, more right beside the target; three are as good as ten.
func (c *cueWriter) idioms(target, clause, sentence region, around float64) {
	var inside, outside float64
	first, _ := slices.BinarySearchFunc(c.p.idioms, sentence.from, func(i idiom, at int) int { return i.words.from - at })
	for _, i := range c.p.idioms[first:] {
		if i.words.from >= sentence.to {
			break
		}
		switch {
		case clause.holds(i.words.from):
			inside += i.value
			if i.words.from < target.to+3 && i.words.to > target.from-3 {
				inside += i.value / 2
			}
		case sentence.holds(i.words.from):
			outside += i.value
		}
	}
	c.compound("idioms", max(-3, min(inside, 3)))
	c.compound("idioms beside", around*max(-3, min(outside, 3)))
}

func (c *cueWriter) neighbours(t, sentence region) {
	c.word("L1:", 1, sentence, t.from-1)
	c.word("R1:", 1, sentence, t.to)
	c.word("L2:", 1, sentence, t.from-2, t.from-1)
	c.word("R2:", 1, sentence, t.to, t.to+1)
	c.word("LR:", 1, sentence, t.from-1, t.to)
}

func (c *cueWriter) clauseWords(t, clause region) {
	for i := max(clause.from, t.from-maxReach); i < min(clause.to, t.to+maxReach); i++ {
		if t.holds(i) {
			continue
		}
		value := 1.5 / math.Sqrt(float64(1+max(t.from-i, i-t.to+1)))
		c.word("c:", value, clause, i)
		if i+1 < clause.to && !t.holds(i+1) {
			c.word("c:", value, clause, i, i+1)
		}
	}
}

// maxReach bounds how far from a target the words of a clause count; the clauses of texts without punctuation have no end.
const maxReach = 40
