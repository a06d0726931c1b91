package hackernews

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/voxpop-dev/voxpop"
)

// terms splits a search into its words and "quoted phrases", lower case.
func terms(query string) []string {
	var out []string
	for i, part := range strings.Split(strings.ToLower(query), `"`) {
		if i%2 == 1 {
			out = append(out, strings.Join(strings.Fields(part), " "))
			continue
		}
		out = append(out, strings.Fields(part)...)
	}
	kept := out[:0]
	for _, term := range out {
		if strings.ContainsFunc(term, wordRune) {
			kept = append(kept, term)
		}
	}
	return kept
}

// matches reports whether every term of a search stands in the item as whole words. The search
// itself also finds beginnings of words ("devin" in "devine") and names of authors.
func matches(terms []string, it *voxpop.Item) bool {
	text := strings.ToLower(strings.Join(strings.Fields(it.Title+" \n "+it.Body+" \n "+it.URL), " "))
	for _, term := range terms {
		if !hasTerm(text, term) {
			return false
		}
	}
	return true
}

func hasTerm(text, term string) bool {
	for start := 0; ; {
		i := strings.Index(text[start:], term)
		if i < 0 {
			return false
		}
		i += start
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		after, _ := utf8.DecodeRuneInString(text[i+len(term):])
		if !wordRune(before) && !wordRune(after) {
			return true
		}
		start = i + 1
	}
}

func wordRune(r rune) bool { return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)) }
