package model

import (
	"bytes"
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// The file that `voxpop train` writes; docs/model.md has its SHA-256.
//
//go:embed weights.zst
var shipped []byte

// magic begins a file of weights; its last byte is the version of the format.
const magic = "voxpop model\x01"

// Weights are what was learned. All products of whole numbers, so that a text's score does not depend on the order of sums.
type Weights struct {
	head     head
	sparse   [groups][]int8 // three for each slot, one for each class, in units of head.Unit
	trained  []uint64       // fingerprints of the texts learned from, in order
	checksum uint32
}

// head is the part of a file that has a fixed size.
type head struct {
	Temperature float32
	Unit        [groups]float32 // of a sparse weight, times the group's scale
	Dense       [denseCount][3]float32
	Trained     uint32
}

// maxFile bounds what a file of weights unpacks to, in bytes.
const maxFile = 64 << 20

var shippedWeights = sync.OnceValue(func() *Weights {
	w, err := ReadWeights(shipped)
	if err != nil {
		panic(err) // a test reads it
	}
	return w
})

// ReadWeights reads what Pack wrote.
func ReadWeights(file []byte) (*Weights, error) {
	d, err := zstd.NewReader(nil, zstd.WithDecoderMaxMemory(maxFile), zstd.WithDecoderConcurrency(1))
	if err != nil {
		return nil, err
	}
	defer d.Close()
	raw, err := d.DecodeAll(file, nil)
	if err != nil {
		return nil, fmt.Errorf("weights: %w", err)
	}
	rest, found := bytes.CutPrefix(raw, []byte(magic))
	if !found {
		return nil, errors.New("weights: not a file of weights of this version")
	}
	w := &Weights{checksum: checksum(raw)}
	r := bytes.NewReader(rest)
	if err := binary.Read(r, binary.LittleEndian, &w.head); err != nil {
		return nil, fmt.Errorf("weights: %w", err)
	}
	if !w.head.sound() {
		return nil, errors.New("weights: numbers out of range")
	}
	for g := range w.sparse {
		w.sparse[g] = make([]int8, 3*slots)
		if err := readSparse(r, w.sparse[g]); err != nil {
			return nil, fmt.Errorf("weights: %w", err)
		}
	}
	w.trained, err = readFingerprints(r, int(w.head.Trained))
	if err != nil {
		return nil, fmt.Errorf("weights: %w", err)
	}
	return w, nil
}

// sound reports whether no number can spoil a score.
func (h *head) sound() bool {
	numbers := []float32{h.Temperature, h.Unit[0], h.Unit[1]}
	for _, d := range h.Dense {
		numbers = append(numbers, d[:]...)
	}
	for _, x := range numbers {
		if !(math.Abs(float64(x)) < 1e6) {
			return false
		}
	}
	return h.Temperature > 0 && h.Trained <= maxFile/8
}

// readSparse reads, for each class by itself, the gaps between weights that are not 0, and these.
func readSparse(r *bytes.Reader, into []int8) error {
	for c := range 3 {
		n, err := binary.ReadUvarint(r)
		if err != nil {
			return err
		}
		at := uint64(0)
		for range n {
			gap, err := binary.ReadUvarint(r)
			if err != nil {
				return err
			}
			if at += gap; at >= slots {
				return errors.New("a weight beyond the last slot")
			}
			value, err := r.ReadByte()
			if err != nil {
				return err
			}
			into[3*at+uint64(c)] = int8(value)
		}
	}
	return nil
}

func readFingerprints(r *bytes.Reader, n int) ([]uint64, error) {
	all := make([]uint64, 0, min(n, r.Len()))
	last := uint64(0)
	for range n {
		gap, err := binary.ReadUvarint(r)
		if err != nil {
			return nil, io.ErrUnexpectedEOF
		}
		last += gap
		all = append(all, last)
	}
	return all, nil
}
