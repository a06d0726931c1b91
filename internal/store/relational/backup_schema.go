package relational

import (
	"context"
	"fmt"

	"github.com/pressly/goose/v3"

	"github.com/voxpop-dev/voxpop"
)

// UpTo brings an empty database to one version of the schema, that of a backup which is to be loaded.
// ErrNewerSchema when this program does not know that version.
func (m Migration) UpTo(ctx context.Context, version int64) error {
	provider, err := goose.NewProvider(m.Dialect, m.DB, m.Files, goose.WithTableName(SchemaTable), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("reading the embedded migrations: %w", err)
	}
	sources := provider.ListSources()
	if newest := sources[len(sources)-1].Version; version > newest {
		return fmt.Errorf("the backup has schema %d and this voxpop knows schemas up to %d; restore it with the version that made it: %w",
			version, newest, voxpop.ErrNewerSchema)
	}
	if _, err := provider.UpTo(ctx, version); err != nil {
		return fmt.Errorf("making schema %d: %w", version, err)
	}
	return nil
}
