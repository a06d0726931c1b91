package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gofrs/flock"
	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/store/postgres"
	"github.com/voxpop-dev/voxpop/internal/store/relational"
	"github.com/voxpop-dev/voxpop/internal/store/sqlite"
)

// databasePath returns the file of an SQLite URL ("sqlite:PATH", with or without slashes).
func databasePath(databaseURL string) (string, bool) {
	rest, ok := strings.CutPrefix(databaseURL, "sqlite:")
	if !ok {
		return "", false
	}
	return strings.TrimPrefix(rest, "//"), true
}

func isPostgres(databaseURL string) bool {
	return strings.HasPrefix(databaseURL, "postgres://") || strings.HasPrefix(databaseURL, "postgresql://")
}

// checkDatabaseURL refuses what is neither store.
func checkDatabaseURL(databaseURL string) error {
	if path, ok := databasePath(databaseURL); ok && path != "" || isPostgres(databaseURL) {
		return nil
	}
	shown, _, found := strings.Cut(databaseURL, ":") // what follows may hold a password
	if found {
		shown += ":…"
	}
	return invalid("DATABASE_URL", shown, "sqlite:PATH or postgres://user@host/database")
}

// openStore opens the configured database, brings its schema up to date and, before a migration,
// writes a backup.
func openStore(ctx context.Context, s *Settings) (*relational.Store, error) {
	return openWith(ctx, s, relational.Options{})
}

// mostHeld is for how long the writer of a running program may be held: a page that stores a label waits meanwhile.
const mostHeld = 50 * time.Millisecond

// openWatched is openStore for a program in which others wait for the writer: batches are made to fit mostHeld, and held is told for how
// long each transaction took.
func openWatched(ctx context.Context, s *Settings, held func(op string, d time.Duration)) (*relational.Store, error) {
	return openWith(ctx, s, relational.Options{Held: held, MostHeld: mostHeld})
}

func openWith(ctx context.Context, s *Settings, opts relational.Options) (*relational.Store, error) {
	opts.Program = Version()
	opts.BeforeMigrate = func(ctx context.Context, from int64) error { return backupBeforeMigration(ctx, s, from) }
	if path, ok := databasePath(s.DatabaseURL); ok {
		store, err := sqlite.Open(ctx, path, sqlite.Options{Options: opts})
		if err != nil {
			return nil, err
		}
		return store.Store, nil
	}
	store, err := postgres.Open(ctx, s.DatabaseURL, postgres.Options{Options: opts})
	if err != nil {
		return nil, err
	}
	return store.Store, nil
}

// lockDatabase takes the lock that a running `voxpop serve` holds on an SQLite file, so that the
// file has one owner of jobs. It returns nil without error on PostgreSQL, where replicas share. held is
// true when another process has the lock.
func lockDatabase(s *Settings) (lock *flock.Flock, held bool, err error) {
	path, ok := databasePath(s.DatabaseURL)
	if !ok {
		return nil, false, nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, false, fmt.Errorf("making the folder of the database: %w", err)
	}
	lock = flock.New(path + ".lock")
	got, err := lock.TryLock()
	if err != nil {
		return nil, false, fmt.Errorf("locking the database: %w", err)
	}
	if !got {
		return nil, true, nil
	}
	return lock, false, nil
}

// served reports whether a running `voxpop serve` has a role on this database. When not, the
// returned release must be called at the end: until then the caller owns the work.
func served(ctx context.Context, s *Settings, store *relational.Store, role voxpop.ReplicaRole) (bool, func(), error) {
	lock, held, err := lockDatabase(s)
	if err != nil || held {
		return held, func() {}, err
	}
	if lock != nil {
		return false, func() { lock.Unlock() }, nil
	}
	replicas, err := store.Replicas(ctx, relational.ReplicaTTL)
	return slices.ContainsFunc(replicas, func(r voxpop.Replica) bool { return r.Has(role) }), func() {}, err
}

// ownDatabase makes the caller the one owner of an SQLite file until unlock is called, or fails with
// errDatabaseInUse. On PostgreSQL, where replicas share, there is nothing to own.
func ownDatabase(s *Settings) (unlock func(), err error) {
	lock, held, err := lockDatabase(s)
	switch {
	case err != nil:
		return nil, err
	case held:
		return nil, errDatabaseInUse
	case lock == nil:
		return func() {}, nil
	}
	return func() { lock.Unlock() }, nil
}

// errDatabaseInUse is what a second `voxpop serve` on one SQLite file gets.
var errDatabaseInUse = errors.New("another voxpop serves this database: stop it first, or give this one a DATABASE_URL of its own")

// commandLine is who did what a command does.
const commandLine = "command line"

// byCommand is the line of the audit log of a change.
func byCommand(action, subject string) voxpop.AuditEntry {
	return voxpop.AuditEntry{At: time.Now().UTC(), Actor: commandLine, Action: action, Subject: subject}
}
