package model

import (
	"bytes"
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
	"sync"

	"github.com/voxpop-dev/voxpop/internal/analyze/fingerprint"
	"github.com/voxpop-dev/voxpop/internal/analyze/weightfile"
)

// The file that `voxpop train` writes; docs/model.md has its SHA-256.
//
//go:embed weights.zst
var shipped []byte

// magic begins a file of weights; its last byte is the version of the format.
const magic = "voxpop model\x02"

// Weights are what was learned. The sums of the sparse features and of the filters are of whole numbers, so that a text's score does not
// depend on the order of sums.
type Weights struct {
	head     head
	sparse   [groups][]int8 // three for each slot, one for each class, in units of head.Unit
	network  *network
	trained  fingerprint.Set // the texts learned from
	checksum uint32
}

// head is the part of a file that has a fixed size.
type head struct {
	Unit  [groups]float32 // of a sparse weight, times the group's scale
	Dense [denseCount][3]float32
	Words uint32 // that have a vector of their own
	// What the numbers of words, of first and of last bytes are multiples of.
	Vectors  [3]float32
	Conv     [filters * window * width]float32
	ConvBias [filters]float32
	Out      [3 * (hidden + 1)]float32
}

var shippedWeights = sync.OnceValue(func() *Weights {
	w, err := ReadWeights(shipped)
	if err != nil {
		panic(err) // a test reads it
	}
	return w
})

// ReadWeights reads what Train returned.
func ReadWeights(file []byte) (*Weights, error) {
	body, err := weightfile.Unpack(magic, file)
	if err != nil {
		return nil, fmt.Errorf("weights: %w", err)
	}
	w := &Weights{checksum: checksum(body)}
	if err := w.read(bytes.NewReader(body), body); err != nil {
		return nil, fmt.Errorf("weights: %w", err)
	}
	return w, nil
}

// checksum is that of what a file unpacks to.
func checksum(body []byte) uint32 {
	return crc32.Update(crc32.ChecksumIEEE([]byte(magic)), crc32.IEEETable, body)
}

func (w *Weights) read(r *bytes.Reader, whole []byte) (err error) {
	if err := binary.Read(r, binary.LittleEndian, &w.head); err != nil {
		return err
	}
	if !w.head.sound() {
		return errors.New("numbers out of range")
	}
	for g := range w.sparse {
		w.sparse[g] = make([]int8, 3*slots)
		if err := readSparse(r, w.sparse[g]); err != nil {
			return err
		}
	}
	if w.network, err = w.head.readNetwork(r); err != nil {
		return err
	}
	w.trained, _, err = fingerprint.Read(whole[len(whole)-r.Len():])
	return err
}

// sound reports whether no number can spoil a score.
func (h *head) sound() bool {
	small := func(numbers []float32) bool {
		for _, x := range numbers {
			if !(math.Abs(float64(x)) < 1e6) {
				return false
			}
		}
		return true
	}
	for _, d := range h.Dense {
		if !small(d[:]) {
			return false
		}
	}
	return small(h.Unit[:]) && small(h.Vectors[:]) && small(h.Conv[:]) && small(h.ConvBias[:]) && small(h.Out[:]) && h.Words < weightfile.MaxUnpacked/depth
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

func (h *head) readNetwork(r *bytes.Reader) (*network, error) {
	n := &network{words: make([]uint32, h.Words), units: h.Vectors, conv: h.Conv[:], convBias: h.ConvBias[:], out: h.Out[:], cache: &cache{}}
	if err := binary.Read(r, binary.LittleEndian, n.words); err != nil {
		return nil, err
	}
	for i, table := range []*[]int8{&n.own, &n.starts, &n.ends} {
		rows := 1 << partBits
		if i == 0 {
			rows = len(n.words)
		}
		*table = make([]int8, rows*depth)
		if err := binary.Read(r, binary.LittleEndian, *table); err != nil {
			return nil, err
		}
	}
	return n, nil
}
