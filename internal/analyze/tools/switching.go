package tools

import (
	"math"

	"github.com/voxpop-dev/voxpop"
)

var (
	moveVerbs = wordSet("switched switching switch moved moving move migrated migrating migrate went going go gone jumped jumping converted transitioned transitioning hopped came coming come swapped changed graduated upgraded")
	sureMoves = wordSet("switched moved migrated jumped converted transitioned hopped changed swapped")
	dropVerbs = wordSet("ditched ditching dropped dropping cancelled canceled cancelling canceling cancel abandoned abandoning replaced replacing uninstalled swapped traded quit unsubscribed left leaving dumped refunded")
	unrealFor = wordSet("would might may could should considering consider thinking about want wants planning plan if unless tempted wish hope hoping whether before let gonna please")
	regrets   = wordSet("regret regretted regretting mistake disappointed worse disappointing downgrade")
)

// unreal reports whether what token i says did not happen: it is denied, planned or imagined.
func (l *line) unreal(i int) bool {
	if l.negated(i, 4) {
		return true
	}
	for j := i - 1; j >= max(0, i-5); j-- {
		if unrealFor[l.at(j)] {
			return true
		}
		if l.tokens[j].group != nil || clauseWords[l.at(j)] {
			return false
		}
	}
	return false
}

// switches reads who went from one target to another.
func (f *findings) switches(l *line) {
	for i := range l.tokens {
		switch w := l.at(i); {
		case w == "":
		case w == "if" || w == "unless":
			return // the rest of the sentence depends on it
		case moveVerbs[w] && l.at(i+1) == "back" && l.negated(i, 4):
			f.neverBack(l, i)
		case moveVerbs[w] && !l.unreal(i):
			f.moves(l, i)
		case dropVerbs[w] && !l.unreal(i):
			f.drops(l, i)
		}
	}
}

// neverBack: "after X I can't imagine going back to Y".
func (f *findings) neverBack(l *line, i int) {
	from := l.groupAfter(i+2, 4)
	if from < 0 {
		return
	}
	to := l.left(i)
	f.judge(l, from, -fair)
	f.judge(l, to, fair)
	f.relate(l, voxpop.Prefers, from, to)
}

// moves: "switched from X to Y", "went back to X", "coming from X, Y is slow".
func (f *findings) moves(l *line, i int) {
	from, to, back := -1, -1, false
	for j := i + 1; j < min(len(l.tokens), i+15); j++ {
		switch w := l.at(j); {
		case w == "from" && from < 0:
			from = l.groupAfter(j+1, 4)
		case (w == "to" || w == "onto") && to < 0:
			if to = l.groupAfter(j+1, 3); to >= 0 {
				back = l.at(j-1) == "back"
			}
		case sureMoves[w], clauseWords[w] && from < 0 && to < 0:
			j = len(l.tokens)
		}
	}
	coming := l.at(i) == "coming" || l.at(i) == "came" || l.at(i) == "come" || l.at(i) == "moving" || l.at(i) == "switching"
	switch {
	case from >= 0 && to >= 0:
		f.switched(l, from, to)
	case to >= 0 && (back || sureMoves[l.at(i)]):
		if from = l.left(i); from == to {
			from = -1
		}
		f.switched(l, from, to)
	case from >= 0 && coming:
		if next := l.groupAfter(from+1, 12); next >= 0 {
			f.relate(l, voxpop.Switched, from, next)
		}
	}
}

// left returns the only group before token i, which must be what was left; -1 if there is none or more.
func (l *line) left(i int) int {
	found := -1
	for j := 0; j < i; j++ {
		if l.tokens[j].group == nil {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = j
	}
	return found
}

// drops: "ditched X for Y", "replaced X with Y", "cancelled X".
func (f *findings) drops(l *line, i int) {
	from := l.groupAfter(i+1, 6)
	if from < 0 {
		return
	}
	to := -1
	for j := from + 1; j < min(len(l.tokens), from+6); j++ {
		if w := l.at(j); w == "for" || w == "with" || (w == "favor" || w == "favour") && l.at(j+1) == "of" {
			to = l.groupAfter(j+1, 4)
			break
		}
	}
	if to >= 0 || l.at(i) != "left" && l.at(i) != "leaving" && l.at(i) != "dropped" {
		f.switched(l, from, to)
	}
}

// switched notes a move. Leaving a tool speaks against it and for the other, unless it is regretted.
func (f *findings) switched(l *line, from, to int) {
	verdict := fair
	for i := max(from, to) + 1; i < len(l.tokens); i++ {
		if regrets[l.at(i)] && !l.negated(i, 4) {
			verdict = -mild
			break
		}
	}
	f.judge(l, from, -math.Max(verdict, -mild))
	f.judge(l, to, verdict)
	f.relate(l, voxpop.Switched, from, to)
}
