package vader

import (
	"bytes"
	"slices"
	"sync"
	"unicode"
	"unicode/utf8"
)

// token is one word of the text, or one emoticon, as the rules see it.
type token struct {
	index uint16 // of its entry
	role  role
	name  name
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
	s.tokens = slices.Grow(s.tokens[:0], len(s.text)/2+1)
	s.weighed = slices.Grow(s.weighed[:0], len(s.text)/2+1)
	s.weighed = s.weighed[:cap(s.weighed)]
	s.but = -1
	uppers, count, found := 0, 0, 0
	for i := 0; i < len(s.text)-len(padding); {
		index, upper, end := s.plainToken(i)
		nt := false
		if end < 0 {
			index, upper, nt, end = s.anyToken(i)
			if end == i {
				i += spaceAt(s.text, i)
				continue
			}
		}
		i = end
		if upper {
			uppers++
		}
		e := &s.tables.entries[index]
		// Written whether or not it counts, for whether it does is hard to foresee.
		s.weighed[found] = weighed{at: count}
		found += int(e.role & roleCounts)
		if e.name == nameBut && s.but < 0 {
			s.but = count
		}
		s.tokens = s.tokens[:count+1]
		tok := &s.tokens[count]
		tok.index, tok.role, tok.name, tok.upper, tok.nt = index, e.role, e.name, upper, nt
		count++
	}
	s.weighed = s.weighed[:found]
	s.capDiff = 0 < uppers && uppers < count
}

// plainToken reads a token of up to fifteen letters, or of three to fourteen and one sign
// behind them, that ends at white space: most of all tokens. The end it returns is behind
// that space; for other tokens it is -1.
func (s *scratch) plainToken(i int) (index uint16, upper bool, end int) {
	text := s.text[i:]
	head, capitals := toSmall(load8(text, 0))
	tail, capitals2 := toSmall(load8(text, 8))
	// n bytes to the end of the token, the first m of them letters.
	n, m := firstSpace(head), letters(head)
	n += firstSpace(tail) * isEight(n)
	m += letters(tail) * isEight(m)
	if n == 0 || n == 16 || classes[text[n]] != classSpace ||
		m < n && (m < n-1 || m <= 2 || classes[text[m]] != classPunct) {
		return 0, false, -1
	}
	m = min(m, n)
	mask := &masks[m&31]
	upper = (capitals^highBits)&mask.head|(capitals2^highBits)&mask.tail == 0
	return s.tables.findSmall(head&mask.head, tail&mask.tail, m), upper, i + n + 1
}

// anyToken reads whatever token begins at s.text[i]; none does if it ends there.
func (s *scratch) anyToken(i int) (index uint16, upper, nt bool, end int) {
	end, seen := endOfToken(s.text, i)
	if end == i {
		return 0, false, false, i
	}
	from, to := i, end
	if seen&classPunct != 0 {
		from, to = strip(s.text, from, to, seen&classWide != 0)
		nt = hasNT(s.text[from:to])
	}
	if seen&classWide != 0 {
		word := s.text[from:to]
		return s.tables.findWide(word), isUpper(word), nt, end
	}
	return s.tables.find(s.text, from, to), seen&(classUpper|classLower) == classUpper, nt, end
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

// findWide finds a word with characters beyond ASCII. No word of the tables has any, but
// one of them, the Kelvin sign, has a small letter within ASCII.
func (t *tables) findWide(word []byte) uint16 {
	if !bytes.Contains(word, kelvin) {
		return 0
	}
	plain := padded(string(bytes.ReplaceAll(word, kelvin, []byte("k"))))
	if firstWide(plain) < len(plain) {
		return 0
	}
	return t.find(plain, 0, len(plain)-len(padding))
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

// hasNT reports whether word contains "n't" in any case.
func hasNT(word []byte) bool {
	for i := 1; i+1 < len(word); i++ {
		if word[i] == '\'' && word[i-1]|0x20 == 'n' && word[i+1]|0x20 == 't' {
			return true
		}
	}
	return false
}
