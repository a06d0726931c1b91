package api

import (
	"context"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/ask"
)

const (
	mostRelations = 200 // pairs or flows in an answer unless fewer are asked for
	evidenceShown = 5   // items named for each
)

// RelationsInput is the query of preferences and switching.
type RelationsInput struct {
	Tools string `query:"tools" maxLength:"2000" doc:"Slugs with commas between them: pairs with at least one of them; left out: all."`
	WindowedInput
	Limit int `query:"limit" minimum:"1" maximum:"1000" default:"200"`
}

// ToolRelationsInput is the query of preferences and switching of one tool.
type ToolRelationsInput struct {
	SlugInput
	WindowedInput
	Limit int `query:"limit" minimum:"1" maximum:"1000" default:"200"`
}

// PreferenceBody is two tools and how many items hold the one to be better.
type PreferenceBody struct {
	Winner       string       `json:"winner" doc:"Slug of the one with at least as many wins"`
	WinnerName   string       `json:"winner_name"`
	Loser        string       `json:"loser"`
	LoserName    string       `json:"loser_name"`
	Wins         int64        `json:"wins" doc:"Items that hold winner to be better"`
	Losses       int64        `json:"losses" doc:"Items that hold loser to be better"`
	N            int64        `json:"n" doc:"wins + losses"`
	Share        float64      `json:"share" doc:"Percent of n that are wins"`
	Interval     IntervalBody `json:"interval" doc:"Its 95 % interval (Wilson), for n independent items"`
	SmallSample  bool         `json:"small_sample" doc:"n is below 30"`
	Items        []string     `json:"items" nullable:"false" doc:"The newest items behind the wins, as source/id"`
	ItemsAgainst []string     `json:"items_against" nullable:"false" doc:"Behind the losses"`
}

// PreferencesBody answers preferences.
type PreferencesBody struct {
	Pairs      []PreferenceBody `json:"pairs" nullable:"false" doc:"Largest n first"`
	TimePeriod PeriodBody       `json:"time_period"`
	Window     WindowBody       `json:"window"`
	RestsOn    RelationsRestOn  `json:"rests_on"`
	Meta
}

// RelationsRestOn says what counts of relations rest on.
type RelationsRestOn struct {
	Items    int64  `json:"items" doc:"Sum of n over what is listed: an item that speaks of two pairs counts in both"`
	Coverage string `json:"coverage" enum:"complete,gap,unknown"`
}

// FlowBody is how many items tell of going from one tool to another.
type FlowBody struct {
	From        string   `json:"from"`
	FromName    string   `json:"from_name"`
	To          string   `json:"to"`
	ToName      string   `json:"to_name"`
	N           int64    `json:"n" doc:"Items"`
	Authors     int64    `json:"authors" doc:"Distinct known authors of them"`
	SmallSample bool     `json:"small_sample" doc:"n is below 10"`
	Items       []string `json:"items" nullable:"false" doc:"The newest of them, as source/id"`
}

// BalanceBody is what a tool gained and lost.
type BalanceBody struct {
	ToolID      string `json:"tool_id"`
	ToolName    string `json:"tool_name"`
	Gained      int64  `json:"gained"`
	Lost        int64  `json:"lost"`
	Net         int64  `json:"net"`
	SmallSample bool   `json:"small_sample" doc:"gained + lost is below 10"`
}

// SwitchingBody answers switching.
type SwitchingBody struct {
	Flows      []FlowBody      `json:"flows" nullable:"false" doc:"Largest first"`
	Net        []BalanceBody   `json:"net" nullable:"false" doc:"Largest gain first; of all flows, also of those beyond limit"`
	TimePeriod PeriodBody      `json:"time_period"`
	Window     WindowBody      `json:"window"`
	RestsOn    RelationsRestOn `json:"rests_on"`
	Meta
}

// related reads what the routes about relations have in common. One tool may be named by a path.
func (a *API) related(ctx context.Context, in *RelationsInput, slug string) (f frame, c *catalog, tf voxpop.ToolFilter, window WindowBody, rests RelationsRestOn, err error) {
	f, filter, all, window, err := a.windowed(ctx, &in.WindowedInput, usualRelationHours)
	if err != nil {
		return
	}
	tf.Filter = filter
	var tools []*voxpop.Tool
	if slug != "" {
		var t *voxpop.Tool
		c, t, err = a.counted(ctx, f, "path.slug", slug)
		tools = []*voxpop.Tool{t}
	} else {
		c, tools, err = a.slugs(ctx, f, "query.tools", in.Tools, 0, 50)
	}
	if err != nil {
		return
	}
	tf.Tools = slugsOf(tools)
	verdict, err := a.verdict(ctx, f, filter, matching(all, filter))
	rests.Coverage = string(verdict)
	return
}

// usualRelationHours is 30 days: such statements are rare.
const usualRelationHours = 720

func (a *API) preferences(ctx context.Context, in *RelationsInput) (*PreferencesBody, error) {
	return a.preferencesOf(ctx, in, "")
}

func (a *API) toolPreferences(ctx context.Context, in *ToolRelationsInput) (*PreferencesBody, error) {
	return a.preferencesOf(ctx, &RelationsInput{WindowedInput: in.WindowedInput, Limit: in.Limit}, in.Slug)
}

func (a *API) preferencesOf(ctx context.Context, in *RelationsInput, slug string) (*PreferencesBody, error) {
	f, c, tf, window, rests, err := a.related(ctx, in, slug)
	if err != nil {
		return nil, err
	}
	pairs, err := a.preferencesAmong(ctx, c, tf, nil, in.Limit)
	if err != nil {
		return nil, err
	}
	for i := range pairs {
		rests.Items += pairs[i].N
	}
	return &PreferencesBody{Pairs: pairs, TimePeriod: periodBody(tf.Window), Window: window, RestsOn: rests, Meta: f.meta()}, nil
}

// preferencesAmong are the pairs of a filter, with among only those of its tools.
func (a *API) preferencesAmong(ctx context.Context, c *catalog, tf voxpop.ToolFilter, among []string, limit int) ([]PreferenceBody, error) {
	counts, err := a.relationsOf(ctx, voxpop.Prefers, tf)
	if err != nil {
		return nil, err
	}
	pairs := ask.Preferences(counts, among)
	out := []PreferenceBody{}
	for _, p := range pairs[:min(limit, len(pairs))] {
		out = append(out, PreferenceBody{
			Winner: p.Winner, WinnerName: c.name(p.Winner), Loser: p.Loser, LoserName: c.name(p.Loser), Wins: p.Wins, Losses: p.Losses, N: p.N(),
			Share: p.Share, Interval: IntervalBody{p.Low, p.High}, SmallSample: p.Small, Items: idsOf(p.For), ItemsAgainst: idsOf(p.Against),
		})
	}
	return out, nil
}

func idsOf(ids []voxpop.ItemID) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = id.String()
	}
	return out
}

func (a *API) switching(ctx context.Context, in *RelationsInput) (*SwitchingBody, error) {
	return a.switchingOf(ctx, in, "")
}

func (a *API) toolSwitching(ctx context.Context, in *ToolRelationsInput) (*SwitchingBody, error) {
	return a.switchingOf(ctx, &RelationsInput{WindowedInput: in.WindowedInput, Limit: in.Limit}, in.Slug)
}

func (a *API) switchingOf(ctx context.Context, in *RelationsInput, slug string) (*SwitchingBody, error) {
	f, c, tf, window, rests, err := a.related(ctx, in, slug)
	if err != nil {
		return nil, err
	}
	counts, err := a.relationsOf(ctx, voxpop.Switched, tf)
	if err != nil {
		return nil, err
	}
	flows, balances := ask.Flows(counts)
	body := &SwitchingBody{Flows: []FlowBody{}, Net: []BalanceBody{}, TimePeriod: periodBody(tf.Window), Window: window, RestsOn: rests, Meta: f.meta()}
	for i, flow := range flows {
		body.RestsOn.Items += flow.Items
		if i < in.Limit {
			body.Flows = append(body.Flows, FlowBody{flow.From, c.name(flow.From), flow.To, c.name(flow.To), flow.Items, flow.Authors, flow.Items < ask.SmallCount, idsOf(flow.Evidence)})
		}
	}
	for _, b := range balances {
		body.Net = append(body.Net, BalanceBody{b.Tool, c.name(b.Tool), b.Gained, b.Lost, b.Net(), b.Gained+b.Lost < ask.SmallCount})
	}
	return body, nil
}
