package sqlite

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/ncruces/go-sqlite3/driver"
	"github.com/ncruces/go-sqlite3/ext/fts5"
	"github.com/pressly/goose/v3"

	"github.com/voxpop-dev/voxpop/internal/store/relational"
	"github.com/voxpop-dev/voxpop/internal/store/storetest"
)

// upgrade opens a database as a program would whose embedded migrations go one further.
func upgrade(t *testing.T, path string, before func(ctx context.Context, from int64) error) (version int64, err error) {
	t.Helper()
	files := fstest.MapFS{"90000_more.sql": {Data: []byte("-- +goose Up\nALTER TABLE keys ADD COLUMN more INTEGER NOT NULL DEFAULT 7;\n")}}
	embedded, err := fs.Sub(migrations, "migrations")
	if err != nil {
		t.Fatal(err)
	}
	names, err := fs.Glob(embedded, "*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		data, err := fs.ReadFile(embedded, name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: data}
	}
	db, err := driver.Open(writerDSN(path, false), fts5.Register)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	defer func() { _ = db.Close() }()
	err = relational.Migration{
		DB: db, Dialect: goose.DialectSQLite3, Files: files, Options: relational.Options{BeforeMigrate: before},
		Exists: "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = '" + relational.SchemaTable + "'",
		Lock:   func(ctx context.Context) (func(), error) { return lockFile(ctx, path+".migrate-lock") },
	}.Run(t.Context())
	if e := db.QueryRowContext(t.Context(), "SELECT MAX(version_id) FROM "+relational.SchemaTable).Scan(&version); e != nil {
		t.Fatal(e)
	}
	return version, err
}

// Before a migration the hook makes a backup. If it cannot, the database stays as it is; if it can, the
// backup brings the former state back into the former program.
func TestBackupBeforeMigration(t *testing.T) {
	path := filepath.Join(t.TempDir(), "old.db")
	s, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	storetest.Fill(t, s)
	full := errors.New("disk full")
	version, err := upgrade(t, path, func(context.Context, int64) error { return full })
	if !errors.Is(err, full) || version >= 90000 {
		t.Fatalf("migrated to %d without a backup: %v", version, err)
	}

	var backup bytes.Buffer
	var from int64
	version, err = upgrade(t, path, func(ctx context.Context, v int64) error {
		from = v
		return BackupFile(ctx, path, &backup)
	})
	if err != nil || version != 90000 {
		t.Fatalf("schema %d, %v", version, err)
	}
	header, _, err := relational.VerifyBackup(bytes.NewReader(backup.Bytes()))
	if err != nil || header.Schema != from || from < 1 || from >= 90000 {
		t.Fatalf("backup of schema %d, migrated from %d, %v", header.Schema, from, err)
	}
	again := filepath.Join(t.TempDir(), "again.db")
	opts := relational.RestoreOptions{Words: storetest.LifeWords}
	if _, err := Restore(t.Context(), again, bytes.NewReader(backup.Bytes()), opts); err != nil {
		t.Fatal(err)
	}
	// The newer program takes the restored database along, backup included.
	if version, err := upgrade(t, again, nil); err != nil || version != 90000 {
		t.Fatalf("schema %d, %v", version, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}
