package candidates

import (
	"strings"
	"unicode"

	"github.com/voxpop-dev/voxpop/internal/analyze/topics/words"
)

// maxParts is how many words a name may have.
const maxParts = 3

// occurrence is a name in an item.
type occurrence struct {
	item     int
	key      string
	spelling string
	// around are the words beside it by place (left, right, second to the left and to the right), or a mark of
	// the border.
	around [places]string
	known  bool
	common bool // behind an article or quantity as only common nouns are, or in the plural
}

// marks stand for what is no word.
const (
	edge      = "|"      // the border of a clause
	toolThere = "(tool)" // a known tool
	owner     = "'s"     // behind the name
)

// names finds all occurrences of names, known or not.
func (s *survey) names(known func(string) bool) []occurrence {
	told := map[string]bool{}
	ask := func(name string) bool {
		k, asked := told[name]
		if !asked {
			k = known(name)
			told[name] = k
		}
		return k
	}
	var out []occurrence
	var doc []words.Token
	for i := range s.items {
		text := s.items[i].Text
		doc = words.Cut(doc[:0], text)
		first := len(out)
		var spans [][2]int
		for at := 0; at < len(doc); {
			n := s.run(text, doc[at:])
			if n == 0 {
				at++
				continue
			}
			end := at + n + tail(text, doc[at+n:])
			o := occurrence{item: i}
			o.spelling, o.known = s.name(text, doc[at:at+n], ask)
			o.key = keyOf(o.spelling)
			if letters(o.key) >= minLetters || o.known {
				out = append(out, o)
				spans = append(spans, [2]int{at, end})
			}
			at = end
		}
		beside(text, doc, spans, out[first:])
	}
	return out
}

// run returns how many tokens at the begin of doc make a name, 0 for none.
func (s *survey) run(text string, doc []words.Token) int {
	n := 0
	for n < len(doc) && n < maxParts {
		t := doc[n]
		if n > 0 && t.Before > words.Hyphen || words.ClassOf(t.Key) != words.Open {
			break
		}
		word := text[t.Start:t.End]
		if startsWithDigit(word) || !s.isName(t.Key) || n > 0 && !isNameForm(word) && t.Before != words.Hyphen {
			break
		}
		n++
	}
	return n
}

func startsWithDigit(s string) bool { return '0' <= s[0] && s[0] <= '9' }

// name returns the spelling of a run without what is known of it: the longest known name that begins it decides.
func (s *survey) name(text string, run []words.Token, known func(string) bool) (spelling string, isKnown bool) {
	for n := len(run); n > 0; n-- {
		if name := spell(text, run[:n]); known(name) || known(withoutVersion(name)) {
			return name, true
		}
	}
	return withoutVersion(spell(text, run)), false
}

// spell returns a run as it is written, blanks made single.
func spell(text string, run []words.Token) string {
	return strings.Join(strings.Fields(text[run[0].Start:run[len(run)-1].End]), " ")
}

// tail returns how many tokens behind a name belong to it: versions, sizes and what is hung onto them (Llama 4 Scout,
// Qwen3-30B-A3B-Instruct).
func tail(text string, doc []words.Token) int {
	n, version := 0, false
	for n < len(doc) && doc[n].Before <= words.Hyphen && words.ClassOf(doc[n].Key) == words.Open {
		word := text[doc[n].Start:doc[n].End]
		version = version || strings.ContainsAny(word, "0123456789")
		if !version && doc[n].Before != words.Hyphen || !isNameForm(word) && !startsWithDigit(word) {
			break
		}
		n++
	}
	return n
}

// withoutVersion takes versions off the end of a name: Qwen2.5 becomes Qwen, Kimi K2 becomes Kimi. A name that begins
// with a version (R1, Q4_K_M) becomes empty.
func withoutVersion(name string) string {
	i := strings.IndexAny(name, "0123456789")
	if i < 0 {
		return name
	}
	stem := name[:i]
	if rest, _, _ := strings.Cut(strings.TrimLeft(name[i:], "0123456789."), " "); letters(strings.Split(rest, "-")[0]) >= minLetters {
		return name // GPT4All
	}
	if last := strings.LastIndexAny(stem, " -"); letters(stem[last+1:]) < minLetters {
		stem = stem[:last+1]
	}
	return strings.TrimRight(stem, " -._")
}

// minLetters is the least a name must have; what is shorter is a version (V3) or stands for too many things.
const minLetters = 3

func letters(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}

// keyOf keeps the letters and digits of a name, in small letters.
func keyOf(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '+' || r == '#' {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}

const places = 4

// beside fills in the words around the names at the spans. A known tool is marked as such.
func beside(text string, doc []words.Token, spans [][2]int, names []occurrence) {
	isTool := map[int]bool{}
	for i, sp := range spans {
		for at := sp[0]; names[i].known && at < sp[1]; at++ {
			isTool[at] = true
		}
	}
	word := func(at int) string {
		if isTool[at] {
			return toolThere
		}
		return doc[at].Key
	}
	for i, sp := range spans {
		o := &names[i]
		o.around = [places]string{edge, edge, edge, edge}
		if at := sp[0] - 1; at >= 0 && doc[sp[0]].Before < words.Clause {
			o.around[0] = word(at)
			o.common = o.common || articles[doc[at].Key]
			if at > 0 && doc[at].Before < words.Clause {
				o.around[2] = word(at - 1)
			}
		}
		at := sp[1]
		switch end := doc[at-1].End; {
		case end+1 < len(text) && text[end] == '\'' && text[end+1]|0x20 == 's':
			o.around[1] = owner
		case at < len(doc) && doc[at].Before < words.Clause:
			o.around[1] = word(at)
			if at+1 < len(doc) && doc[at+1].Before < words.Clause {
				o.around[3] = word(at + 1)
			}
		}
	}
}

// articles come before common nouns and hardly before the name of a product.
var articles = map[string]bool{
	"a": true, "an": true, "any": true, "some": true, "no": true, "each": true, "every": true, "another": true, "many": true,
	"more": true, "less": true, "much": true, "most": true, "several": true, "multiple": true, "few": true, "enough": true,
	"two": true, "these": true, "those": true, "other": true, "different": true,
}
