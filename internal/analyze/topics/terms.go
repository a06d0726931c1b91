package topics

import (
	"math"
	"strings"
	"unicode"

	"github.com/voxpop-dev/voxpop/internal/analyze/topics/words"
)

// term is a word or phrase, in all its spellings.
type term struct {
	key     string  // its letters and digits run together
	words   []int32 // of its most frequent wording
	places  []place // in the order of the items
	threads int     // threads with it
	topical float64 // log2 of how many times fewer threads it is in than by chance, 0 or more
	noun    float64 // nounness of its last word, 0…1
	name    float64 // share of capitals of its last word inside sentences, 0…1
	idf     float64 // natural logarithm of items ÷ items with it
	// nested is the share of its items in which it is within a longer term, not at its beginning (Pro in
	// Gemini Pro and in RTX Pro).
	nested float64
}

// df is how many items have the term.
func (t *term) df() int { return len(t.places) }

// isName reports whether the corpus shows a term as a name: with a capital, or with a digit behind a letter (a
// size such as 16GB is none).
func (t *term) isName() bool {
	return !startsWithDigit(t.key) && (t.name > 0.5 || strings.ContainsAny(t.key, "0123456789"))
}

func startsWithDigit(s string) bool { return s != "" && '0' <= s[0] && s[0] <= '9' }

// place is where a term occurs first in an item, and how often it does.
type place struct {
	item       int32
	start, end int32 // bytes
	times      int32
}

// maxShare is the share of items above which a term is too common to tell anything apart.
const maxShare = 0.2

// terms finds the words and phrases that can tell one theme from another.
func (c *corpus) terms(least int) []term {
	g := c.grams(least)
	byKey := map[string]int32{}
	of := make([]int32, len(g.all)) // term of each gram, -1 for none
	var terms []term
	var most []int32
	for n := range g.all {
		of[n] = -1
		df := g.all[n].df
		if df < g.least || float64(df) > max(maxShare*float64(len(c.items)), float64(least)) {
			continue
		}
		ws := g.words(int32(n))
		if !c.stands(ws) || !g.coheres(int32(n), ws) {
			continue
		}
		key := c.key(ws)
		id, known := byKey[key]
		if !known {
			id = int32(len(terms))
			byKey[key] = id
			terms, most = append(terms, term{key: key}), append(most, 0)
		}
		if df > most[id] {
			most[id], terms[id].words = df, ws
		}
		of[n] = id
	}
	g.locate(of, terms)
	c.measure(terms)
	return terms
}

// stands reports whether a phrase can stand by itself: it neither begins nor ends with a word
// of a closed class, and is no bare number or letter.
func (c *corpus) stands(ws []int32) bool {
	if c.vocab[ws[0]].class != words.Open || c.vocab[ws[len(ws)-1]].class != words.Open {
		return false
	}
	for _, w := range ws {
		if v := &c.vocab[w]; v.class == words.Open && len(v.key) > 1 && strings.ContainsFunc(v.key, unicode.IsLetter) {
			return true
		}
	}
	return false
}

// coheres reports whether the words of a phrase keep together more than by chance: normalised
// pointwise mutual information (Bouma 2009), by the number of joints, of at least 0.2.
func (g *grams) coheres(n int32, ws []int32) bool {
	if len(ws) == 1 {
		return true
	}
	total := float64(g.tokens)
	p := float64(g.all[n].times) / total
	chance := 1.0
	for _, w := range ws {
		chance *= float64(g.vocab[w].times) / total
	}
	return math.Log(p/chance)/-math.Log(p)/float64(len(ws)-1) >= 0.2
}

// key runs the letters and digits of a phrase together, without the plural s of its last word: equal for
// all spellings of a name.
func (c *corpus) key(ws []int32) string {
	var b strings.Builder
	for i, w := range ws {
		k := c.vocab[w].key
		if i == len(ws)-1 {
			k = c.singular(k)
		}
		for _, r := range k {
			if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '+' || r == '#' {
				b.WriteRune(r)
			}
		}
	}
	return b.String()
}

// singular takes the plural s off a word if the corpus knows the rest as a noun, and writes both
// alike: Windows is no plural of window.
func (c *corpus) singular(k string) string {
	stem, plural := strings.CutSuffix(k, "s")
	if !plural || len(stem) < 3 || strings.HasSuffix(stem, "s") {
		return k
	}
	one, known := c.lookup[stem]
	if !known {
		return k
	}
	v := &c.vocab[one]
	if v.class == words.Open && v.nounness() >= 0.4 && math.Abs(v.capitals()-c.vocab[c.lookup[k]].capitals()) < 0.4 {
		return stem
	}
	return k
}

// locate notes where each term occurs, and whether it does so behind the first word of a longer one.
func (g *grams) locate(of []int32, terms []term) {
	for i, doc := range g.docs {
		reach := 0 // behind the last token of the terms that began before this one
		for at := range doc {
			longest := 0
			for size := int32(1); size <= maxWords; size++ {
				n, next, ok := g.walk(doc, at, size)
				if !ok {
					break
				}
				if t := of[n]; t >= 0 {
					terms[t].occurs(int32(i), doc[at].start, doc[next-1].end, next <= reach)
					longest = next
				}
			}
			reach = max(reach, longest)
		}
	}
}

func (t *term) occurs(item, start, end int32, nested bool) {
	if n := len(t.places); n > 0 && t.places[n-1].item == item {
		t.places[n-1].times++
		return
	}
	t.places = append(t.places, place{item: item, start: start, end: end, times: 1})
	if nested {
		t.nested++
	}
}
