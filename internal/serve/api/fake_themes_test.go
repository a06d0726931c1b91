package api

import (
	"context"

	"github.com/voxpop-dev/voxpop"
)

// themed is the one run of themes that the fake has: all talk of 30 days.
func (f *fake) themed() voxpop.ThemeRun {
	return voxpop.ThemeRun{
		ThemeScope: voxpop.ThemeScope{Days: 30}, Window: voxpop.Window{From: noon.AddDate(0, 0, -30), To: noon}, Made: noon,
		Total: 50, Read: 40, Copies: 4, Unassigned: 18,
		Topics: []voxpop.Topic{
			{ID: "th-1", Label: "rate <limits>", Items: 12, Threads: 5, Positive: 1, Negative: 10, Neutral: 1, First: noon, Last: noon,
				Keywords: []voxpop.Keyword{{Text: "rate limits", Items: 9}}, Evidence: []voxpop.ItemID{f.stored[0].ID, {Source: "reddit", Native: "t3_gone"}}},
			{ID: "th-2", Label: "dark theme", Items: 6, Neutral: 0},
		},
	}
}

func (f *fake) Themes(_ context.Context, scope voxpop.ThemeScope) (voxpop.ThemeRun, error) {
	if run := f.themed(); scope == run.ThemeScope {
		return run, f.read()
	}
	return voxpop.ThemeRun{}, voxpop.ErrNotFound
}

func (f *fake) Theme(_ context.Context, id string) (voxpop.Topic, voxpop.ThemeRun, error) {
	run := f.themed()
	for _, t := range run.Topics {
		if t.ID == id {
			return t, run, f.read()
		}
	}
	return voxpop.Topic{}, voxpop.ThemeRun{}, voxpop.ErrNotFound
}
