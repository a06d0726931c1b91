package postgres

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/store/relational"
)

// BackupURL writes a backup of the database that url names without migrating it, whatever its schema: for
// Options.BeforeMigrate, and for a database that this program cannot open. It changes nothing.
func BackupURL(ctx context.Context, url string, w io.Writer) error {
	config, err := parse(url)
	if err != nil {
		return fmt.Errorf("making a backup: %w", err)
	}
	config.RuntimeParams["default_transaction_read_only"] = "on"
	db := pool(config, 1, 1)
	defer func() { _ = db.Close() }()
	if err := relational.BackupDB(ctx, db, dialect{}.Name(), time.Now(), w); err != nil {
		return fmt.Errorf("making a backup of database %s on %s: %w", config.Database, config.Host, err)
	}
	return nil
}

// parse reads a URL without letting an error quote it: it can hold a password.
func parse(url string) (*pgx.ConnConfig, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("the URL of the PostgreSQL database cannot be read; want postgres://user:password@host:port/database: %w", voxpop.ErrInvalid)
	}
	config.RuntimeParams["application_name"] = "voxpop"
	config.DialFunc = Patient(config.DialFunc)
	return config, nil
}
