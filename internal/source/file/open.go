package file

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/klauspost/compress/zstd"

	"github.com/voxpop-dev/voxpop"
)

const (
	headSize = 64 << 10 // of a file, for its identity
	// maxWindow is the longest zstd window accepted. Monthly dumps are packed with 2 GiB windows;
	// unpacking needs that much memory for them, and no more than the file's own window otherwise.
	maxWindow = 1 << 31
)

// input is an opened file, unpacked on the way.
type input struct {
	compression string
	size        int64  // on disk; 0 when unknown
	head        []byte // its first bytes as they lie on disk
	resumable   bool   // it can be read again from its beginning
	raw         *counter
	plain       io.Reader
	closers     []func()
}

// open opens a path and finds out by its first bytes how it is packed.
func (s *Source) open(path string) (*input, error) {
	in := &input{}
	var src io.Reader = s.cfg.Stdin
	if path != Stdin {
		f, err := os.Open(path)
		if err != nil {
			return nil, fmt.Errorf("import: %w", err)
		}
		in.closers = append(in.closers, func() { _ = f.Close() })
		if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
			in.size, in.resumable = info.Size(), true
		}
		src = f
	}
	in.raw = &counter{r: src}
	buffered := bufio.NewReaderSize(in.raw, headSize)
	head, err := buffered.Peek(headSize)
	if err != nil && !errors.Is(err, io.EOF) {
		in.close()
		return nil, fmt.Errorf("import %s: %w", path, err)
	}
	in.head = bytes.Clone(head)
	if err := in.unpack(buffered); err != nil {
		in.close()
		return nil, fmt.Errorf("import %s: %w", path, err)
	}
	return in, nil
}

// OpenPlain opens a file, or the standard input for Stdin, as an import would: by its first bytes it is found out how it is packed. Errors are those
// of an import.
func OpenPlain(path string) (io.ReadCloser, error) {
	in, err := (&Source{cfg: Config{Stdin: os.Stdin}}).open(path)
	if err != nil {
		return nil, err
	}
	return plainFile{in.plain, in}, nil
}

// plainFile is an input as it reads unpacked.
type plainFile struct {
	io.Reader
	in *input
}

func (f plainFile) Close() error {
	f.in.close()
	return nil
}

func (in *input) unpack(r io.Reader) error {
	is := func(magic string) bool { return bytes.HasPrefix(in.head, []byte(magic)) }
	switch {
	case is("\x28\xb5\x2f\xfd"), len(in.head) > 4 && in.head[0]&0xf0 == 0x50 && string(in.head[1:4]) == "\x2a\x4d\x18":
		d, err := zstd.NewReader(r, zstd.WithDecoderMaxWindow(maxWindow), zstd.WithDecoderLowmem(true), zstd.WithDecoderConcurrency(1))
		if err != nil {
			return fmt.Errorf("unpacking zstd: %w: %w", err, voxpop.ErrInvalid)
		}
		in.compression, in.plain = "zstd", d
		in.closers = append(in.closers, d.Close)
	case is("\x1f\x8b"):
		d, err := gzip.NewReader(r)
		if err != nil {
			return fmt.Errorf("unpacking gzip: %w: %w", err, voxpop.ErrInvalid)
		}
		in.compression, in.plain = "gzip", d
	case is("BZh"):
		in.compression, in.plain = "bzip2", bzip2.NewReader(r)
	case is("\xfd7zXZ\x00"), is("PK\x03\x04"):
		return fmt.Errorf("xz and zip files are not read: unpack it first, for example with xz -dc FILE | voxpop import -: %w", voxpop.ErrInvalid)
	default:
		in.plain = r
	}
	return nil
}

func (in *input) close() {
	for i := len(in.closers) - 1; i >= 0; i-- {
		in.closers[i]()
	}
}

// counter counts bytes read and remembers why reading failed, so that a disk that fails is told
// from a file that is damaged.
type counter struct {
	r   io.Reader
	n   int64
	err error
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	if err != nil && !errors.Is(err, io.EOF) {
		c.err = err
	}
	return n, err
}
