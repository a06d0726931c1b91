package candidates

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/voxpop-dev/voxpop/internal/analyze/topics/words"
)

// survey is the items and how each of their words is written. Texts are cut twice rather than kept cut, which would take
// ten times their memory.
type survey struct {
	items   []Item
	size    []int // tokens of each item
	writing map[string]*writing
}

// writing counts how a word is written inside sentences.
type writing struct{ inside, named int }

const (
	// minNamed is the share of occurrences inside sentences in the form of a name from which a word is one.
	minNamed = 0.5
	// minWritten is how often a word must be seen inside sentences to be judged.
	minWritten = 3
)

func read(items []Item) *survey {
	s := &survey{items: items, size: make([]int, len(items)), writing: map[string]*writing{}}
	var doc []words.Token
	for i := range items {
		doc = words.Cut(doc[:0], items[i].Text)
		s.size[i] = len(doc)
		for _, line := range lines(doc) {
			if !isTitle(items[i].Text, line) {
				s.count(items[i].Text, line)
			}
		}
	}
	return s
}

// lines parts tokens at the ends of sentences.
func lines(doc []words.Token) [][]words.Token {
	var out [][]words.Token
	start := 0
	for i := 1; i <= len(doc); i++ {
		if i == len(doc) || doc[i].Before == words.Sentence {
			if i > start {
				out = append(out, doc[start:i])
			}
			start = i
		}
	}
	return out
}

// isTitle reports whether a sentence is written In The Manner of Titles or IN CAPITALS, so that its capitals say nothing.
func isTitle(text string, line []words.Token) bool {
	open, big := 0, 0
	for _, t := range line {
		if words.ClassOf(t.Key) == words.Open {
			open++
			if isBig(text[t.Start:t.End]) {
				big++
			}
		}
	}
	return open >= 4 && big*10 >= open*7
}

// count notes the writing of the words behind the first.
func (s *survey) count(text string, line []words.Token) {
	for i, t := range line {
		if i == 0 || words.ClassOf(t.Key) != words.Open {
			continue
		}
		w := s.writing[t.Key]
		if w == nil {
			w = &writing{}
			s.writing[t.Key] = w
		}
		w.inside++
		if isNameForm(text[t.Start:t.End]) {
			w.named++
		}
	}
}

// isBig reports whether a word has a capital.
func isBig(word string) bool { return strings.ContainsFunc(word, unicode.IsUpper) }

// isNameForm reports whether a word is written as no ordinary word is: with a capital, or with a dot or digit among letters.
func isNameForm(word string) bool {
	if isBig(word) {
		return true
	}
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsLetter(r) && len(word) > 3 && strings.ContainsAny(word, ".0123456789")
}

// isName reports whether the items write a word as a name.
func (s *survey) isName(key string) bool {
	w := s.writing[key]
	return w != nil && w.inside >= minWritten && float64(w.named) >= minNamed*float64(w.inside)
}
