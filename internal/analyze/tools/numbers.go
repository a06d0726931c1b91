package tools

import (
	"math"
	"slices"

	"github.com/voxpop-dev/voxpop/internal/analyze/vader"
)

// The numbers that are taken of a target's surroundings. Where two sides are named, praise comes first and blame second.
const (
	numText     = 2 * iota // VADER of the text, the sentence and so on
	numSentence            // less where other targets are in the sentence
	numClause
	numWindow
	numBefore
	numAfter
	numPredicate // of what follows "is"
	numSequel    // of the next sentence, if that is about "it"
	numShortText
	numShortClause
	numPrevious // of the sentence before, the next, the first and the last
	numNext
	numFirst
	numLast
	numAgain  // of other sentences that have the target's first word
	numIdioms // idioms in the clause, and in the rest of the sentence
	numIdiomsBeside
	numVerdict // of a rule
	numSides
)

const (
	numQuestion = numSides + iota
	numAsked
	numWished
	numOpens
	numShort
	numAlone // there is but one sentence
	numWords
	numSentenceWords
	numClauseWords
	numPlace
	numOften
	numExclamations
	numQuestions
	numCapitals
	numNames
	numDigits
	numCommas
	numOwns // "Cursor's …"
	numbers
)

// window is how many words on both sides of a target VADER is asked about.
const window = 6

// measure takes the numbers of target i, which stands in the surroundings s.
func (p *passage) measure(s *surroundings, f *findings, i int) (n [numbers]float32) {
	target, sentence, clause := s.target, s.sentence, s.clause
	m := measuring{p: p, n: &n}
	around := float64(s.share())
	whole := around * p.ask(region{0, len(p.words)})
	inClause := p.ask(clause)
	m.sides(numText, whole)
	m.sides(numSentence, around*p.ask(sentence))
	m.sides(numClause, inClause)
	m.sides(numWindow, p.ask(region{max(sentence.from, target.from-window), min(sentence.to, target.to+window)}))
	m.sides(numBefore, p.ask(region{max(clause.from, target.from-3), target.from}))
	after := p.ask(region{target.to, min(clause.to, target.to+5)})
	m.sides(numAfter, after)
	if target.to < clause.to && copulas[string(p.low(clause, target.to))] {
		m.sides(numPredicate, after)
	}
	if len(p.words) < 30 {
		n[numShort] = 1
		m.sides(numShortText, whole)
		m.sides(numShortClause, inClause)
	}
	m.neighbours(sentence)
	m.again(target, sentence)
	m.idioms(target, clause, sentence, around)
	m.rules(f, i)
	m.layout(target, sentence, clause)
	return n
}

type measuring struct {
	p *passage
	n *[numbers]float32
}

// sides puts a value at one of two places, by its sign.
func (m measuring) sides(at int, value float64) {
	if value >= 0 {
		m.n[at] = float32(value)
	} else {
		m.n[at+1] = float32(-value)
	}
}

func (m measuring) flag(at int, set bool) {
	if set {
		m.n[at] = 1
	}
}

// neighbours asks about the sentences around.
func (m measuring) neighbours(sentence region) {
	p := m.p
	m.flag(numAlone, p.words[0].sentence == p.words[len(p.words)-1].sentence)
	first, last := p.sentenceAt(0), p.sentenceAt(len(p.words)-1)
	m.sides(numFirst, p.ask(first))
	m.sides(numLast, p.ask(last))
	if sentence.from > 0 {
		m.sides(numPrevious, p.ask(p.sentenceAt(sentence.from-1)))
	}
	if sentence.to < len(p.words) {
		next := p.sentenceAt(sentence.to)
		m.sides(numNext, p.ask(next))
		switch string(p.low(next, sentence.to)) {
		case "it", "its", "they", "this", "that":
			m.sides(numSequel, p.ask(next))
		}
	}
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

// sentenceAt is the sentence of word i, as far as is looked at.
func (p *passage) sentenceAt(i int) region { return p.near(region{i, i + 1}) }

// maxAgain is about how many other sentences with the same word VADER is asked, maxPlaces among how many places they are sought.
const (
	maxAgain  = 3
	maxPlaces = 100
)

// again asks about other sentences that have the first word of the target.
func (m measuring) again(target, sentence region) {
	p := m.p
	name := p.text[p.words[target.from].from:p.words[target.from].to]
	often, asked, sum := 0, 0, 0.0
	last := sentence
	places := p.named(name)
	for _, i := range places[:min(len(places), maxPlaces)] {
		if target.holds(i) {
			continue
		}
		often++
		if sentence.holds(i) || last.holds(i) || asked == maxAgain {
			continue
		}
		last = p.sentenceAt(i)
		sum += p.ask(last)
		asked++
	}
	m.n[numOften] = float32(min(often, 3)) / 3
	if asked > 0 {
		m.sides(numAgain, sum/float64(asked))
	}
}

// idioms puts what the idioms of the clause, and of the rest of the sentence, come to, more right beside the target.
func (m measuring) idioms(target, clause, sentence region, around float64) {
	var inside, outside float64
	first, _ := slices.BinarySearchFunc(m.p.idioms, sentence.from, func(i idiom, at int) int { return i.words.from - at })
	for _, i := range m.p.idioms[first:] {
		if i.words.from >= sentence.to {
			break
		}
		switch {
		case !clause.holds(i.words.from):
			outside += i.value
		case i.words.from < target.to+3 && i.words.to > target.from-3:
			inside += 1.5 * i.value
		default:
			inside += i.value
		}
	}
	m.sides(numIdioms, max(-3, min(inside, 3)))
	m.sides(numIdiomsBeside, around*max(-3, min(outside, 3)))
}

func (m measuring) rules(f *findings, i int) {
	if v := f.verdicts[i]; !math.IsNaN(v) {
		m.sides(numVerdict, math.Copysign(1, v))
	}
	m.flag(numAsked, f.asked[i])
	m.flag(numWished, f.wished[i])
}

// ask returns VADER's compound of r, asking at most once.
func (p *passage) ask(r region) float64 {
	compound, known := p.asked[r]
	if !known {
		_, _, _, compound = vader.Polarity(p.slice(r))
		p.asked[r] = compound
	}
	return compound
}
