package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"time"

	"github.com/pressly/goose/v3"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/store/relational"
)

// Restore makes the database that url names hold what a backup of either store holds, and brings it to the newest
// schema. It reads r twice: once to prove it, once to load it, in one transaction. Tables with former data move into a
// schema before_restore_TIME of the same database, where they stay until somebody drops it; when loading fails they
// move back. No program may have the database open.
// ErrConflict when the database holds data and Force is not set, or when it is in use.
func Restore(ctx context.Context, url string, r io.ReadSeeker, opts relational.RestoreOptions) (relational.Restored, error) {
	config, err := parse(url)
	if err != nil {
		return relational.Restored{}, fmt.Errorf("restoring: %w", err)
	}
	db := pool(config, 3, 3)
	defer func() { _ = db.Close() }()
	done, err := restore(ctx, db, r, opts)
	if err == nil {
		err = finish(ctx, url, opts)
	}
	if err != nil {
		return done, fmt.Errorf("restoring database %s on %s: %w", config.Database, config.Host, err)
	}
	return done, nil
}

func restore(ctx context.Context, db *sql.DB, r io.ReadSeeker, opts relational.RestoreOptions) (done relational.Restored, err error) {
	if done.Header, done.Rows, err = relational.VerifyBackup(r); err != nil {
		return done, err
	}
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return done, err
	}
	if err := checkServer(ctx, db); err != nil {
		return done, err
	}
	unlock, err := lock(ctx, db)
	if err != nil {
		return done, err
	}
	defer unlock()
	if done.Kept, err = makeRoom(ctx, db, opts.Force); err != nil {
		return done, err
	}
	if err := load(ctx, db, done.Header.Schema, r, opts); err != nil {
		return done, errors.Join(err, putBack(context.WithoutCancel(ctx), db, done.Kept))
	}
	return done, nil
}

func load(ctx context.Context, db *sql.DB, schema int64, r io.Reader, opts relational.RestoreOptions) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	m := relational.Migration{DB: db, Dialect: goose.DialectPostgres, Files: files}
	if err := m.UpTo(ctx, schema); err != nil {
		return err
	}
	d := dialect{}
	return relational.LoadBackup(ctx, db, d.Name(), d.Rebind, r, opts.Progress)
}

// finish migrates what was loaded and makes it findable.
func finish(ctx context.Context, url string, opts relational.RestoreOptions) error {
	s, err := Open(ctx, url, Options{})
	if err != nil {
		return err
	}
	return errors.Join(s.Reindex(ctx, opts.Words), s.Close())
}

// makeRoom prepares a restore: nothing to do in an empty database, tables without data are dropped, tables with
// data are moved into a schema of their own, which it returns.
func makeRoom(ctx context.Context, db *sql.DB, force bool) (kept string, err error) {
	tables, err := ours(ctx, db, "")
	if err != nil || len(tables) == 0 {
		return "", err
	}
	if err := unused(ctx, db); err != nil {
		return "", err
	}
	holds, err := relational.HoldsData(ctx, db)
	if err != nil {
		return "", err
	}
	if !holds {
		return "", drop(ctx, db, tables)
	}
	kept = "before_restore_" + time.Now().UTC().Format("20060102_150405")
	if !force {
		return "", fmt.Errorf("it holds data already; restore into another database, or force the restore to replace it, it will be kept as schema %s: %w", kept, voxpop.ErrConflict)
	}
	return kept, inTransaction(ctx, db, append([]string{"CREATE SCHEMA " + kept}, move(tables, "", kept)...))
}

// putBack undoes makeRoom.
func putBack(ctx context.Context, db *sql.DB, kept string) error {
	tables, err := ours(ctx, db, "")
	if err != nil {
		return err
	}
	if err := drop(ctx, db, tables); err != nil || kept == "" {
		return err
	}
	former, err := ours(ctx, db, kept)
	if err != nil {
		return err
	}
	var here string
	if err := db.QueryRowContext(ctx, "SELECT quote_ident(current_schema())").Scan(&here); err != nil {
		return err
	}
	return inTransaction(ctx, db, append(move(former, kept+".", here), "DROP SCHEMA "+kept))
}

// ours lists the tables of voxpop in a schema, the current one when it is empty, quoted. Those of the job queue are not
// among them: they have types beside them and hold nothing that must be kept. A schema without our record of
// migrations has none of ours, whatever else it holds.
func ours(ctx context.Context, db *sql.DB, schema string) ([]string, error) {
	rows, err := db.QueryContext(ctx, `SELECT quote_ident(tablename) FROM pg_tables t
		WHERE schemaname = COALESCE(NULLIF($1, ''), current_schema()) AND tablename NOT LIKE 'river\_%'
		AND EXISTS (SELECT 1 FROM pg_tables o WHERE o.schemaname = t.schemaname AND o.tablename = $2)
		ORDER BY tablename`, schema, relational.SchemaTable)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []string
	for rows.Next() {
		var table string
		if err := rows.Scan(&table); err != nil {
			return nil, err
		}
		out = append(out, table)
	}
	return out, rows.Err()
}

// unused returns ErrConflict when another program of ours is connected. It looks again for two seconds, since a server
// takes a moment to notice that a program has gone.
func unused(ctx context.Context, db *sql.DB) error {
	var others int64
	for range 20 {
		err := db.QueryRowContext(ctx, `SELECT COUNT(*) FROM pg_stat_activity
			WHERE datname = current_database() AND application_name = 'voxpop' AND pid <> pg_backend_pid()
			AND pid NOT IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted
				AND (classid::bigint << 32 | objid::bigint) = $1)`, int64(migrationLock)).Scan(&others)
		if err != nil || others == 0 {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
	return fmt.Errorf("%d connections of voxpop are open on it; stop voxpop first: %w", others, voxpop.ErrConflict)
}

func drop(ctx context.Context, db *sql.DB, tables []string) error {
	var statements []string
	for _, t := range tables {
		statements = append(statements, "DROP TABLE "+t+" CASCADE")
	}
	return inTransaction(ctx, db, statements)
}

func move(tables []string, from, to string) []string {
	var statements []string
	for _, t := range tables {
		statements = append(statements, "ALTER TABLE "+from+t+" SET SCHEMA "+to)
	}
	return statements
}

// inTransaction runs all statements or none. A lock somebody holds fails it soon instead of holding up the restore.
func inTransaction(ctx context.Context, db *sql.DB, statements []string) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	for _, statement := range append([]string{"SET LOCAL lock_timeout = '5s'"}, statements...) {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	return tx.Commit()
}
