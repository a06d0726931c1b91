package vader

import (
	"encoding/binary"
)

// padding follows every text: a space that ends the last word, and what is read beyond it,
// for words are read sixteen bytes at a time and their ends are looked for in blocks.
const padding = "                                                                                "

const (
	eachByte = 0x0101010101010101
	highBits = 0x80 * eachByte
	// smallBits make letters small. They leave small ones as they are.
	smallBits = 0x20 * eachByte
)

// padded returns word with padding.
func padded(word string) []byte { return append([]byte(word), padding...) }

func load8(text []byte, at int) uint64 { return binary.LittleEndian.Uint64(text[at:]) }

// The functions below look at the eight bytes of v at once, and do without branches: which
// word comes next is what no processor can predict. Their results have the high bit of each
// byte they mean.

// below finds the characters before z, which is ASCII.
func below(v uint64, z uint64) uint64 {
	return ^((v &^ highBits) + (0x80-z)*eachByte) &^ v & highBits
}

// between finds the characters from a to z, both ASCII.
func between(v uint64, a, z uint64) uint64 {
	low := v &^ highBits
	return (low + (0x80-a)*eachByte) &^ (low + (0x7f-z)*eachByte) &^ v & highBits
}

// gather packs the high bits of the bytes of v into one byte, the first lowest.
func gather(v uint64) uint64 { return v >> 7 * 0x0102040810204080 >> 56 }

// block is what is known of blockSize bytes of a text, a bit for each.
type block struct {
	ends     uint64 // blanks and control characters, some of which are white space
	controls uint64
	letters  uint64
	uppers   uint64 // capital letters
}

// blockSize is about the length of a short sentence. The longest word that is not rare fits.
const blockSize = 32

// look looks at the block at text[at:].
func look(text []byte, at int) (b block) {
	bytes := text[at : at+blockSize]
	for i := 0; i < blockSize; i += 8 {
		v := load8(bytes, i)
		letters := between(v|smallBits, 'a', 'z') &^ v
		b.ends |= gather(below(v, ' '+1)) << i
		b.controls |= gather(below(v, ' ')) << i
		b.letters |= gather(letters) << i
		b.uppers |= gather(letters&^(v<<2)) << i
	}
	return b
}

// firstBytes clears all but the first n bytes of v, none if n is 8 or more, all if it is
// negative.
func firstBytes(v uint64, n int) uint64 {
	return v & (1<<(8*uint(max(n, 0))) - 1)
}

// masks keep the first n of sixteen bytes.
var masks = func() (m [32]struct{ head, tail uint64 }) {
	for n := range m {
		m[n].head = firstBytes(^uint64(0), n)
		m[n].tail = firstBytes(^uint64(0), n-8)
	}
	return m
}()

// differ is 0 if a and b are equal, else 1.
func differ(a, b uint64) uint64 {
	d := a ^ b
	return (d | -d) >> 63
}

// hashFactor and tailFactor are a pair of the one in seven of odd numbers that leave no bucket with more words than
// it holds. If the words change and newTables says so, try others.
const (
	hashFactor = 0xc4f5a58656eef511
	tailFactor = 0x9dcec3ad077dec6d
)

// hash hashes a word in small letters, given as its first eight bytes and its second eight, zeros where it is shorter.
// Its high bits depend on all of the word.
func hash(head, tail uint64) uint64 { return head*hashFactor ^ tail*tailFactor }

// rest stands, in the hash of a word of n bytes, for those beyond the sixteenth.
func rest(n int) uint64 {
	if n <= 16 {
		return 0
	}
	return uint64(n) * eachByte
}
