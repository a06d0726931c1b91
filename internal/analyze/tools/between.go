package tools

import (
	"strings"

	"github.com/voxpop-dev/voxpop"
)

// between are words that stand between two tools and compare them: +1 if the first is better.
var between = []struct {
	phrase string
	sign   int // 0: only when denied, and then the first is worse
	both   bool
}{
	{"superior to", 1, false}, {"preferable to", 1, false}, {"ahead of", 1, false}, {"head and shoulders above", 1, false},
	{"leagues above", 1, false}, {"miles above", 1, false}, {"upgrade from", 1, false}, {"upgrade over", 1, false}, {"step up from", 1, false},
	{"improvement over", 1, false}, {"improvement on", 1, false}, {"wins over", 1, false}, {"wins against", 1, false}, {"circles around", 1, false},
	{"the floor with", 1, false}, {"inferior to", -1, false}, {"no match for", -1, false}, {"loses to", -1, false}, {"lost to", -1, false},
	{"falls short of", -1, false}, {"downgrade from", -1, false}, {"step down from", -1, false}, {"step back from", -1, false}, {"miles behind", -1, false},
	{"years behind", -1, false}, {"far behind", -1, false}, {"way behind", -1, false}, {"lags behind", -1, false}, {"is behind", -1, false}, {"still behind", -1, false},
	{"outperformed by", -1, false}, {"beaten by", -1, false}, {"replaced by", -1, false}, {"candle to", 0, false}, {"compete with", 0, false},
	{"come close to", 0, true}, {"comes close to", 0, true}, {"close to", 0, true}, {"match", 0, false}, {"touch", 0, false}, {"on par with", 0, true}, {"holds its own against", 0, true},
}

// phrases: "X is miles ahead of Y".
func (f *findings) phrases(l *line, i int) {
	for _, c := range between {
		if !l.starts(i, c.phrase) {
			continue
		}
		n := strings.Count(c.phrase, " ") + 1
		a, b := l.groupBefore(i, 12), l.groupAfter(i+n, 4)
		if b < 0 || l.at(i+n) == "the" && l.tokens[i+n+1].group == nil {
			return
		}
		denied := l.negated(i, 5)
		if l.doubtful(i) && !denied {
			return
		}
		switch {
		case c.sign == 0 && denied && (nobody[l.at(i-1)] || a < 0):
			f.judge(l, b, strong)
		case c.sign == 0 && denied:
			f.rank(l, a, b, -1)
		case c.sign == 0 && nobody[l.at(i-1)]:
			f.judge(l, b, strong)
		case c.sign == 0 && c.both && a >= 0:
			f.judge(l, a, mild)
			f.judge(l, b, mild)
		case c.sign == 0:
		case denied && c.phrase != "no match for":
			f.judge(l, a, -mild*float64(c.sign))
		case a >= 0:
			f.rank(l, a, b, c.sign)
		}
		return
	}
}

// signs: "X > Y", with nothing else between them.
func (f *findings) signs(l *line, i int) {
	if i == 0 || l.tokens[i].group == nil || l.tokens[i-1].group == nil {
		if i < 2 || l.tokens[i].group == nil || l.tokens[i-2].group == nil || (l.at(i-1) != "gt" && l.at(i-1) != "lt") || l.tokens[i-1].signs != " &" {
			return
		}
		if l.at(i-1) == "gt" {
			f.rank(l, i-2, i, 1)
		} else {
			f.rank(l, i-2, i, -1)
		}
		return
	}
	switch signs := strings.ReplaceAll(l.tokens[i].signs, " ", ""); {
	case signs != "" && strings.Trim(signs, ">") == "":
		f.rank(l, i-1, i, 1)
	case signs != "" && strings.Trim(signs, "<") == "":
		f.rank(l, i-1, i, -1)
	}
}

// prefers: "I prefer X over Y".
func (f *findings) prefers(l *line, i int) {
	a := l.groupAfter(i+1, 5)
	if a < 0 {
		return
	}
	if denied := l.negated(i, 3); denied && (l.at(a+1) == "enough" || l.at(a+2) == "enough" || l.at(a+3) == "enough") {
		f.judge(l, a, fair) // "can't recommend X enough"
		return
	} else if denied && strings.HasPrefix(l.at(i), "recommend") {
		f.judge(l, a, -fair)
		return
	}
	over := a + 1
	for over < a+5 && l.at(over) != "over" && l.at(over) != "to" && !l.starts(over, "rather than") {
		over++
	}
	b := l.groupAfter(over+1, 4)
	exact := strings.HasPrefix(l.at(i), "prefer") || l.at(i) == "pref"
	switch {
	case b < 0 || over >= a+5 || l.at(over) == "to" && !exact:
		if exact && !l.negated(i, 3) {
			f.judge(l, a, fair)
		}
	case l.negated(i, 3):
		f.judge(l, a, -mild)
	default:
		f.rank(l, a, b, 1)
	}
}

// beats: "X beats Y", "nothing beats X", "X blows Y away".
func (f *findings) beats(l *line, i int) {
	a, b := l.groupBefore(i, 8), l.groupAfter(i+1, 5)
	if b < 0 || strings.HasPrefix(l.at(i), "bl") && l.at(b+1) != "out" && l.at(b+1) != "away" || l.at(i-1) == "the" || l.doubtful(i) {
		return
	}
	switch {
	case nobody[l.at(i-1)] || nobody[l.at(i-2)] || nobody[l.at(i-3)] || l.at(i-1) == "to" && quality(l.at(i-2))+hard[l.at(i-2)] != 0:
		f.judge(l, b, strong)
	case a < 0 && l.negated(i, 3):
		f.judge(l, b, strong)
	case a < 0:
	case l.negated(i, 3):
		f.rank(l, a, b, -1)
	case l.unreal(i):
	default:
		f.rank(l, a, b, 1)
	}
}

var (
	nobody = wordSet("nothing none nobody noone")
	hard   = map[string]int{"hard": 1, "tough": 1, "impossible": 1}
)

// instead: "use X instead of Y".
func (f *findings) instead(l *line, i int) {
	if l.at(i+1) != "of" || l.unreal(i) {
		return
	}
	a, b := l.groupBefore(i, 6), l.groupAfter(i+2, 3)
	if a >= 0 && b >= 0 {
		f.judge(l, a, mild)
		f.judge(l, b, -mild)
		f.relate(l, voxpop.Prefers, b, a)
	}
}
