// Package postgres keeps voxpop's data in a PostgreSQL database, version 15 or newer. It is the only
// package that names the driver.
package postgres

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/store/relational"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Options are what a PostgreSQL store can be opened with.
type Options struct {
	relational.Options
	// Writers is the size of the writing pool, on which the job queue and its sign of life live too; 0 means 7.
	Writers int
}

// Store is a PostgreSQL store.
type Store struct {
	*relational.Store
}

// oldest is the oldest server that is known to work, as server_version_num counts.
const oldest = 150000

// Open connects to the database that url names and brings its schema up to date.
func Open(ctx context.Context, url string, opts Options) (*Store, error) {
	config, err := parse(url)
	if err != nil {
		return nil, err
	}
	// Our queries are short and many: compiling one took two seconds before it ran for two milliseconds.
	config.RuntimeParams["jit"] = "off"
	preferIndexes(config)
	noticeTheLost(config)
	writer := pool(config, opts.Writers, 7)
	readOnly := config.Copy()
	readOnly.RuntimeParams["default_transaction_read_only"] = "on"
	reader := pool(readOnly, opts.Readers, relational.DefaultReaders)
	fail := func(err error) (*Store, error) {
		writer.Close()
		reader.Close()
		if (dialect{}).Unavailable(err) {
			return nil, fmt.Errorf("database %s on %s: %w: %w", config.Database, config.Host, voxpop.ErrUnavailable, err)
		}
		return nil, fmt.Errorf("database %s on %s: %w", config.Database, config.Host, err)
	}
	if err := answering(ctx, func(ctx context.Context) error { return checkServer(ctx, writer) }); err != nil {
		return fail(err)
	}
	if err := migrate(ctx, writer, opts.Options); err != nil {
		return fail(err)
	}
	return &Store{relational.New(writer, reader, dialect{}, opts.Options)}, nil
}

// preferIndexes tells the planner that pages out of order cost about as much as others, as on disks without moving parts. With the
// server's default of 4, made for disks with them, it read whole tables of a hundred thousand rows to find 500. Who says
// otherwise in the URL is not overruled.
func preferIndexes(config *pgx.ConnConfig) {
	const setting = "random_page_cost"
	if config.RuntimeParams[setting] == "" && !strings.Contains(config.RuntimeParams["options"], setting) {
		config.RuntimeParams[setting] = "1.1"
	}
}

// noticeTheLost lets the server end the sessions of a process that is cut off, or whose machine is gone, within half a minute: what such a
// session locks, all others wait for. By itself a server asks after hours. A transaction of ours is never idle for long, since
// nothing slow is done within one. Who says otherwise in the URL is not overruled.
func noticeTheLost(config *pgx.ConnConfig) {
	for setting, value := range map[string]string{
		"tcp_keepalives_idle": "10", "tcp_keepalives_interval": "5", "tcp_keepalives_count": "3",
		"idle_in_transaction_session_timeout": "20s",
	} {
		if config.RuntimeParams[setting] == "" && !strings.Contains(config.RuntimeParams["options"], setting) {
			config.RuntimeParams[setting] = value
		}
	}
}

func pool(config *pgx.ConnConfig, size, standard int) *sql.DB {
	if size <= 0 {
		size = standard
	}
	db := stdlib.OpenDB(*config)
	db.SetMaxOpenConns(size)
	db.SetMaxIdleConns(size)
	return db
}

func checkServer(ctx context.Context, db *sql.DB) error {
	var version int64
	var encoding string
	err := db.QueryRowContext(ctx, "SELECT current_setting('server_version_num')::bigint, current_setting('server_encoding')").Scan(&version, &encoding)
	if err != nil {
		return fmt.Errorf("asking for its version: %w", err)
	}
	if version < oldest {
		return fmt.Errorf("it runs PostgreSQL %d; voxpop needs %d or newer", version/10000, oldest/10000)
	}
	if !strings.EqualFold(encoding, "UTF8") {
		return fmt.Errorf("its encoding is %s; create it with ENCODING 'UTF8'", encoding)
	}
	return nil
}

func migrate(ctx context.Context, db *sql.DB, opts relational.Options) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	return relational.Migration{
		DB: db, Dialect: goose.DialectPostgres, Files: files, Options: opts,
		Exists: "SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = '" + relational.SchemaTable + "'",
		Lock:   func(ctx context.Context) (func(), error) { return lock(ctx, db) },
	}.Run(ctx)
}

// lock takes the migration lock of the database on a connection of its own.
func lock(ctx context.Context, db *sql.DB) (unlock func(), err error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock($1)", migrationLock); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return func() {
		_, _ = conn.ExecContext(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", migrationLock)
		conn.Close()
	}, nil
}

// The advisory locks of voxpop. Each database has its own set.
const (
	migrationLock = 0x766f7870_6d696772
	writersTurn   = "SELECT pg_advisory_xact_lock(8534995651961943667)"
	// The subquery comes first: the turn is not held while a purge is waited for.
	textsTurn = "WITH texts AS MATERIALIZED (SELECT pg_advisory_xact_lock_shared(8534995651961943668)::text AS got) SELECT got, pg_advisory_xact_lock(8534995651961943667) FROM texts"
)
