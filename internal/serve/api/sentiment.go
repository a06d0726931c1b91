package api

import (
	"context"
	"fmt"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/ask"
)

const (
	usualStatsHours  = 24
	usualTrendsHours = 168
	mostSteps        = 10000
	hourlyUpTo       = 14 * 24 // hours up to which trends are hourly unless asked otherwise
)

// WindowedInput is the query of the sentiment routes.
type WindowedInput struct {
	WhereInput
	SpanInput
}

// StatisticsBody is an estimate as JSON.
type StatisticsBody struct {
	Total        int64    `json:"total" doc:"positive + negative + neutral: scored items"`
	Positive     int64    `json:"positive"`
	Negative     int64    `json:"negative"`
	Neutral      int64    `json:"neutral"`
	AvgSentiment float64  `json:"avg_sentiment" doc:"Mean compound, -1 to 1, 4 decimals; 0 when total is 0"`
	NetSentiment *float64 `json:"net_sentiment" doc:"Percent positive minus percent negative, -100 to 100 points; null when total is 0"`
	NetLow       *float64 `json:"net_low" doc:"Lower end of its 95 % interval, clustered by thread and author"`
	NetHigh      *float64 `json:"net_high" doc:"Upper end"`
	EffectiveN   *float64 `json:"effective_n" doc:"How many independent opinions would say as much"`
	SmallSample  bool     `json:"small_sample" doc:"Fewer than 10 items or 30 effective ones"`
	Basis        string   `json:"basis" doc:"What the interval covers: sampling error only; widened by the engine's error; or corrected by so many labels, and net_sentiment with it"`
	Labels       int      `json:"labels" doc:"How many labels corrected it; 0 when none did"`
}

// SentimentInput is the query of sentiment/stats.
type SentimentInput struct {
	WindowedInput
	ScoredByInput
	Tool string `query:"tool" maxLength:"100" doc:"Slug: what items say about this tool, instead of what they say at all."`
}

// StatsBody answers sentiment/stats.
type StatsBody struct {
	Subreddit  string         `json:"subreddit" doc:"Community, or all"`
	Hours      int64          `json:"time_window_hours"`
	Statistics StatisticsBody `json:"statistics"`
	Tool       string         `json:"tool" doc:"Slug, or all"`
	Window     WindowBody     `json:"window"`
	RestsOn    RestsOn        `json:"rests_on"`
	Meta
}

func statistics(known ask.Known, tool string, t *voxpop.Tally) StatisticsBody {
	e := known.Estimated(tool, t)
	return StatisticsBody{
		Total: e.Total, Positive: e.Positive, Negative: e.Negative, Neutral: e.Neutral,
		AvgSentiment: e.Avg, NetSentiment: e.Net, NetLow: e.Low, NetHigh: e.High,
		EffectiveN: e.EffectiveN, SmallSample: e.Small, Basis: e.Basis, Labels: e.Labels,
	}
}

func (a *API) stats(ctx context.Context, in *SentimentInput) (*StatsBody, error) {
	f, filter, all, window, err := a.windowedBy(ctx, &in.WindowedInput, in.ScoredByInput, usualStatsHours)
	if err != nil {
		return nil, err
	}
	tool, err := a.filterTool(ctx, f, in.Tool)
	if err != nil {
		return nil, err
	}
	tally, err := a.tallyOf(ctx, tool, filter)
	if err != nil {
		return nil, err
	}
	rests, err := a.restsOn(ctx, f, filter, &tally, all)
	if err != nil {
		return nil, err
	}
	known, err := a.known(ctx, f)
	if err != nil {
		return nil, err
	}
	return &StatsBody{
		Subreddit: orAll(filter.Community), Tool: orAll(tool), Hours: window.hours(), Statistics: statistics(known, tool, &tally),
		Window: window, RestsOn: rests, Meta: f.meta(),
	}, nil
}

// windowed reads what the sentiment routes have in common.
func (a *API) windowed(ctx context.Context, in *WindowedInput, usual int) (f frame, filter voxpop.Filter, all []voxpop.CommunityState, window WindowBody, err error) {
	if f, err = a.frame(ctx); err != nil {
		return
	}
	if window, err = in.resolve(f, usual); err != nil {
		return
	}
	filter, all, err = a.filter(ctx, f, in.WhereInput)
	filter.Window = window.window()
	return
}

func orAll(name string) string {
	if name == "" {
		return "all"
	}
	return name
}

// TrendsInput is the query of sentiment/trends.
type TrendsInput struct {
	SentimentInput
	Grain string `query:"grain" enum:"hour,day,week" doc:"Length of a step, UTC; weeks begin on Monday. Left out: hour up to 14 days, else day."`
}

// TrendStep is one step of a series.
type TrendStep struct {
	Start        time.Time `json:"start"`
	End          time.Time `json:"end" doc:"Exclusive; cut to the window"`
	Total        int64     `json:"total"`
	Positive     int64     `json:"positive"`
	Negative     int64     `json:"negative"`
	Neutral      int64     `json:"neutral"`
	AvgSentiment float64   `json:"avg_sentiment"`
	NetSentiment *float64  `json:"net_sentiment"`
	NetLow       *float64  `json:"net_low"`
	NetHigh      *float64  `json:"net_high"`
	SmallSample  bool      `json:"small_sample"`
	Unscored     int64     `json:"unscored"`
	Complete     bool      `json:"complete" doc:"false for the running step"`
}

// TrendsBody answers sentiment/trends.
type TrendsBody struct {
	Subreddit     string             `json:"subreddit"`
	Hours         int64              `json:"time_window_hours"`
	Grain         string             `json:"grain"`
	TrendData     []TrendStep        `json:"trend_data" nullable:"false"`
	EngineChanges []EngineChangeBody `json:"engine_changes" nullable:"false"`
	Tool          string             `json:"tool" doc:"Slug, or all"`
	Basis         string             `json:"basis" doc:"What the interval of each step covers"`
	Window        WindowBody         `json:"window"`
	RestsOn       RestsOn            `json:"rests_on"`
	Meta
}

func (a *API) trends(ctx context.Context, in *TrendsInput) (*TrendsBody, error) {
	f, filter, all, window, err := a.windowedBy(ctx, &in.WindowedInput, in.ScoredByInput, usualTrendsHours)
	if err != nil {
		return nil, err
	}
	grain := in.grain(window)
	if n := ask.Steps(filter.Window, grain); n > mostSteps {
		return nil, invalid("query.grain", fmt.Sprintf("this window has %d steps, at most %d are answered; choose day or week", n, mostSteps), in.Grain)
	}
	tool, err := a.filterTool(ctx, f, in.Tool)
	if err != nil {
		return nil, err
	}
	points, err := a.pointsOf(ctx, tool, filter, grain)
	if err != nil {
		return nil, err
	}
	var whole voxpop.Tally
	for i := range points {
		whole.Add(&points[i].Tally)
	}
	rests, err := a.restsOn(ctx, f, filter, &whole, all)
	if err != nil {
		return nil, err
	}
	known, err := a.known(ctx, f)
	if err != nil {
		return nil, err
	}
	changes, err := a.engineChanges(ctx, f, filter)
	if err != nil {
		return nil, err
	}
	return &TrendsBody{
		Subreddit: orAll(filter.Community), Tool: orAll(tool), Hours: window.hours(), Grain: string(grain), EngineChanges: changes,
		TrendData: trendSteps(known, tool, ask.Series(points, filter.Window, grain, f.now)), Basis: known.Basis(tool),
		Window: window, RestsOn: rests, Meta: f.meta(),
	}, nil
}

func (in *TrendsInput) grain(w WindowBody) voxpop.Grain {
	switch {
	case in.Grain != "":
		return voxpop.Grain(in.Grain)
	case w.hours() <= hourlyUpTo:
		return voxpop.GrainHour
	}
	return voxpop.GrainDay
}

func trendSteps(known ask.Known, tool string, steps []ask.Step) []TrendStep {
	out := make([]TrendStep, len(steps))
	for i := range steps {
		s := &steps[i]
		e := known.Estimated(tool, &s.Tally)
		out[i] = TrendStep{
			Start: s.Start, End: s.End, Total: e.Total, Positive: e.Positive, Negative: e.Negative, Neutral: e.Neutral,
			AvgSentiment: e.Avg, NetSentiment: e.Net, NetLow: e.Low, NetHigh: e.High, SmallSample: e.Small,
			Unscored: s.Tally.Unscored(), Complete: s.Complete,
		}
	}
	return out
}
