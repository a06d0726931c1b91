package tools

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/voxpop-dev/voxpop"
)

// Queries returns searches, in the grammar of docs/definitions.md, of which every text that
// names t matches at least one. They are wider than Find: rules
// of context and spelling are not in them. Two things that Find depends on are not in them either:
// inferred mentions stand in t's home communities, and a community that becomes or ceases to be a
// home changes what counts there for common words. So a change of a tool concerns the items that
// match the queries of its old or new form, and the items of the communities that are home in one of them.
func Queries(t voxpop.Tool) []string {
	var queries []string
	for _, a := range t.Aliases {
		for _, ps := range spellings(parts(a.Text)) {
			queries = append(queries, phrases(ps)...)
		}
	}
	slices.Sort(queries)
	queries = slices.Compact(queries)
	return slices.DeleteFunc(queries, func(q string) bool { return coveredByOther(queries, q) })
}

// minPrefix is how many letters the search grammar wants before a star.
const minPrefix = 3

// phrases writes a pattern as search words, in which letters and digits that touch are one word.
func phrases(ps []part) []string {
	written := []string{ps[0].word}
	for i := 1; i < len(ps); i++ {
		p := ps[i]
		touching := p.gap == gapSoft && p.digits != ps[i-1].digits
		for j, n := 0, len(written); j < n; j++ {
			if touching {
				written = append(written, written[j]+p.word)
			}
			written[j] += " " + p.word
		}
	}
	for i, w := range written {
		if last := w[strings.LastIndexByte(w, ' ')+1:]; utf8.RuneCountInString(last) >= minPrefix {
			w += "*"
		}
		if strings.Contains(w, " ") {
			w = `"` + w + `"`
		}
		written[i] = w
	}
	return written
}

// coveredByOther reports whether a shorter phrase of queries finds all that q finds.
func coveredByOther(queries []string, q string) bool {
	words := strings.Trim(q, `"*`)
	return slices.ContainsFunc(queries, func(other string) bool {
		short := strings.Trim(other, `"*`)
		if len(short) >= len(words) || !strings.HasPrefix(words, short) {
			return false
		}
		return strings.HasSuffix(strings.TrimSuffix(other, `"`), "*") || words[len(short)] == ' '
	})
}

// Signature changes with everything about t that decides what Find returns: two forms of a
// tool with the same signature find the same mentions.
func Signature(t voxpop.Tool) string {
	content, err := json.Marshal(struct {
		Slug, MergedInto string
		Status           voxpop.ToolStatus
		Aliases          []voxpop.Alias
		Home             []string
	}{t.Slug, t.MergedInto, t.Status, t.Aliases, t.Home})
	if err != nil {
		panic(err) // numbers of aliases are finite: Compile checks them
	}
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:8])
}
