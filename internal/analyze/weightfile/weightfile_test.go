package weightfile

import (
	"bytes"
	"testing"
)

func TestFilesComeBack(t *testing.T) {
	for _, body := range [][]byte{nil, []byte("weights"), bytes.Repeat([]byte{7}, 1<<20)} {
		file, err := Pack("format 1\n", body)
		if err != nil {
			t.Fatal(err)
		}
		back, err := Unpack("format 1\n", file)
		if err != nil || !bytes.Equal(back, body) {
			t.Errorf("%d bytes came back as %d: %v", len(body), len(back), err)
		}
		if again, _ := Pack("format 1\n", body); !bytes.Equal(again, file) {
			t.Errorf("%d bytes are packed differently the second time", len(body))
		}
	}
}

func TestOthersAreRefused(t *testing.T) {
	of := func(size int) []byte {
		file, err := Pack("format 1\n", make([]byte, size))
		if err != nil {
			t.Fatal(err)
		}
		return file
	}
	whole := of(1000)
	for name, c := range map[string]struct {
		magic string
		file  []byte
	}{
		"of another format": {"format 2\n", whole},
		"cut off":           {"format 1\n", whole[:len(whole)-1]},
		"not packed":        {"format 1\n", []byte("format 1\nweights")},
		"empty":             {"format 1\n", nil},
		"too large":         {"format 1\n", of(MaxUnpacked + 1)},
	} {
		if _, err := Unpack(c.magic, c.file); err == nil {
			t.Errorf("a file that is %s is read", name)
		}
	}
}
