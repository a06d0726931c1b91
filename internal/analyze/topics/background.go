package topics

import "math"

// Background is what the talk of a whole window shows of its words, for runs over small parts of it: which of
// them are nouns and names, and which keep to few threads. It is not changed after it is made and may be used
// by several runs at once.
type Background struct {
	words  map[string]word
	terms  map[string]known
	tokens int
	least  int // in fewer items a term is not kept
}

type known struct {
	topical float64
	items   int
}

// Learn makes the background of items, of which it reads limit (20,000 if zero) as Find does.
func Learn(items []Item, limit int) *Background {
	items, _ = sample(items, limitOf(limit))
	items, _ = fold(items)
	c := read(items, nil)
	b := &Background{words: make(map[string]word, len(c.vocab)), terms: map[string]known{}, tokens: c.tokens, least: minDF(len(items))}
	for _, w := range c.vocab {
		b.words[w.key] = w
	}
	if !c.telling() {
		return b
	}
	for _, t := range c.terms(b.least) {
		b.terms[t.key] = known{t.topical, t.df()}
	}
	return b
}

func limitOf(n int) int {
	if n <= 0 {
		return 20_000
	}
	return n
}

// most is the greatest topicality that is taken from being frequent.
const mostKeyed = 1.2

// apply raises the topicality of the terms of a part to what the background knows of them, or to how
// much more frequent they are in the part: half of log2 of the ratio of items to all words, a standard deviation
// taken off.
func (b *Background) apply(terms []term, tokens int) {
	for i := range terms {
		t := &terms[i]
		k, found := b.terms[t.key]
		if !found {
			k.items = b.least
		}
		n := float64(t.df())
		ratio := (n - math.Sqrt(n)) / float64(max(tokens, 1)) / (float64(k.items) / float64(max(b.tokens, 1)))
		keyed := 0.0
		if ratio > 1 {
			keyed = min(mostKeyed, math.Log2(ratio)/2)
		}
		t.topical = max(t.topical, k.topical, keyed)
	}
}
