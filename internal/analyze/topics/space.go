package topics

import (
	"math"
	"slices"
	"strings"

	"github.com/voxpop-dev/voxpop/internal/analyze/topics/words"
)

// space is the corpus seen as terms.
type space struct {
	*corpus
	terms   []term
	of      []vector        // of each item, length 1
	ignored map[string]bool // keys of the names that say nothing here
	naming  map[string]bool // words of these names
	// favoured are the keys of terms that stood for a theme in the former run.
	favoured map[string]bool
	// belonged tells in which theme of the former run a term weighed most.
	belonged map[string]int
	usual    float64 // topicality that says nothing
	stem     []int32 // of each word of the vocabulary, the one without plural s
}

// newSpace finds the terms of a corpus and weighs them in each item: TF-IDF, times how topical the term is
// and how much of a noun.
func newSpace(c *corpus, names []string, b *Background) *space {
	s := &space{corpus: c, terms: c.terms(minDF(len(c.items))), of: make([]vector, len(c.items)), ignored: map[string]bool{}, naming: map[string]bool{}}
	s.stem = make([]int32, len(c.vocab))
	for i := range c.vocab {
		s.stem[i] = c.lookup[c.singular(c.vocab[i].key)]
	}
	if b != nil {
		b.apply(s.terms, c.tokens)
	}
	s.weigh()
	if !c.telling() {
		s.measureCompany()
		s.weigh()
	}
	for _, name := range names {
		s.ignored[keyOf(name)] = true
		for _, t := range words.Cut(nil, name) {
			s.naming[t.Key] = true
		}
	}
	return s
}

// empty reports whether a term names no subject: it is a name that says nothing here, such a name and common words (using
// Cursor), or two things joined (Cursor or Windsurf).
func (s *space) empty(t *term) bool {
	if s.ignored[t.key] {
		return true
	}
	named, more := false, false
	for i, w := range t.words {
		v := &s.vocab[w]
		switch {
		case s.naming[v.key]:
			named = true
		case v.class == words.Open:
			more = more || v.capitals() > 0.5 || strings.ContainsAny(v.key, "0123456789")
		case v.class != words.Preposition && i > 0:
			return true
		case v.class == words.Preposition && named:
			return true
		}
	}
	return named && !more
}

// weigh makes the vectors of the items.
func (s *space) weigh() {
	for i := range s.of {
		s.of[i] = s.of[i][:0]
	}
	for i := range s.terms {
		t := &s.terms[i]
		for _, p := range t.places {
			w := (1 + math.Log(float64(p.times))) * t.idf * (0.2 + t.topical) * (0.3 + 0.7*t.noun)
			s.of[p.item] = append(s.of[p.item], weighted{int32(i), float32(w)})
		}
	}
	for _, v := range s.of {
		v.normalize()
	}
}

// measureCompany says how topical the terms are where threads do not tell: log2 of how many times more the words
// beside a term agree than those of all items do.
func (s *space) measureCompany() {
	x := s.newSum()
	all := make([]int32, len(s.items))
	for i := range all {
		all[i] = int32(i)
	}
	_, chance := s.company(all, nil, x)
	for i := range s.terms {
		_, coherence := s.context(int32(i), x)
		s.terms[i].topical = max(s.terms[i].topical, math.Log2(coherence/max(chance, 1e-9)))
	}
}

// minDF is in how many items a word or phrase must be to be a term, in a window of n items.
func minDF(n int) int { return max(3, n/2500) }

// keyOf is the key of a name as it is written.
func keyOf(name string) string {
	c := read([]Item{{Text: name}}, nil)
	if len(c.docs[0]) == 0 {
		return ""
	}
	var ws []int32
	for _, t := range c.docs[0] {
		ws = append(ws, t.word)
	}
	return c.key(ws)
}

// overlap reports whether two terms share a word of the open class.
func (s *space) overlap(a, b *term) bool {
	for _, w := range a.words {
		if s.vocab[w].class == words.Open && slices.ContainsFunc(b.words, func(v int32) bool { return s.same(v, w) }) {
			return true
		}
	}
	return false
}

// same reports whether two words are one, but for the plural.
func (s *space) same(a, b int32) bool {
	return a == b || s.stem[a] == s.stem[b]
}
