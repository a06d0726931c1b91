package tools

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/voxpop-dev/voxpop/internal/analyze/fingerprint"
	"github.com/voxpop-dev/voxpop/internal/analyze/weightfile"
)

// fileMagic begins a file of weights, unpacked.
const fileMagic = "voxpop attitude 1\n"

// pack writes weights as a file.
func (w *weights) pack() ([]byte, error) {
	var raw bytes.Buffer
	if err := binary.Write(&raw, binary.LittleEndian, &w.fixed); err != nil {
		return nil, err
	}
	raw.Write(appendCues(nil, w.words.cues))
	if err := binary.Write(&raw, binary.LittleEndian, w.vectors); err != nil {
		return nil, err
	}
	raw.Write(appendCues(nil, w.placed.cues))
	if err := binary.Write(&raw, binary.LittleEndian, w.forces); err != nil {
		return nil, err
	}
	raw.Write(w.learned.Append(nil))
	return weightfile.Pack(fileMagic, raw.Bytes())
}

// appendCues writes how many cues there are, then the gaps between them.
func appendCues(to []byte, cues []cue) []byte {
	to = binary.AppendUvarint(to, uint64(len(cues)))
	last := cue(0)
	for _, c := range cues {
		to = binary.AppendUvarint(to, uint64(c-last))
		last = c
	}
	return to
}

var errWeights = errors.New("weights of attitudes: the file is broken")

// readWeights reads what pack wrote.
func readWeights(file []byte) (*weights, error) {
	body, err := weightfile.Unpack(fileMagic, file)
	if err != nil {
		return nil, fmt.Errorf("weights of attitudes: %w", err)
	}
	w := &weights{}
	r := bytes.NewReader(body)
	if err := binary.Read(r, binary.LittleEndian, &w.fixed); err != nil || !w.fixed.sound() {
		return nil, errWeights
	}
	if w.words, err = readCues(r); err != nil {
		return nil, err
	}
	w.vectors = make([]int8, len(w.words.cues)*across)
	if err := binary.Read(r, binary.LittleEndian, w.vectors); err != nil {
		return nil, errWeights
	}
	if w.placed, err = readCues(r); err != nil {
		return nil, err
	}
	w.forces = make([][3]int8, len(w.placed.cues))
	if err := binary.Read(r, binary.LittleEndian, w.forces); err != nil {
		return nil, errWeights
	}
	if w.learned, _, err = fingerprint.Read(body[len(body)-r.Len():]); err != nil {
		return nil, err
	}
	return w, nil
}

func readCues(r *bytes.Reader) (v vocabulary, err error) {
	n, err := binary.ReadUvarint(r)
	if err != nil || n > uint64(r.Len()) { // each takes a byte at least
		return v, errWeights
	}
	cues := make([]cue, n)
	last := uint64(0)
	for i := range cues {
		gap, err := binary.ReadUvarint(r)
		if err != nil || gap > math.MaxUint32-last || i > 0 && gap == 0 {
			return v, errWeights
		}
		last += gap
		cues[i] = cue(last)
	}
	return newVocabulary(cues), nil
}

// sound reports whether no number can spoil a score.
func (f *fixed) sound() bool {
	flat, err := binary.Append(nil, binary.LittleEndian, f)
	if err != nil {
		return false
	}
	for ; len(flat) > 0; flat = flat[4:] {
		if x := math.Float32frombits(binary.LittleEndian.Uint32(flat)); !(math.Abs(float64(x)) < 1e4) {
			return false
		}
	}
	return true
}
