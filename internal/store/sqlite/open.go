// Package sqlite keeps voxpop's data in one SQLite file. It is the only package that names the driver.
package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/driver"
	"github.com/pressly/goose/v3"

	"github.com/voxpop-dev/voxpop/internal/store/relational"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Options are what a SQLite store can be opened with.
type Options struct {
	relational.Options
	// Full makes every commit durable against loss of power (synchronous FULL instead of NORMAL).
	// With NORMAL a loss of power can undo the last commits, never damage the file; a killed process loses nothing.
	Full bool
}

// Store is a SQLite store.
type Store struct {
	*relational.Store
	path string
}

// Open opens the database file at path, making it and its folder when they do not exist, and brings
// its schema up to date.
func Open(ctx context.Context, path string, opts Options) (*Store, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("opening the database: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("opening the database: making its folder: %w", err)
	}
	if err := claim(path); err != nil {
		return nil, fmt.Errorf("opening the database: %w", err)
	}
	writer, err := openPool(writerDSN(path, opts.Full))
	if err != nil {
		return nil, fmt.Errorf("opening the database %s: %w", path, err)
	}
	writer.SetMaxOpenConns(1)
	writer.SetMaxIdleConns(1)
	if err := connect(ctx, writer); err != nil {
		writer.Close()
		return nil, fmt.Errorf("opening the database %s: %w", path, err)
	}
	if err := migrate(ctx, writer, path, opts.Options); err != nil {
		writer.Close()
		return nil, fmt.Errorf("database %s: %w", path, err)
	}
	reader, err := openReader(path, opts.Readers)
	if err != nil {
		writer.Close()
		return nil, err
	}
	return &Store{relational.New(writer, reader, dialect{path}, opts.Options), path}, nil
}

// connect makes the writer's connection. Switching a new file to WAL does not obey the busy timeout when
// several processes do it at once, so it is tried for as long as that.
func connect(ctx context.Context, writer *sql.DB) error {
	ctx, cancel := context.WithTimeout(ctx, busyTimeout)
	defer cancel()
	for {
		err := writer.PingContext(ctx)
		if err == nil || !errors.Is(err, sqlite3.BUSY) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// claim makes a missing file readable by its owner alone: it will hold authors' names and hashed keys.
func claim(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

func openReader(path string, size int) (*sql.DB, error) {
	if size <= 0 {
		size = relational.DefaultReaders
	}
	reader, err := openPool(readerDSN(path))
	if err != nil {
		return nil, fmt.Errorf("opening the database %s for reading: %w", path, err)
	}
	reader.SetMaxOpenConns(size)
	reader.SetMaxIdleConns(size)
	return reader, nil
}

// Path is the database's file.
func (s *Store) Path() string { return s.path }

// busyTimeout is how long a statement waits for another process's lock.
const busyTimeout = 10 * time.Second

var busyPragma = fmt.Sprintf("busy_timeout(%d)", busyTimeout.Milliseconds())

// writerDSN sets the busy timeout first: the other settings may already have to wait. Deleted text must
// not stay readable in free pages, hence secure_delete.
func writerDSN(path string, full bool) string {
	synchronous := "normal"
	if full {
		synchronous = "full"
	}
	// modeof gives the log beside the file the file's own mode.
	return dsn(path, "_txlock=immediate&modeof="+strings.ReplaceAll(url.QueryEscape(filepath.ToSlash(path)), "+", "%20"), busyPragma, "journal_mode(wal)",
		"synchronous("+synchronous+")", "secure_delete(on)", "foreign_keys(on)", "cache_size(-16000)", "temp_store(memory)")
}

func readerDSN(path string) string {
	return dsn(path, "mode=ro&_txlock=deferred", busyPragma, "query_only(on)", "cache_size(-4000)", "temp_store(memory)")
}

func dsn(path, parameters string, pragmas ...string) string {
	u := url.URL{Scheme: "file", Path: filepath.ToSlash(path)}
	return "file:" + u.EscapedPath() + "?" + parameters + "&_pragma=" + strings.Join(pragmas, "&_pragma=")
}

func migrate(ctx context.Context, db *sql.DB, path string, opts relational.Options) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	return relational.Migration{
		DB: db, Dialect: goose.DialectSQLite3, Files: files, Options: opts,
		Exists: "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = '" + relational.SchemaTable + "'",
		Lock:   func(ctx context.Context) (func(), error) { return lockFile(ctx, path+".migrate-lock") },
	}.Run(ctx)
}

// lockFile holds an exclusive lock on a file of its own by way of SQLite, which knows how to do that on
// every system; a process that dies lets go of it. The file stays, empty: removing it would be a race.
func lockFile(ctx context.Context, path string) (unlock func(), err error) {
	db, err := driver.Open(dsn(path, "_txlock=exclusive", "busy_timeout(60000)"))
	if err != nil {
		return nil, err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		db.Close()
		return nil, err
	}
	return func() {
		tx.Rollback()
		db.Close()
	}, nil
}
