package analyze_test

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/analyze"
)

// talk is a store of items in which every tenth thread is about rate limits and mentions a tool.
type talk struct {
	analyze.SurveyStore
	items []voxpop.StoredItem
	said  map[voxpop.ItemID][]voxpop.ToolOpinion
	runs  map[voxpop.ThemeScope]voxpop.ThemeRun
}

var talked = time.Date(2026, 5, 1, 10, 30, 0, 0, time.UTC)

func newTalk(n int) *talk {
	s := &talk{said: map[voxpop.ItemID][]voxpop.ToolOpinion{}, runs: map[voxpop.ThemeScope]voxpop.ThemeRun{}}
	chatter := strings.Fields("I think they really should do it when you use this because it was good and we found that some people would like more of it in the way that works for them")
	r := rand.New(rand.NewPCG(1, 2))
	for i := range n {
		thread := i / 6
		it := voxpop.StoredItem{Item: voxpop.Item{
			ID: voxpop.ItemID{Source: "reddit", Native: fmt.Sprintf("t1_%05d", i)}, Kind: voxpop.KindComment, Community: "Cursor",
			ThreadID: fmt.Sprint("t3_", thread), Created: talked.Add(-time.Duration(i) * time.Minute), State: voxpop.StateLive,
		}, Score: &voxpop.Score{Label: voxpop.Positive}}
		words := make([]string, 24)
		for j := range words {
			words[j] = chatter[r.IntN(len(chatter))]
		}
		about := "the " + []string{"boats", "weather", "garden", "kitchen", "harvest"}[thread%5] + " is"
		if thread%10 == 0 {
			about = "the rate limits are"
		}
		it.Body = strings.Join(words[:12], " ") + " " + about + " " + strings.Join(words[12:], " ") + "."
		if thread%10 == 0 {
			it.Body += " I hit the " + []string{"quota", "daily cap", "weekly reset", "throttling"}[r.IntN(4)] + "."
		}
		if thread%10 < 5 {
			s.said[it.ID] = []voxpop.ToolOpinion{{Tool: "cursor", Score: voxpop.Score{Label: voxpop.Negative}}}
		}
		s.items = append(s.items, it)
	}
	return s
}

func (s *talk) Version(context.Context) (voxpop.DataVersion, error) {
	return voxpop.DataVersion{Number: 1, Newest: talked}, nil
}

func (s *talk) Tools(context.Context) ([]voxpop.Tool, error) {
	return []voxpop.Tool{{Slug: "cursor", Name: "Cursor"}}, nil
}

func (s *talk) ExportItems(_ context.Context, f voxpop.Filter) iter.Seq2[voxpop.StoredItem, error] {
	return func(yield func(voxpop.StoredItem, error) bool) {
		for _, it := range s.items {
			if !it.Created.Before(f.From) && it.Created.Before(f.To) && !yield(it, nil) {
				return
			}
		}
	}
}

func (s *talk) OpinionsOf(_ context.Context, ids []voxpop.ItemID) (map[voxpop.ItemID][]voxpop.ToolOpinion, error) {
	out := map[voxpop.ItemID][]voxpop.ToolOpinion{}
	for _, id := range ids {
		if said := s.said[id]; said != nil {
			out[id] = said
		}
	}
	return out, nil
}

func (s *talk) Themes(_ context.Context, scope voxpop.ThemeScope) (voxpop.ThemeRun, error) {
	run, ok := s.runs[scope]
	if !ok {
		return run, voxpop.ErrNotFound
	}
	return run, nil
}

func (s *talk) SaveThemes(_ context.Context, run voxpop.ThemeRun) error {
	s.runs[run.ThemeScope] = run
	return nil
}

func (s *talk) SaveCandidates(context.Context, []voxpop.Candidate) error { return nil }

func (s *talk) DropThemes(_ context.Context, t time.Time) error {
	for scope, run := range s.runs {
		if run.Made.Before(t) {
			delete(s.runs, scope)
		}
	}
	return nil
}

func TestThemesOfAllAndOfTools(t *testing.T) {
	s := newTalk(1800)
	s.runs[voxpop.ThemeScope{Tool: "forgotten", Days: 7}] = voxpop.ThemeRun{}
	now := talked.Add(time.Hour)
	survey := &analyze.Survey{Store: s, Now: func() time.Time { return now }}
	if err := survey.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(s.runs) != 4 {
		t.Fatalf("%d scopes, want all and one tool in two windows each", len(s.runs))
	}
	for scope, run := range s.runs {
		if len(run.Topics) == 0 || run.To != time.Date(2026, 5, 1, 11, 0, 0, 0, time.UTC) || run.From != run.To.AddDate(0, 0, -scope.Days) || run.Made != now {
			t.Fatalf("%+v: %d topics, %v to %v", scope, len(run.Topics), run.From, run.To)
		}
		i := slices.IndexFunc(run.Topics, func(t voxpop.Topic) bool { return strings.Contains(strings.ToLower(t.Label), "rate limits") })
		if i < 0 {
			t.Fatalf("%+v: no theme is called rate limits: %+v", scope, run.Topics)
		}
		top := run.Topics[i]
		// Of all talk it is the items' own label that counts, of a tool the opinion on it.
		if scope.Tool == "" && (top.Positive == 0 || top.Negative != 0 || run.Total != 1800) || scope.Tool == "cursor" && (top.Negative == 0 || top.Positive != 0 || run.Total != 900) {
			t.Errorf("%+v of %d items: %d positive, %d negative", scope, run.Total, top.Positive, top.Negative)
		}
	}
	week := voxpop.ThemeScope{Days: 7}
	id := s.runs[week].Topics[0].ID
	now = now.Add(time.Hour)
	if err := survey.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if again := s.runs[week].Topics[0].ID; again != id {
		t.Errorf("the theme was %s and is %s in the next run", id, again)
	}
}

func TestThemesLeaveOutWhatDoesNotCount(t *testing.T) {
	s := newTalk(1800)
	for i := range s.items {
		switch i % 3 {
		case 0:
			s.items[i].Exclusion = voxpop.ExcludedBot
		case 1:
			s.items[i].State = voxpop.StateDeleted
		}
	}
	if err := (&analyze.Survey{Store: s, Now: time.Now}).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if run := s.runs[voxpop.ThemeScope{Days: 30}]; run.Total != 600 {
		t.Errorf("%d items were read, want the 600 that are live and counted", run.Total)
	}
}
