package sqlite

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/driver"
	"github.com/ncruces/go-sqlite3/ext/fts5"
	"github.com/pressly/goose/v3"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/store/relational"
)

// Restore makes the database file at path hold what a backup of either store holds, and brings it to the newest
// schema. It reads r twice: once to prove it, once to load it. The new file is complete before it takes the place of
// a former one, which is kept as path.before-restore. No program may have the database open.
// ErrConflict when the file holds data and Force is not set, or when it is in use.
func Restore(ctx context.Context, path string, r io.ReadSeeker, opts relational.RestoreOptions) (relational.Restored, error) {
	done, err := restore(ctx, path, r, opts)
	if err != nil {
		return done, fmt.Errorf("restoring %s: %w", path, err)
	}
	return done, nil
}

func restore(ctx context.Context, path string, r io.ReadSeeker, opts relational.RestoreOptions) (done relational.Restored, err error) {
	if path, err = filepath.Abs(path); err != nil {
		return done, err
	}
	if done.Header, done.Rows, err = relational.VerifyBackup(r); err != nil {
		return done, err
	}
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return done, err
	}
	if err := mayReplace(ctx, path, opts.Force); err != nil {
		return done, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return done, err
	}
	fresh := path + ".restoring-" + rand.Text()[:8]
	defer removeAll(fresh)
	if err := build(ctx, fresh, done.Header.Schema, r, opts); err != nil {
		return done, err
	}
	done.Kept, err = replace(ctx, path, fresh)
	return done, err
}

// build makes a new database file of a backup, as one file without a log beside it.
func build(ctx context.Context, fresh string, schema int64, r io.Reader, opts relational.RestoreOptions) error {
	if err := load(ctx, fresh, schema, r, opts); err != nil {
		return err
	}
	s, err := Open(ctx, fresh, Options{}) // migrates
	if err != nil {
		return err
	}
	if err := s.Reindex(ctx, opts.Words); err != nil {
		return errors.Join(err, s.Close())
	}
	if err := s.Close(); err != nil {
		return err
	}
	return settle(ctx, fresh)
}

func load(ctx context.Context, fresh string, schema int64, r io.Reader, opts relational.RestoreOptions) error {
	db, err := driver.Open(writerDSN(fresh, false), fts5.Register)
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	defer func() { _ = db.Close() }()
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	m := relational.Migration{DB: db, Dialect: goose.DialectSQLite3, Files: files}
	if err := m.UpTo(ctx, schema); err != nil {
		return err
	}
	d := dialect{fresh}
	return relational.LoadBackup(ctx, db, d.Name(), d.Rebind, r, opts.Progress)
}

// mayReplace returns ErrConflict when path holds data, or cannot be read to find out, and force is not set.
func mayReplace(ctx context.Context, path string, force bool) error {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0 || force {
		return nil
	}
	if err != nil {
		return err
	}
	var holds bool
	db, err := openReader(path, 1)
	if err == nil {
		defer func() { _ = db.Close() }()
		holds, err = relational.HoldsData(ctx, db)
	}
	if err != nil {
		return fmt.Errorf("there is a file that cannot be read as a database of voxpop (%w); force the restore to replace it, it will be kept: %w", err, voxpop.ErrConflict)
	}
	if holds {
		return fmt.Errorf("it holds data already; restore to another place, or force the restore to replace it, it will be kept as %s: %w", filepath.Base(path)+keptSuffix, voxpop.ErrConflict)
	}
	return nil
}

const keptSuffix = ".before-restore"

// replace puts fresh in the place of path and returns where the former file went.
func replace(ctx context.Context, path, fresh string) (kept string, err error) {
	mode := fs.FileMode(0o600)
	if info, err := os.Stat(path); err == nil {
		mode = info.Mode().Perm()
		err := settle(ctx, path)
		switch {
		case err == nil:
		case errors.Is(err, sqlite3.CORRUPT), errors.Is(err, sqlite3.NOTADB):
			// Nobody can use it; it is kept as it is.
		default:
			return "", fmt.Errorf("the former database is in use; stop voxpop first (%w): %w", err, voxpop.ErrConflict)
		}
		kept = freeName(path + keptSuffix)
		// A log left beside the file would be taken for the new one's.
		for _, part := range []string{"-wal", "-shm", ""} {
			if err := os.Rename(path+part, kept+part); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return "", err
			}
		}
	}
	if err := errors.Join(os.Chmod(fresh, mode), os.Rename(fresh, path)); err != nil {
		return kept, err
	}
	return kept, syncFolder(filepath.Dir(path))
}

// freeName is name, or name-2 and so on when files of that name are there: no kept database is overwritten.
func freeName(name string) string {
	for i, try := 2, name; ; i++ {
		if _, err := os.Lstat(try); errors.Is(err, fs.ErrNotExist) {
			return try
		}
		try = fmt.Sprintf("%s-%d", name, i)
	}
}

// settle empties the log of a database into its file and removes it. It fails while anybody has the database open.
func settle(ctx context.Context, path string) error {
	db, err := driver.Open(dsn(path, "_txlock=exclusive", "busy_timeout(2000)"))
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	db.SetMaxOpenConns(1)
	var mode string
	if err := db.QueryRowContext(ctx, "PRAGMA journal_mode = DELETE").Scan(&mode); err != nil {
		return err
	}
	if mode != "delete" {
		return fmt.Errorf("its journal stays in mode %s", mode)
	}
	return db.Close()
}

// syncFolder makes renames in a folder durable, where the system can do that.
func syncFolder(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	_ = f.Sync() // not every system lets folders be synced
	return f.Close()
}

func removeAll(path string) {
	for _, part := range []string{"", "-wal", "-shm", "-journal", ".migrate-lock"} {
		_ = os.Remove(path + part)
	}
}
