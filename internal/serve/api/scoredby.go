package api

import (
	"context"
	"strings"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/ask"
)

// ScoredByInput is the part of a query that asks for the numbers of another engine than the one that answers.
type ScoredByInput struct {
	Engine string `query:"engine" maxLength:"100" doc:"Whose numbers: NAME@VERSION, or NAME for its newest version, of those that once answered and are kept whole (/engines, ready). Left out: of the engine that answers."`
}

// windowedBy reads what the routes that answer by any engine have in common.
func (a *API) windowedBy(ctx context.Context, in *WindowedInput, by ScoredByInput, usual int) (f frame, filter voxpop.Filter, all []voxpop.CommunityState, window WindowBody, err error) {
	if f, filter, all, window, err = a.windowed(ctx, in, usual); err == nil {
		err = a.scoredBy(ctx, by, &f, &filter)
	}
	return
}

// scoredBy turns frame and filter, whose window is known, to the engine that is asked for.
func (a *API) scoredBy(ctx context.Context, in ScoredByInput, f *frame, filter *voxpop.Filter) error {
	answers := f.version.Engine
	if in.Engine == "" || in.Engine == answers.String() || in.Engine == answers.Name {
		return nil
	}
	e, err := a.readyEngine(ctx, in.Engine, answers)
	if err != nil {
		return err
	}
	filter.Engine, f.version.Engine = e, e
	f.scored, err = a.scoredItself(ctx, *filter)
	return err
}

// scoredItself is what percent of what counts in a filter's window its engine scored; nil where nothing counts. Texts that were gone count by
// scores of others. How many is known of days only: with any, it is the percentage of the window's whole UTC days.
func (a *API) scoredItself(ctx context.Context, filter voxpop.Filter) (*float64, error) {
	days := wholeDays(filter)
	others, err := a.opt.Reader.FormerScores(ctx, days)
	if err != nil {
		return nil, a.asProblem("numbers of an engine", err)
	}
	if len(others) > 0 {
		filter = days
	}
	t, err := a.opt.Reader.Tally(ctx, filter)
	if err != nil {
		return nil, a.asProblem("numbers of an engine", err)
	}
	counted, own := t.Items-t.Excluded, t.Scored()
	if counted == 0 {
		return nil, nil
	}
	for _, o := range others {
		own -= o.Items
	}
	share := percentOf(own, counted)
	return &share, nil
}

// wholeDays widens a filter's window to whole UTC days.
func wholeDays(filter voxpop.Filter) voxpop.Filter {
	filter.From, filter.To = voxpop.GrainDay.Truncate(filter.From), ask.WholeDay(filter.To)
	return filter
}

// readyEngine finds the engine version that a query names.
func (a *API) readyEngine(ctx context.Context, asked string, answers voxpop.EngineID) (voxpop.EngineID, error) {
	have := []string{answers.String()}
	if a.opt.Engines != nil {
		states, err := a.opt.Engines.EngineStates(ctx)
		if err != nil {
			return voxpop.EngineID{}, a.asProblem("engines", err)
		}
		for i := range states {
			switch e := &states[i]; {
			case e.State != "ready" || e.Answers:
			case asked == e.Name || asked == e.EngineID.String():
				return e.EngineID, nil
			default:
				have = append(have, e.EngineID.String())
			}
		}
	}
	return voxpop.EngineID{}, invalid("query.engine", "no whole numbers of this engine are kept; there are those of "+strings.Join(have, ", "), clip(asked, 100))
}

// EngineChangeBody is where another engine's scores begin.
type EngineChangeBody struct {
	At   string     `json:"at" format:"date" doc:"UTC day from which on most scores come from the other engine. Texts of the days before were gone when it could have scored them; these keep their scores, and no change is computed across the border"`
	From EngineBody `json:"from"`
	To   EngineBody `json:"to"`
}

// engineChanges tells where in a filter's window, in whole UTC days, most scores come from another engine than on the day before.
func (a *API) engineChanges(ctx context.Context, f frame, filter voxpop.Filter) ([]EngineChangeBody, error) {
	out := []EngineChangeBody{}
	filter = wholeDays(filter)
	former, err := a.opt.Reader.FormerScores(ctx, filter)
	if err != nil {
		return out, a.asProblem("former engines", err)
	}
	if len(former) == 0 {
		return out, nil
	}
	days, err := a.opt.Reader.Series(ctx, filter, voxpop.GrainDay)
	if err != nil {
		return out, a.asProblem("former engines", err)
	}
	for _, c := range ask.EngineChanges(days, former, f.version.Engine) {
		out = append(out, EngineChangeBody{At: c.At.Format("2006-01-02"), From: engineBody(c.From), To: engineBody(c.To)})
	}
	return out, nil
}
