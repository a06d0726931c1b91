package api

import (
	"context"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/ask"
)

// lookedThrough is over how many of the newest hours it is looked whether they are scored, where the answering engine is asked: older ones are.
const lookedThrough = 48 * time.Hour

// closed is what changes are read from, instead of the whole of a window.
type closed struct {
	voxpop.Window
	asked   voxpop.Window
	borders []EngineChangeBody // of engines, in it or the window before
}

// closed finds it for a filter.
func (a *API) closed(ctx context.Context, f frame, filter voxpop.Filter) (closed, error) {
	recent := filter
	if since := filter.To.Add(-lookedThrough); filter.Engine == (voxpop.EngineID{}) && since.After(filter.From) {
		recent.From = since
	}
	hours, err := a.opt.Reader.Series(ctx, recent, voxpop.GrainHour)
	if err != nil {
		return closed{}, a.asProblem("hours of the window", err)
	}
	s := closed{Window: ask.Settled(filter.Window, hours, f.now), asked: filter.Window}
	both := filter
	both.From, both.To = before(filter.Window).From, s.To
	s.borders, err = a.engineChanges(ctx, f, both)
	return s, err
}

// of is a change as it may be told.
func (s *closed) of(c ask.Change) ChangeBody {
	if len(s.borders) > 0 {
		return changeBody(ask.Change{Verdict: ask.EngineChanged})
	}
	return changeBody(c)
}

// tallies are those of the closed part of a window, given those of the whole.
func (s *closed) tallies(ctx context.Context, a *API, tf voxpop.ToolFilter, whole map[string]voxpop.Tally) (map[string]voxpop.Tally, error) {
	if s.To.Equal(s.asked.To) {
		return whole, nil
	}
	if voxpop.GrainDay.Truncate(s.asked.To).After(s.To) { // whole days, of which more is kept than of their hours, cannot be divided
		tf.Window = s.Window
		return a.toolTallies(ctx, tf)
	}
	tf.Window = voxpop.Window{From: s.To, To: s.asked.To}
	open, err := a.toolTallies(ctx, tf)
	if err != nil {
		return nil, err
	}
	out := make(map[string]voxpop.Tally, len(whole))
	for slug, t := range whole {
		out[slug] = ask.Without(t, open[slug])
	}
	return out, nil
}
