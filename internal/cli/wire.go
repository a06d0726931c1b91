package cli

import (
	"context"
	"log/slog"
	"time"

	"github.com/voxpop-dev/voxpop/internal/analyze"
	"github.com/voxpop-dev/voxpop/internal/collect"
	"github.com/voxpop-dev/voxpop/internal/store/relational"
)

// newCollector wires the sources that the settings allow.
func newCollector(s *Settings, store *relational.Store, log *slog.Logger) (*collect.Collector, error) {
	sources, err := newSources(s, store)
	if err != nil {
		return nil, err
	}
	return &collect.Collector{Sources: sources, View: store, Inbox: store, Record: store, Log: log, Now: time.Now}, nil
}

func newAnalyzer(s *Settings, store *relational.Store, log *slog.Logger) *analyze.Analyzer {
	return newEngineBoard(s, store, log).analyzer()
}

// catchUp analyses and rolls up until nothing waits: what the job queue does in `serve`, for
// commands that run without one. progress is told how many items are done.
func catchUp(ctx context.Context, store *relational.Store, analyzer *analyze.Analyzer, progress func(items int)) error {
	analyzer.Hasty = true
	if err := analyzer.CatchUp(ctx, progress); err != nil {
		return err
	}
	return count(ctx, store)
}

// count rolls up until no cell is old, publishes, and finishes the cycles that waited for it.
func count(ctx context.Context, store *relational.Store) error {
	for more := true; more; {
		var err error
		if _, more, err = store.RollUp(ctx, rollupUnits, false); err != nil {
			return err
		}
	}
	if _, _, err := store.RollUp(ctx, rollupUnits, true); err != nil {
		return err
	}
	return store.FinishCycles(ctx)
}

// rollupUnits is how many days of communities one transaction recomputes when nobody else waits.
const rollupUnits = 200
