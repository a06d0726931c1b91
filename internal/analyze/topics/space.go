package topics

import (
	"cmp"
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

// vector is a sparse vector over terms, in the order of the terms.
type vector []weighted

type weighted struct {
	term   int32
	weight float32
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

func (v vector) normalize() {
	var sum float64
	for _, w := range v {
		sum += float64(w.weight) * float64(w.weight)
	}
	if sum == 0 {
		return
	}
	f := float32(1 / math.Sqrt(sum))
	for i := range v {
		v[i].weight *= f
	}
}

// cosine is the scalar product of two vectors of length 1.
func cosine(a, b vector) float64 {
	var sum float64
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i].term < b[j].term:
			i++
		case a[i].term > b[j].term:
			j++
		default:
			sum += float64(a[i].weight) * float64(b[j].weight)
			i++
			j++
		}
	}
	return sum
}

// sum is a sparse sum of vectors over all terms, to be used again.
type sum struct {
	weight  []float64
	touched []int32
}

func (x *sum) add(v vector, f float64) {
	for _, w := range v {
		if x.weight[w.term] == 0 {
			x.touched = append(x.touched, w.term)
		}
		x.weight[w.term] += f * float64(w.weight)
	}
}

// take returns the sum's greatest weights as a vector of length 1, and clears the sum.
func (x *sum) take(keep int) vector {
	v := make(vector, len(x.touched))
	for i, t := range x.touched {
		v[i] = weighted{t, float32(x.weight[t])}
		x.weight[t] = 0
	}
	x.touched = x.touched[:0]
	if len(v) > keep {
		v.byWeight()
		v = v[:keep]
	}
	slices.SortFunc(v, func(a, b weighted) int { return cmp.Compare(a.term, b.term) })
	v.normalize()
	return v
}

func (v vector) byWeight() {
	slices.SortFunc(v, func(a, b weighted) int { return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.term, b.term)) })
}

// share says how much items of one thread weigh, so that n of them weigh as much as √n of different threads.
func (s *space) share(members []int32) func(item int32) float64 {
	n := make(map[int32]int, len(members))
	for _, m := range members {
		n[s.thread[m]]++
	}
	return func(item int32) float64 { return 1 / math.Sqrt(float64(n[s.thread[item]])) }
}

// center is the mean direction of items.
func (s *space) center(members []int32, x *sum, keep int) vector {
	share := s.share(members)
	for _, m := range members {
		x.add(s.of[m], share(m))
	}
	return x.take(keep)
}

func (s *space) newSum() *sum { return &sum{weight: make([]float64, len(s.terms))} }

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
