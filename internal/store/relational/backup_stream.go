package relational

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"maps"

	"github.com/klauspost/compress/zstd"

	"github.com/voxpop-dev/voxpop"
)

// backupWriter writes the lines of a backup, counting and hashing them.
type backupWriter struct {
	zip  *zstd.Encoder
	sum  hash.Hash
	rows map[string]int64
	now  string // table of the rows that follow
	buf  []byte
}

func newBackupWriter(w io.Writer, h *BackupHeader) (*backupWriter, error) {
	zip, err := zstd.NewWriter(w, zstd.WithEncoderConcurrency(1))
	if err != nil {
		return nil, err
	}
	b := &backupWriter{zip: zip, sum: sha256.New(), rows: map[string]int64{}}
	return b, b.writeJSON(h)
}

func (b *backupWriter) table(name string) error {
	b.now = name
	b.rows[name] = 0
	return b.writeJSON(map[string]string{"table": name})
}

func (b *backupWriter) row(values []any) error {
	line, err := appendRow(b.buf[:0], values)
	if err != nil {
		return fmt.Errorf("table %s: %w", b.now, err)
	}
	b.buf = line
	b.rows[b.now]++
	return b.write(line)
}

// close writes the last line. Without it the backup does not count as one.
func (b *backupWriter) close() error {
	end := backupEnd{Rows: b.rows, SHA256: hex.EncodeToString(b.sum.Sum(nil))}
	if err := b.writeJSON(map[string]backupEnd{"end": end}); err != nil {
		return err
	}
	return b.zip.Close()
}

func (b *backupWriter) writeJSON(v any) error {
	line, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return b.write(append(line, '\n'))
}

func (b *backupWriter) write(line []byte) error {
	b.sum.Write(line)
	_, err := b.zip.Write(line)
	return err
}

// backupReader reads the lines of a backup and holds them to their count and checksum.
type backupReader struct {
	header BackupHeader
	zip    *zstd.Decoder
	lines  *bufio.Reader
	sum    hash.Hash
	rows   map[string]int64
	now    BackupTable
	tables map[string]BackupTable
}

// openBackup reads the header. Close the reader after use.
func openBackup(r io.Reader) (*backupReader, error) {
	zip, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(256<<20))
	if err != nil {
		return nil, fmt.Errorf("open backup: %w", err)
	}
	b := &backupReader{zip: zip, lines: bufio.NewReaderSize(zip, 1<<16), sum: sha256.New(),
		rows: map[string]int64{}, tables: map[string]BackupTable{}}
	if err := b.readHeader(); err != nil {
		zip.Close()
		return nil, err
	}
	return b, nil
}

func (b *backupReader) close() { b.zip.Close() }

func (b *backupReader) readHeader() error {
	line, err := b.line()
	if err != nil {
		return fmt.Errorf("open backup: this is not a backup of voxpop (%w): %w", err, voxpop.ErrInvalid)
	}
	if err := json.Unmarshal(line, &b.header); err != nil {
		return fmt.Errorf("open backup: this is not a backup of voxpop: %w", voxpop.ErrInvalid)
	}
	b.sum.Write(line)
	for _, t := range b.header.Tables {
		b.tables[t.Name] = t
	}
	return b.header.validate()
}

// next returns the next row and its table; io.EOF after the last line has proved everything before it.
func (b *backupReader) next() (BackupTable, []any, error) {
	for {
		line, err := b.line()
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return b.now, nil, fmt.Errorf("the backup is cut off: %w", voxpop.ErrInvalid)
		}
		if err != nil {
			return b.now, nil, fmt.Errorf("the backup is damaged: %w: %w", err, voxpop.ErrInvalid)
		}
		if line[0] == '[' {
			b.sum.Write(line)
			b.rows[b.now.Name]++
			row, err := parseRow(line, len(b.now.Columns))
			if err != nil {
				err = fmt.Errorf("the backup is damaged: table %s: %w: %w", b.now.Name, err, voxpop.ErrInvalid)
			}
			return b.now, row, err
		}
		if err := b.mark(line); err != nil {
			return b.now, nil, err
		}
	}
}

// mark takes a line between rows: the begin of a table, or the end of all.
func (b *backupReader) mark(line []byte) error {
	var m struct {
		Table string     `json:"table"`
		End   *backupEnd `json:"end"`
	}
	if err := json.Unmarshal(line, &m); err != nil {
		return fmt.Errorf("the backup is damaged: %w: %w", err, voxpop.ErrInvalid)
	}
	if m.End != nil {
		return b.prove(m.End)
	}
	b.sum.Write(line)
	t, known := b.tables[m.Table]
	if _, twice := b.rows[m.Table]; !known || twice {
		return fmt.Errorf("the backup is damaged: table %.80q is unknown or begins twice: %w", m.Table, voxpop.ErrInvalid)
	}
	b.now = t
	b.rows[t.Name] = 0
	return nil
}

func (b *backupReader) prove(end *backupEnd) error {
	if got := hex.EncodeToString(b.sum.Sum(nil)); got != end.SHA256 || !maps.Equal(b.rows, end.Rows) {
		return fmt.Errorf("the backup is damaged: its checksum does not fit: %w", voxpop.ErrInvalid)
	}
	if _, err := b.lines.ReadByte(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("the backup is damaged: something follows its end: %w", voxpop.ErrInvalid)
	}
	return io.EOF
}

// line returns the next line with its newline; it is valid until the next call.
func (b *backupReader) line() ([]byte, error) {
	line, err := b.lines.ReadSlice('\n')
	if !errors.Is(err, bufio.ErrBufferFull) {
		return line, err
	}
	long := bytes.Clone(line)
	for errors.Is(err, bufio.ErrBufferFull) {
		if len(long) > maxBackupLine {
			return nil, fmt.Errorf("a line is longer than %d bytes", maxBackupLine)
		}
		line, err = b.lines.ReadSlice('\n')
		long = append(long, line...)
	}
	return long, err
}

// VerifyBackup reads a backup to its end and returns what it holds. It changes nothing.
func VerifyBackup(r io.Reader) (BackupHeader, map[string]int64, error) {
	b, err := openBackup(r)
	if err != nil {
		return BackupHeader{}, nil, err
	}
	defer b.close()
	for {
		if _, _, err := b.next(); errors.Is(err, io.EOF) {
			return b.header, b.rows, nil
		} else if err != nil {
			return b.header, nil, err
		}
	}
}
