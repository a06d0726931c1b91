package stats

import (
	"slices"
	"strings"
)

// longestPhrase is how many words a phrase may have.
const longestPhrase = 3

// leastItems is in how many items, of both sides together, a phrase must occur.
const leastItems = 3

// phrases are the words and phrases that occur often enough, numbered in order of first
// occurrence, shorter ones first. Items are numbered over both sides, those of from first.
type phrases struct {
	words  []string
	spoken [][]int32 // of a phrase: the words, by number in words
	at     [longestPhrase][]int32
	start  []int32 // where in at the tokens of an item begin; one more for the end
}

// none marks a place in at where no phrase begins.
const none = int32(-1)

// indexed finds the phrases of items. A longer phrase can only be frequent where both shorter
// ones in it are (Agrawal and Srikant, VLDB 1994), so that few are ever counted.
func indexed(items []DriverItem) *phrases {
	p := &phrases{start: make([]int32, 1, len(items)+1)}
	tokens := p.number(items)
	p.at[0] = p.frequent(slices.Clone(tokens), len(p.words))
	for k, id := range p.at[0] {
		if id >= 0 && p.spoken[id] == nil {
			p.spoken[id] = []int32{tokens[k]}
		}
	}
	for length := 1; length < longestPhrase; length++ {
		p.extend(length)
	}
	return p
}

// number gives every token a number; empty tokens have none.
func (p *phrases) number(items []DriverItem) (tokens []int32) {
	known := map[string]int32{}
	total := 0
	for _, item := range items {
		total += len(item.Tokens)
	}
	tokens = make([]int32, 0, total)
	for _, item := range items {
		for _, word := range item.Tokens {
			id, ok := known[word]
			switch {
			case word == "":
				id = none
			case !ok:
				id = int32(len(p.words))
				known[word] = id
				p.words = append(p.words, word)
			}
			tokens = append(tokens, id)
		}
		p.start = append(p.start, int32(len(tokens)))
	}
	return tokens
}

// frequent renumbers what occurs in enough items, and makes room for it; the rest becomes none.
func (p *phrases) frequent(at []int32, kinds int) []int32 {
	seen := make([]int32, kinds) // the last item it was seen in, plus one
	items := make([]int32, kinds)
	p.each(func(item, k int) {
		if id := at[k]; id >= 0 && seen[id] != int32(item+1) {
			seen[id] = int32(item + 1)
			items[id]++
		}
	})
	renumbered := make([]int32, kinds)
	for id := range renumbered {
		renumbered[id] = none
		if items[id] >= leastItems {
			renumbered[id] = int32(len(p.spoken))
			p.spoken = append(p.spoken, nil)
		}
	}
	for k, id := range at {
		if id >= 0 {
			at[k] = renumbered[id]
		}
	}
	return at
}

// each visits every token with the number of its item.
func (p *phrases) each(visit func(item, k int)) {
	for item := range len(p.start) - 1 {
		for k := p.start[item]; k < p.start[item+1]; k++ {
			visit(item, int(k))
		}
	}
}

// extend makes phrases of one word more than length.
func (p *phrases) extend(length int) {
	short := p.at[length-1]
	long := make([]int32, len(short))
	pairs := newPairs(len(short) / 2)
	p.each(func(item, k int) {
		long[k] = none
		if k+1 < int(p.start[item+1]) && short[k] >= 0 && short[k+1] >= 0 {
			long[k] = pairs.number(short[k], short[k+1])
		}
	})
	p.at[length] = p.frequent(long, pairs.count)
	for k, id := range p.at[length] {
		if id >= 0 && p.spoken[id] == nil {
			head, tail := p.spoken[short[k]], p.spoken[short[k+1]]
			p.spoken[id] = append(append(make([]int32, 0, length+1), head...), tail[length-1])
		}
	}
}

// of visits every phrase of an item, also when it has been there before.
func (p *phrases) of(item int, visit func(id int32)) {
	for _, at := range p.at {
		for _, id := range at[p.start[item]:p.start[item+1]] {
			if id >= 0 {
				visit(id)
			}
		}
	}
}

// text spells a phrase.
func (p *phrases) text(id int32) string {
	words := make([]string, len(p.spoken[id]))
	for i, w := range p.spoken[id] {
		words[i] = p.words[w]
	}
	return strings.Join(words, " ")
}
