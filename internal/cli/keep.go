package cli

import (
	"context"
	"log/slog"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/store/relational"
)

const (
	// keepStep is how many texts one transaction blanks.
	keepStep = 500
	// bookkeeping is how long cycles, ledger and audit entries are kept.
	bookkeeping = 400 * 24 * time.Hour
)

// keep does the hourly housekeeping: texts that are too old, or that could not be checked for
// deletion for too long, go; what went is purged from the disk; old bookkeeping goes.
func keep(ctx context.Context, s *Settings, store *relational.Store, log *slog.Logger) error {
	expired, err := expire(ctx, s, store)
	if err != nil {
		return err
	}
	if expired > 0 {
		log.Info("Texts past their retention were dropped; their numbers stay", "items", expired)
	}
	if err := store.Purge(ctx); err != nil {
		return err
	}
	return store.Tidy(ctx, time.Now().Add(-bookkeeping))
}

func expire(ctx context.Context, s *Settings, store *relational.Store) (int, error) {
	total := 0
	until := func(step func() (int, error)) error {
		for {
			n, err := step()
			total += n
			if err != nil || n == 0 {
				return err
			}
		}
	}
	if s.DataRetentionDays > 0 {
		before := time.Now().AddDate(0, 0, -s.DataRetentionDays)
		if err := until(func() (int, error) { return store.Expire(ctx, before, keepStep) }); err != nil {
			return total, err
		}
	}
	if s.RecheckHours > 0 {
		now, err := sourceNow(ctx, store, voxpop.SourceReddit)
		if err != nil || now.IsZero() {
			return total, err
		}
		before := now.Add(-time.Duration(s.RecheckHours) * time.Hour)
		err = until(func() (int, error) { return store.ExpireUnchecked(ctx, voxpop.SourceReddit, before, keepStep) })
		return total, err
	}
	return total, nil
}

// sourceNow is the newest created time of a source: its clock as far as we have read it. While a
// source is not read, its clock stands still, and after a pause items can be checked before they go.
func sourceNow(ctx context.Context, store *relational.Store, source string) (time.Time, error) {
	communities, err := store.Communities(ctx)
	var now time.Time
	for _, c := range communities {
		if c.Source == source && c.Newest.After(now) {
			now = c.Newest
		}
	}
	return now, err
}
