package relational

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/voxpop-dev/voxpop"
)

// A backup is a zstd stream of lines, each a JSON value:
//
//	{"format":"voxpop-backup","version":1,"schema":3,…,"tables":[{"name":"items","columns":["id",…]},…]}
//	{"table":"items"}
//	[1,"reddit","t3_1abcd",…]           one line a row, values in the order of the columns
//	{"end":{"rows":{"items":1},"sha256":"…"}}
//
// The checksum covers every byte before the last line. Both stores write and read it, so that a backup of one can
// be restored into the other. docs/decisions/0002-backup-format.md gives the reasons.
const (
	backupFormat  = "voxpop-backup"
	backupVersion = 1
	maxBackupLine = 64 << 20 // bytes; the longest text a source may deliver is far below
)

// BackupHeader says what a backup holds.
type BackupHeader struct {
	Format    string           `json:"format"`
	Version   int              `json:"version"`
	Schema    int64            `json:"schema"`  // version of the schema the rows are in
	Dialect   string           `json:"dialect"` // of the store it was made from: "sqlite" or "postgres"
	Made      time.Time        `json:"made"`
	Tables    []BackupTable    `json:"tables"`
	Sequences map[string]int64 `json:"sequences"` // last number given by tables that number their rows
}

// BackupTable names a table and the columns of its rows in a backup.
type BackupTable struct {
	Name    string   `json:"name"`
	Columns []string `json:"columns"`
}

type backupEnd struct {
	Rows   map[string]int64 `json:"rows"`
	SHA256 string           `json:"sha256"`
}

var plainName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,62}$`)

func (h *BackupHeader) validate() error {
	if h.Format != backupFormat {
		return fmt.Errorf("this is not a backup of voxpop: %w", voxpop.ErrInvalid)
	}
	if h.Version != backupVersion {
		return fmt.Errorf("backup format %d, this voxpop reads format %d; use the voxpop that wrote it or a newer one: %w", h.Version, backupVersion, voxpop.ErrInvalid)
	}
	if h.Schema < 1 {
		return fmt.Errorf("backup of schema %d: %w", h.Schema, voxpop.ErrInvalid)
	}
	seen := map[string]bool{}
	for _, t := range h.Tables {
		if !plainName.MatchString(t.Name) || seen[t.Name] || len(t.Columns) == 0 {
			return fmt.Errorf("backup: table %.80q is misnamed, named twice or empty of columns: %w", t.Name, voxpop.ErrInvalid)
		}
		seen[t.Name] = true
		for _, c := range t.Columns {
			if !plainName.MatchString(c) || seen[t.Name+"."+c] {
				return fmt.Errorf("backup: column %.80q of %s is misnamed or named twice: %w", c, t.Name, voxpop.ErrInvalid)
			}
			seen[t.Name+"."+c] = true
		}
	}
	return nil
}

// appendRow appends the line of one row, as the database driver delivered it.
func appendRow(b []byte, row []any) ([]byte, error) {
	b = append(b, '[')
	for i, v := range row {
		if i > 0 {
			b = append(b, ',')
		}
		var err error
		if b, err = appendValue(b, v); err != nil {
			return nil, err
		}
	}
	return append(b, "]\n"...), nil
}

func appendValue(b []byte, v any) ([]byte, error) {
	switch v := v.(type) {
	case nil:
		return append(b, "null"...), nil
	case int64:
		return strconv.AppendInt(b, v, 10), nil
	case int32:
		return strconv.AppendInt(b, int64(v), 10), nil
	case bool:
		return strconv.AppendBool(b, v), nil
	case string:
		if !utf8.ValidString(v) { // JSON would change it without a word
			return appendBytes(b, "text", []byte(v)), nil
		}
		quoted, err := json.Marshal(v)
		return append(b, quoted...), err
	case []byte:
		return appendBytes(b, "bytes", v), nil
	}
	return nil, fmt.Errorf("backup cannot hold a value of type %T", v)
}

func appendBytes(b []byte, name string, v []byte) []byte {
	b = append(b, `{"`+name+`":"`...)
	b = base64.StdEncoding.AppendEncode(b, v)
	return append(b, `"}`...)
}

// parseRow reads what appendRow wrote: nil, int64, bool, string or []byte for each of want columns.
func parseRow(line []byte, want int) ([]any, error) {
	dec := json.NewDecoder(strings.NewReader(string(line)))
	dec.UseNumber()
	var row []any
	if err := dec.Decode(&row); err != nil {
		return nil, fmt.Errorf("row: %w", err)
	}
	if len(row) != want {
		return nil, fmt.Errorf("row of %d values, want %d", len(row), want)
	}
	for i, v := range row {
		var err error
		if row[i], err = parseValue(v); err != nil {
			return nil, err
		}
	}
	return row, nil
}

func parseValue(v any) (any, error) {
	switch v := v.(type) {
	case nil, bool, string:
		return v, nil
	case json.Number:
		return v.Int64()
	case map[string]any:
		if s, ok := v["bytes"].(string); ok && len(v) == 1 {
			return base64.StdEncoding.DecodeString(s)
		}
		if s, ok := v["text"].(string); ok && len(v) == 1 {
			b, err := base64.StdEncoding.DecodeString(s)
			return string(b), err
		}
	}
	return nil, fmt.Errorf("row holds a value that no backup has: %T", v)
}
