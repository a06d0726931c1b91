package cli

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/serve/api"
	"github.com/voxpop-dev/voxpop/internal/store/relational"
)

type exportCmd struct {
	What      string `default:"items" enum:"items,scores,cells" help:"items (with their scores), scores or cells."`
	Format    string `default:"ndjson" enum:"ndjson,csv" help:"ndjson or csv."`
	Since     string `placeholder:"TIME" help:"Only what was created at or after this time (2026-01-31 or RFC 3339, UTC)."`
	Until     string `placeholder:"TIME" help:"Only what was created before this time."`
	Community string `placeholder:"NAME" help:"Only this community."`
	Output    string `short:"o" placeholder:"FILE" help:"Write to this file instead of standard output."`
}

// Run writes what the API's export route writes. A file is complete or not there: it gets its name at
// the end.
func (c *exportCmd) Run(ctx context.Context, std *streams, s *Settings) error {
	since, until, err := parseRange(c.Since, c.Until)
	if err != nil {
		return err
	}
	filter := voxpop.Filter{Window: voxpop.Window{From: since, To: until}, Community: c.Community, Textless: true}
	return withExisting(ctx, s, func(store *relational.Store) error {
		return toOutput(c.Output, std.out, func(w io.Writer) error {
			if c.What == "cells" {
				version, err := store.Version(ctx)
				if err != nil {
					return err
				}
				return api.WriteCells(w, c.Format, store.ExportCells(ctx, filter), version.Simulated)
			}
			return api.WriteItems(w, c.What, c.Format, store.ExportItems(ctx, filter))
		})
	})
}

// toOutput lets write fill a file that appears under its name only when it is complete, or the
// standard output when path is empty.
func toOutput(path string, out io.Writer, write func(io.Writer) error) error {
	if path == "" {
		return write(out)
	}
	f, err := os.OpenFile(path+".part", os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	defer os.Remove(path + ".part") // does nothing after the rename
	if err := write(f); err != nil {
		f.Close()
		return err
	}
	if err := f.Sync(); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(path+".part", path)
}
