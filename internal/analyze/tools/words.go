package tools

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A gap is what stands between a word and the one before it.
type gap uint8

const (
	gapNone  gap = iota // nothing: "GPT" and "4" in "GPT4"
	gapSoft             // blanks, or one hyphen or underscore
	gapDot              // one dot: "continue.dev"
	gapOther            // other signs within a sentence
	gapBreak            // the end of a sentence or line, or the start of the text
)

// soft makes what may stand between the words of one name the same.
func (g gap) soft() gap {
	if g == gapNone {
		return gapSoft
	}
	return g
}

// word is a run of letters, or a run of digits.
type word struct {
	from, to   int32 // bytes of the text
	start, end int32 // code points of the text
	sentence   int32
	id         int32 // of the vocabulary; -1 if no pattern has the word
	gap        gap   // before the word
	digits     bool
	upper      bool // begins with a capital
}

// scanner cuts a text into words.
type scanner struct {
	text     string
	words    []word
	byteAt   int
	runeAt   int
	sentence int32
}

// scan appends the words of text to dst.
func scan(dst []word, text string) []word {
	s := scanner{text: text, words: dst}
	g := gapBreak
	for s.byteAt < len(text) {
		r, width, kind := s.look()
		if kind == notWord {
			g = s.skip(g)
			continue
		}
		s.take(r, width, kind, g)
		g = gapNone
	}
	return s.words
}

type runeKind uint8

const (
	notWord runeKind = iota
	letter
	digit
)

func (s *scanner) look() (r rune, width int, kind runeKind) {
	if c := s.text[s.byteAt]; c < utf8.RuneSelf {
		return rune(c), 1, asciiKinds[c]
	}
	r, width = utf8.DecodeRuneInString(s.text[s.byteAt:])
	return r, width, kindOf(r)
}

var asciiKinds = func() (kinds [utf8.RuneSelf]runeKind) {
	for c := range kinds {
		kinds[c] = kindOf(rune(c))
	}
	return kinds
}()

// kindOf must call every sign a part of a word that the search words of analyze/text make letters or
// digits of, else a mention could not be found by its words.
func kindOf(r rune) runeKind {
	switch {
	case unicode.IsDigit(r):
		return digit
	case unicode.IsLetter(r), unicode.IsMark(r), unicode.IsNumber(r):
		return letter
	case r < utf8.RuneSelf, r >= 0x1f200, !unicode.IsSymbol(r):
		return notWord
	}
	for _, c := range string(norm.NFKC.AppendString(nil, string(r))) {
		if unicode.IsLetter(c) || unicode.IsNumber(c) {
			return letter // "™" is "tm"
		}
	}
	return notWord
}

// take reads one word, which begins with r.
func (s *scanner) take(r rune, width int, kind runeKind, before gap) {
	w := word{from: int32(s.byteAt), start: int32(s.runeAt), sentence: s.sentence, id: -1, gap: before,
		digits: kind == digit, upper: unicode.IsUpper(r)}
	for next := kind; next == kind; {
		s.byteAt += width
		s.runeAt++
		if s.byteAt == len(s.text) {
			break
		}
		_, width, next = s.look()
	}
	w.to, w.end = int32(s.byteAt), int32(s.runeAt)
	s.words = append(s.words, w)
}

// skip reads what is between two words and says what it is. first is gapBreak at the start of the text.
func (s *scanner) skip(first gap) gap {
	from, n := s.byteAt, 0
	for s.byteAt < len(s.text) {
		_, width, kind := s.look()
		if kind != notWord {
			break
		}
		s.byteAt += width
		s.runeAt++
		n++
	}
	g := gapOf(s.text[from:s.byteAt], n)
	if g == gapBreak && s.isAbbreviation(from) {
		g = gapOther
	}
	if g == gapBreak && len(s.words) > 0 {
		s.sentence++
	}
	return max(g, first)
}

// gapOf classifies the n signs between two words.
func gapOf(signs string, n int) gap {
	if n == 1 {
		switch signs[0] {
		case ' ', '-', '_':
			return gapSoft
		case '.':
			return gapDot
		case '\n':
			return gapBreak
		}
		return gapOther
	}
	blank := true
	for i := 0; i < len(signs); i++ {
		switch c := signs[i]; c {
		case '\n':
			return gapBreak
		case '.', '!', '?':
			if i+1 == len(signs) || endsSentence(signs[i+1]) {
				return gapBreak
			}
			blank = false
		case ' ', '\t':
		default:
			blank = false
		}
	}
	if blank {
		return gapSoft
	}
	return gapOther
}

// endsSentence reports whether a full stop before c is one.
func endsSentence(c byte) bool {
	return c == ' ' || c == '\n' || c == '\t' || c == '"' || c == ')' || c == '.' || c == '!' || c == '?' || c == '*'
}

// isAbbreviation reports whether the full stop at byte i follows "vs", "e.g" and the like.
func (s *scanner) isAbbreviation(i int) bool {
	if len(s.words) == 0 || i+1 >= len(s.text) || s.text[i] != '.' || s.text[i+1] != ' ' {
		return false
	}
	switch w := s.words[len(s.words)-1]; s.text[w.from:w.to] {
	case "vs", "Vs", "VS", "etc", "approx", "cf", "resp", "incl":
		return true
	case "g", "e":
		return w.gap == gapDot
	}
	return false
}
