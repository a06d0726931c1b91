package vader

import (
	"bytes"
	"math/bits"
	"sync"
	"unicode"
	"unicode/utf8"
)

// token is one word of the text, or one emoticon, as the rules see it: the index of its entry, role, name, and two signs of
// its spelling. It is one number because a structure would be put together byte by byte and stall who reads it at once.
type token uint64

const (
	tokenUpper token = 1 << (32 + iota) // all its letters are capitals, and it has one
	tokenNT                             // has "n't" in it
	// tokenStranger is the place of a bit that says that the word is unknown.
	tokenStranger = 34
)

func newToken(index int, r role, n name) token {
	return token(index) | token(r)<<16 | token(n)<<24
}

func (t token) index() uint16  { return uint16(t) }
func (t token) role() role     { return role(t >> 16) }
func (t token) name() name     { return name(t >> 24) }
func (t token) is(r role) bool { return t.role()&r != 0 }
func (t token) upper() bool    { return t&tokenUpper != 0 }
func (t token) nt() bool       { return t&tokenNT != 0 }

// weighed is a token of the lexicon and its value.
type weighed struct {
	value float64 // the lexicon's own until weigh
	at    int32   // place among the tokens
	since int32   // how many places after the last special token; 0 for one that is special itself
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
	tally   tally     // while scanning
}

// tally is how far a scan has come.
type tally struct {
	count   int // of tokens
	found   int // of those of the lexicon
	uppers  int // of those in capitals
	special int // place of the last token that changes what follows it
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

// reach is how many tokens before a word can change its value.
const reach = 3

// scan cuts s.text into tokens and notes what the rules need to know of them.
func (s *scratch) scan() {
	most, end := len(s.text)/2+1, len(s.text)-len(padding)
	if cap(s.tokens) < most {
		s.tokens, s.weighed = make([]token, most), make([]weighed, most)
	}
	s.tokens, s.weighed = s.tokens[:cap(s.tokens)], s.weighed[:cap(s.weighed)]
	s.but, s.tally = -1, tally{special: -reach - 1}
	for start := 0; start < end; {
		b := look(s.text, start)
		if b.ends == 0 {
			start = s.addLong(start)
			continue
		}
		taken := s.addBlock(start, b)
		if taken == 0 { // all its ends are control characters within one long token
			start = s.addLong(start)
			continue
		}
		start += taken
	}
	s.tokens, s.weighed = s.tokens[:s.tally.count], s.weighed[:s.tally.found]
	s.capDiff = 0 < s.tally.uppers && s.tally.uppers < s.tally.count
}

// addBlock adds the tokens that end within the block at s.text[start:], and returns how many bytes that were. Most
// tokens are at most fifteen letters, or at least three and one more sign behind them: those are added here, without a call and with
// hardly a branch, for which word comes next is what no processor can foresee.
func (s *scratch) addBlock(start int, b block) (taken int) {
	so, t := s.tally, s.tables
	for ends := b.ends; ends != 0; ends &= ends - 1 {
		to := bits.TrailingZeros64(ends)
		if b.controls>>(to&63)&1 != 0 && classes[s.text[start+to]] != classSpace {
			continue // a control character within a token
		}
		from, n := start+taken, to-taken
		letters, uppers := b.letters>>(taken&63), b.uppers>>(taken&63)
		taken = to + 1
		if n == 0 {
			continue
		}
		m := n - int(classes[s.text[from+n-1]]&classPunct)
		all := uint64(1)<<(m&63) - 1
		if n > 15 || letters&all != all || m < n && m <= 2 {
			s.tally = so
			if !s.addPlain(from, from+n) {
				s.addAny(from, from+n)
			}
			so = s.tally
			continue
		}
		text, mask := s.text[from:from+16], &masks[m&15]
		head, tail := (load8(text, 0)|smallBits)&mask.head, (load8(text, 8)|smallBits)&mask.tail
		// As in findSmall.
		index := t.candidate(hash(head, tail))
		k := &t.keys[index&keyMask]
		if differ(k.head, head)|differ(k.tail, tail) > uint64(k.token)>>tokenStranger {
			k = &t.keys[0]
		}
		upper := token(1)
		if uppers&all != all {
			upper = 0
		}
		// Written whether or not it counts.
		w := &s.weighed[so.found]
		w.value, w.at, w.since = k.valence, int32(so.count), int32(so.count-so.special)
		so.found += int(k.token.role() & roleCounts)
		if k.token.is(roleSpecial) {
			w.since, so.special = 0, so.count
		}
		if k.token.name() == nameBut && s.but < 0 {
			s.but = so.count
		}
		so.uppers += int(upper)
		s.tokens[so.count] = k.token | upper*tokenUpper
		so.count++
	}
	s.tally = so
	return taken
}

// add adds a token.
func (s *scratch) add(k *key, upper, nt bool) {
	so := &s.tally
	t := k.token
	if upper {
		t |= tokenUpper
		so.uppers++
	}
	if nt {
		t |= tokenNT
	}
	w := weighed{value: k.valence, at: int32(so.count), since: int32(so.count - so.special)}
	if nt || t.is(roleSpecial) {
		w.since, so.special = 0, so.count
	}
	s.weighed[so.found] = w
	so.found += int(t.role() & roleCounts)
	if t.name() == nameBut && s.but < 0 {
		s.but = so.count
	}
	s.tokens[so.count] = t
	so.count++
}

// addLong adds a token that is longer than a block and returns where the next may begin.
func (s *scratch) addLong(start int) (next int) {
	end := start
	for classes[s.text[end]] != classSpace {
		end++
	}
	s.addAny(start, end)
	return end + 1
}

// addPlain adds the token at s.text[from:to] if it is as those that addBlock adds, but for apostrophes among its letters.
// It reports whether it is.
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
	apostrophes, apostrophes2 := between(head, '\'', '\''), between(tail, '\'', '\'')
	letters, letters2 = letters|apostrophes, letters2|apostrophes2
	if ^letters&mask.head&highBits|^letters2&mask.tail&highBits != 0 || text[0] == '\'' || text[m-1] == '\'' {
		return false
	}
	capitals, capitals2 = capitals|apostrophes, capitals2|apostrophes2
	upper := ^capitals&mask.head&highBits|^capitals2&mask.tail&highBits == 0
	s.add(s.tables.findSmall(head, tail), upper, hasNT(text[:m]))
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
		s.add(&s.tables.keys[s.tables.findWide(word)], isUpper(word), nt)
		return
	}
	s.add(&s.tables.keys[s.tables.find(s.text, from, to)], seen&(classUpper|classLower) == classUpper, nt)
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
