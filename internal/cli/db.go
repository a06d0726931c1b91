package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/voxpop-dev/voxpop/internal/analyze"
	"github.com/voxpop-dev/voxpop/internal/store/postgres"
	"github.com/voxpop-dev/voxpop/internal/store/relational"
	"github.com/voxpop-dev/voxpop/internal/store/sqlite"
)

type dbCmd struct {
	Migrate dbMigrateCmd `cmd:"" help:"Bring the schema up to date (every command does so by itself)."`
	Check   dbCheckCmd   `cmd:"" help:"Recompute every cell and look at every invariant."`
	Backup  dbBackupCmd  `cmd:"" help:"Write a consistent copy, also while voxpop runs."`
	Restore dbRestoreCmd `cmd:"" help:"Make the database hold what a backup holds, on either kind of database."`
}

type dbMigrateCmd struct{}

// Run opens the database, which migrates it.
func (c *dbMigrateCmd) Run(ctx context.Context, std *streams, s *Settings) error {
	return withStore(ctx, s, func(*relational.Store) error {
		_, err := fmt.Fprintln(std.out, "The schema is up to date.")
		return err
	})
}

type dbCheckCmd struct {
	JSON bool `help:"Print JSON."`
}

// checkSummary is what db check prints for programs.
type checkSummary struct {
	Problems int      `json:"problems"`
	First    []string `json:"first"` // at most maxProblems
}

// maxProblems is how many differences are printed; all are counted.
const maxProblems = 100

// Run reports every difference and exits with 1 when there is one.
func (c *dbCheckCmd) Run(ctx context.Context, std *streams, s *Settings) error {
	return withExisting(ctx, s, func(store *relational.Store) error {
		sum := checkSummary{First: []string{}}
		err := store.Check(ctx, func(problem string) {
			if sum.Problems++; sum.Problems > maxProblems {
				return
			}
			sum.First = append(sum.First, problem)
			if !c.JSON {
				fmt.Fprintln(std.out, problem)
			}
		})
		if err != nil {
			return err
		}
		if err := sum.print(std, c.JSON); err != nil || sum.Problems == 0 {
			return err
		}
		return errReported
	})
}

func (s *checkSummary) print(std *streams, asJSON bool) (err error) {
	switch {
	case asJSON:
		err = json.NewEncoder(std.out).Encode(s)
	case s.Problems > 0:
		_, err = fmt.Fprintf(std.out, "%d problems.\n", s.Problems)
	default:
		_, err = fmt.Fprintln(std.out, "No problems: every cell equals its rows, every invariant holds.")
	}
	return err
}

type dbBackupCmd struct {
	File string `arg:"" help:"File to write; - is standard output."`
}

// Run writes a backup.
func (c *dbBackupCmd) Run(ctx context.Context, std *streams, s *Settings) error {
	path := c.File
	if path == "-" {
		path = ""
	}
	return withExisting(ctx, s, func(store *relational.Store) error {
		if err := toOutput(path, std.out, func(w io.Writer) error { return store.Backup(ctx, w) }); err != nil {
			return err
		}
		if path != "" {
			fmt.Fprintf(std.err, "Backup written to %s. It holds texts, authors' names and hashed keys: keep it as safe as the database.\n", path)
		}
		return nil
	})
}

type dbRestoreCmd struct {
	File  string `arg:"" type:"existingfile" help:"Backup to restore."`
	Force bool   `help:"Replace a database that holds data. What it held is kept beside it."`
}

// Run restores a backup into the configured database, of whichever kind either is.
func (c *dbRestoreCmd) Run(ctx context.Context, std *streams, s *Settings) error {
	unlock, err := ownDatabase(s)
	if err != nil {
		return err
	}
	defer unlock()
	f, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer f.Close()
	opts := relational.RestoreOptions{Force: c.Force, Words: analyze.Words}
	var done relational.Restored
	if path, ok := databasePath(s.DatabaseURL); ok {
		done, err = sqlite.Restore(ctx, path, f, opts)
	} else {
		done, err = postgres.Restore(ctx, s.DatabaseURL, f, opts)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(std.out, "Restored %d items.\n", done.Rows["items"])
	if done.Kept != "" {
		fmt.Fprintf(std.out, "What the database held before is kept in %s.\n", done.Kept)
	}
	return nil
}

// backupBeforeMigration writes a backup beside the database, or into BACKUP_DIR, before its schema changes.
func backupBeforeMigration(ctx context.Context, s *Settings, from int64) error {
	name := fmt.Sprintf("voxpop-schema-%d-%s.backup", from, time.Now().UTC().Format("20060102-150405"))
	path, embedded := databasePath(s.DatabaseURL)
	dir := s.BackupDir
	if dir == "" && embedded {
		dir = filepath.Dir(path)
	}
	if dir == "" {
		dir = "."
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("backup before the migration: %w", err)
	}
	err := toOutput(filepath.Join(dir, name), nil, func(w io.Writer) error {
		if embedded {
			return sqlite.BackupFile(ctx, path, w)
		}
		return postgres.BackupURL(ctx, s.DatabaseURL, w)
	})
	if err != nil {
		return fmt.Errorf("backup before the migration: %w", err)
	}
	return nil
}
