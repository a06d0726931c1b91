package tools

// A cue is something in a text that may tell an attitude, by a hash of it: a word, two neighbours, a word at a place.
type cue uint32

// none stands for the row of an unknown cue.
const none = -1

// vocabulary numbers cues: a hash table with open addresses. The row of a cue is its place in order.
type vocabulary struct {
	cues  []cue // in order, each once
	table []int32
	shift int
}

func newVocabulary(cues []cue) vocabulary {
	v := vocabulary{cues: cues, shift: 31}
	for 1<<(32-v.shift) <= 2*len(cues) {
		v.shift--
	}
	v.table = make([]int32, 1<<(32-v.shift))
	for row, c := range cues {
		at := c >> v.shift
		for v.table[at] != 0 {
			at = v.next(at)
		}
		v.table[at] = int32(row) + 1
	}
	return v
}

func (v *vocabulary) next(at cue) cue { return (at + 1) & cue(len(v.table)-1) }

func (v *vocabulary) row(c cue) int32 {
	for at := c >> v.shift; ; at = v.next(at) {
		if row := v.table[at] - 1; row < 0 || v.cues[row] == c {
			return row
		}
	}
}

// FNV-1a, 64 bits.
const (
	hashStart = 14695981039346656037
	hashPrime = 1099511628211
)

func hashOf(word []byte) uint64 {
	h := uint64(hashStart)
	for _, c := range word {
		h = (h ^ uint64(c)) * hashPrime
	}
	return h
}

func cueOf(h uint64) cue { return cue(h * 0x9e3779b97f4a7c15 >> 32) }
