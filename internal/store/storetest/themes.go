package storetest

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
)

func themeRun(tool string, days int, made time.Time, ids ...string) voxpop.ThemeRun {
	run := voxpop.ThemeRun{
		ThemeScope: voxpop.ThemeScope{Tool: tool, Days: days}, Window: voxpop.Window{From: noon.AddDate(0, 0, -days), To: noon},
		Made: made, Total: 40, Read: 30, Copies: 2, Unassigned: 9,
	}
	for _, id := range ids {
		run.Topics = append(run.Topics, voxpop.Topic{
			ID: id, Label: "rate limits", Items: 7, Positive: 1, Negative: 4, Neutral: 2, First: noon, Last: noon.Add(time.Hour),
			Keywords: []voxpop.Keyword{{Text: "rate limits", Key: "ratelimit", Weight: 0.5, Items: 6}},
			Evidence: []voxpop.ItemID{{Source: "reddit", Native: "t3_a"}},
			Members:  []voxpop.TopicMember{{Item: voxpop.ItemID{Source: "reddit", Native: "t3_a"}, Strength: 0.25}},
		})
	}
	return run
}

var themeTests = map[string]func(*testing.T, Store){
	"Life": func(t *testing.T, s Store) {
		week := voxpop.ThemeScope{Days: 7}
		if _, err := s.Themes(ctx, week); !errors.Is(err, voxpop.ErrNotFound) {
			t.Errorf("before any run: %v", err)
		}
		if _, err := s.ThemesMade(ctx, week); !errors.Is(err, voxpop.ErrNotFound) {
			t.Errorf("made before any run: %v", err)
		}
		before, err := s.Version(ctx)
		if err != nil {
			t.Fatal(err)
		}
		first, month := themeRun("", 7, noon, "a", "b"), themeRun("", 30, noon.Add(time.Minute), "b")
		for _, run := range []voxpop.ThemeRun{first, month, themeRun("cursor", 7, noon)} {
			if err := s.SaveThemes(ctx, run); err != nil {
				t.Fatal(err)
			}
		}
		got, err := s.Themes(ctx, week)
		if err != nil || !reflect.DeepEqual(got, first) {
			t.Errorf("%v\n%+v\n%+v", err, got, first)
		}
		if made, err := s.ThemesMade(ctx, voxpop.ThemeScope{Days: 30}); err != nil || !made.Equal(month.Made) {
			t.Errorf("made %s, %v, want %s", made, err, month.Made)
		}
		if got, err := s.Themes(ctx, voxpop.ThemeScope{Tool: "cursor", Days: 7}); err != nil || len(got.Topics) != 0 || got.Total != 40 {
			t.Errorf("a run without themes: %+v, %v", got, err)
		}
		if topic, run, err := s.Theme(ctx, "b"); err != nil || topic.ID != "b" || run.Days != 30 || run.Topics != nil {
			t.Errorf("the newest run that has it: %+v in %+v, %v", topic, run, err)
		}
		if _, _, err := s.Theme(ctx, "none"); !errors.Is(err, voxpop.ErrNotFound) {
			t.Errorf("unknown: %v", err)
		}
		if _, _, err := s.RollUp(ctx, 10, true); err != nil {
			t.Fatal(err)
		}
		if after, err := s.Version(ctx); err != nil || after.Number <= before.Number {
			t.Errorf("version %d after %d: readers would not look again, %v", after.Number, before.Number, err)
		}
	},
	"Replace and drop": func(t *testing.T, s Store) {
		for _, run := range []voxpop.ThemeRun{themeRun("", 7, noon, "a", "b"), themeRun("", 7, noon.Add(time.Hour), "c"), themeRun("old", 7, noon, "d")} {
			if err := s.SaveThemes(ctx, run); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := s.Themes(ctx, voxpop.ThemeScope{Days: 7}); err != nil || len(got.Topics) != 1 || got.Topics[0].ID != "c" {
			t.Errorf("replaced: %+v, %v", got, err)
		}
		if err := s.DropThemes(ctx, noon.Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
		for id, there := range map[string]bool{"a": false, "c": true, "d": false} {
			if _, _, err := s.Theme(ctx, id); (err == nil) != there {
				t.Errorf("theme %s: %v", id, err)
			}
		}
		if _, err := s.Themes(ctx, voxpop.ThemeScope{Tool: "old", Days: 7}); !errors.Is(err, voxpop.ErrNotFound) {
			t.Errorf("dropped: %v", err)
		}
	},
}
