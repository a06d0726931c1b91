package cli

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/analyze"
	"github.com/voxpop-dev/voxpop/internal/store/relational"
)

// surveyEvery is how old themes may get while there is something new to read.
const surveyEvery = time.Hour

// surveyDue says whether themes are missing, or old while newer data is there.
func surveyDue(ctx context.Context, store *relational.Store, now time.Time) (bool, error) {
	version, err := store.Version(ctx)
	if err != nil || version.Newest.IsZero() {
		return false, err
	}
	made, err := store.ThemesMade(ctx, voxpop.ThemeScope{Days: analyze.ThemeDays[0]})
	if errors.Is(err, voxpop.ErrNotFound) {
		return true, nil
	}
	return err == nil && now.Sub(made) >= surveyEvery && version.Published.After(made), err
}

// survey looks over the talk of the last weeks: for themes, and for tools that the catalog does not know.
func survey(ctx context.Context, s *Settings, store *relational.Store, log *slog.Logger) error {
	began := time.Now()
	looking := analyze.Survey{Store: store, Now: time.Now, CandidateDays: s.CandidateDays, CandidateItems: s.CandidateMentions}
	if err := looking.Run(ctx); err != nil {
		return err
	}
	log.Debug("Looked for themes and unknown tools", "seconds", time.Since(began).Seconds())
	return nil
}
