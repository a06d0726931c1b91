package api

import (
	"context"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/ask"
)

// ToolWindowInput is the query of what is told of one tool in a window.
type ToolWindowInput struct {
	SlugInput
	WindowedInput
}

// ToolSentimentInput is the query of tools/{slug}/sentiment.
type ToolSentimentInput struct {
	ToolWindowInput
	ScoredByInput
}

// CommunityEstimate is how a tool is felt about in one community.
type CommunityEstimate struct {
	Source    string `json:"source"`
	Community string `json:"community"`
	Home      bool   `json:"home" doc:"It is about this tool"`
	EstimateBody
}

// AuthorsBody says how few authors a number rests on.
type AuthorsBody struct {
	Distinct   int64    `json:"distinct" doc:"Known authors of the window's UTC days"`
	TopShare   *float64 `json:"top_share" doc:"Percent of mentions by the busiest author; null without a known author, as all that follows"`
	Top10Share *float64 `json:"top10_share" doc:"By the ten busiest"`
	Effective  *float64 `json:"effective" doc:"How many equally active authors would be as concentrated"`
}

// ToolSentimentBody answers tools/{slug}/sentiment.
type ToolSentimentBody struct {
	ToolID   string `json:"tool_id"`
	ToolName string `json:"tool_name"`
	EstimateBody
	TimePeriod  PeriodBody          `json:"time_period"`
	Previous    EstimateBody        `json:"previous" doc:"The window of the same length before"`
	Change      ChangeBody          `json:"change"`
	ChangeUntil time.Time           `json:"change_until" doc:"The change leaves out what is from here on: hours that run, or are not scored yet"`
	ByCommunity []CommunityEstimate `json:"by_community" nullable:"false" doc:"Most mentions first"`
	Home        EstimateBody        `json:"home" doc:"The part from communities that are about this tool"`
	Inferred    EstimateBody        `json:"inferred" doc:"The part from items that do not name it: posted where \"it\" means it"`
	Authors     AuthorsBody         `json:"authors"`
	Window      WindowBody          `json:"window"`
	RestsOn     RestsOn             `json:"rests_on" doc:"Its items are mentions"`
	Meta
}

func (a *API) toolSentiment(ctx context.Context, in *ToolSentimentInput) (*ToolSentimentBody, error) {
	f, filter, all, window, err := a.windowedBy(ctx, &in.WindowedInput, in.ScoredByInput, usualToolHours)
	if err != nil {
		return nil, err
	}
	_, t, err := a.counted(ctx, f, "path.slug", in.Slug)
	if err != nil {
		return nil, err
	}
	body := &ToolSentimentBody{
		ToolID: t.Slug, ToolName: t.Name, TimePeriod: periodBody(filter.Window),
		ByCommunity: []CommunityEstimate{}, Window: window, Meta: f.meta(),
	}
	tf := voxpop.ToolFilter{Filter: filter, Tools: []string{t.Slug}}
	known, err := a.known(ctx, f)
	if err != nil {
		return nil, err
	}
	part, err := a.closed(ctx, f, filter)
	if err != nil {
		return nil, err
	}
	whole, err := a.talk(ctx, t, tf, known, part, body)
	if err != nil {
		return nil, err
	}
	if err := a.parts(ctx, t, tf, known, whole, body); err != nil {
		return nil, err
	}
	body.RestsOn, err = a.restsOn(ctx, f, filter, &whole, all)
	return body, err
}

// talk fills in what communities say, now and before.
func (a *API) talk(ctx context.Context, t *voxpop.Tool, tf voxpop.ToolFilter, known ask.Known, part closed, body *ToolSentimentBody) (whole voxpop.Tally, err error) {
	past, over := tf, tf
	past.Window, over.Window = before(tf.Window), part.Window
	now, was, err := a.communitiesOfBoth(ctx, tf, past)
	if err != nil {
		return whole, err
	}
	ended := now
	if !part.To.Equal(tf.To) {
		if ended, err = a.communitiesOf(ctx, over); err != nil {
			return whole, err
		}
	}
	whole, home := ask.Talk(now[t.Slug])
	previous, _ := ask.Talk(was[t.Slug])
	of := func(tally voxpop.Tally) EstimateBody { return knownEstimate(known, t.Slug, tally) }
	body.EstimateBody, body.Previous, body.Home = of(whole), of(previous), of(home)
	body.Change, body.ChangeUntil = part.of(ask.ChangedBy(was[t.Slug], ended[t.Slug])), part.To
	for _, c := range now[t.Slug] {
		body.ByCommunity = append(body.ByCommunity, CommunityEstimate{c.Source, c.Community, c.Home, of(c.Tally)})
	}
	return whole, nil
}

// parts fills in what is inferred, and how the mentions are spread over authors.
func (a *API) parts(ctx context.Context, t *voxpop.Tool, tf voxpop.ToolFilter, known ask.Known, whole voxpop.Tally, body *ToolSentimentBody) error {
	named := tf
	named.Named = true
	tallies, err := a.toolTallies(ctx, named)
	if err != nil {
		return err
	}
	authors, err := numbers(ctx, tf, a.opt.Tools.AuthorTallies)
	if err != nil {
		return a.asProblem("authors of a tool", err)
	}
	body.Inferred = knownEstimate(known, t.Slug, ask.Without(whole, tallies[t.Slug]))
	tally := authors[t.Slug]
	v := ask.Heard(&tally)
	body.Authors = AuthorsBody{v.Distinct, v.Top, v.Top10, v.Effective}
	return nil
}
