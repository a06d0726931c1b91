// Package weightfile packs what was learned into a file, and reads it again: compressed, behind a few bytes that name the format.
package weightfile

import (
	"bytes"
	"errors"

	"github.com/klauspost/compress/zstd"
)

// MaxUnpacked bounds what a file unpacks to, in bytes.
const MaxUnpacked = 64 << 20

// Pack returns the file of a format. The same body gives the same bytes.
func Pack(magic string, body []byte) ([]byte, error) {
	e, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return nil, err
	}
	defer e.Close()
	return e.EncodeAll(append([]byte(magic), body...), nil), nil
}

// Unpack returns the body of a file, which must be of the format.
func Unpack(magic string, file []byte) ([]byte, error) {
	d, err := zstd.NewReader(nil, zstd.WithDecoderMaxMemory(MaxUnpacked), zstd.WithDecoderConcurrency(1))
	if err != nil {
		return nil, err
	}
	defer d.Close()
	raw, err := d.DecodeAll(file, nil)
	if err != nil {
		return nil, err
	}
	body, found := bytes.CutPrefix(raw, []byte(magic))
	if !found {
		return nil, errors.New("not a file of weights of this version")
	}
	return body, nil
}
