package storetest

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// fataler is what both a test and a property check can do.
type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

func lifeContext(t fataler) context.Context {
	if c, ok := t.(interface{ Context() context.Context }); ok {
		return c.Context()
	}
	return context.Background()
}

func lifeStored(t fataler, s Store, id voxpop.ItemID) voxpop.StoredItem {
	t.Helper()
	it, err := s.Item(lifeContext(t), id)
	if err != nil {
		t.Fatalf("item %s: %v", id, err)
	}
	return it
}

func lifeVersion(t fataler, s Store) int64 {
	t.Helper()
	v, err := s.Version(lifeContext(t))
	if err != nil {
		t.Fatalf("version: %v", err)
	}
	return v.Number
}

// lifeSQL runs statements behind the store's back.
func lifeSQL(t fataler, s Store, statements ...string) {
	t.Helper()
	db, _ := s.JobsDB()
	for _, statement := range statements {
		if _, err := db.ExecContext(lifeContext(t), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}

func lifeCount(t fataler, s Store, query string) int64 {
	t.Helper()
	db, _ := s.JobsDB()
	var n int64
	if err := db.QueryRowContext(lifeContext(t), query).Scan(&n); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

// lifeAge makes an item look as if it had been stored when it was created.
func lifeAge(t fataler, s Store, id voxpop.ItemID) {
	t.Helper()
	lifeSQL(t, s, "UPDATE items SET first_stored = created * 1000 WHERE native = '"+id.Native+"'")
}

// lifeDisk returns the folder in which a store keeps its files, and the prefix of their names;
// ok is false when it is out of reach, as on a server elsewhere.
func lifeDisk(t *testing.T, s Store) (dir, prefix string, ok bool) {
	t.Helper()
	db, dialect := s.JobsDB()
	if dialect == "sqlite" {
		var file string
		if err := db.QueryRowContext(t.Context(), "SELECT file FROM pragma_database_list WHERE name = 'main'").Scan(&file); err != nil {
			t.Fatal(err)
		}
		return filepath.Dir(file), filepath.Base(file), true
	}
	var oid int64
	err := db.QueryRowContext(t.Context(), `SELECT current_setting('data_directory'), oid FROM pg_database
		WHERE datname = current_database()`).Scan(&dir, &oid)
	if err != nil {
		return "", "", false
	}
	lifeSQL(t, s, "CHECKPOINT") // what is in memory must be on disk to be found, or not found
	dir = filepath.Join(dir, "base", strconv.FormatInt(oid, 10))
	_, err = os.Stat(dir)
	return dir, "", err == nil
}

// lifeFilesWith returns the files in dir whose names begin with prefix and that hold text.
func lifeFilesWith(t *testing.T, dir, prefix, text string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasPrefix(d.Name(), prefix) {
			return err
		}
		b, err := os.ReadFile(path)
		if bytes.Contains(b, []byte(text)) {
			found = append(found, d.Name())
		}
		if os.IsNotExist(err) { // a server cleans up behind itself
			return nil
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func lifeLongAgo() time.Time { return time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC) }
