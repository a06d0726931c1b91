package relational

import (
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/voxpop-dev/voxpop"
)

// Numbers in sheets have a fixed length, the most significant byte first, as both databases can write them: a migration did.

// sheetReader takes a sheet apart. Once it has failed it reads zeros.
type sheetReader struct {
	rest   []byte
	failed bool
}

func (r *sheetReader) more() bool { return len(r.rest) > 0 && !r.failed }

func (r *sheetReader) take(n int) []byte {
	if n > len(r.rest) {
		r.failed, r.rest = true, nil
		return make([]byte, n)
	}
	taken := r.rest[:n]
	r.rest = r.rest[n:]
	return taken
}

func (r *sheetReader) long() int64  { return int64(binary.BigEndian.Uint64(r.take(8))) }
func (r *sheetReader) short() int64 { return int64(int32(binary.BigEndian.Uint32(r.take(4)))) }
func (r *sheetReader) flag() int64  { return int64(r.take(1)[0]) }

// text is a length of two bytes and so many bytes.
func (r *sheetReader) text() []byte { return r.take(int(binary.BigEndian.Uint16(r.take(2)))) }

func (r *sheetReader) kind() voxpop.Kind {
	n := r.flag()
	if n >= int64(len(kinds)) {
		r.failed = true
		return ""
	}
	return kinds[n]
}

// err is what was wrong with the sheet.
func (r *sheetReader) err() error {
	if r.failed {
		return fmt.Errorf("a sheet of numbers about tools cannot be read: %w", voxpop.ErrInvalid)
	}
	return nil
}

// kinds by their byte.
var kinds = [...]voxpop.Kind{"", voxpop.KindPost, voxpop.KindComment}

func kindByte(k voxpop.Kind) byte { return byte(slices.Index(kinds[:], k)) }

// sheetWriter puts one together.
type sheetWriter struct{ made []byte }

func (w *sheetWriter) long(numbers ...int64) {
	for _, n := range numbers {
		w.made = binary.BigEndian.AppendUint64(w.made, uint64(n))
	}
}

func (w *sheetWriter) short(numbers ...int64) {
	for _, n := range numbers {
		w.made = binary.BigEndian.AppendUint32(w.made, uint32(n))
	}
}

func (w *sheetWriter) flag(n int64)       { w.made = append(w.made, byte(n)) }
func (w *sheetWriter) kind(k voxpop.Kind) { w.made = append(w.made, kindByte(k)) }
func (w *sheetWriter) text(s string) {
	w.made = append(binary.BigEndian.AppendUint16(w.made, uint16(len(s))), s...)
}
func (w *sheetWriter) sheet() string { return string(w.made) }
