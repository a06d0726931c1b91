package vader

import (
	"encoding/binary"
)

// padding follows every text: a space that ends the last word, and what is read beyond it,
// for words are read sixteen bytes at a time and their ends are looked for in 64.
const padding = "                                                                                "

const (
	eachByte = 0x0101010101010101
	highBits = 0x80 * eachByte
)

// padded returns word with padding.
func padded(word string) []byte { return append([]byte(word), padding...) }

func load8(text []byte, at int) uint64 { return binary.LittleEndian.Uint64(text[at:]) }

// The functions below look at the eight bytes of v at once, and do without branches: which
// word comes next is what no processor can predict. Their results have the high bit of each
// byte they mean.

// belowPrintable finds spaces and control characters.
func belowPrintable(v uint64) uint64 {
	return ^((v &^ highBits) + (0x80-0x21)*eachByte) &^ v & highBits
}

// between finds the characters from a to z, both ASCII.
func between(v uint64, a, z uint64) uint64 {
	low := v &^ highBits
	return (low + (0x80-a)*eachByte) &^ (low + (0x7f-z)*eachByte) &^ v & highBits
}

// gather packs the high bits of the bytes of v into one byte, the first lowest.
func gather(v uint64) uint64 { return v >> 7 * 0x0102040810204080 >> 56 }

// endsIn finds the spaces and control characters among the 64 bytes at text[at:], a bit for
// each.
func endsIn(text []byte, at int) uint64 {
	block, ends := text[at:at+64], uint64(0)
	for i := 0; i < 64; i += 8 {
		ends |= gather(belowPrintable(load8(block, i))) << i
	}
	return ends
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

// hashFactor is one of the one in seven odd numbers that leave no bucket with more words than
// it holds. If the words change and newTables says so, try others.
const hashFactor = 0x8866cb397916001f

// hash hashes a word in small letters of n bytes, given as its first eight bytes and its
// second eight, zeros where it is shorter.
func hash(head, tail uint64, n int) uint64 {
	h := (head ^ uint64(n)) * 0x9e3779b97f4a7c15
	return (h ^ h>>32 ^ tail) * hashFactor
}
