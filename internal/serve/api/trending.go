package api

import (
	"context"
	"math"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/ask"
)

// TrendingInput is the query of trending.
type TrendingInput struct {
	Subreddit string `query:"subreddit" maxLength:"200" doc:"Community, in any case."`
	Source    string `query:"source" maxLength:"40"`
	SpanInput
	Limit int `query:"limit" minimum:"1" maximum:"100" default:"20"`
}

// RisingBody is a post with how fast it gathers attention.
type RisingBody struct {
	PostBody
	Excerpt         string  `json:"excerpt" doc:"The begin of its text, up to a sentence end"`
	Velocity        float64 `json:"velocity" doc:"(gained upvotes + 2 for each gained comment) an hour, decayed with age"`
	DeltaUpvotes    int64   `json:"delta_upvotes" doc:"Gained between its last two observations"`
	DeltaComments   int64   `json:"delta_comments"`
	ObservedMinutes float64 `json:"observed_minutes" doc:"Between these observations"`
}

// TrendingBody answers trending.
type TrendingBody struct {
	Posts  []RisingBody `json:"posts" nullable:"false" doc:"Fastest first; posts that were seen only once, or are older than seven days, do not rise"`
	Count  int          `json:"count"`
	Window WindowBody   `json:"window"`
	Meta
}

func (a *API) trending(ctx context.Context, in *TrendingInput) (*TrendingBody, error) {
	windowed := &WindowedInput{WhereInput{Subreddit: in.Subreddit, Source: in.Source}, in.SpanInput}
	f, filter, _, window, err := a.windowed(ctx, windowed, usualToolHours)
	if err != nil {
		return nil, err
	}
	c, err := a.catalog(ctx, f)
	if err != nil {
		return nil, err
	}
	found, err := a.opt.Opinions.Trending(ctx, filter, in.Limit)
	if err != nil {
		return nil, a.asProblem("rising posts", err)
	}
	body := &TrendingBody{Posts: []RisingBody{}, Count: len(found), Window: window, Meta: f.meta()}
	for _, p := range ask.Rising(found) {
		body.Posts = append(body.Posts, a.risingBody(c, &p))
	}
	return body, nil
}

func (a *API) risingBody(c *catalog, p *voxpop.RisingPost) RisingBody {
	b := RisingBody{
		PostBody: postBody(&p.StoredItem), Excerpt: a.excerpt(&p.StoredItem), Velocity: math.Round(p.Velocity*100) / 100,
		DeltaUpvotes: p.GainedUpvotes, DeltaComments: p.GainedComments, ObservedMinutes: math.Round(p.Between.Minutes()*10) / 10,
	}
	b.Tools = opinionBodies(c, p.Opinions)
	return b
}
