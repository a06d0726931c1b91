package redditsim

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// style is how an author writes; it stays with them for life.
type style struct {
	lowerCase, loud, sloppy, trailing, smiling, bare bool
}

func styleOf(author int32) style {
	r := newRandom(uint64(int64(author)), 5)
	return style{
		lowerCase: r.chance(0.2),
		loud:      r.chance(0.08),
		sloppy:    r.chance(0.1),
		trailing:  r.chance(0.07),
		smiling:   r.chance(0.1),
		bare:      r.chance(0.15),
	}
}

// line rewrites one sentence in the style.
func (s style) line(sentence string, r *random) string {
	if sentence == "" {
		return ""
	}
	sentence = capital(sentence)
	if s.sloppy && r.chance(0.5) {
		sentence = typo(sentence, r)
	}
	if s.lowerCase {
		sentence = strings.ToLower(sentence)
	}
	if stop := strings.HasSuffix(sentence, "."); stop {
		body := sentence[:len(sentence)-1]
		switch {
		case s.loud && r.chance(0.35):
			sentence = body + strings.Repeat("!", 1+r.below(3))
		case s.trailing && r.chance(0.5):
			sentence = body + "..."
		case s.bare && s.lowerCase && r.chance(0.5):
			sentence = body + ","
		}
	}
	if s.smiling && r.chance(0.3) {
		sentence += " " + smileys[r.below(len(smileys))]
	}
	return sentence
}

var smileys = []string{"😅", "🤷", "👀", "🧵", "☕", "🤖", "🫠", "🙃"}

func capital(s string) string {
	c, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(c)) + s[n:]
}

// typo swaps two neighbouring letters of a longer word.
func typo(s string, r *random) string {
	words := strings.Split(s, " ")
	i := r.below(len(words))
	w := words[i]
	if len(w) < 6 || strings.ContainsFunc(w, func(c rune) bool { return c < 'a' || c > 'z' }) {
		return s
	}
	at := 1 + r.below(len(w)-3)
	words[i] = w[:at] + w[at+1:at+2] + w[at:at+1] + w[at+2:]
	return strings.Join(words, " ")
}
