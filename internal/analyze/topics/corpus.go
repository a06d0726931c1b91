package topics

import (
	"github.com/voxpop-dev/voxpop/internal/analyze/topics/words"
)

// corpus is the window's items, cut into words. All in it is in the order of the items, which is
// that of their ids.
type corpus struct {
	items  []Item
	docs   [][]token
	vocab  []word
	lookup map[string]int32
	thread []int32 // of each item: number of its thread
	mass   []int32 // tokens of each thread
	tokens int
	known  map[string]word // from a background; may be nil
}

// token is a word at a place.
type token struct {
	word       int32
	start, end int32
	before     words.Break
}

// word is what the corpus shows of one word.
type word struct {
	key   string
	class words.Class
	df    int32 // items with it
	times int32
	last  int32 // item that was counted last, +1

	// Where it stands: at the end of a noun phrase, where a verb or an adjective is expected;
	// inside a sentence, there with a capital.
	noun, verb, adjective, inside, capital int32
}

// read cuts the items into words. Of a background it takes what that knows of their nature.
func read(items []Item, b *Background) *corpus {
	c := &corpus{items: items, docs: make([][]token, len(items)), lookup: map[string]int32{}, thread: make([]int32, len(items))}
	if b != nil {
		c.known = b.words
	}
	threads := map[string]int32{}
	var cut []words.Token
	for i := range items {
		cut = words.Cut(cut[:0], items[i].Text)
		c.docs[i] = c.add(cut, int32(i))
		c.observe(c.docs[i], items[i].Text)
		c.tokens += len(cut)
		thread, known := threads[threadOf(&items[i])]
		if !known {
			thread = int32(len(threads))
			threads[threadOf(&items[i])] = thread
			c.mass = append(c.mass, 0)
		}
		c.thread[i] = thread
		c.mass[thread] += int32(len(cut))
	}
	return c
}

// threadOf names an item's thread, across sources; an item without one is its own.
func threadOf(item *Item) string {
	if item.Thread == "" {
		return item.ID.String()
	}
	return item.ID.Source + "/" + item.Thread
}

func (c *corpus) add(cut []words.Token, item int32) []token {
	doc := make([]token, len(cut))
	for i, t := range cut {
		id, known := c.lookup[t.Key]
		if !known {
			id = int32(len(c.vocab))
			c.lookup[t.Key] = id
			c.vocab = append(c.vocab, c.fresh(t.Key))
		}
		w := &c.vocab[id]
		w.times++
		if w.last != item+1 {
			w.last = item + 1
			w.df++
		}
		doc[i] = token{word: id, start: int32(t.Start), end: int32(t.End), before: t.Before}
	}
	return doc
}

// fresh is a word that was not met yet, with what the background knows of it.
func (c *corpus) fresh(key string) word {
	w := c.known[key]
	w.key, w.class, w.df, w.times, w.last = key, words.ClassOf(key), 0, 0, 0
	return w
}

// observe counts in what places the words of a text stand.
func (c *corpus) observe(doc []token, text string) {
	for i, t := range doc {
		w := &c.vocab[t.word]
		if w.class != words.Open || t.before >= words.Clause {
			if w.class == words.Open && t.before == words.Clause {
				w.sees(text[t.start])
			}
			continue
		}
		w.sees(text[t.start])
		ends := i+1 == len(doc) || doc[i+1].before >= words.Clause || c.vocab[doc[i+1].word].class != words.Open
		switch c.vocab[doc[i-1].word].class {
		case words.Determiner, words.Preposition, words.Open:
			if ends {
				w.noun++
			}
		case words.Pronoun, words.Modal:
			w.verb++
		case words.Be, words.Degree:
			if ends {
				w.adjective++
			}
		}
	}
}

func (w *word) sees(first byte) {
	w.inside++
	if 'A' <= first && first <= 'Z' {
		w.capital++
	}
}

// capitals is the share of capitals inside sentences, 0…1, drawn to 0 where there is little to go by.
func (w *word) capitals() float64 { return float64(w.capital) / float64(w.inside+2) }

// nounness is how far the corpus shows the word as a noun or a name, 0…1; a half where it shows nothing.
func (w *word) nounness() float64 {
	return max(w.capitals(), float64(w.noun+1)/float64(w.noun+w.verb+w.adjective+2))
}
