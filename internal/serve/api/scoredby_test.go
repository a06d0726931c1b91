package api

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
)

func TestNumbersOfAnotherEngine(t *testing.T) {
	a, f := fakeAPI(t)
	f.alsoReady = []voxpop.EngineState{
		{EngineID: voxpop.EngineID{Name: "old", Version: "2"}, State: "ready"},
		{EngineID: voxpop.EngineID{Name: "old", Version: "1"}, State: "ready"},
	}
	for asked, want := range map[string]string{"old": "2", "old%401": "1"} {
		s := answered[StatsBody](t, a, "/api/v1/sentiment/stats?hours=24&engine="+asked)
		if e := s.Meta.Engine; e.Name != "old" || e.Version != want || e.Scored == nil || *e.Scored != 83.3 {
			t.Errorf("%s: %+v", asked, e)
		}
		if s.Statistics.Negative != 5 || s.Statistics.Positive != 0 || s.RestsOn.Unscored != 2 {
			t.Errorf("%s: %+v, %+v", asked, s.Statistics, s.RestsOn)
		}
	}
	for _, route := range []string{"sentiment/trends?", "tools?", "tools/cursor/sentiment?", "tools/cursor/timeseries?", "tools/compare?tools=cursor,claude-code&", "movers?"} {
		if m := answered[Meta](t, a, "/api/v1/"+route+"engine=old"); m.Engine.Name != "old" || m.Engine.Scored == nil {
			t.Errorf("%s: %+v", route, m.Engine)
		}
		if m := answered[Meta](t, a, "/api/v1/"+route+"engine=vader"); m.Engine.Version != "3.3.2" || m.Engine.Scored != nil {
			t.Errorf("%s of the engine that answers: %+v", route, m.Engine)
		}
		for _, name := range []string{"model", "nobody"} {
			rec := get(a, "/api/v1/"+route+"engine="+name)
			if rec.Code != 422 || !strings.Contains(rec.Body.String(), "there are those of vader@3.3.2, old@2, old@1") {
				t.Errorf("%s of %s: %d %s", route, name, rec.Code, rec.Body)
			}
		}
	}
	// The open hours of an engine that scores no longer begin where it ended.
	if b := answered[MoversBody](t, a, "/api/v1/movers?hours=6&engine=old"); !b.ChangeUntil.Equal(noon.Add(-90 * time.Minute).Truncate(time.Hour)) {
		t.Errorf("changes until %v", b.ChangeUntil)
	}
}

// Texts that were gone when an engine was asked to score them count by another's scores: these are not its own.
func TestAnEngineIsNotCreditedWithScoresOfOthers(t *testing.T) {
	a, f := fakeAPI(t)
	f.alsoReady = []voxpop.EngineState{{EngineID: voxpop.EngineID{Name: "old", Version: "1"}, State: "ready"}}
	f.later = []voxpop.FormerScores{{Day: voxpop.GrainDay.Truncate(noon), Engine: f.version.Engine, Items: 4}}
	if e := answered[StatsBody](t, a, "/api/v1/sentiment/stats?hours=24&engine=old").Meta.Engine; e.Scored == nil || *e.Scored != 50 {
		t.Errorf("6 of 12: %+v", e)
	}
}

func TestNoChangeAcrossEngines(t *testing.T) {
	a, f := fakeAPI(t)
	for i := range f.stored { // two days of six hours each
		f.stored[i].Created = noon.Add(-time.Duration(i)*time.Hour - 6*time.Hour)
	}
	old := voxpop.EngineID{Name: "old", Version: "1"}
	yesterday := voxpop.GrainDay.Truncate(noon).AddDate(0, 0, -1)
	f.former = []voxpop.FormerScores{{Day: yesterday, Engine: old, Items: 5}}
	border := []EngineChangeBody{{At: "2026-03-04", From: EngineBody{"old", "1"}, To: EngineBody{"vader", "3.3.2"}}}

	m := answered[MoversBody](t, a, "/api/v1/movers?hours=13")
	if len(m.EngineChanges) != 1 || m.EngineChanges[0] != border[0] || len(m.Movers) == 0 {
		t.Fatalf("%+v", m)
	}
	for _, mover := range m.Movers {
		if mover.Verdict != "engine changed" || mover.Points != nil || mover.PAdjusted != nil || mover.Significant {
			t.Errorf("%+v", mover)
		}
	}
	if b := answered[ToolSentimentBody](t, a, "/api/v1/tools/cursor/sentiment?hours=13"); b.Change.Verdict != "engine changed" || b.Change.Points != nil || b.NetSentiment == nil {
		t.Errorf("%+v", b.Change)
	}
	if b := answered[ToolsBody](t, a, "/api/v1/tools?hours=13"); b.Tools[0].Change.Verdict != "engine changed" {
		t.Errorf("%+v", b.Tools[0].Change)
	}
	if b := answered[TrendsBody](t, a, "/api/v1/sentiment/trends?hours=30&grain=hour"); len(b.EngineChanges) != 1 || b.EngineChanges[0] != border[0] {
		t.Errorf("%+v", b.EngineChanges)
	}
	if b := answered[TimeseriesBody](t, a, "/api/v1/tools/cursor/timeseries?hours=30"); len(b.EngineChanges) != 1 || b.EngineChanges[0] != border[0] {
		t.Errorf("%+v", b.EngineChanges)
	}
	if b := answered[TrendsBody](t, a, "/api/v1/sentiment/trends?hours=10&grain=hour"); len(b.EngineChanges) != 0 {
		t.Errorf("of today alone: %+v", b.EngineChanges)
	}
	if b := answered[MoversBody](t, a, "/api/v1/movers?hours=3"); len(b.EngineChanges) != 0 {
		t.Errorf("within one day: %+v", b.EngineChanges)
	}
}

// countedLabels counts how often labels are read.
type countedLabels struct{ reads int }

func (c *countedLabels) Labelled(context.Context) ([]voxpop.LabelledTask, error) {
	c.reads++
	return nil, nil
}

// Who asks by another engine must not make the others read labels again: within a data version a label counts on every route, or on none.
func TestLabelsAreReadOnceForEachEngine(t *testing.T) {
	labels := &countedLabels{}
	a, f := fakeAPI(t, func(o *Options) { o.Labels = labels })
	f.alsoReady = []voxpop.EngineState{{EngineID: voxpop.EngineID{Name: "old", Version: "1"}, State: "ready"}}
	for _, route := range []string{"sentiment/stats?", "tools?", "movers?"} {
		answered[Meta](t, a, "/api/v1/"+route)
		answered[Meta](t, a, "/api/v1/"+route+"engine=old")
	}
	if labels.reads != 2 {
		t.Errorf("labels were read %d times for two engines", labels.reads)
	}
	f.version.Number++
	a.version.learn(f.version, true)
	answered[Meta](t, a, "/api/v1/tools?")
	if labels.reads != 3 {
		t.Errorf("labels were read %d times; the next version counts newer ones", labels.reads)
	}
}

// Hours that a change leaves out are no reason not to tell it.
func TestABorderInWhatAChangeLeavesOut(t *testing.T) {
	for waits, want := range map[bool]int{false: 1, true: 0} {
		a, f := fakeAPI(t)
		for i := range f.stored { // from 06:30 today back to 19:30 yesterday
			f.stored[i].Created = noon.Add(-time.Duration(i)*time.Hour - 6*time.Hour)
			if waits && f.stored[i].Created.Hour() == 20 {
				f.stored[i].Score = nil
			}
		}
		f.former = []voxpop.FormerScores{{Day: voxpop.GrainDay.Truncate(noon).AddDate(0, 0, -1), Engine: voxpop.EngineID{Name: "old", Version: "1"}, Items: 4}}
		m := answered[MoversBody](t, a, "/api/v1/movers?hours=20")
		if len(m.EngineChanges) != want {
			t.Errorf("an hour of yesterday waits: %v; changes until %v, borders %+v", waits, m.ChangeUntil, m.EngineChanges)
		}
	}
}
