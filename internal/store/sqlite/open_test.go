package sqlite_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/ncruces/go-sqlite3/driver"
	"github.com/pressly/goose/v3"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/store/relational"
	"github.com/voxpop-dev/voxpop/internal/store/sqlite"
	"github.com/voxpop-dev/voxpop/internal/store/storetest"
)

func TestOpenAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "voxpop.db")
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			s, err := sqlite.Open(t.Context(), path, sqlite.Options{})
			if err != nil {
				t.Error(err)
				return
			}
			if _, err := s.Secret(t.Context()); err != nil {
				t.Error(err)
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
}

func TestNewerSchemaIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "voxpop.db")
	s := open(t, path, sqlite.Options{Options: relational.Options{Program: "v9.1.0"}})
	db, _ := s.JobsDB()
	if _, err := db.Exec("INSERT INTO " + relational.SchemaTable + " (version_id, is_applied) VALUES (99, 1)"); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := sqlite.Open(t.Context(), path, sqlite.Options{Options: relational.Options{Program: "v8"}})
	if !errors.Is(err, voxpop.ErrNewerSchema) || !strings.Contains(err.Error(), "v9.1.0") || !strings.Contains(err.Error(), "backup") {
		t.Errorf("opened by an older program: %v", err)
	}
}

func TestOpenAgainKeepsEverything(t *testing.T) {
	path := filepath.Join(t.TempDir(), "voxpop.db")
	items := storetest.Generate(50)
	first := open(t, path, sqlite.Options{})
	storetest.Ingest(t, first, items)
	before, err := first.Version(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	hook := func(context.Context, int64) error { return errors.New("nothing is to be migrated") }
	again := open(t, path, sqlite.Options{Full: true, Options: relational.Options{Readers: 1, BeforeMigrate: hook}})
	if after, err := again.Version(t.Context()); err != nil || after != before {
		t.Errorf("%+v, %v, want %+v", after, err, before)
	}
}

// migration is a chain of migrations of a test's own.
func migration(db *sql.DB, versions int, before func(context.Context, int64) error) relational.Migration {
	files := fstest.MapFS{}
	for v := 1; v <= versions; v++ {
		text := fmt.Sprintf("-- +goose Up\nCREATE TABLE t%d (x);\n", v)
		if v == 1 {
			text += "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT);\n"
		}
		files[fmt.Sprintf("%05d_step.sql", v)] = &fstest.MapFile{Data: []byte(text)}
	}
	return relational.Migration{
		DB: db, Dialect: goose.DialectSQLite3, Files: files,
		Exists:  "SELECT COUNT(*) FROM sqlite_master WHERE name = '" + relational.SchemaTable + "'",
		Lock:    func(context.Context) (func(), error) { return func() {}, nil },
		Options: relational.Options{Program: fmt.Sprint("v", versions), BeforeMigrate: before},
	}
}

func TestBeforeMigrate(t *testing.T) {
	db, err := driver.Open("file:" + filepath.Join(t.TempDir(), "m.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	calls := []int64{}
	note := func(_ context.Context, from int64) error { calls = append(calls, from); return nil }
	for _, versions := range []int{1, 1, 3} {
		if err := migration(db, versions, note).Run(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if len(calls) != 1 || calls[0] != 1 {
		t.Errorf("called for versions %v, want once for 1: an empty database has nothing to save", calls)
	}
	refuse := func(context.Context, int64) error { return errors.New("no room for a backup") }
	if err := migration(db, 4, refuse).Run(t.Context()); err == nil || !strings.Contains(err.Error(), "no room") {
		t.Errorf("migrated without a backup: %v", err)
	}
	var tables int
	if err := db.QueryRow("SELECT COUNT(*) FROM sqlite_master WHERE name = 't4'").Scan(&tables); err != nil || tables != 0 {
		t.Errorf("the refused migration ran: %v", err)
	}
	if err := migration(db, 2, nil).Run(t.Context()); !errors.Is(err, voxpop.ErrNewerSchema) || !strings.Contains(err.Error(), "voxpop v3") {
		t.Errorf("an older program: %v", err)
	}
}

// The database holds authors' names and hashed keys: nobody but its owner may read a new one.
func TestNewDatabaseIsPrivate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "voxpop.db")
	s := open(t, path, sqlite.Options{})
	if _, err := s.Secret(t.Context()); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(path + "*")
	if err != nil || len(files) < 2 {
		t.Fatalf("files %v, %v", files, err)
	}
	for _, file := range files {
		info, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(file, "lock") || strings.HasSuffix(file, "-shm") { // these hold no data
			continue
		}
		if mode := info.Mode().Perm(); runtime.GOOS != "windows" && mode&0o077 != 0 {
			t.Errorf("%s has mode %o", filepath.Base(file), mode)
		}
	}
}
