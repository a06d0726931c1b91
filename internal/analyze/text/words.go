package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const (
	maxWordRunes  = 40      // a longer run of letters counts as several words
	maxSearchSize = 100_000 // bytes of all words of one text
)

// SearchWords returns the words by which a text is found: every run of letters and numbers,
// in small letters and in the compatible composed form (NFKC), with single spaces between.
// Queries are cut by the same rule (Words). The result is at most 100,000 bytes, each word
// at most 40 characters.
func SearchWords(s string) string {
	s = cut(s, maxSearchSize)
	if !isASCII(s) {
		s = norm.NFKC.String(strings.ToValidUTF8(s, " "))
	}
	out := make([]byte, 0, len(s)+1)
	run := 0 // characters of the word under way
	for i := 0; i < len(s); {
		var width int
		before := len(out)
		if c := s[i]; c < utf8.RuneSelf {
			width = 1
			if 'A' <= c && c <= 'Z' {
				c |= 0x20
			}
			if 'a' <= c && c <= 'z' || '0' <= c && c <= '9' {
				out = append(out, c)
			}
		} else {
			var r rune
			r, width = utf8.DecodeRuneInString(s[i:])
			if r = unicode.ToLower(r); unicode.IsLetter(r) || unicode.IsNumber(r) {
				out = utf8.AppendRune(out, r)
			}
		}
		i += width
		if len(out) > before {
			run++
		}
		if run > 0 && (len(out) == before || run == maxWordRunes) {
			out = append(out, ' ')
			run = 0
		}
	}
	return strings.TrimSuffix(cut(string(out), maxSearchSize), " ")
}

// Words returns the words of s as SearchWords cuts them.
func Words(s string) []string { return strings.Fields(SearchWords(s)) }

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
