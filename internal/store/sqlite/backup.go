package sqlite

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/voxpop-dev/voxpop/internal/store/relational"
)

// BackupFile writes a backup of the database file at path without migrating it, whatever its schema:
// for Options.BeforeMigrate, and for a database that this program cannot open. It changes nothing.
func BackupFile(ctx context.Context, path string, w io.Writer) error {
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("making a backup: %w", err)
	}
	db, err := openReader(path, 1)
	if err != nil {
		return fmt.Errorf("making a backup: %w", err)
	}
	defer func() { _ = db.Close() }()
	if err := relational.BackupDB(ctx, db, dialect{}.Name(), time.Now(), w); err != nil {
		return fmt.Errorf("making a backup of %s: %w", path, err)
	}
	return nil
}
