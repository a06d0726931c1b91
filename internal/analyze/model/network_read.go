package model

import (
	"math"
	"slices"
	"sync/atomic"
)

// known is what the network makes of a word wherever it stands: its vector, and what it adds to each filter as the first, second and third of
// a window, in whole parts of 1/fine. With these, reading a text is adding and comparing.
type known struct {
	hash   uint64
	vector [width]float32
	adds   [window][filters]int16
}

const fine = 2048

// cache keeps what is known of words, by their hashes; a word takes the place of another.
type cache [1 << cacheBits]atomic.Pointer[known]

const cacheBits = 14

// know returns what is known of a word.
func (n *network) know(s *scratch, w word) *known {
	place := &n.cache[w.hash*0x9e3779b97f4a7c15>>(64-cacheBits)]
	if k := place.Load(); k != nil && k.hash == w.hash {
		return k
	}
	k := n.work(s.small[w.from:w.to], w.hash)
	place.Store(k)
	return k
}

func (n *network) work(text []byte, hash uint64) *known {
	own := int32(-1)
	if at, found := slices.BinarySearch(n.words, short(hash)); found {
		own = int32(at)
	}
	t, k := tokenOf(text, own), &known{hash: hash}
	n.vector(&t, k.vector[:])
	for f := 0; f < filters; f += 4 {
		for at := range window {
			for i, sum := range n.four(f, at, &k.vector) {
				k.adds[at][f+i] = int16(max(math.MinInt16, min(math.RoundToEven(float64(sum*fine)), math.MaxInt16)))
			}
		}
	}
	return k
}

// four is what a word adds to four filters from f on, at a place of the window. Together they take a third of the time of one after another.
func (n *network) four(f, at int, vector *[width]float32) (sums [4]float32) {
	const row = window * width
	from := f*row + at*width
	a, b, c, d := n.conv[from:][:width], n.conv[from+row:][:width], n.conv[from+2*row:][:width], n.conv[from+3*row:][:width]
	var s0, s1, s2, s3 float32
	for i, x := range vector {
		s0 += float32(x * a[i])
		s1 += float32(x * b[i])
		s2 += float32(x * c[i])
		s3 += float32(x * d[i])
	}
	return [4]float32{s0, s1, s2, s3}
}

// vector fills a word's vector.
func (n *network) vector(t *token, into []float32) {
	start, end := n.starts[int(t.start)*depth:], n.ends[int(t.end)*depth:]
	for i := range depth {
		into[i] = float32(float32(start[i])*n.units[1]) + float32(float32(end[i])*n.units[2])
	}
	if t.own >= 0 {
		for i, x := range n.own[int(t.own)*depth:][:depth] {
			into[i] += float32(float32(x) * n.units[0])
		}
	}
	copy(into[depth:width], t.fixed[:])
}

// nothing stands before the first word of a text and behind its last.
var nothing known

// logits reads a text that was scanned and measured.
func (n *network) logits(s *scratch) [3]float32 {
	words := s.words[:min(len(s.words), maxRead)]
	var best [filters]int32
	for f := range best {
		best[f] = math.MinInt32
	}
	sums := s.seen[filters : filters+width]
	clear(sums)
	first, second := &nothing, &nothing
	for i := range len(words) + window - 1 {
		third := &nothing
		if i < len(words) {
			third = n.know(s, words[i])
			for k, x := range third.vector {
				sums[k] += x
			}
		}
		greatest(&best, &first.adds[0], &second.adds[1], &third.adds[2])
		first, second = second, third
	}
	for f, b := range best {
		s.seen[f] = max(0, float32(b)/fine+n.convBias[f])
	}
	scale := 1 / root(len(words))
	for k := range sums {
		sums[k] = float32(sums[k] * scale)
	}
	copy(s.seen[filters+width:], s.dense[:])
	return lastLayer(n.out, &s.seen)
}

func greatest(best *[filters]int32, first, second, third *[filters]int16) {
	for f := range best {
		best[f] = max(best[f], int32(first[f])+int32(second[f])+int32(third[f]))
	}
}
