// Package words cuts cleaned text into tokens that keep their spelling, for the packages that look for
// phrases: themes, candidates, aspects. It reads what text.Clean leaves: plain sentences, one
// paragraph a line. (The words that search knows are cut by another rule, text.SearchWords.)
package words

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// MaxBytes bounds what is read of one text.
	MaxBytes = 20_000
	// MaxToken bounds a token in bytes; what is longer is no word and counts as a break.
	MaxToken = 48
)

// Break says what stands between a token and the one before it.
type Break uint8

// The breaks, from the closest to the widest.
const (
	Blank    Break = iota // only blanks, quotes, or marks of emphasis
	Hyphen                // a hyphen without blanks
	Clause                // a comma, colon, bracket, slash or the like: no phrase goes across
	Sentence              // the end of a sentence or line, or the begin of the text
)

// Token is a word, name or number of a text.
type Token struct {
	Key        string // in small letters, without a possessive 's
	Start, End int    // bytes in the text, without the possessive
	Before     Break
}

// Cut returns the tokens of the first MaxBytes of s, appended to dst. A token is a run of letters and digits, with
// signs inside it that belong to names and numbers (llama.cpp, don't, Q4_K_M, 3.5), and "+" or
// "#" behind letters (C++, C#). A hyphen parts two tokens. Bytes that are not UTF-8 are breaks.
func Cut(dst []Token, s string) []Token {
	s = clip(s)
	before := Sentence
	for i := 0; i < len(s); {
		r, width := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, width = utf8.DecodeRuneInString(s[i:])
		}
		if !isWord(r) {
			before = max(before, breakOf(r, s[i+width:]))
			if before == Hyphen && (i == 0 || !endsWord(s[:i]) || !startsWord(s[i+width:])) {
				before = Clause
			}
			i += width
			continue
		}
		end := tokenEnd(s, i)
		if end-i > MaxToken {
			before, i = max(before, Clause), end
			continue
		}
		key, stop := strings.ToLower(s[i:end]), end
		if stem, found := strings.CutSuffix(key, "'s"); found && ClassOf(key) == Open {
			key, stop = stem, end-2
		}
		dst = append(dst, Token{Key: key, Start: i, End: stop, Before: before})
		before, i = Blank, end
	}
	return dst
}

func clip(s string) string {
	if len(s) <= MaxBytes {
		return s
	}
	n := MaxBytes
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// tokenEnd returns where the token that begins at i ends.
func tokenEnd(s string, i int) int {
	for i < len(s) {
		c := s[i]
		switch {
		case c < utf8.RuneSelf:
			if isWord(rune(c)) {
				i++
				continue
			}
			if strings.IndexByte("'._", c) >= 0 && startsWord(s[i+1:]) {
				i++
				continue
			}
			if (c == '+' || c == '#') && i > 0 && isLetter(s[i-1]) {
				return plusEnd(s, i)
			}
			return i
		default:
			r, width := utf8.DecodeRuneInString(s[i:])
			if !isWord(r) {
				return i
			}
			i += width
		}
	}
	return i
}

// plusEnd takes "++", "+" or "#" at i into the token where no word follows.
func plusEnd(s string, i int) int {
	end := i
	for end < len(s) && end < i+2 && (s[end] == '+' || s[end] == '#') {
		end++
	}
	if startsWord(s[end:]) {
		return i
	}
	return end
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func isWord(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r|0x20 && r|0x20 <= 'z' || '0' <= r && r <= '9'
	}
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r))
}

func startsWord(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return isWord(r)
}

func endsWord(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return isWord(r)
}

// breakOf says what the sign r parts, given what follows it.
func breakOf(r rune, rest string) Break {
	switch r {
	case ' ', '\t', '*', '\'', '"', '`', '_', '~', '\u00a0':
		return Blank
	case '-', '\u2010', '\u2011':
		return Hyphen
	case '\n', '!', '?':
		return Sentence
	case '.':
		if rest == "" || rest[0] <= ' ' || strings.IndexByte(`"')*.`, rest[0]) >= 0 {
			return Sentence
		}
	}
	return Clause
}
