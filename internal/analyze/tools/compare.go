package tools

import "github.com/voxpop-dev/voxpop"

var (
	betterWords = wordSet("better faster smarter cheaper nicer stronger cleaner simpler easier quicker smoother greater sharper safer saner snappier")
	worseWords  = wordSet("worse slower dumber weaker pricier buggier clunkier uglier lazier")
	goodWords   = wordSet("good fast smart capable powerful useful reliable great accurate polished nice stable helpful effective impressive productive intelligent intuitive consistent advanced responsive flexible efficient robust competent enjoyable affordable")
	badWords    = wordSet("bad slow dumb expensive buggy useless terrible annoying frustrating unreliable bloated clunky limited verbose unstable awful broken confusing complicated")
	beatVerbs   = wordSet("blows blew blow beat beats beating destroys destroyed crushes crushed outperforms outperform outperformed smokes smoked surpasses surpassed surpass outclasses outclassed trounces obliterates obliterated demolishes trumps tops bests outshines annihilates eclipses stomps dominates")
	pickVerbs   = wordSet("prefer prefers preferred recommend choose chose pick picked take suggest want favor favour pref preferring choosing picking recommending")
)

// compare reads what a sentence says of one target by another.
func (f *findings) compare(l *line) {
	for i := range l.tokens {
		f.signs(l, i)
		switch w := l.at(i); {
		case w == "":
		case w == "than":
			f.than(l, i)
		case w == "as":
			f.asGoodAs(l, i)
		case pickVerbs[w]:
			f.prefers(l, i)
		case beatVerbs[w]:
			f.beats(l, i)
		case w == "instead":
			f.instead(l, i)
		case betterWords[w] || worseWords[w]:
			f.better(l, i)
		default:
			f.phrases(l, i)
		}
	}
}

// rank notes that the group at a is better than that at b (sign > 0) or worse.
func (f *findings) rank(l *line, a, b, sign int) {
	f.judge(l, a, strong*float64(sign))
	f.judge(l, b, -fair*float64(sign))
	if sign > 0 {
		f.relate(l, voxpop.Prefers, b, a)
	} else {
		f.relate(l, voxpop.Prefers, a, b)
	}
}

// comparative returns where the comparative before token i stands and its sign: "better", "more useful".
func (l *line) comparative(i int) (at, sign int) {
	for j := i - 1; j >= max(0, i-5); j-- {
		w := l.at(j)
		switch {
		case betterWords[w]:
			return j, 1
		case worseWords[w]:
			return j, -1
		case w == "more" || w == "less":
			for k := j + 1; k < i; k++ {
				if sign = quality(l.at(k)); sign != 0 {
					if w == "less" {
						sign = -sign
					}
					return j, sign
				}
			}
			return 0, 0
		case l.ends(j):
			return 0, 0
		}
	}
	return 0, 0
}

func quality(w string) int {
	switch {
	case goodWords[w]:
		return 1
	case badWords[w]:
		return -1
	}
	return 0
}

// than: "X is better than Y".
func (f *findings) than(l *line, i int) {
	at, sign := l.comparative(i)
	if l.at(i-1) == "more" {
		if a := l.groupBefore(i-1, 4); a >= 1 && likes[l.at(a-1)] && !l.negated(a-1, 3) { // "I like X more than Y"
			at, sign = i-1, 1
		}
	}
	if sign == 0 || l.doubtful(at) {
		return
	}
	b := l.groupAfter(i+1, 4)
	a := l.groupBefore(at, 15)
	switch {
	case l.at(at-1) == "no" && sign > 0: // "no better than": both are bad
		f.judge(l, a, -fair)
		f.judge(l, b, -mild)
	case l.negated(at, 3):
		f.judge(l, a, -mild*float64(sign))
		if sign > 0 {
			f.judge(l, b, mild)
		}
	case b < 0:
		f.judge(l, a, fair*float64(sign))
	case a < 0: // something untold is better than a tool; that blames it only if it is said with force
		if intensifiers[l.at(at-1)] {
			f.judge(l, b, -mild*float64(sign))
		}
	default:
		f.rank(l, a, b, sign)
	}
}

var (
	likes        = wordSet("like love enjoy trust liked loved enjoyed likes loves trusts")
	intensifiers = wordSet("much way far even so significantly vastly infinitely miles lot")
	doubts       = wordSet("if claim claims claimed claiming could might may potentially hopefully hope hoping supposedly allegedly predict expect expected convinced believe believing someone bet betting doubt would will whether once said buy")
)

// doubtful reports whether what stands at token i is only claimed, hoped for or expected.
func (l *line) doubtful(i int) bool {
	for j := i - 1; j >= max(0, i-10); j-- {
		if doubts[l.at(j)] {
			return true
		}
		if clauseWords[l.at(j)] {
			return false
		}
	}
	return false
}

// asGoodAs: "X is not as good as Y".
func (f *findings) asGoodAs(l *line, i int) {
	sign := quality(l.at(i + 1))
	second := i + 2
	for second < i+5 && l.at(second) != "as" && l.at(second) != "" {
		second++
	}
	if sign == 0 || l.at(second) != "as" || l.doubtful(i) {
		return
	}
	b := l.groupAfter(second+1, 4)
	a := l.groupBefore(i, 12)
	if l.negated(i, 4) {
		if b < 0 {
			f.judge(l, a, -fair*float64(sign))
			return
		}
		f.rank(l, a, b, -sign)
		return
	}
	f.judge(l, a, fair*float64(sign))
	f.judge(l, b, mild*float64(sign))
}

// better: "Y is good but X is better", without "than".
func (f *findings) better(l *line, i int) {
	sign := 1
	if worseWords[l.at(i)] {
		sign = -1
	}
	for j := i + 1; j < min(len(l.tokens), i+5); j++ {
		if l.at(j) == "than" || l.at(j) == "to" {
			return
		}
	}
	a := l.groupBefore(i, 6)
	if a < 0 || l.unreal(i) || l.doubtful(i) {
		return
	}
	copula, changes := false, false
	for j := a + 1; j < i; j++ {
		w := l.at(j)
		copula = copula || copulas[w] || w == "works" || w == "performs" || w == "does"
		changes = changes || w == "getting" || w == "gets" || w == "got" || w == "gotten" || w == "become"
		if w == "used" {
			sign = -sign // "used to be better"
			changes = true
		}
	}
	if !copula && !changes {
		return
	}
	if l.negated(i, i-a-1) {
		f.judge(l, a, -mild*float64(sign))
		return
	}
	f.judge(l, a, fair*float64(sign))
	if other := l.onlyOther(a); other >= 0 && !changes && i+1 >= len(l.tokens)-6 {
		if sign > 0 {
			f.relate(l, voxpop.Prefers, other, a)
		} else {
			f.relate(l, voxpop.Prefers, a, other)
		}
	}
}

// onlyOther returns the one other group of the sentence; -1 if there is none or more.
func (l *line) onlyOther(group int) int {
	other := -1
	for i, t := range l.tokens {
		if t.group == nil || i == group {
			continue
		}
		if other >= 0 {
			return -1
		}
		other = i
	}
	return other
}
