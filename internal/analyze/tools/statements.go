package tools

import (
	"math"
	"slices"

	"github.com/voxpop-dev/voxpop"
)

// findings are what the rules read in a text: verdicts on targets, and how pairs of them are related.
type findings struct {
	verdicts  []float64 // by target, -1…+1; NaN where no rule speaks
	asked     []bool    // by target: only a question is asked of it
	wished    []bool    // by target: what is said is only wished or imagined
	scopes    []region  // by target: where the group of targets that it is named with stands
	contrasts []contrast
	relations []relation
}

// relation is a voxpop.Relation between targets.
type relation struct {
	kind     voxpop.RelationKind
	from, to int
	sentence region
}

// How much the rules make of what they read. Only the sign and the order matter much: a verdict raises an
// attitude to at least this, and never lowers a stronger one of the same sign.
const (
	strong = 0.6
	fair   = 0.45
	mild   = 0.3
)

// read applies the rules to all sentences with targets.
func read(p *passage) findings {
	f := findings{verdicts: make([]float64, len(p.targets)), asked: make([]bool, len(p.targets))}
	for i := range f.verdicts {
		f.verdicts[i] = math.NaN()
	}
	f.wished, f.scopes = make([]bool, len(p.targets)), slices.Clone(p.targets)
	for _, l := range linesOf(p) {
		f.gather(&l)
		if l.asks {
			f.ask(&l)
			continue
		}
		f.compare(&l)
		f.unlike(&l)
		f.switches(&l)
		f.calls(p, &l)
	}
	return f
}

// gather notes in which groups targets stand, and whether their sentence only wishes.
func (f *findings) gather(l *line) {
	wishes := l.wishes()
	for _, t := range l.tokens {
		for _, target := range t.group {
			f.scopes[target] = t.words
			f.wished[target] = wishes
		}
	}
}

// wishes reports whether the sentence says how things would be, not how they are.
func (l *line) wishes() bool {
	for i := range l.tokens {
		switch l.at(i) {
		case "wish", "wishing":
			return true
		case "would", "d":
			if l.at(i+1) == "be" && quality(l.at(i+2)) > 0 {
				return true
			}
		case "if":
			if l.at(i+1) == "only" {
				return true
			}
		}
	}
	return false
}

func (f *findings) ask(l *line) {
	for _, t := range l.tokens {
		for _, target := range t.group {
			f.asked[target] = true
		}
	}
}

// judge notes a verdict on the group at token i of l; the first rule that speaks counts.
func (f *findings) judge(l *line, i int, verdict float64) {
	if i < 0 || verdict == 0 {
		return
	}
	for _, target := range l.tokens[i].group {
		if math.IsNaN(f.verdicts[target]) {
			f.verdicts[target] = verdict
		}
	}
}

// maxPairs bounds the relations of one statement: of long lists only the first few.
const maxPairs = 16

// relate notes that the group at token from is left for, or found worse than, that at token to.
func (f *findings) relate(l *line, kind voxpop.RelationKind, from, to int) {
	if from < 0 || to < 0 || from == to {
		return
	}
	pairs := 0
	for _, x := range l.tokens[from].group {
		for _, y := range l.tokens[to].group {
			if pairs++; pairs <= maxPairs {
				f.relations = append(f.relations, relation{kind, x, y, l.sentence})
			}
		}
	}
}

// contrast says that what is said of one target is denied of the other: "X, unlike Y, …", "compared to Y, X …".
type contrast struct {
	as, not  int
	sentence region
}

func (f *findings) unlike(l *line) {
	for i := range l.tokens {
		if l.at(i) != "unlike" && !l.starts(i, "compared to") && !l.starts(i, "compared with") {
			continue
		}
		not := l.groupAfter(i+1, 4)
		if not < 0 {
			continue
		}
		as := l.groupAfter(not+1, 8)
		if as < 0 {
			as = l.groupBefore(i, 6)
		}
		if as >= 0 {
			f.contrast(l, as, not)
		}
	}
}

func (f *findings) contrast(l *line, as, not int) {
	pairs := 0
	for _, x := range l.tokens[as].group {
		for _, y := range l.tokens[not].group {
			if pairs++; pairs <= maxPairs {
				f.contrasts = append(f.contrasts, contrast{x, y, l.sentence})
			}
		}
	}
}

// temper applies to the attitude toward target i what the rules read.
func (f *findings) temper(i int, a attitude) attitude {
	switch v := f.verdicts[i]; {
	case f.asked[i]:
		return a.doubted()
	case !math.IsNaN(v):
		return a.atLeast(v)
	case f.wished[i] && a.compound() >= voxpop.LabelThreshold:
		return a.doubted()
	}
	return a
}

// calls: "X is a joke", "X was absolutely broken": an idiom right behind a verb that says what a tool is. And "why is X so slow",
// "is it just me or is X terrible": questions that complain.
func (f *findings) calls(p *passage, l *line) {
	for i, t := range l.tokens {
		if t.group == nil {
			continue
		}
		if i > 0 && copulas[l.at(i-1)] && !l.negated(i, 4) {
			for j := i + 1; j < i+3; j++ {
				f.judge(l, i, mild*float64(quality(l.at(j))))
			}
		}
		if w := l.at(i + 1); !copulas[w] && w != "are" && w != "were" || before[l.at(i-1)] {
			continue
		}
		f.judge(l, i, mild*p.predicate(region{l.tokens[i+1].words.to, l.sentence.to}))
	}
}

// before are words behind which a tool is no subject.
var before = wordSet("unlike than to with of for from like over in on by via using against about")

// clearly is from where VADER's compound of a predicate is taken for a verdict.
const clearly = 0.4

// predicate is +1 or −1 if what r begins with is praise or blame: an idiom, or what VADER knows well; else 0.
func (p *passage) predicate(r region) float64 {
	at, _ := slices.BinarySearchFunc(p.idioms, r.from, func(i idiom, word int) int { return i.words.from - word })
	if at < len(p.idioms) && p.idioms[at].words.from <= r.from+1 && r.holds(p.idioms[at].words.from) && !p.idioms[at].denied() {
		return math.Copysign(1, p.idioms[at].value)
	}
	end := r.from
	for end < min(r.to, r.from+4) && !p.beginsClause(end, r) {
		end++
	}
	if c := p.ask(region{r.from, end}); math.Abs(c) >= clearly {
		return math.Copysign(1, c)
	}
	return 0
}

// settle applies the contrasts, which need the attitudes toward the others.
func (f *findings) settle(attitudes []attitude) {
	for _, c := range f.contrasts {
		compound := attitudes[c.as].compound()
		if voxpop.LabelOf(compound) == voxpop.Neutral || !math.IsNaN(f.verdicts[c.not]) {
			continue
		}
		better, worse := c.as, c.not
		if compound < 0 {
			better, worse = worse, better
		}
		attitudes[c.not] = attitudes[c.not].atLeast(-math.Copysign(mild, compound))
		f.relations = append(f.relations, relation{voxpop.Prefers, worse, better, c.sentence})
	}
}
