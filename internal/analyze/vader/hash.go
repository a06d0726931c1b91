package vader

import (
	"encoding/binary"
	"math/bits"
)

// Words are read eight bytes at a time, so every text is followed by this many spaces.
const padding = 8

const (
	eachByte = 0x0101010101010101
	highBits = 0x80 * eachByte
	// caseBits, or-ed to ASCII, makes capital letters small (and blurs a few signs, which
	// only costs a comparison).
	caseBits = 0x20 * eachByte
)

// padded returns word with padding.
func padded(word string) []byte {
	return append([]byte(word), "        "...)
}

func load8(text []byte, at int) uint64 { return binary.LittleEndian.Uint64(text[at:]) }

// firstSpace returns how many of the eight bytes of v come before the first byte that is
// a space or a control character; 8 if there is none. Bytes beyond ASCII count as neither.
func firstSpace(v uint64) int {
	return bits.TrailingZeros64((v-0x21*eachByte)&^v&highBits) / 8
}

// firstBytes clears all but the first n bytes of v, 0 ≤ n ≤ 8.
func firstBytes(v uint64, n int) uint64 { return v & (1<<(8*n) - 1) }

// isSmall reports whether the first n bytes of v, 0 ≤ n ≤ 8, are all of a to z.
func isSmall(v uint64, n int) bool {
	v = firstBytes(v, n) | 'a'*eachByte&^(1<<(8*n)-1)
	aboveZ := v + (0x7f-'z')*eachByte
	fromA := v + (0x80-'a')*eachByte
	return (v|aboveZ)&highBits == 0 && fromA&highBits == highBits
}

const mix = 0x9e3779b97f4a7c15

// hashShort hashes a word of up to eight bytes, the rest of v being zero. Words that
// differ only in the case of ASCII letters have the same hash.
func hashShort(v uint64) uint64 {
	h := (v | caseBits) * mix
	return (h ^ h>>32) * mix
}

// hash hashes the n bytes at text[from:], up to maxWord. It needs padding behind them.
func hash(text []byte, from, n int) uint64 {
	if n <= 8 {
		return hashShort(firstBytes(load8(text, from), n))
	}
	h := uint64(n)
	for ; n > 8; n -= 8 {
		h = bits.RotateLeft64((h^(load8(text, from)|caseBits))*mix, 29)
		from += 8
	}
	return hashShort(h ^ firstBytes(load8(text, from), n) | caseBits)
}

// place splits a hash into where to look first and the tag to look for.
func place(h uint64) (at, tag uint32) {
	return uint32(h >> (64 - slotBits)), uint32(h) & 0xffff0000
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
