package file_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"testing"

	"github.com/klauspost/compress/zstd"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/source/file"
)

// Packing changes nothing, and damage to a packed file is an error that names the file's fault, never a panic.
func FuzzPacked(f *testing.F) {
	f.Add([]byte(dump(0, 3)), uint8(0), uint16(0), uint8(0))
	f.Add([]byte(dump(0, 40)), uint8(1), uint16(60), uint8(9))
	f.Add([]byte(`{"id":"a"}`), uint8(0), uint16(5), uint8(0xf8))
	f.Add([]byte("\n\n{"), uint8(1), uint16(1000), uint8(1))
	f.Fuzz(func(t *testing.T, content []byte, how uint8, at uint16, flip uint8) {
		packed := pack(t, content, how)
		if got, want := read(t, packed), read(t, content); got != want && !looksPacked(content) {
			t.Fatalf("packed it reads as %+v, plain as %+v", got, want)
		}
		packed[int(at)%len(packed)] ^= flip
		read(t, packed)
		read(t, packed[:int(at)%len(packed)])
	})
}

// read imports content and returns what was found; an error must be about what the file holds.
func read(t *testing.T, content []byte) [4]int64 {
	t.Helper()
	src := open(t, file.Config{Paths: []string{"-"}, Stdin: bytes.NewReader(content)})
	tasks, err := src.Plan(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range src.Run(t.Context(), tasks[0], nil) {
		if err != nil && !errors.Is(err, voxpop.ErrInvalid) {
			t.Fatalf("unknown kind of error: %v", err)
		}
	}
	sum, _ := src.Summary("-")
	return [4]int64{sum.Read, sum.Matched, sum.Skipped, sum.Malformed}
}

func pack(t *testing.T, content []byte, how uint8) []byte {
	t.Helper()
	var out bytes.Buffer
	var w io.WriteCloser = gzip.NewWriter(&out)
	if how%2 == 0 {
		var err error
		if w, err = zstd.NewWriter(&out, zstd.WithEncoderConcurrency(1), zstd.WithLowerEncoderMem(true)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// looksPacked: a plain file that begins like a packed one is taken for that.
func looksPacked(content []byte) bool {
	for _, magic := range []string{"\x28\xb5\x2f\xfd", "\x1f\x8b", "BZh", "\xfd7zXZ\x00", "PK\x03\x04"} {
		if bytes.HasPrefix(content, []byte(magic)) {
			return true
		}
	}
	return len(content) > 4 && content[0]&0xf0 == 0x50 && string(content[1:4]) == "\x2a\x4d\x18"
}
