package vader

import (
	"bytes"
	"math/bits"
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

	found, uppers int // while scanning: how many are weighed, how many are capitals
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
	s.but, s.found, s.uppers = -1, 0, 0
	start := 0
	for at := 0; at < len(s.text)-len(padding)+1; at += 64 {
		for ends := endsIn(s.text, at); ends != 0; ends &= ends - 1 {
			end := at + bits.TrailingZeros64(ends)
			if classes[s.text[end]] != classSpace {
				continue // a control character within a token
			}
			if end > start && !s.addPlain(start, end) {
				s.addAny(start, end)
			}
			start = end + 1
		}
	}
	s.weighed = s.weighed[:s.found]
	s.capDiff = 0 < s.uppers && s.uppers < len(s.tokens)
}

// add adds a token.
func (s *scratch) add(index uint16, upper, nt bool) {
	count := len(s.tokens)
	e := &s.tables.entries[index]
	// Written whether or not it counts, for whether it does is hard to foresee.
	s.weighed[s.found] = weighed{at: count}
	s.found += int(e.role & roleCounts)
	if e.name == nameBut && s.but < 0 {
		s.but = count
	}
	if upper {
		s.uppers++
	}
	s.tokens = s.tokens[:count+1]
	t := &s.tokens[count]
	t.index, t.role, t.name, t.upper, t.nt = index, e.role, e.name, upper, nt
}

// addPlain adds the token at s.text[from:to] if it is made of at most fifteen letters, or
// of letters with apostrophes within, or of at least three and one more sign behind them:
// most of all tokens are. It reports whether the token is of that kind.
func (s *scratch) addPlain(from, to int) bool {
	text, n := s.text[from:], to-from
	m := n - int(classes[text[n-1]]&classPunct)
	if n > 15 || m < n && m <= 2 {
		return false
	}
	mask := &masks[m&15]
	head, tail := load8(text, 0)&mask.head, load8(text, 8)&mask.tail
	capitals, capitals2 := between(head, 'A', 'Z'), between(tail, 'A', 'Z')
	head, tail = head|capitals>>2, tail|capitals2>>2
	letters, letters2 := between(head, 'a', 'z'), between(tail, 'a', 'z')
	nt := false
	if ^letters&mask.head&highBits|^letters2&mask.tail&highBits != 0 {
		apostrophes, apostrophes2 := between(head, '\'', '\''), between(tail, '\'', '\'')
		letters, letters2 = letters|apostrophes, letters2|apostrophes2
		if ^letters&mask.head&highBits|^letters2&mask.tail&highBits != 0 || text[0] == '\'' || text[m-1] == '\'' {
			return false
		}
		capitals, capitals2 = capitals|apostrophes, capitals2|apostrophes2
		nt = hasNT(text[:m])
	}
	upper := ^capitals&mask.head&highBits|^capitals2&mask.tail&highBits == 0
	s.add(s.tables.findSmall(head, tail, m), upper, nt)
	return true
}

// addAny adds whatever tokens are in s.text[from:to], which only white space beyond ASCII
// divides.
func (s *scratch) addAny(from, to int) {
	for from < to {
		end, seen := endOfToken(s.text[:to], from)
		if end > from {
			s.addOne(from, end, seen)
		}
		from = end
		if from < to {
			from += spaceAt(s.text, from)
		}
	}
}

// addOne adds the token at s.text[from:to], in which the classes seen occur.
func (s *scratch) addOne(from, to int, seen class) {
	nt := false
	if seen&classPunct != 0 {
		from, to = strip(s.text, from, to, seen&classWide != 0)
		nt = hasNT(s.text[from:to])
	}
	if seen&classWide != 0 {
		word := s.text[from:to]
		s.add(s.tables.findWide(word), isUpper(word), nt)
		return
	}
	s.add(s.tables.find(s.text, from, to), seen&(classUpper|classLower) == classUpper, nt)
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
