package tools

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
)

//go:embed idioms.txt
var idiomText string

// Numbers of the uses in the trie of idioms.
const (
	praise = iota
	blame
)

// idioms holds the phrases of idioms.txt.
var idioms = sync.OnceValue(func() *trie {
	t, err := parseIdioms(idiomText)
	if err != nil {
		panic(err) // a test reads it
	}
	return t
})

func parseIdioms(text string) (*trie, error) {
	t := newTrie()
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		kind, phrases, _ := strings.Cut(line, ":")
		number, known := map[string]int32{"praise": praise, "blame": blame}[kind]
		if !known {
			return nil, fmt.Errorf("idioms: %q is neither praise nor blame", kind)
		}
		for _, phrase := range list(phrases) {
			t.addPhrase(phrase, use{number: number, phrase: true})
		}
	}
	return t, nil
}

// idiom is a phrase at a place: +1 for praise, -1 for blame, turned around and halved when denied.
type idiom struct {
	words region
	value float64
}

func (i idiom) denied() bool { return i.value*i.value < 1 }

// findIdioms returns the idioms of p, longest first at each place, without overlaps.
func (p *passage) findIdioms() []idiom {
	t := idioms()
	p.buf = t.identify(p.text, p.words, p.buf)
	var found []idiom
	for i := 0; i < len(p.words); i++ {
		number, end := t.longest(p.words, i)
		if end == i {
			continue
		}
		value := 1.0
		if number == blame {
			value = -1
		}
		if p.denied(i) {
			value *= -0.5
		}
		found = append(found, idiom{region{i, end}, value})
		i = end - 1
	}
	return found
}

// longest returns the number and end of the longest pattern that begins with word i; end is i if none does.
func (t *trie) longest(words []word, i int) (number int32, end int) {
	end = i
	if words[i].id < 0 {
		return 0, end
	}
	at := t.starts[words[i].id]
	for j := i + 1; at != 0; j++ {
		if uses := t.nodes[at].uses; len(uses) > 0 {
			number, end = uses[0].number, j
		}
		if j == len(words) || words[j].id < 0 {
			break
		}
		at = t.edges[edge{at, words[j].id, words[j].gap.soft()}]
	}
	return number, end
}

// denied reports whether one of the three words before word i, in its sentence, is a "not".
func (p *passage) denied(i int) bool {
	sentence := p.words[i].sentence
	for j := i - 1; j >= max(0, i-3) && p.words[j].sentence == sentence; j-- {
		if strings.ContainsAny(p.between(j+1), ",;") {
			return false
		}
		if negations[string(p.low(region{j, j + 1}, j))] {
			return true
		}
	}
	return false
}
