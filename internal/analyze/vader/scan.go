package vader

import (
	"bytes"
	"sync"
	"unicode"
	"unicode/utf8"
)

// token is one word of the text, or one emoticon, as the rules see it.
type token struct {
	*entry
	upper bool // all its letters are capitals, and it has one
	nt    bool // has "n't" in it
}

// weighed is a token of the lexicon and its value.
type weighed struct {
	at    int // place among the tokens
	value float64
}

// scratch is the memory of one scoring. It is kept in a pool, so that scoring allocates
// nothing once warm.
type scratch struct {
	tables  *tables
	text    []byte // the text with its emoji described, and padding
	tokens  []token
	weighed []weighed // those of the lexicon, in order
	but     int       // place of the first "but", -1 if there is none
	capDiff bool      // some tokens but not all are capitals
}

var scratches = sync.Pool{New: func() any { return &scratch{tables: tablesOnce()} }}

// maxKept bounds what the pool keeps of one huge text, in tokens and in bytes.
const maxKept = 1 << 16

func (s *scratch) release() {
	if cap(s.tokens) > maxKept || cap(s.text) > maxKept {
		return
	}
	scratches.Put(s)
}

// scan cuts s.text into tokens and notes what the rules need to know of them.
func (s *scratch) scan() {
	s.tokens, s.weighed, s.but = s.tokens[:0], s.weighed[:0], -1
	text, t, uppers := s.text, s.tables, 0
	for i := 0; i < len(text)-padding; {
		v := load8(text, i)
		n := firstSpace(v)
		if n == 0 && text[i] == ' ' {
			i++
			continue
		}
		var tok token
		if n > 0 && n < 8 && text[i+n] == ' ' && isSmall(v, n) {
			// Most words by far: up to seven small letters.
			tok.entry = t.findShort(firstBytes(v, n))
			i += n + 1
		} else {
			start := i
			var seen class
			if i, seen = endOfToken(text, i); i == start {
				i += spaceAt(text, i)
				continue
			}
			tok = newToken(t, text, start, i, seen)
			if tok.upper {
				uppers++
			}
		}
		s.add(tok)
	}
	s.capDiff = 0 < uppers && uppers < len(s.tokens)
}

func (s *scratch) add(tok token) {
	if tok.entry.role&(roleLexicon|roleBooster) == roleLexicon {
		s.weighed = append(s.weighed, weighed{at: len(s.tokens)})
	} else if tok.entry.name == nameBut && s.but < 0 {
		s.but = len(s.tokens)
	}
	s.tokens = append(s.tokens, tok)
}

// endOfToken returns where the token that begins at text[i] ends, and which classes of
// bytes it has.
func endOfToken(text []byte, i int) (end int, seen class) {
	for i < len(text) {
		c := classes[text[i]]
		if c&(classSpace|classWide) != 0 && (c == classSpace || spaceAt(text, i) > 0) {
			break
		}
		seen |= c
		i++
	}
	return i, seen
}

// spaceAt returns the width of the white space at text[i:], 0 if there is none. It counts
// what Python's str.split counts.
func spaceAt(text []byte, i int) int {
	switch classes[text[i]] {
	case classSpace:
		return 1
	case classWide:
		if r, width := utf8.DecodeRune(text[i:]); unicode.IsSpace(r) {
			return width
		}
	}
	return 0
}

// newToken makes the token of text[from:to], in which the classes seen occur.
func newToken(t *tables, text []byte, from, to int, seen class) token {
	if seen&classPunct != 0 {
		from, to = strip(text, from, to, seen&classWide != 0)
	}
	if seen&classWide != 0 {
		return newWideToken(t, text[from:to])
	}
	return token{
		entry: t.find(text, from, to),
		upper: seen&(classUpper|classLower) == classUpper,
		nt:    seen&classPunct != 0 && hasNT(text[from:to]),
	}
}

// strip takes punctuation off both ends of text[from:to], unless no more than two
// characters would be left: then it is an emoticon, or too short to be sure that it is not.
func strip(text []byte, from, to int, wide bool) (newFrom, newTo int) {
	a, b := from, to
	for a < b && classes[text[a]] == classPunct {
		a++
	}
	for a < b && classes[text[b-1]] == classPunct {
		b--
	}
	if b-a <= 2 || wide && utf8.RuneCount(text[a:b]) <= 2 {
		return from, to
	}
	return a, b
}

// newWideToken makes a token with characters beyond ASCII. No word of the tables has any,
// but one of them, the Kelvin sign, has a small letter within ASCII.
func newWideToken(t *tables, word []byte) token {
	tok := token{entry: &t.entries[0], upper: isUpper(word), nt: hasNT(word)}
	if bytes.Contains(word, kelvin) {
		plain := padded(string(bytes.ReplaceAll(word, kelvin, []byte("k"))))
		if n := len(plain) - padding; isASCII(plain) {
			tok.entry = t.find(plain, 0, n)
		}
	}
	return tok
}

var kelvin = []byte("\u212a")

// isUpper is Python's str.isupper: a cased character, and none that is small or titlecase.
func isUpper(word []byte) bool {
	cased := false
	for i := 0; i < len(word); {
		r, width := utf8.DecodeRune(word[i:])
		i += width
		switch {
		case unicode.IsLower(r), unicode.IsTitle(r), unicode.Is(unicode.Other_Lowercase, r):
			return false
		case unicode.IsUpper(r), unicode.Is(unicode.Other_Uppercase, r):
			cased = true
		}
	}
	return cased
}

func isASCII(s []byte) bool {
	for _, c := range s {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// hasNT reports whether word contains "n't" in any case.
func hasNT(word []byte) bool {
	for i := 1; i+1 < len(word); i++ {
		if word[i] == '\'' && word[i-1]|0x20 == 'n' && word[i+1]|0x20 == 't' {
			return true
		}
	}
	return false
}
