package vader

import (
	"encoding/binary"
	"math/bits"
)

// Words are read sixteen bytes at a time, so every text is followed by that many spaces.
const padding = "                "

const (
	eachByte = 0x0101010101010101
	highBits = 0x80 * eachByte
)

// padded returns word with padding.
func padded(word string) []byte { return append([]byte(word), padding...) }

func load8(text []byte, at int) uint64 { return binary.LittleEndian.Uint64(text[at:]) }

// The functions below look at the eight bytes of v in the order of the text, and do without
// branches: which word comes next is what no processor can predict.

// firstSpace returns how many bytes of v come before the first that is a space or a control
// character; 8 if none is. Bytes beyond ASCII are neither.
func firstSpace(v uint64) int {
	return bits.TrailingZeros64((v-0x21*eachByte)&^v&highBits) / 8
}

// toSmall makes the capital letters of v small. capitals has the high bit of each of them.
func toSmall(v uint64) (small, capitals uint64) {
	low := v &^ highBits
	capitals = (low + (0x80-'A')*eachByte) &^ (low + (0x7f-'Z')*eachByte) &^ v & highBits
	return v | capitals>>2, capitals
}

// letters returns how many bytes of v come before the first that is not one of a to z.
func letters(v uint64) int {
	low := v &^ highBits
	fine := (low + (0x80-'a')*eachByte) &^ (low + (0x7f-'z')*eachByte) &^ v & highBits
	return bits.TrailingZeros64(fine^highBits) / 8
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

// isEight is 1 if n, at most 8, is 8, else 0.
func isEight(n int) int { return n >> 3 }

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
