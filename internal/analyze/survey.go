package analyze

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/analyze/topics"
)

// SurveyStore is what a survey reads and writes.
type SurveyStore interface {
	TalkReader
	Version(ctx context.Context) (voxpop.DataVersion, error)
	Tools(ctx context.Context) ([]voxpop.Tool, error)
	Themes(ctx context.Context, scope voxpop.ThemeScope) (voxpop.ThemeRun, error)
	SaveThemes(ctx context.Context, run voxpop.ThemeRun) error
	DropThemes(ctx context.Context, t time.Time) error
	SaveCandidates(ctx context.Context, found []voxpop.Candidate) error
}

// Survey looks over what was said in the last days: for the themes of all talk and of every tool that is talked about,
// and for names of tools that the catalog does not know.
type Survey struct {
	Store SurveyStore
	Now   func() time.Time
	// A name is a candidate when it stands in CandidateItems items (0: 50) of the last CandidateDays days (0: 7).
	CandidateDays, CandidateItems int
}

// ThemeDays are the lengths of the windows in which themes are sought, longest first.
var ThemeDays = []int{30, 7}

// Run surveys once. The windows end at the newest item, so that an imported archive is surveyed, too. Each is read once,
// whatever is sought in it.
func (s *Survey) Run(ctx context.Context) error {
	began := s.Now()
	version, err := s.Store.Version(ctx)
	if err != nil || version.Newest.IsZero() {
		return err
	}
	all, err := s.Store.Tools(ctx)
	if err != nil {
		return err
	}
	end := voxpop.GrainHour.Truncate(version.Newest).Add(time.Hour)
	names := toolNames(all)
	var background *topics.Background
	for _, days := range s.windows() {
		w := voxpop.Window{From: end.AddDate(0, 0, -days), To: end}
		read, total, err := gather(ctx, s.Store, w)
		if err != nil {
			return fmt.Errorf("reading what was said in %d days: %w", days, err)
		}
		if days == s.candidateDays() {
			if err := s.propose(ctx, w, read, total, all); err != nil {
				return err
			}
		}
		if !slices.Contains(ThemeDays, days) {
			continue
		}
		items := make([]topics.Item, len(read))
		for i := range read {
			items[i] = themed(&read[i], nil)
		}
		if background == nil {
			background = topics.Learn(items, 0)
		}
		run := voxpop.ThemeRun{Window: w, Made: began, ThemeScope: voxpop.ThemeScope{Days: days}}
		if err := s.search(ctx, run, items, total, nil, nil); err != nil {
			return err
		}
		if err := s.searchTools(ctx, run, read, names, background); err != nil {
			return err
		}
	}
	return s.Store.DropThemes(ctx, began)
}

// windows are the lengths of all windows that are read, longest first.
func (s *Survey) windows() []int {
	days := append([]int{s.candidateDays()}, ThemeDays...)
	slices.Sort(days)
	days = slices.Compact(days)
	slices.Reverse(days)
	return days
}

func (s *Survey) candidateDays() int { return cmp.Or(s.CandidateDays, 7) }
