package api

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/ask"
)

// TimeseriesInput is the query of tools/{slug}/timeseries.
type TimeseriesInput struct {
	SlugInput
	WindowedInput
	ScoredByInput
	Granularity string `query:"granularity" enum:"hour,day,week,hourly,daily,weekly" doc:"Length of a step, UTC; weeks begin on Monday. Left out: hour up to 14 days, else day."`
}

// DataPoint is one step of a tool's series.
type DataPoint struct {
	Date          time.Time `json:"date" doc:"Begin of the step; the first is cut to the window"`
	Start         time.Time `json:"start" doc:"The same"`
	End           time.Time `json:"end" doc:"Exclusive; cut to the window"`
	TotalMentions int64     `json:"total_mentions"`
	PositiveCount int64     `json:"positive_count"`
	NegativeCount int64     `json:"negative_count"`
	NeutralCount  int64     `json:"neutral_count"`
	AvgSentiment  *float64  `json:"avg_sentiment" doc:"null without mentions, as all that follows"`
	NetSentiment  *float64  `json:"net_sentiment"`
	Low           *float64  `json:"low" doc:"95 % interval of net_sentiment"`
	High          *float64  `json:"high"`
	SmallSample   bool      `json:"small_sample"`
	Complete      bool      `json:"complete" doc:"The step is over, and collecting is proved to have missed nothing in it"`
}

// TimeseriesBody answers tools/{slug}/timeseries.
type TimeseriesBody struct {
	ToolID        string             `json:"tool_id"`
	ToolName      string             `json:"tool_name"`
	TimePeriod    PeriodBody         `json:"time_period"`
	Granularity   string             `json:"granularity" enum:"hour,day,week"`
	DataPoints    []DataPoint        `json:"data_points" nullable:"false" doc:"Every step of the window, those without mentions too"`
	EngineChanges []EngineChangeBody `json:"engine_changes" nullable:"false"`
	Basis         string             `json:"basis" doc:"What the interval of each step covers; steps share the engine's own error, so it is no reason for one to differ from another"`
	Window        WindowBody         `json:"window"`
	RestsOn       RestsOn            `json:"rests_on" doc:"Its items are mentions"`
	Meta
}

var grains = map[string]voxpop.Grain{
	"hour": voxpop.GrainHour, "day": voxpop.GrainDay, "week": voxpop.GrainWeek,
	"hourly": voxpop.GrainHour, "daily": voxpop.GrainDay, "weekly": voxpop.GrainWeek,
}

func grainFor(asked string, w WindowBody) voxpop.Grain {
	if g := grains[asked]; g != "" {
		return g
	}
	if w.hours() <= hourlyUpTo {
		return voxpop.GrainHour
	}
	return voxpop.GrainDay
}

func (a *API) timeseries(ctx context.Context, in *TimeseriesInput) (*TimeseriesBody, error) {
	f, filter, all, window, err := a.windowedBy(ctx, &in.WindowedInput, in.ScoredByInput, usualToolHours)
	if err != nil {
		return nil, err
	}
	_, t, err := a.counted(ctx, f, "path.slug", in.Slug)
	if err != nil {
		return nil, err
	}
	grain := grainFor(in.Granularity, window)
	if n := ask.Steps(filter.Window, grain); n > mostSteps {
		return nil, invalid("query.granularity", fmt.Sprintf("this window has %d steps, at most %d are answered; choose day or week", n, mostSteps), in.Granularity)
	}
	points, err := a.pointsOf(ctx, t.Slug, filter, grain)
	if err != nil {
		return nil, err
	}
	known, err := a.known(ctx, f)
	if err != nil {
		return nil, err
	}
	steps := ask.Series(points, filter.Window, grain, f.now)
	var whole voxpop.Tally
	for i := range steps {
		whole.Add(&steps[i].Tally)
	}
	body := &TimeseriesBody{
		ToolID: t.Slug, ToolName: t.Name, TimePeriod: periodBody(filter.Window), Granularity: string(grain),
		Basis: known.Basis(t.Slug), Window: window, Meta: f.meta(),
	}
	proved, err := a.proved(ctx, f, filter, all, steps)
	if err != nil {
		return nil, err
	}
	if body.EngineChanges, err = a.engineChanges(ctx, f, filter); err != nil {
		return nil, err
	}
	body.DataPoints = dataPoints(known, t.Slug, steps, proved)
	body.RestsOn, err = a.restsOn(ctx, f, filter, &whole, all)
	return body, err
}

func dataPoints(known ask.Known, slug string, steps []ask.Step, proved []bool) []DataPoint {
	out := make([]DataPoint, len(steps))
	for i := range steps {
		s := &steps[i]
		e := known.Estimated(slug, &s.Tally)
		out[i] = DataPoint{
			Date: s.Start, Start: s.Start, End: s.End, TotalMentions: e.Total, PositiveCount: e.Positive, NegativeCount: e.Negative, NeutralCount: e.Neutral,
			NetSentiment: e.Net, Low: e.Low, High: e.High, SmallSample: e.Small, Complete: s.Complete && proved[i],
		}
		if e.Total > 0 {
			out[i].AvgSentiment = &e.Avg
		}
	}
	return out
}

// mostJudged bounds for how many steps coverage is judged one by one; with more, all of them are as the whole window.
const mostJudged = 1000

// proved says for every step whether collecting missed nothing in it, as known when the version was published.
func (a *API) proved(ctx context.Context, f frame, filter voxpop.Filter, all []voxpop.CommunityState, steps []ask.Step) ([]bool, error) {
	out := make([]bool, len(steps))
	concerned := matching(all, filter)
	if len(steps) > mostJudged {
		verdict, err := a.verdict(ctx, f, filter, concerned)
		for i := range out {
			out[i] = verdict == voxpop.Complete
		}
		return out, err
	}
	ledger, err := a.opt.Reader.Ledger(ctx, filter, ledgerLimit)
	if err != nil {
		return nil, a.asProblem("coverage ledger", err)
	}
	if len(ledger) == ledgerLimit {
		return out, nil
	}
	var places []ask.Place
	for _, c := range concerned {
		if c.Configured || strings.EqualFold(filter.Community, c.Community) {
			places = append(places, ask.Place{Source: c.Source, Community: c.Community, Kind: filter.Kind})
		}
	}
	asOf := f.version.Published.Truncate(verdictStep)
	for i, verdict := range ask.JudgeSteps(ledger, places, steps, asOf, a.slack()) {
		out[i] = verdict == voxpop.Complete
	}
	return out, nil
}
