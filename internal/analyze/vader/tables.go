package vader

import (
	_ "embed"
	"fmt"
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

// lexicon.tsv and emoji.tsv are generated from the tables of github.com/jonreiter/govader
// (MIT; see NOTICE), which are those of vaderSentiment (MIT). Lexicon keys that no
// lower-cased token can equal, and emoji of more than one code point, are left out, for the
// rules never find them.

//go:embed lexicon.tsv
var lexiconTSV string

//go:embed emoji.tsv
var emojiTSV string

// role says what a word does in the rules. A word may have several.
type role uint8

const (
	roleCounts   role = 1 << iota // is in the lexicon and no booster: what the sum is made of
	roleLexicon                   // has a valence of its own
	roleBooster                   // strengthens or weakens what follows
	roleNegation                  // turns what follows around
	roleSpecial                   // can change the value of a word after it or its own: any but most words of the lexicon
)

// entry is what the rules know of one lower-case word.
type entry struct {
	word    string
	valence float64 // -4…+4, if roleLexicon
	boost   float64 // if roleBooster
	role    role
	name    name
}

// key is what a scan needs of an entry, small for the sake of the processor's caches.
type key struct {
	head, tail uint64 // of the word, its first eight bytes and the second eight, zeros where it is shorter
	valence    float64
	token      token
}

const (
	bucketBits = 14 // 16,384 buckets for about 7,700 words
	bucketSize = 4
	keyMask    = 1<<13 - 1 // there are fewer words
)

// bucket holds the words of one hash: in tags, 16 further bits of their hashes side by
// side, never 0; in entries, where they are. One comparison looks at all four.
type bucket struct {
	tags    uint64
	entries [bucketSize]uint16
}

// tables are the lexicon, the modifiers and the emoji. They are read-only once built.
type tables struct {
	entries []entry          // entries[0] stands for every unknown word
	keys    [keyMask + 1]key // of the entries
	buckets [1 << bucketBits]bucket
	emoji   [1 << emojiBits]emojiEntry
	longest int // bytes of the longest word
}

var tablesOnce = sync.OnceValue(func() *tables { return newTables(lexiconTSV, emojiTSV) })

// newTables builds the tables in about a millisecond. It panics if the embedded files are
// not what gen.go writes, which every test excludes.
func newTables(lexicon, emoji string) *tables {
	t := &tables{entries: make([]entry, 1, 8192)}
	for line := range strings.Lines(lexicon) {
		word, number, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		valence, err := strconv.ParseFloat(number, 64)
		if err != nil || word == "" {
			panic(fmt.Sprintf("vader: bad line in lexicon.tsv: %q", line))
		}
		e := t.entry(word)
		e.role |= roleLexicon
		e.valence = valence
	}
	for line := range strings.Lines(emoji) {
		char, description, found := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if !found || utf8.RuneCountInString(char) != 1 {
			panic(fmt.Sprintf("vader: bad line in emoji.tsv: %q", line))
		}
		t.addEmoji(char, description)
	}
	t.addModifiers()
	for i := range t.entries {
		e := &t.entries[i]
		if e.role&(roleLexicon|roleBooster) == roleLexicon {
			e.role |= roleCounts
		}
		if e.role&(roleBooster|roleNegation) != 0 || e.name != nameNone && !slices.Contains(companions, e.name) {
			e.role |= roleSpecial
		}
		text := padded(e.word)
		t.keys[i] = key{
			head: firstBytes(load8(text, 0), len(e.word)), tail: firstBytes(load8(text, 8), len(e.word)-8),
			valence: e.valence, token: newToken(i, e.role, e.name),
		}
	}
	t.keys[0].token |= 1 << tokenStranger
	return t
}

func (t *tables) addModifiers() {
	for word := range strings.FieldsSeq(boosters) {
		t.addBooster(word, boostUp)
	}
	for word := range strings.FieldsSeq(dampeners) {
		t.addBooster(word, -boostUp)
	}
	for word := range strings.FieldsSeq(negations) {
		t.entry(word).role |= roleNegation
	}
	for i, word := range names {
		if word != "" {
			t.entry(word).name = name(i)
		}
	}
}

func (t *tables) addBooster(word string, boost float64) {
	e := t.entry(word)
	e.role |= roleBooster
	e.boost = boost
}

// entry returns the entry of word, a new one if there is none yet. The pointer is good
// until the next call.
func (t *tables) entry(word string) *entry {
	text := padded(word)
	if i := t.find(text, 0, len(word)); i > 0 {
		return &t.entries[i]
	}
	n := len(word)
	head, tail := firstBytes(load8(text, 0), n), firstBytes(load8(text, 8), n-8)
	at, tag := place(hash(head, tail^rest(n)))
	b := &t.buckets[at]
	free := slices.Index(b.entries[:], 0)
	if free < 0 || match(b.tags, tag) < bucketSize || len(t.entries) > keyMask {
		panic(fmt.Sprintf("vader: no place for %q: try another hashFactor", word))
	}
	b.tags |= tag << (16 * free)
	b.entries[free] = uint16(len(t.entries))
	t.entries = append(t.entries, entry{word: word})
	t.longest = max(t.longest, len(word))
	return &t.entries[len(t.entries)-1]
}

// place splits a hash into the bucket to look in and the tag to look for.
func place(h uint64) (at uint32, tag uint64) {
	return uint32(h >> (64 - bucketBits)), h>>(48-bucketBits)&0xffff | 1
}

// match returns which of the four tags is tag; 4 if none is.
func match(tags, tag uint64) int {
	const each, high = 0x0001000100010001, 0x8000800080008000
	d := tags ^ tag*each
	return bits.TrailingZeros64((d-each)&^d&high) / 16
}

// find returns the index of the entry of text[from:to], which is ASCII in any case; 0 if
// there is none.
func (t *tables) find(text []byte, from, to int) uint16 {
	if to-from > t.longest {
		return 0
	}
	n := to - from
	head, tail := firstBytes(load8(text, from), n), firstBytes(load8(text, from+8), n-8)
	head |= between(head, 'A', 'Z') >> 2
	tail |= between(tail, 'A', 'Z') >> 2
	at, tag := place(hash(head, tail^rest(n)))
	b := &t.buckets[at]
	i := match(b.tags, tag)
	if i == bucketSize || !equalLower(t.entries[b.entries[i]].word, text[from:to]) {
		return 0
	}
	return b.entries[i]
}

// candidate returns the index of the only entry that can have a hash; 0 if none has.
func (t *tables) candidate(h uint64) uint64 {
	at, tag := place(h)
	b := &t.buckets[at]
	i := match(b.tags, tag)
	return uint64(b.entries[i&(bucketSize-1)]) & (uint64(i>>2) - 1)
}

// findSmall finds the key of a word of 1 to 15 bytes without capital letters, given as in a key; the first key if
// there is none.
func (t *tables) findSmall(head, tail uint64) *key {
	k := &t.keys[t.candidate(hash(head, tail))&keyMask]
	if k.head != head || k.tail != tail {
		return &t.keys[0]
	}
	return k
}

// equalLower reports whether token, with its ASCII capitals made small, is word.
func equalLower(word string, token []byte) bool {
	if len(word) != len(token) {
		return false
	}
	for i, c := range token {
		if 'A' <= c && c <= 'Z' {
			c |= 0x20
		}
		if word[i] != c {
			return false
		}
	}
	return true
}
