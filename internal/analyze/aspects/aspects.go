// Package aspects finds what people praise and blame: price, speed, quality, limits, bugs, support, privacy, usability.
// It is pure and reads cleaned text.
//
// A small lexicon of ours (lexicon.go) holds the cues of each aspect, many with a sign of their own ("buggy" blames,
// "snappy" praises). A cue without one ("price", "the docs") takes the sign of the opinion words in its clause. A
// negation before the cue turns the sign ("not expensive", "no bugs", "less laggy"); a question that asks for it has none.
// What a finding is said of is the tool that its clause names, or else the one named last before it (About).
package aspects

import (
	"unicode/utf8"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/analyze/topics/words"
)

// Version numbers the rules and the lexicon: whatever is changed here so that findings change raises it.
const Version = "1"

// Aspect is a side of a tool that people judge.
type Aspect string

// The aspects.
const (
	Price     Aspect = "price"     // what it costs, and whether it is worth that
	Speed     Aspect = "speed"     // how fast it answers
	Quality   Aspect = "quality"   // how good, right and reliable its answers are
	Limits    Aspect = "limits"    // rate limits, quotas, caps
	Bugs      Aspect = "bugs"      // crashes, errors, what does not work
	Support   Aspect = "support"   // help from the vendor, documentation
	Privacy   Aspect = "privacy"   // what becomes of one's data
	Usability Aspect = "usability" // interface, ease of use
)

// All returns the aspects, in the order in which they are shown.
func All() []Aspect {
	return []Aspect{Price, Speed, Quality, Limits, Bugs, Support, Privacy, Usability}
}

// Finding is one place where a text speaks of an aspect.
type Finding struct {
	Aspect Aspect
	Sign   int         // +1 praise, -1 blame, 0 neither or not to be told
	Cue    voxpop.Span // code points of the text
	Clause voxpop.Span // the words that go with it
}

// Find returns the findings of a cleaned text, in order. It reads 20,000 bytes.
func Find(text string) []Finding {
	r := read(text)
	out := make([]Finding, len(r.found))
	for i, f := range r.found {
		out[i] = f.Finding
	}
	return out
}

// reading is a text cut into clauses, and what was found in it.
type reading struct {
	tokens  []words.Token
	clauses []clause
	points  []int // code points before each token, and of the end of each
	found   []found
}

type found struct {
	Finding
	clause   int
	from, to int  // tokens of the cue
	than     int  // token "than" or "compared" behind the cue, -1 without
	as       int  // token "as" behind the cue of "as fast as", -1 without
	plain    int  // the sign without a negation
	ofOther  bool // the cue describes a thing that is no tool: fast memory
}

func read(text string) *reading {
	tokens := words.Cut(nil, text)
	r := &reading{tokens: tokens, clauses: split(tokens), points: codePoints(text, tokens)}
	for i := range r.clauses {
		c := &r.clauses[i]
		for at := c.from; at < c.to; {
			cue, n := match(tokens[at:c.to])
			if n == 0 {
				at++
				continue
			}
			if !excluded(cue, tokens, at, n, c) {
				r.add(text, cue, at, n, i)
			}
			at += n
		}
	}
	return r
}

func (r *reading) add(text string, cue *cue, at, n, clause int) {
	c := &r.clauses[clause]
	f := found{clause: clause, from: at, to: at + n, than: -1, as: -1, plain: cue.sign}
	f.Aspect, f.Sign = cue.aspect, sign(cue, r.tokens, at, n, c)
	if c.asks(text, r.tokens) {
		f.Sign = 0
	}
	f.Cue, f.Clause = r.span(at, at+n), r.span(c.from, c.to)
	if than := c.than(r.tokens); than > at {
		f.than = than
	}
	if at > c.from && at+n < c.to && r.tokens[at-1].Key == "as" && r.tokens[at+n].Key == "as" {
		f.as = at + n
	}
	if at+n < c.to && n == 1 && cue.sign != 0 && cue.isAdjective() {
		next := r.tokens[at+n].Key
		f.ofOther = words.ClassOf(next) == words.Open && !products[next]
	}
	r.found = append(r.found, f)
}

// span is that of some tokens, in code points.
func (r *reading) span(from, to int) voxpop.Span {
	return voxpop.Span{Start: r.points[2*from], End: r.points[2*to-1]}
}

// codePoints returns the number of code points before the begin and before the end of each token.
func codePoints(text string, tokens []words.Token) []int {
	out := make([]int, 0, 2*len(tokens))
	at, n := 0, 0
	for _, t := range tokens {
		n += utf8.RuneCountInString(text[at:t.Start])
		width := utf8.RuneCountInString(text[t.Start:t.End])
		out = append(out, n, n+width)
		at, n = t.End, n+width
	}
	return out
}
