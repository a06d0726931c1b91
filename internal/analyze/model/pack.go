package model

import (
	"bytes"
	"encoding/binary"
	"math"
	"slices"

	"github.com/voxpop-dev/voxpop/internal/analyze/fingerprint"
	"github.com/voxpop-dev/voxpop/internal/analyze/weightfile"
)

// least is the size of a sparse weight, in units, below which it is left out.
const least = 2

// pack writes weights as a file: the sparse ones and the words' vectors as whole numbers of a unit, chosen so that one in a thousand is cut off.
func pack(l *learned, o options, n *learner, trained fingerprint.Set) ([]byte, error) {
	h := head{Dense: l.dense, Words: uint32(len(n.words))}
	var body bytes.Buffer
	for g := range groups {
		unit := unitOf(l.sparse[g])
		h.Unit[g] = float32(unit * o.Scale[g])
		writeSparse(&body, quantised(l.sparse[g], unit, least))
	}
	if err := binary.Write(&body, binary.LittleEndian, n.words); err != nil {
		return nil, err
	}
	for i, b := range []*block{n.own, n.starts, n.ends} {
		h.Vectors[i] = unitOf(b.weights)
		if err := binary.Write(&body, binary.LittleEndian, quantised(b.weights, h.Vectors[i], 1)); err != nil {
			return nil, err
		}
	}
	copy(h.Conv[:], n.conv.weights)
	copy(h.ConvBias[:], n.bias.weights)
	copy(h.Out[:], n.out.weights)
	var raw bytes.Buffer
	if err := binary.Write(&raw, binary.LittleEndian, &h); err != nil {
		return nil, err
	}
	raw.Write(body.Bytes())
	raw.Write(trained.Append(nil))
	return weightfile.Pack(magic, raw.Bytes())
}

// unitOf is the 127th part of the size that one weight in a thousand exceeds.
func unitOf(weights []float32) float32 {
	var sizes []float32
	for _, w := range weights {
		if w != 0 {
			sizes = append(sizes, max(w, -w))
		}
	}
	if len(sizes) == 0 {
		return 1
	}
	slices.Sort(sizes)
	return max(sizes[len(sizes)-1-len(sizes)/1000]/127, 1e-6)
}

// quantised are weights in units; those under least are 0.
func quantised(weights []float32, unit float32, least float64) []int8 {
	out := make([]int8, len(weights))
	for i, w := range weights {
		q := math.RoundToEven(float64(w / unit))
		if math.Abs(q) >= least {
			out[i] = int8(max(-127, min(q, 127)))
		}
	}
	return out
}

func writeSparse(to *bytes.Buffer, weights []int8) {
	for c := range 3 {
		var gaps []byte
		n, last := uint64(0), 0
		for at := range len(weights) / 3 {
			if w := weights[3*at+c]; w != 0 {
				gaps = append(binary.AppendUvarint(gaps, uint64(at-last)), byte(w))
				n, last = n+1, at
			}
		}
		to.Write(binary.AppendUvarint(nil, n))
		to.Write(gaps)
	}
}
