package relational

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
	"pgregory.net/rapid"

	"github.com/voxpop-dev/voxpop"
)

func TestBackupStreamRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.OneOf(
			rapid.Just[any](nil), rapid.Int64().AsAny(), rapid.Bool().AsAny(), rapid.String().AsAny(),
			rapid.SliceOf(rapid.Byte()).AsAny(),
			rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) any { return string(b) }))
		rows := rapid.SliceOf(rapid.SliceOfN(value, 2, 2)).Draw(t, "rows")
		stream := write(t, rows)
		if got := read(t, stream); len(got) != len(rows) || len(rows) > 0 && !reflect.DeepEqual(got, normal(rows)) {
			t.Fatalf("wrote %v, read %v", rows, got)
		}
	})
}

// normal turns empty byte slices, which a driver may deliver as either, into one form.
func normal(rows [][]any) [][]any {
	for _, r := range rows {
		for i, v := range r {
			if b, ok := v.([]byte); ok && len(b) == 0 {
				r[i] = []byte{}
			}
		}
	}
	return rows
}

func TestBackupStreamNoticesEveryDamage(t *testing.T) {
	plain := unzip(t, write(t, [][]any{{int64(1), "one"}, {int64(2), "two"}}))
	for i := range plain {
		for name, bad := range map[string][]byte{
			"cut":     plain[:i],
			"changed": append(append(bytes.Clone(plain[:i]), plain[i]^1), plain[i+1:]...),
			"lost":    append(bytes.Clone(plain[:i]), plain[i+1:]...),
			"doubled": append(append(bytes.Clone(plain[:i]), plain[i]), plain[i:]...),
		} {
			_, _, err := VerifyBackup(bytes.NewReader(zip(t, bad)))
			if err == nil {
				// The last newline carries nothing, and JSON names ignore case.
				if onlyForm(plain, i) {
					continue
				}
				t.Fatalf("%s at byte %d of %q passed", name, i, plain[max(0, i-20):min(len(plain), i+20)])
			}
			if !errors.Is(err, voxpop.ErrInvalid) {
				t.Fatalf("%s at byte %d: %v is not ErrInvalid", name, i, err)
			}
		}
	}
}

// onlyForm reports whether byte i belongs to the last line, whose form is not covered by the checksum in it.
func onlyForm(plain []byte, i int) bool {
	return i >= bytes.LastIndex(plain[:len(plain)-1], []byte("\n"))
}

func TestBackupHeaderRefusals(t *testing.T) {
	good := BackupHeader{Format: backupFormat, Version: 1, Schema: 1, Tables: []BackupTable{{"items", []string{"id"}}}}
	for name, change := range map[string]func(*BackupHeader){
		"not a backup of voxpop": func(h *BackupHeader) { h.Format = "dump" },
		"a newer one":            func(h *BackupHeader) { h.Version = 2 },
		"schema 0":               func(h *BackupHeader) { h.Schema = 0 },
		"table":                  func(h *BackupHeader) { h.Tables = []BackupTable{{`items"; DROP`, []string{"id"}}} },
		"column":                 func(h *BackupHeader) { h.Tables = []BackupTable{{"items", []string{"id", "id"}}} },
	} {
		h := good
		change(&h)
		if err := h.validate(); !errors.Is(err, voxpop.ErrInvalid) || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if err := good.validate(); err != nil {
		t.Error(err)
	}
}

func FuzzVerifyBackup(f *testing.F) {
	f.Add([]byte("{}\n"))
	f.Add([]byte(`{"format":"voxpop-backup","version":1,"schema":1,"tables":[{"name":"a","columns":["b"]}]}` + "\n" +
		`{"table":"a"}` + "\n" + `[{"bytes":"AA=="}]` + "\n" + `{"end":{}}` + "\n"))
	f.Fuzz(func(t *testing.T, plain []byte) {
		for _, stream := range [][]byte{plain, zip(t, plain)} {
			if _, _, err := VerifyBackup(bytes.NewReader(stream)); err != nil && !errors.Is(err, voxpop.ErrInvalid) {
				t.Fatalf("got %v, want ErrInvalid", err)
			}
		}
	})
}

type failer interface {
	Helper()
	Fatal(...any)
}

func write(t failer, rows [][]any) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := newBackupWriter(&out, &BackupHeader{Format: backupFormat, Version: 1, Schema: 7, Dialect: "sqlite",
		Made: time.Unix(1, 0).UTC(), Tables: []BackupTable{{"things", []string{"a", "b"}}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.table("things"); err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if err := w.row(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func read(t failer, stream []byte) [][]any {
	t.Helper()
	b, err := openBackup(bytes.NewReader(stream))
	if err != nil {
		t.Fatal(err)
	}
	defer b.close()
	var rows [][]any
	for {
		_, row, err := b.next()
		if errors.Is(err, io.EOF) {
			return rows
		}
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
}

func zip(t failer, plain []byte) []byte {
	t.Helper()
	w, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	return w.EncodeAll(plain, nil)
}

func unzip(t failer, stream []byte) []byte {
	t.Helper()
	r, err := zstd.NewReader(bytes.NewReader(stream))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	plain, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return plain
}
