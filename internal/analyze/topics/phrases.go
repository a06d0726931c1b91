package topics

import (
	"slices"

	"github.com/voxpop-dev/voxpop/internal/analyze/topics/words"
)

// maxWords is the length of the longest phrase.
const maxWords = 4

// gram is a sequence of words in one clause.
type gram struct {
	left  int32 // the gram without its last word; -1 for a single word
	word  int32 // its last word
	size  int32 // words
	df    int32 // items with it
	last  int32 // the item counted last, +1
	times int32
}

// grams are the sequences of up to maxWords words that are in at least least items. The first
// are the words themselves, all of them. A sequence is only counted if the one it extends is frequent enough (Agrawal
// and Srikant 1994, the Apriori algorithm), which bounds memory.
type grams struct {
	*corpus
	all   []gram
	index map[uint64]int32 // by left and word
	least int32
}

func (c *corpus) grams(least int) *grams {
	g := &grams{corpus: c, all: make([]gram, len(c.vocab), 2*len(c.vocab)), index: map[uint64]int32{}, least: int32(least)}
	for i := range c.vocab {
		w := &c.vocab[i]
		g.all[i] = gram{left: -1, word: int32(i), size: 1, df: w.df, times: w.times}
	}
	for size := int32(2); size <= maxWords; size++ {
		g.extend(size)
	}
	return g
}

// extend adds the grams of the size.
func (g *grams) extend(size int32) {
	at := map[uint64]int32{}
	var fresh []gram
	for item, doc := range g.docs {
		for i := range doc {
			left, next, ok := g.walk(doc, i, size-1)
			if !ok || next >= len(doc) || doc[next].before >= words.Clause || g.vocab[doc[next].word].df < g.least {
				continue
			}
			key := pair(left, doc[next].word)
			n, known := at[key]
			if !known {
				n = int32(len(fresh))
				at[key] = n
				fresh = append(fresh, gram{left: left, word: doc[next].word, size: size})
			}
			f := &fresh[n]
			f.times++
			if f.last != int32(item)+1 {
				f.last = int32(item) + 1
				f.df++
			}
		}
	}
	for _, f := range fresh {
		if f.df >= g.least {
			g.index[pair(f.left, f.word)] = int32(len(g.all))
			g.all = append(g.all, f)
		}
	}
}

func pair(left, word int32) uint64 { return uint64(left)<<32 | uint64(word) }

// walk returns the gram of the size that begins with token i, if it is frequent, and the place
// behind it.
func (g *grams) walk(doc []token, i int, size int32) (gram int32, next int, ok bool) {
	gram, next = doc[i].word, i+1
	if g.all[gram].df < g.least {
		return 0, 0, false
	}
	for n := int32(1); n < size; n++ {
		if next >= len(doc) || doc[next].before >= words.Clause {
			return 0, 0, false
		}
		if gram, ok = g.index[pair(gram, doc[next].word)]; !ok {
			return 0, 0, false
		}
		next++
	}
	return gram, next, true
}

// words returns the words of a gram.
func (g *grams) words(n int32) []int32 {
	out := make([]int32, 0, maxWords)
	for ; n >= 0; n = g.all[n].left {
		out = append(out, g.all[n].word)
	}
	slices.Reverse(out)
	return out
}
