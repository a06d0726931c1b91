package model

import (
	"unicode"
	"unicode/utf8"
)

// word is a word, a sign or an emoji of a text.
type word struct {
	hash     uint64
	from, to int32 // in the small letters of the text
	letters  bool
}

// maxWords bounds how much of a text is read.
const maxWords = 4000

// scratch is the memory of one reading.
type scratch struct {
	small []byte // the text in small letters
	words []word
	signs signs
	sums  [groups][3]int32
	sizes [groups]int32
	dense [denseCount]float32
	seen  [hidden]float32 // by the network's last layer
}

// signs is what is counted of a text beside its words.
type signs struct {
	exclamations, questions, ellipses, emoji, capitals, letters, negations int
	asks                                                                   bool // it ends with a question mark
}

// scan cuts text into words: runs of letters, digits and apostrophes (digits count as one word, "0"), single signs
// and emoji.
func (s *scratch) scan(text string) {
	s.small, s.words, s.signs = s.small[:0], s.words[:0], signs{}
	from, upper, lower := 0, false, false
	flush := func() {
		if len(s.small) > from {
			s.add(from, true)
			if upper && !lower && len(s.small)-from > 1 {
				s.signs.capitals++
			}
		}
		from, upper, lower = len(s.small), false, false
	}
	for i := 0; i < len(text) && len(s.words) < maxWords; {
		c := text[i]
		if c < utf8.RuneSelf {
			i++
			switch {
			case 'a' <= c && c <= 'z':
				lower = true
				s.small = append(s.small, c)
			case 'A' <= c && c <= 'Z':
				upper = true
				s.small = append(s.small, c|0x20)
			case '0' <= c && c <= '9':
				if n := len(s.small); n == from || s.small[n-1] != '0' {
					s.small = append(s.small, '0')
				}
			case c == '\'' && len(s.small) > from:
				s.small = append(s.small, c)
			default:
				flush()
				if c > ' ' && c < 0x7f {
					s.sign(c, text, i)
					s.small = append(s.small, c)
					s.add(from, false)
					from = len(s.small)
				}
			}
			continue
		}
		r, width := utf8.DecodeRuneInString(text[i:])
		i += width
		switch {
		case unicode.IsLetter(r):
			lower = true
			s.small = utf8.AppendRune(s.small, unicode.ToLower(r))
		case r == '’' && len(s.small) > from:
			s.small = append(s.small, '\'')
		case unicode.IsSpace(r):
			flush()
		case r > 0x2000 && r != utf8.RuneError && unicode.IsGraphic(r):
			flush()
			s.signs.emoji++
			s.small = utf8.AppendRune(s.small, r)
			s.add(from, false)
			from = len(s.small)
		default:
			flush()
		}
	}
	flush()
	s.signs.asks = len(text) > 0 && len(s.words) > 0 && s.small[s.words[len(s.words)-1].from] == '?'
}

func (s *scratch) sign(c byte, text string, next int) {
	switch c {
	case '!':
		s.signs.exclamations++
	case '?':
		s.signs.questions++
	case '.':
		if next < len(text) && text[next] == '.' {
			s.signs.ellipses++
		}
	}
}

func (s *scratch) add(from int, letters bool) {
	w := word{hash: hashBytes(s.small[from:]), from: int32(from), to: int32(len(s.small)), letters: letters}
	s.words = append(s.words, w)
	if letters {
		s.signs.letters++
		if negation(s.small[from:]) {
			s.signs.negations++
		}
	}
}

// negation reports whether a word turns what follows.
func negation(w []byte) bool {
	switch string(w) {
	case "not", "no", "never", "without", "cannot", "nothing", "none", "hardly", "barely", "neither", "nor", "dont", "doesnt", "didnt", "isnt", "cant", "wont":
		return true
	}
	return len(w) > 3 && string(w[len(w)-3:]) == "n't"
}

const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

func hashBytes(b []byte) uint64 {
	h := uint64(fnvOffset)
	for _, c := range b {
		h = (h ^ uint64(c)) * fnvPrime
	}
	return h
}
