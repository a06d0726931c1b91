package api

import (
	"context"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/ask"
)

// CompareInput is the query of tools/compare.
type CompareInput struct {
	Tools string `query:"tools" maxLength:"1000" required:"true" doc:"2 to 8 slugs with commas between them, or the parameter once for each; tool_ids is another name for it."`
	SpanInput
	ScoredByInput
	Source          string `query:"source" maxLength:"40"`
	Kind            string `query:"kind" enum:"post,comment"`
	IncludeHome     bool   `query:"include_home" default:"false" doc:"Count communities that are about one of the tools."`
	IncludeInferred bool   `query:"include_inferred" default:"false" doc:"Count items that do not name the tool."`
}

// StandardBody is a tool as equally weighted communities see it.
type StandardBody struct {
	PositivePercentage float64      `json:"positive_percentage"`
	NegativePercentage float64      `json:"negative_percentage"`
	AvgSentiment       float64      `json:"avg_sentiment"`
	NetSentiment       float64      `json:"net_sentiment"`
	Interval           IntervalBody `json:"interval"`
	EffectiveN         float64      `json:"effective_n"`
	SmallSample        bool         `json:"small_sample"`
	Basis              string       `json:"basis"`
}

// LeftOutBody is what a comparison did not count.
type LeftOutBody struct {
	Home     EstimateBody `json:"home" doc:"From communities that are about the tool; zero mentions when these count"`
	Inferred EstimateBody `json:"inferred" doc:"From items that do not name it; may overlap with home"`
}

// ComparedTool is one of the tools compared.
type ComparedTool struct {
	ToolID   string `json:"tool_id"`
	ToolName string `json:"tool_name"`
	EstimateBody
	Standardised *StandardBody `json:"standardised" doc:"In communities_used, each of the same weight: what the deltas compare; null when there are none"`
	LeftOut      LeftOutBody   `json:"left_out"`
}

// DeltaBody is tool a minus tool b, standardised.
type DeltaBody struct {
	ToolAID        string        `json:"tool_a_id"`
	ToolBID        string        `json:"tool_b_id"`
	PositiveDelta  *float64      `json:"positive_delta" doc:"Points, a minus b; null without a common community, as all figures here"`
	NegativeDelta  *float64      `json:"negative_delta"`
	SentimentDelta *float64      `json:"sentiment_delta" doc:"Of the mean compound"`
	NetDelta       *float64      `json:"net_delta" doc:"Points of net sentiment"`
	Interval       *IntervalBody `json:"interval" doc:"95 % interval of net_delta; what it covers is in basis"`
	PAdjusted      *float64      `json:"p_adjusted" doc:"Adjusted for the number of pairs; null when there is no verdict"`
	Verdict        string        `json:"verdict" enum:"higher,lower,not distinguishable,too little data,no verdict" doc:"Of a against b; no verdict while the engine's own error is not known"`
	Basis          string        `json:"basis"`
	Words          string        `json:"words"`
}

// CompareBody answers tools/compare.
type CompareBody struct {
	Tools           []ComparedTool   `json:"tools" nullable:"false" doc:"In the order asked for"`
	CommunitiesUsed []string         `json:"communities_used" nullable:"false" doc:"source/name of those in which every tool has at least 5 mentions; each weighs the same"`
	Deltas          []DeltaBody      `json:"deltas" nullable:"false" doc:"Every two tools once"`
	Preferences     []PreferenceBody `json:"preferences" nullable:"false" doc:"What items say that name two of them side by side"`
	IncludeHome     bool             `json:"include_home"`
	IncludeInferred bool             `json:"include_inferred"`
	TimePeriod      PeriodBody       `json:"time_period"`
	Window          WindowBody       `json:"window"`
	RestsOn         RestsOn          `json:"rests_on" doc:"Its items are the mentions that count"`
	Meta
}

const (
	leastCompared = 2
	mostCompared  = 8
)

func (a *API) compare(ctx context.Context, in *CompareInput) (*CompareBody, error) {
	windowed := &WindowedInput{WhereInput{Source: in.Source, Kind: in.Kind}, in.SpanInput}
	f, filter, all, window, err := a.windowedBy(ctx, windowed, in.ScoredByInput, usualToolHours)
	if err != nil {
		return nil, err
	}
	c, tools, err := a.slugs(ctx, f, "query.tools", in.Tools, leastCompared, mostCompared)
	if err != nil {
		return nil, err
	}
	body := &CompareBody{
		IncludeHome: in.IncludeHome, IncludeInferred: in.IncludeInferred,
		TimePeriod: periodBody(filter.Window), Window: window, Meta: f.meta(),
	}
	tf := voxpop.ToolFilter{Filter: filter, Tools: slugsOf(tools)}
	known, err := a.known(ctx, f)
	if err != nil {
		return nil, err
	}
	whole, err := a.contend(ctx, tools, tf, in, known, body)
	if err != nil {
		return nil, err
	}
	if body.Preferences, err = a.preferencesAmong(ctx, c, tf, tf.Tools, mostRelations); err != nil {
		return nil, err
	}
	body.RestsOn, err = a.restsOn(ctx, f, filter, &whole, all)
	return body, err
}

// contend fills in tools and deltas, and returns all mentions that count.
func (a *API) contend(ctx context.Context, tools []*voxpop.Tool, tf voxpop.ToolFilter, in *CompareInput, known ask.Known, body *CompareBody) (whole voxpop.Tally, err error) {
	named := tf
	named.Named = true
	everything, explicit, err := a.communitiesOfBoth(ctx, tf, named)
	if err != nil {
		return whole, err
	}
	contenders := make([]ask.Contender, len(tools))
	for i, t := range tools {
		counted := explicit[t.Slug]
		if in.IncludeInferred {
			counted = everything[t.Slug]
		}
		contenders[i] = ask.Contender{Name: t.Name, Communities: counted, Labelled: known.Labels[t.Slug]}
		if !in.IncludeHome {
			contenders[i].Communities = ask.Away(counted)
		}
	}
	found := ask.Compare(contenders, known.Engine)
	body.CommunitiesUsed = found.Communities
	for i, t := range tools {
		counted, _ := ask.Talk(contenders[i].Communities)
		whole.Add(&counted)
		tool := ComparedTool{ToolID: t.Slug, ToolName: t.Name, EstimateBody: knownEstimate(known, t.Slug, counted), LeftOut: leftOut(known, t.Slug, everything[t.Slug], explicit[t.Slug], in)}
		if i < len(found.Standards) {
			tool.Standardised = standardBody(&found.Standards[i])
		}
		body.Tools = append(body.Tools, tool)
	}
	for _, d := range found.Deltas {
		body.Deltas = append(body.Deltas, deltaBody(&d, tools))
	}
	return whole, nil
}

func leftOut(known ask.Known, slug string, everything, explicit []voxpop.CommunityTally, in *CompareInput) LeftOutBody {
	all, home := ask.Talk(everything)
	named, _ := ask.Talk(explicit)
	inferred := ask.Without(all, named)
	if in.IncludeHome {
		home = voxpop.Tally{}
	}
	if in.IncludeInferred {
		inferred = voxpop.Tally{}
	}
	return LeftOutBody{Home: knownEstimate(known, slug, home), Inferred: knownEstimate(known, slug, inferred)}
}

func standardBody(s *ask.Standard) *StandardBody {
	return &StandardBody{
		PositivePercentage: s.Positive, NegativePercentage: s.Negative, AvgSentiment: s.Compound, NetSentiment: s.Net,
		Interval: IntervalBody{s.Low, s.High}, EffectiveN: s.EffectiveN, SmallSample: s.Small, Basis: s.Basis,
	}
}

func deltaBody(d *ask.Delta, tools []*voxpop.Tool) DeltaBody {
	return DeltaBody{
		ToolAID: tools[d.A].Slug, ToolBID: tools[d.B].Slug, PositiveDelta: d.Positive, NegativeDelta: d.Negative,
		SentimentDelta: d.Compound, NetDelta: d.Net, Interval: interval(d.Low, d.High), PAdjusted: d.P,
		Verdict: string(d.Verdict), Basis: string(d.Basis), Words: d.Words,
	}
}
