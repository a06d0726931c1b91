package file

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

const (
	bufferSize = 256 << 10
	// maxRecord bounds one line, or one element of a JSON document. The longest items are under
	// 1 MiB; a thread saved on one line takes a few.
	maxRecord = 16 << 20
)

// errTooLong is returned for a record over maxRecord.
var errTooLong = fmt.Errorf("longer than %d MiB", maxRecord>>20)

// scanner splits a stream into records.
type scanner interface {
	// next returns the next record, valid until the call after. A recordError concerns only that
	// record; io.EOF is the end; any other error means that nothing more can be read.
	next() ([]byte, error)
	// place returns the offset in the unpacked stream up to which records were returned, or -1
	// where reading cannot be taken up again, and the number of the last record.
	place() (offset, number int64)
}

// recordError is an error of one record; those after it can still be read.
type recordError struct{ error }

// newScanner finds out by its beginning whether a stream is a list of lines or one JSON document.
// skip and number are a place returned earlier; with skip over 0 it is a list of lines.
func newScanner(ctx context.Context, r io.Reader, skip, number int64) (scanner, error) {
	buffered := bufio.NewReaderSize(r, bufferSize)
	if skip > 0 {
		if err := discard(ctx, buffered, skip); err != nil {
			return nil, fmt.Errorf("skipping what was read before: %w", err)
		}
		return &lines{r: buffered, offset: skip, number: number}, nil
	}
	head, _ := buffered.Peek(4096) // an error shows again with the first record
	text := bytes.TrimLeft(head, "\ufeff \t\r\n")
	if isDocument(text) {
		_, _ = buffered.Discard(len(head) - len(text))
		return newValues(buffered, text[0] == '['), nil
	}
	return &lines{r: buffered}, nil
}

func discard(ctx context.Context, r io.Reader, n int64) error {
	for n > 0 && ctx.Err() == nil {
		step, err := io.CopyN(io.Discard, r, min(n, batchRead))
		if err != nil {
			return err
		}
		n -= step
	}
	return ctx.Err()
}

// isDocument tells a JSON document from lines: an array, or an object that goes on over its
// first line, as indented JSON does.
func isDocument(text []byte) bool {
	if len(text) == 0 {
		return false
	}
	first, _, found := bytes.Cut(text, []byte("\n"))
	first = bytes.TrimSpace(first)
	switch text[0] {
	case '[':
		return true
	case '{':
		return found && bytes.IndexByte([]byte("{[,"), first[len(first)-1]) >= 0
	}
	return false
}

// lines yields one record a line; empty lines are passed over.
type lines struct {
	r              *bufio.Reader
	buf            []byte
	offset, number int64
}

func (l *lines) place() (int64, int64) { return l.offset, l.number }

func (l *lines) next() ([]byte, error) {
	for {
		line, err := l.line()
		if err != nil {
			return nil, err
		}
		if line = bytes.Trim(line, "\ufeff \t\r\n\x00"); len(line) > 0 {
			return line, nil
		}
	}
}

// line reads up to the next newline. A last line without one counts as a line only when the
// stream ends in good order.
func (l *lines) line() ([]byte, error) {
	l.buf = l.buf[:0]
	long, taken := false, int64(0)
	for {
		part, err := l.r.ReadSlice('\n')
		taken += int64(len(part))
		if long = long || len(l.buf)+len(part) > maxRecord; !long {
			l.buf = append(l.buf, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err != nil && (!errors.Is(err, io.EOF) || taken == 0):
			return nil, err
		}
		l.offset += taken
		l.number++
		if long {
			l.buf = nil
			return nil, recordError{errTooLong}
		}
		return l.buf, nil
	}
}

// values yields the elements of a JSON array, or a row of JSON objects.
type values struct {
	dec    *json.Decoder
	guard  *guard
	array  bool
	inside bool
	number int64
}

func newValues(r io.Reader, array bool) *values {
	g := &guard{r: r}
	return &values{dec: json.NewDecoder(g), guard: g, array: array}
}

func (v *values) place() (int64, int64) { return -1, v.number }

func (v *values) next() ([]byte, error) {
	v.guard.left = maxRecord
	if v.array {
		if err := v.enter(); err != nil {
			return nil, err
		}
	}
	var raw json.RawMessage
	if err := v.dec.Decode(&raw); err != nil {
		return nil, err
	}
	v.number++
	return raw, nil
}

// enter steps over the brackets between elements.
func (v *values) enter() error {
	for {
		if v.inside && v.dec.More() {
			return nil
		}
		token, err := v.dec.Token()
		if errors.Is(err, io.EOF) && v.inside {
			return io.ErrUnexpectedEOF
		}
		if err != nil {
			return err
		}
		switch token {
		case json.Delim('['):
			v.inside = true
		case json.Delim(']'):
			v.inside = false
		default:
			return errors.New("something else follows the JSON array")
		}
	}
}

// guard keeps one element of a document from taking unbounded memory.
type guard struct {
	r    io.Reader
	left int
}

func (g *guard) Read(p []byte) (int, error) {
	if g.left <= 0 {
		return 0, errTooLong
	}
	n, err := g.r.Read(p[:min(len(p), g.left)])
	g.left -= n
	return n, err
}
