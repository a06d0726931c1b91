// Package language tells English from what the engines cannot read.
package language

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/abadojack/whatlanggo"
)

const (
	english = "en"

	// minLetters is from where a text is long enough to be told; shorter ones count as
	// English, for guessing at them would leave out more English than it would other text.
	minLetters = 200
	// maxBytes bounds what is looked at.
	maxBytes = 2000
	// minShare is the share of common English words among all words that makes a text
	// English without a closer look, in percent. English prose has 30 to 50.
	minShare = 12
	// maxShare is the share from which a text that seems foreign is only mixed.
	maxShare = 5
)

// Detect returns the ISO 639-1 code of the language of s, and whether that is sure. A text
// that is short, or whose language cannot be told, is "en" and not sure.
func Detect(s string) (code string, sure bool) {
	if len(s) < minLetters {
		return english, false
	}
	if len(s) > maxBytes {
		end := maxBytes
		for !utf8.RuneStart(s[end]) {
			end--
		}
		s = s[:end]
	}
	letters, words, common := survey(s)
	if letters < minLetters {
		return english, false
	}
	if words > 0 && common*100 >= words*minShare {
		return english, true
	}
	if common*100 >= words*maxShare && words > 0 {
		return english, false
	}
	info := whatlanggo.Detect(s)
	code = info.Lang.Iso6391()
	if info.Lang < 0 || code == "" || !info.IsReliable() {
		return english, false
	}
	return code, true
}

// survey counts the letters of s, its words, and how many of those are common in English.
func survey(s string) (letters, words, common int) {
	start := -1 // of the word under way
	for i := 0; i < len(s); {
		c := s[i]
		if 'a' <= c|0x20 && c|0x20 <= 'z' {
			letters++
			if start < 0 {
				start = i
			}
			i++
			continue
		}
		if start >= 0 {
			words++
			if isCommon(s[start:i]) {
				common++
			}
			start = -1
		}
		if c < utf8.RuneSelf {
			i++
			continue
		}
		r, width := utf8.DecodeRuneInString(s[i:])
		if unicode.IsLetter(r) {
			letters++
			words++ // cut in two by the letter, and not English
		}
		i += width
	}
	return letters, words, common
}

// commonWords are frequent in English and rare elsewhere, by length.
var commonWords = [8][]string{
	2: {"is", "it", "of", "to", "if", "be", "my", "by", "we", "he"},
	3: {"the", "and", "you", "for", "not", "are", "but", "can", "was", "how", "has", "any", "get", "its", "our"},
	4: {"that", "this", "with", "have", "they", "from", "what", "your", "just", "like", "when", "will", "some", "more", "than", "then", "been", "only", "also", "them"},
	5: {"would", "there", "which", "their", "about", "could", "think", "using", "other", "these", "where"},
	6: {"should", "really", "people", "better", "before", "though"},
	7: {"because", "without", "through", "another"},
}

func isCommon(word string) bool {
	if len(word) < 2 || len(word) > 7 {
		return false
	}
	for _, c := range commonWords[len(word)] {
		if c[0] == word[0]|0x20 && strings.EqualFold(c, word) {
			return true
		}
	}
	return false
}
