package relational

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/voxpop-dev/voxpop"
)

// Query is a search: every term must hold. At least one term is not negated.
type Query []Term

// Term is one word, or several that follow each other.
type Term struct {
	Words  []string // at least one; lower-case, letters and digits only
	Prefix bool     // the last word may go on
	Not    bool
}

// Limits of a query, which strangers write.
const (
	MaxQueryBytes = 500
	MaxQueryTerms = 20
	// MinPrefix is how many letters a prefix needs: shorter ones match so many words that finding them is slow.
	MinPrefix = 3
)

// ParseQuery reads words, "phrases", -not and prefix*. Words are split in the way of the index, so
// "c++-style" is the phrase "c style". Upper case, punctuation and the operators of the databases mean nothing.
func ParseQuery(text string) (Query, error) {
	if len(text) > MaxQueryBytes {
		return nil, fmt.Errorf("search: longer than %d bytes: %w", MaxQueryBytes, voxpop.ErrInvalid)
	}
	var q Query
	positive := false
	for rest := strings.TrimSpace(clean(text)); rest != ""; rest = strings.TrimSpace(rest) {
		var t Term
		t, rest = nextTerm(rest)
		if len(t.Words) == 0 {
			continue
		}
		if last := t.Words[len(t.Words)-1]; t.Prefix && utf8.RuneCountInString(last) < MinPrefix {
			return nil, fmt.Errorf("search: %q* needs at least %d letters before the star: %w", last, MinPrefix, voxpop.ErrInvalid)
		}
		q = append(q, t)
		positive = positive || !t.Not
	}
	switch {
	case !positive:
		return nil, fmt.Errorf("search: needs at least one word to look for: %w", voxpop.ErrInvalid)
	case len(q) > MaxQueryTerms:
		return nil, fmt.Errorf("search: more than %d words and phrases: %w", MaxQueryTerms, voxpop.ErrInvalid)
	}
	return q, nil
}

// nextTerm cuts one term off a text that begins with neither blank nor end. An unclosed phrase goes to the end.
func nextTerm(text string) (t Term, rest string) {
	if after, ok := strings.CutPrefix(text, "-"); ok {
		t.Not, text = true, after
	}
	var raw string
	if after, ok := strings.CutPrefix(text, `"`); ok {
		raw, rest, _ = strings.Cut(after, `"`)
	} else {
		end := strings.IndexFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r == '"' })
		if end < 0 {
			end = len(text)
		}
		raw, rest = text[:end], text[end:]
	}
	if after, ok := strings.CutPrefix(rest, "*"); ok {
		t.Prefix, rest = true, after
	}
	t.Prefix = t.Prefix || strings.HasSuffix(raw, "*")
	t.Words = Words(respell(raw))
	return t, rest
}

// maxRun is the longest run of letters that the analysis leaves whole.
const maxRun = 40

// respell writes a query as the analysis writes what it gives to the index (SearchWords of analyze/text): in the
// compatible composed form, so that "ﬁne" finds "fine", and with longer runs of letters taken apart.
func respell(text string) string {
	var out strings.Builder
	run := 0
	for _, r := range norm.NFKC.String(text) {
		out.WriteRune(r)
		if run++; !unicode.IsLetter(r) && !unicode.IsNumber(r) {
			run = 0
		}
		if run == maxRun {
			out.WriteByte(' ')
			run = 0
		}
	}
	return out.String()
}

// MaxWordBytes is where longer words are cut, in the index and in searches alike. maxIndexedBytes is
// how much of a text is indexed; both keep under what PostgreSQL can index.
const (
	MaxWordBytes    = 128
	maxIndexedBytes = 400_000
)

// Words splits a text into the words of the index: runs of letters and digits, in lower case.
func Words(text string) []string {
	words := strings.FieldsFunc(strings.ToLower(clean(text)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r)
	})
	total := 0
	for i, w := range words {
		if len(w) > MaxWordBytes {
			words[i] = strings.ToValidUTF8(w[:MaxWordBytes], "")
		}
		if total += len(words[i]) + 1; total > maxIndexedBytes {
			return words[:i]
		}
	}
	return words
}
