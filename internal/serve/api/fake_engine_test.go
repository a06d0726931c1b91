package api

import (
	"context"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// engineOptions are the engines of the fake: no language model is configured.
func engineOptions() []EngineOption {
	return []EngineOption{
		{Name: "vader", ID: voxpop.EngineID{Name: "vader", Version: "1"}, Settings: true},
		{Name: "model", ID: voxpop.EngineID{Name: "model", Version: "2"}},
		{Name: "llm", ID: voxpop.EngineID{Name: "model", Version: "2"}, Missing: "no language model is configured"},
	}
}

// engineFigures are one figure with all there can be, and one with only what there must be.
func engineFigures() []EngineFigure {
	half := func(v float64) *float64 { return &v }
	return []EngineFigure{
		{Engine: voxpop.EngineID{Name: "model", Version: "2"}, Level: "text", Set: "dev", How: "never learned from", N: 600, Accuracy: half(.7), MacroF1: .6, Low: half(.5), High: half(.65), ECE: half(.03)},
		{Engine: voxpop.EngineID{Name: "vader", Version: "1"}, Level: "text", Set: "dev", How: "never learned from", N: 600, MacroF1: .4},
	}
}

func (f *fake) ChooseEngine(_ context.Context, name string, audit voxpop.AuditEntry) error {
	return f.command(audit, func() error { f.choice = name; return nil })
}

func (f *fake) EngineChoice(context.Context) (string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.choice, f.down
}

func (f *fake) EngineStates(context.Context) ([]voxpop.EngineState, error) {
	return append([]voxpop.EngineState{
		{EngineID: voxpop.EngineID{Name: "model", Version: "2"}, Since: noon, State: "walking", Walked: 1999, Items: 2000, Waiting: 5},
		{EngineID: voxpop.EngineID{Name: "vader", Version: "1"}, Since: noon, State: "ready", Answers: true, Walked: 2000, Items: 2000},
	}, f.alsoReady...), f.down
}

func (f *fake) Pause(context.Context) (voxpop.Pause, error) {
	return voxpop.Pause{Reason: voxpop.StandInBudget, Detail: "what may be spent today is spent", Until: noon.Add(12 * time.Hour)}, f.down
}

func (f *fake) Spent(context.Context, time.Time) (voxpop.Spending, error) {
	return voxpop.Spending{Calls: 3, Tokens: 1234, Micros: 1500000}, f.down
}
