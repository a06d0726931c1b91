package tools

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// trie holds patterns of words: aliases, and the phrases of context rules. It is read-only once built.
type trie struct {
	vocabulary map[string]int32
	sketches   [1024]uint64 // a bit for the sketch of every word of the vocabulary
	edges      map[edge]int32
	nodes      []node // the first is the root
	starts     []int32
}

type edge struct {
	from, word int32
	gap        gap
}

// node is where a pattern ends, or may go on.
type node struct {
	uses []use
	more bool // has edges
}

// use is what a pattern is good for: an alias, or a phrase of the rules.
type use struct {
	number int32
	phrase bool
}

func newTrie() *trie {
	return &trie{vocabulary: map[string]int32{}, edges: map[edge]int32{}, nodes: make([]node, 1)}
}

// part is a word of a pattern and the gap before it.
type part struct {
	word   string
	gap    gap
	digits bool
}

// parts cuts a pattern into words.
func parts(pattern string) []part {
	words := scan(nil, pattern)
	out := make([]part, len(words))
	for i, w := range words {
		g := w.gap.soft()
		if g == gapBreak && i > 0 {
			g = gapOther
		}
		out[i] = part{word: lower(pattern[w.from:w.to]), gap: g, digits: w.digits}
	}
	return out
}

// maxJoins bounds the spellings of one pattern.
const maxJoins = 3

// spellings returns ps and ps with words run together: "claude code", "claudecode".
func spellings(ps []part) [][]part {
	out := [][]part{ps[:min(1, len(ps))]}
	joins := 0
	for i := 1; i < len(ps); i++ {
		p, last := ps[i], ps[i-1]
		joinable := p.gap == gapSoft && !p.digits && !last.digits && joins < maxJoins
		for j, n := 0, len(out); j < n; j++ {
			if joinable {
				joined := append([]part(nil), out[j]...)
				joined[len(joined)-1].word += p.word
				out = append(out, joined)
			}
			out[j] = append(out[j][:len(out[j]):len(out[j])], p)
		}
		if joinable {
			joins++
		}
	}
	return out
}

// addPhrase makes pattern lead to u.
func (t *trie) addPhrase(pattern string, u use) { t.addParts(parts(pattern), u) }

// addAlias makes every spelling of pattern lead to u, and its plural if that is asked for.
func (t *trie) addAlias(pattern string, u use, plural bool) {
	for _, ps := range spellings(parts(pattern)) {
		t.addParts(ps, u)
		last := ps[len(ps)-1]
		if plural && !last.digits && utf8.RuneCountInString(last.word) >= 4 && !strings.HasSuffix(last.word, "s") {
			ps = append([]part(nil), ps...)
			ps[len(ps)-1].word += "s"
			t.addParts(ps, u)
		}
	}
}

func (t *trie) addParts(ps []part, u use) {
	at := int32(0)
	for i, p := range ps {
		g := p.gap
		if i == 0 {
			g = gapSoft
		}
		e := edge{at, t.intern(p.word), g}
		next, known := t.edges[e]
		if !known {
			next = int32(len(t.nodes))
			t.nodes = append(t.nodes, node{})
			t.edges[e] = next
		}
		t.nodes[at].more = true
		if i == 0 {
			t.starts[e.word] = next
		}
		at = next
	}
	t.nodes[at].uses = append(t.nodes[at].uses, u)
}

func (t *trie) intern(w string) int32 {
	id, known := t.vocabulary[w]
	if !known {
		id = int32(len(t.vocabulary))
		t.vocabulary[w] = id
		bit := sketch([]byte(w))
		t.sketches[bit>>6] |= 1 << (bit & 63)
		t.starts = append(t.starts, 0)
	}
	return id
}

// identify sets the ids of words of text. It uses and returns buf, a buffer.
func (t *trie) identify(text string, words []word, buf []byte) []byte {
	for i := range words {
		w := &words[i]
		buf = appendLower(buf[:0], text[w.from:w.to])
		if bit := sketch(buf); t.sketches[bit>>6]&(1<<(bit&63)) == 0 {
			continue
		}
		if id, known := t.vocabulary[string(buf)]; known {
			w.id = id
		}
	}
	return buf
}

// sketch is a number by which most words that are not in a vocabulary are told without looking them up.
func sketch(w []byte) uint16 {
	first, last, length := uint16(w[0]), uint16(w[len(w)-1]), uint16(len(w))
	return first ^ last<<5 ^ uint16(w[len(w)/2])<<9 ^ length<<12
}

func lower(s string) string { return string(appendLower(nil, s)) }

// appendLower appends s in small letters.
func appendLower(dst []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= utf8.RuneSelf {
			for _, r := range s[i:] {
				dst = utf8.AppendRune(dst, unicode.ToLower(r))
			}
			return dst
		}
		if 'A' <= c && c <= 'Z' {
			c |= 0x20
		}
		dst = append(dst, c)
	}
	return dst
}
