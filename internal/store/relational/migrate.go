package relational

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"

	"github.com/voxpop-dev/voxpop"
)

// SchemaTable is where goose keeps which migrations ran.
const SchemaTable = "schema_version"

// Migration brings the schema of one database up to date.
type Migration struct {
	DB      *sql.DB
	Dialect goose.Dialect
	Files   fs.FS // the migrations in its root
	// Exists asks whether SchemaTable exists, as one number.
	Exists string
	// Lock keeps other processes from migrating the same database until unlock is called.
	Lock    func(ctx context.Context) (unlock func(), err error)
	Options Options
}

// Run migrates when there is something to do. ErrNewerSchema when the database was written by a
// newer voxpop; it is then left as it is.
func (m Migration) Run(ctx context.Context) error {
	provider, err := goose.NewProvider(m.Dialect, m.DB, m.Files, goose.WithTableName(SchemaTable), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("reading the embedded migrations: %w", err)
	}
	sources := provider.ListSources()
	target := sources[len(sources)-1].Version
	current, err := m.version(ctx)
	if err != nil {
		return err
	}
	if current < target {
		if err := m.migrate(ctx, provider, target); err != nil {
			return err
		}
	} else if current > target {
		return m.newer(ctx, current, target)
	}
	return m.sign(ctx)
}

func (m Migration) migrate(ctx context.Context, provider *goose.Provider, target int64) error {
	unlock, err := m.Lock(ctx)
	if err != nil {
		return fmt.Errorf("waiting for the migration lock: %w", err)
	}
	defer unlock()
	current, err := m.version(ctx) // another process may have been faster
	if err != nil {
		return err
	}
	if current > target {
		return m.newer(ctx, current, target)
	}
	if current > 0 && current < target && m.Options.BeforeMigrate != nil {
		if err := m.Options.BeforeMigrate(ctx, current); err != nil {
			return fmt.Errorf("preparing to migrate from schema %d to %d: %w", current, target, err)
		}
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrating from schema %d to %d: %w", current, target, err)
	}
	return nil
}

// version is the schema's version, 0 for an empty database. It does not write.
func (m Migration) version(ctx context.Context) (int64, error) {
	var exists, version int64
	err := m.DB.QueryRowContext(ctx, m.Exists).Scan(&exists)
	if err == nil && exists != 0 {
		err = m.DB.QueryRowContext(ctx, "SELECT COALESCE(MAX(version_id), 0) FROM "+SchemaTable).Scan(&version)
	}
	if err != nil {
		return 0, fmt.Errorf("reading the schema version: %w", err)
	}
	return version, nil
}

func (m Migration) newer(ctx context.Context, current, target int64) error {
	program := "a newer voxpop"
	var version string
	if err := m.DB.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = 'program'").Scan(&version); err == nil && version != "" {
		program = "voxpop " + version
	}
	return fmt.Errorf("opening the database: it has schema %d, written by %s, and this voxpop knows schemas up to %d; run that version, or restore a backup made before the upgrade: %w",
		current, program, target, voxpop.ErrNewerSchema)
}

// sign notes which program works on the database, when that changed.
func (m Migration) sign(ctx context.Context) error {
	var stored string
	if err := m.DB.QueryRowContext(ctx, "SELECT COALESCE(MAX(value), '') FROM meta WHERE key = 'program'").Scan(&stored); err != nil {
		return fmt.Errorf("reading who wrote the database: %w", err)
	}
	if program := clean(m.Options.Program); program != "" && program != stored {
		const query = "INSERT INTO meta (key, value) VALUES ('program', $1) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
		if _, err := m.DB.ExecContext(ctx, query, program); err != nil {
			return fmt.Errorf("noting who writes the database: %w", err)
		}
	}
	return nil
}
