package vader

import (
	_ "embed"
	"fmt"
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
	roleLexicon  role = 1 << iota // has a valence of its own
	roleBooster                   // strengthens or weakens what follows
	roleNegation                  // turns what follows around
)

// entry is what the rules know of one lower-case word.
type entry struct {
	word    string
	head    uint64  // its first eight bytes, the rest zero
	valence float64 // -4…+4, if roleLexicon
	boost   float64 // if roleBooster
	role    role
	name    name
}

const (
	slotBits = 14 // 16,384 slots for about 7,700 words
	maxWord  = 24 // bytes; no word is longer
)

// tables are the lexicon, the modifiers and the emoji as two open hash tables. They are
// read-only once built.
type tables struct {
	entries []entry // entries[0] stands for every unknown word
	// slots hold (tag << 16 | index into entries); 0 is empty. The tag is 16 bits of the
	// hash that the slot's place does not use, and saves looking at the wrong word.
	slots [1 << slotBits]uint32
	emoji [1 << emojiBits]emojiEntry
}

var tablesOnce = sync.OnceValue(func() *tables { return newTables(lexiconTSV, emojiTSV) })

// newTables builds the tables in about a millisecond. It panics if the embedded files are
// not what gen.go writes, which a test excludes.
func newTables(lexicon, emoji string) *tables {
	t := &tables{entries: make([]entry, 1, 8192)}
	for line := range strings.Lines(lexicon) {
		word, number, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		valence, err := strconv.ParseFloat(number, 64)
		if err != nil || word == "" || len(word) > maxWord {
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
	for word := range strings.FieldsSeq(boosters) {
		t.boost(word, boostUp)
	}
	for word := range strings.FieldsSeq(dampeners) {
		t.boost(word, -boostUp)
	}
	for word := range strings.FieldsSeq(negations) {
		t.entry(word).role |= roleNegation
	}
	for i, word := range names {
		if word != "" {
			t.entry(word).name = name(i)
		}
	}
	return t
}

func (t *tables) boost(word string, by float64) {
	e := t.entry(word)
	e.role |= roleBooster
	e.boost = by
}

// entry returns the entry of word, a new one if there is none yet. The pointer is good
// until the next call.
func (t *tables) entry(word string) *entry {
	at, tag := place(hash(padded(word), 0, len(word)))
	for ; t.slots[at] != 0; at = (at + 1) & (1<<slotBits - 1) {
		e := &t.entries[t.slots[at]&0xffff]
		if e.word == word {
			return e
		}
	}
	t.slots[at] = tag | uint32(len(t.entries))
	t.entries = append(t.entries, entry{word: word, head: firstBytes(load8(padded(word), 0), min(8, len(word)))})
	return &t.entries[len(t.entries)-1]
}

// find returns the entry of text[from:to], which is ASCII in any case.
func (t *tables) find(text []byte, from, to int) *entry {
	if to-from > maxWord {
		return &t.entries[0]
	}
	at, tag := place(hash(text, from, to-from))
	for ; t.slots[at] != 0; at = (at + 1) & (1<<slotBits - 1) {
		slot := t.slots[at]
		if slot&0xffff0000 != tag {
			continue
		}
		if e := &t.entries[slot&0xffff]; equalLower(e.word, text[from:to]) {
			return e
		}
	}
	return &t.entries[0]
}

// findShort returns the entry of a word of up to eight small letters, given as bytes in v,
// the rest being zero.
func (t *tables) findShort(v uint64) *entry {
	at, tag := place(hashShort(v))
	for ; t.slots[at] != 0; at = (at + 1) & (1<<slotBits - 1) {
		slot := t.slots[at]
		if e := &t.entries[slot&0xffff]; slot&0xffff0000 == tag && e.head == v && len(e.word) <= 8 {
			return e
		}
	}
	return &t.entries[0]
}
