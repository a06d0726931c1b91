package fingerprint

import (
	"bytes"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestHas(t *testing.T) {
	s := New("The frobnicator is GLORB!", "It has a lid", "it has a lid.")
	if len(s) != 2 {
		t.Errorf("%d fingerprints of two different texts", len(s))
	}
	for written, want := range map[string]bool{
		"the frobnicator is glorb": true,
		"It has\n a *lid*":         true,
		"It has no lid":            false,
		"":                         false,
	} {
		if s.Has(written) != want {
			t.Errorf("%q: %v", written, !want)
		}
	}
}

// What was written is read again, and what follows it is left.
func TestReadAppended(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := New(rapid.SliceOf(rapid.String()).Draw(t, "texts")...)
		behind := rapid.SliceOf(rapid.Byte()).Draw(t, "behind")
		got, rest, err := Read(append(s.Append(nil), behind...))
		if err != nil || !slices.Equal(got, s) || !bytes.Equal(rest, behind) {
			t.Fatalf("%v, %x, %v; want %v, %x", got, rest, err, s, behind)
		}
	})
}

func TestReadRefuses(t *testing.T) {
	whole := New("a", "b", "c").Append(nil)
	for n := range whole {
		if _, _, err := Read(whole[:n]); err == nil {
			t.Errorf("%d of %d bytes were taken", n, len(whole))
		}
	}
	for _, file := range [][]byte{bytes.Repeat([]byte{0xff}, 20), {1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1}} {
		if _, _, err := Read(file); err == nil {
			t.Errorf("%x was taken", file)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(New("a", "b").Append(nil))
	f.Fuzz(func(t *testing.T, file []byte) {
		if s, _, err := Read(file); err == nil && !slices.IsSorted(s) {
			t.Errorf("not in order: %v", s)
		}
	})
}
