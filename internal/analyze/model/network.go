package model

import (
	"math"

	"github.com/voxpop-dev/voxpop/internal/analyze/vader"
)

// The sizes of the network.
const (
	depth   = 64        // numbers that are learned for a word
	width   = depth + 3 // and VADER's for it, whether it has any, and whether it turns what follows
	window  = 3         // words that a filter sees at once
	filters = 128
	// What the last layer sees: the filters' greatest answers, the sum of the words, and the dense features.
	hidden = filters + width + denseCount

	partBits = 13
	maxRead  = 200 // words that are read of a text
)

// network is a convolutional network over the words of a text with one layer of filters (Kim, EMNLP 2014). A word is the sum of three
// vectors: its own if it was frequent in the learning, that of its first five bytes and that of its last three, so that words that were never
// seen take after their relatives.
type network struct {
	words        []uint32 // short hashes of the frequent words, in order
	own          []int8   // depth for each of words; like the next two in whole parts of units, as they are in the file
	starts, ends []int8   // depth for each of 1<<partBits
	units        [3]float32
	conv         []float32 // window*width for each filter
	convBias     []float32
	out          []float32 // hidden for each class, and a bias
	cache        *cache
}

func short(hash uint64) uint32 { return uint32(hash >> 32) }

// token is a word as the network reads it. Own is -1 where it has no vector of its own.
type token struct {
	own        int32
	start, end uint16
	fixed      [width - depth]float32
}

func partSlot(b []byte, seed uint64) uint16 {
	return uint16((hashBytes(b) ^ seed) * 0x9e3779b97f4a7c15 >> (64 - partBits))
}

// tokenOf reads a word whose own vector is at a place.
func tokenOf(word []byte, own int32) token {
	t := token{own: own, start: partSlot(word[:min(5, len(word))], 1), end: partSlot(word[max(0, len(word)-3):], 2)}
	if _, _, _, c := vader.Polarity(string(word)); c != 0 {
		t.fixed[0], t.fixed[1] = float32(2*c), 1
	}
	t.fixed[2] = flag(negation(word))
	return t
}

// lastLayer is a sum for each class of what it sees.
func lastLayer(out []float32, seen *[hidden]float32) (z [3]float32) {
	for c := range z {
		row := out[c*(hidden+1):][:hidden+1]
		sum := row[hidden]
		for i, x := range seen {
			sum += float32(x * row[i])
		}
		z[c] = sum
	}
	return z
}

// root is what the sum of the words of a text is divided by.
func root(words int) float32 { return float32(math.Sqrt(float64(max(1, words)))) }
