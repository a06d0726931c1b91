package storetest

import (
	"context"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// Themes keeps what the last search for themes found in each scope.
type Themes interface {
	// SaveThemes replaces the run of its scope. Readers see it with the next data version.
	SaveThemes(ctx context.Context, run voxpop.ThemeRun) error
	// Themes returns the run of a scope; ErrNotFound when there was none yet.
	Themes(ctx context.Context, scope voxpop.ThemeScope) (voxpop.ThemeRun, error)
	// Theme returns a topic by its id, from the newest run that has it, and that run without its topics.
	Theme(ctx context.Context, id string) (voxpop.Topic, voxpop.ThemeRun, error)
	// DropThemes removes runs that were made before t: those of scopes that are not searched any more.
	DropThemes(ctx context.Context, t time.Time) error
}
