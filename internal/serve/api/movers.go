package api

import (
	"context"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/ask"
)

// MoversInput is the query of movers.
type MoversInput struct {
	WindowedInput
	ScoredByInput
	Limit int `query:"limit" minimum:"1" maximum:"500" default:"50"`
}

// MoverBody is a tool and how it moved.
type MoverBody struct {
	ToolID   string       `json:"tool_id"`
	ToolName string       `json:"tool_name"`
	Before   EstimateBody `json:"before"`
	After    EstimateBody `json:"after"`
	ChangeBody
	PAdjusted   *float64 `json:"p_adjusted" doc:"Adjusted for all tools that were tested (Benjamini and Hochberg); null with too little data"`
	Significant bool     `json:"significant" doc:"p_adjusted is at most false_discovery_rate"`
}

// MoversBody answers movers.
type MoversBody struct {
	Movers             []MoverBody        `json:"movers" nullable:"false" doc:"Significant ones first, each group by the size of the change"`
	Total              int                `json:"total" doc:"Tools with mentions in both windows"`
	FalseDiscoveryRate float64            `json:"false_discovery_rate"`
	Previous           PeriodBody         `json:"previous_period"`
	Window             WindowBody         `json:"window"`
	ChangeUntil        time.Time          `json:"change_until" doc:"After is told of the window until here: without hours that run, or are not scored yet"`
	EngineChanges      []EngineChangeBody `json:"engine_changes" nullable:"false" doc:"Of both windows. With any, no tool has moved: engines differ"`
	RestsOn            RestsOn            `json:"rests_on" doc:"Its items are the mentions of all tools in the window"`
	Meta
}

func (a *API) movers(ctx context.Context, in *MoversInput) (*MoversBody, error) {
	f, filter, all, window, err := a.windowedBy(ctx, &in.WindowedInput, in.ScoredByInput, usualToolHours)
	if err != nil {
		return nil, err
	}
	c, err := a.catalog(ctx, f)
	if err != nil {
		return nil, err
	}
	part, err := a.closed(ctx, f, filter)
	if err != nil {
		return nil, err
	}
	past := filter
	past.Window = before(filter.Window)
	filter.Window = part.Window
	now, was, err := a.talliesOf(ctx, voxpop.ToolFilter{Filter: filter}, voxpop.ToolFilter{Filter: past})
	if err != nil {
		return nil, err
	}
	var whole voxpop.Tally
	for _, t := range now {
		whole.Add(&t)
	}
	known, err := a.known(ctx, f)
	if err != nil {
		return nil, err
	}
	moves, total := ask.Moves(known, was, now, in.Limit)
	if err := a.split(ctx, moves, filter, past); err != nil {
		return nil, err
	}
	body := &MoversBody{Movers: []MoverBody{}, Total: total, FalseDiscoveryRate: ask.MoverRate, Previous: periodBody(past.Window), Window: window, ChangeUntil: part.To, EngineChanges: part.borders, Meta: f.meta()}
	for _, m := range moves {
		b := MoverBody{ToolID: m.Tool, ToolName: c.name(m.Tool), Before: estimateBody(m.Before), After: estimateBody(m.After), ChangeBody: part.of(m.Change)}
		if len(part.borders) == 0 {
			b.PAdjusted, b.Significant = m.Adjusted, m.Significant
		}
		body.Movers = append(body.Movers, b)
	}
	body.RestsOn, err = a.restsOn(ctx, f, filter, &whole, all)
	return body, err
}

// split tells of moves what is the part of other communities talking.
func (a *API) split(ctx context.Context, moves []ask.Move, filter, past voxpop.Filter) error {
	if len(moves) == 0 {
		return nil
	}
	tf := voxpop.ToolFilter{Filter: filter}
	for i := range moves {
		tf.Tools = append(tf.Tools, moves[i].Tool)
	}
	earlier := tf
	earlier.Filter = past
	now, was, err := a.communitiesOfBoth(ctx, tf, earlier)
	if err != nil {
		return err
	}
	for i := range moves {
		moves[i].Split(was[moves[i].Tool], now[moves[i].Tool])
	}
	return nil
}
