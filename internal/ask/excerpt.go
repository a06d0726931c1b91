package ask

import (
	"strings"
	"unicode"
)

// An excerpt ends at a sentence end and has at least excerptLeast characters or two sentences. It stays below
// excerptUsual where a sentence ends before, and never exceeds excerptMost.
const (
	excerptLeast = 100
	excerptUsual = 300
	excerptMost  = 600
)

// Excerpt is the begin of a text in one line: all of a short one; else as many whole sentences as fit into 300
// characters, or one longer one; else words, with … at the end.
func Excerpt(text string) string {
	runes := firstRunes(text, excerptMost+1)
	if len(runes) <= excerptUsual {
		return string(runes)
	}
	best, sentences := 0, 0
	for i := 1; i < min(len(runes), excerptMost); i++ {
		if !endsSentence(runes, i) {
			continue
		}
		sentences++
		enough := i >= excerptLeast || sentences >= 2
		if enough && (i <= excerptUsual || best == 0) {
			best = i
		}
	}
	if best > 0 {
		return string(runes[:best])
	}
	if len(runes) <= excerptMost {
		return string(runes)
	}
	return cutWords(runes[:excerptUsual])
}

// firstRunes are the first characters of a text, its runs of white space made one blank.
func firstRunes(text string, n int) []rune {
	out := make([]rune, 0, n)
	blank := false
	for _, r := range text {
		if unicode.IsSpace(r) {
			blank = len(out) > 0
			continue
		}
		if blank {
			out, blank = append(out, ' '), false
		}
		if out = append(out, r); len(out) >= n {
			return out[:n]
		}
	}
	return out
}

// endsSentence reports whether a sentence ends right before i: a mark of its end, perhaps closed by quotes or brackets,
// then a blank. The full stop of an abbreviation ("e.g.", "J. Doe") is none.
func endsSentence(runes []rune, i int) bool {
	if runes[i] != ' ' {
		return false
	}
	k := i - 1
	for k > 0 && strings.ContainsRune(`"')]}*_”’»`, runes[k]) {
		k--
	}
	if runes[k] != '.' {
		return strings.ContainsRune("!?…。！？", runes[k])
	}
	word := k
	for word > 0 && runes[word-1] != ' ' && !strings.ContainsRune(`"'([{*_“‘«`, runes[word-1]) {
		word--
	}
	return k-word > 1 && !abbreviations[strings.ToLower(string(runes[word:k]))]
}

// abbreviations end with a full stop that ends no sentence.
var abbreviations = map[string]bool{"e.g": true, "i.e": true, "eg": true, "ie": true, "vs": true, "etc": true, "cf": true, "approx": true, "mr": true, "mrs": true, "dr": true}

// cutWords ends before the word that does not fit any more, unless that leaves too little.
func cutWords(runes []rune) string {
	for i := len(runes) - 1; i >= excerptLeast; i-- {
		if runes[i] == ' ' {
			return string(runes[:i]) + "…"
		}
	}
	return string(runes[:len(runes)-1]) + "…"
}
