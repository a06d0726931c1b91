package api

import (
	"context"
	"errors"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/ask"
)

// HotTopicsInput is the query of hot-topics.
type HotTopicsInput struct {
	WindowedInput
	Limit int `query:"limit" minimum:"1" maximum:"50" default:"10"`
}

// DistributionBody is how many mentions have which label.
type DistributionBody struct {
	PositiveCount   int64    `json:"positive_count"`
	NegativeCount   int64    `json:"negative_count"`
	NeutralCount    int64    `json:"neutral_count"`
	PositivePercent *float64 `json:"positive_percent" doc:"null without mentions"`
	NegativePercent *float64 `json:"negative_percent"`
	NeutralPercent  *float64 `json:"neutral_percent"`
}

// HotTopicBody is a tool that is much discussed.
type HotTopicBody struct {
	ToolID          string           `json:"tool_id"`
	ToolName        string           `json:"tool_name"`
	ToolSlug        string           `json:"tool_slug"`
	EngagementScore int64            `json:"engagement_score" doc:"10 for each mention, 2 for each comment, 1 for each upvote of the items that mention it"`
	TotalMentions   int64            `json:"total_mentions"`
	TotalComments   int64            `json:"total_comments"`
	TotalUpvotes    int64            `json:"total_upvotes"`
	Distribution    DistributionBody `json:"sentiment_distribution"`
	NetSentiment    *float64         `json:"net_sentiment"`
	Interval        *IntervalBody    `json:"interval"`
	SmallSample     bool             `json:"small_sample"`
	Basis           string           `json:"basis" doc:"What interval covers"`
}

// HotTopicsBody answers hot-topics.
type HotTopicsBody struct {
	HotTopics   []HotTopicBody `json:"hot_topics" nullable:"false" doc:"Most engagement first; a tool appears from 3 mentions on"`
	GeneratedAt time.Time      `json:"generated_at" doc:"When this data version was published"`
	TimeRange   string         `json:"time_range" doc:"24h, 7d, 30d or 90d, else custom"`
	Basis       string         `json:"basis" doc:"What the intervals of all of them cover at least"`
	Window      WindowBody     `json:"window"`
	RestsOn     RestsOn        `json:"rests_on" doc:"Its items are the mentions of the tools listed"`
	Meta
}

func (a *API) hotTopics(ctx context.Context, in *HotTopicsInput) (*HotTopicsBody, error) {
	f, filter, all, window, err := a.windowed(ctx, &in.WindowedInput, usualToolHours)
	if err != nil {
		return nil, err
	}
	c, err := a.catalog(ctx, f)
	if err != nil {
		return nil, err
	}
	if filter.Kind != "" {
		return nil, invalid("query.kind", "not told by kind: engagement is that of all items", in.Kind)
	}
	engagement, err := a.opt.Opinions.Engagement(ctx, voxpop.ToolFilter{Filter: filter})
	if err != nil {
		return nil, a.asProblem("hot topics", err)
	}
	hot := ask.Hot(engagement, in.Limit)
	tf := voxpop.ToolFilter{Filter: filter}
	for _, e := range hot {
		tf.Tools = append(tf.Tools, e.Tool)
	}
	tallies := map[string]voxpop.Tally{}
	if len(hot) > 0 {
		if tallies, err = a.toolTallies(ctx, tf); err != nil {
			return nil, err
		}
	}
	known, err := a.known(ctx, f)
	if err != nil {
		return nil, err
	}
	body := &HotTopicsBody{HotTopics: []HotTopicBody{}, GeneratedAt: f.version.Published.UTC(), TimeRange: rangeName(window), Basis: known.Basis(tf.Tools...), Window: window, Meta: f.meta()}
	var whole voxpop.Tally
	for i := range hot {
		t := tallies[hot[i].Tool]
		whole.Add(&t)
		estimate := knownEstimate(known, hot[i].Tool, t)
		body.HotTopics = append(body.HotTopics, hotTopic(c, &hot[i], &estimate))
	}
	body.RestsOn, err = a.restsOn(ctx, f, filter, &whole, all)
	return body, err
}

func hotTopic(c *catalog, e *voxpop.ToolEngagement, b *EstimateBody) HotTopicBody {
	return HotTopicBody{
		ToolID: e.Tool, ToolName: c.name(e.Tool), ToolSlug: e.Tool, EngagementScore: e.Engagement(),
		TotalMentions: e.Mentions, TotalComments: e.Comments, TotalUpvotes: e.Upvotes,
		Distribution: DistributionBody{b.PositiveCount, b.NegativeCount, b.NeutralCount, b.PositivePercentage, b.NegativePercentage, b.NeutralPercentage},
		NetSentiment: b.NetSentiment, Interval: b.Interval, SmallSample: b.SmallSample, Basis: b.Basis,
	}
}

// rangeName names a window by its length, where that has a name.
func rangeName(w WindowBody) string {
	for name, hours := range rangeHours {
		if w.Anchored != "range" && w.hours() == int64(hours) {
			return name
		}
	}
	return "custom"
}

// HotPostsInput is the query of hot-topics/{tool}/posts.
type HotPostsInput struct {
	Tool string `path:"tool" maxLength:"100" doc:"Slug, in any case"`
	WindowedInput
	Sort   string `query:"sort" enum:"engagement,newest" default:"engagement"`
	Offset int    `query:"offset" minimum:"0" maximum:"100000" default:"0"`
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"20"`
}

// HotPostBody is a post that mentions a tool.
type HotPostBody struct {
	PostID          string        `json:"post_id"`
	Title           string        `json:"title"`
	Excerpt         string        `json:"excerpt" doc:"The begin of its text, up to a sentence end"`
	Author          string        `json:"author"`
	Subreddit       string        `json:"subreddit"`
	CreatedUTC      time.Time     `json:"created_utc"`
	RedditURL       string        `json:"reddit_url" doc:"The post at its source"`
	Permalink       string        `json:"permalink" doc:"The same"`
	CommentCount    int64         `json:"comment_count"`
	Upvotes         int64         `json:"upvotes"`
	Sentiment       string        `json:"sentiment" enum:"positive,negative,neutral" doc:"Of what it says about the tool"`
	Compound        float64       `json:"compound" doc:"-1 to 1"`
	EngagementScore int64         `json:"engagement_score" doc:"10 + 2 for each comment + upvotes"`
	Source          string        `json:"source"`
	Tools           []OpinionBody `json:"tools" nullable:"false"`
}

// HotPostsBody answers hot-topics/{tool}/posts.
type HotPostsBody struct {
	ToolID     string        `json:"tool_id"`
	ToolName   string        `json:"tool_name"`
	Posts      []HotPostBody `json:"posts" nullable:"false"`
	Total      int           `json:"total" doc:"Posts with text that mention it"`
	HasMore    bool          `json:"has_more"`
	NextOffset *int          `json:"next_offset" doc:"null on the last page"`
	Offset     int           `json:"offset"`
	Limit      int           `json:"limit"`
	TimeRange  string        `json:"time_range"`
	Window     WindowBody    `json:"window"`
	Coverage   string        `json:"coverage" enum:"complete,gap,unknown"`
	Meta
}

func (a *API) hotPosts(ctx context.Context, in *HotPostsInput) (*HotPostsBody, error) {
	f, filter, all, window, err := a.windowed(ctx, &in.WindowedInput, usualToolHours)
	if err != nil {
		return nil, err
	}
	c, t, err := a.counted(ctx, f, "path.tool", in.Tool)
	if err != nil {
		return nil, err
	}
	if filter.Kind == voxpop.KindComment {
		return nil, invalid("query.kind", "only posts are listed here; GET /api/v1/items?tool= lists comments", in.Kind)
	}
	filter.Kind = voxpop.KindPost
	tf := voxpop.ToolFilter{Filter: filter, Tools: []string{t.Slug}}
	posts, total, err := a.opt.Opinions.ToolPosts(ctx, tf, voxpop.ItemOrder(in.Sort), in.Offset, in.Limit)
	if err != nil && !errors.Is(err, voxpop.ErrNotFound) {
		return nil, a.asProblem("posts of a tool", err)
	}
	end := in.Offset + in.Limit
	body := &HotPostsBody{
		ToolID: t.Slug, ToolName: t.Name, Posts: []HotPostBody{}, Total: total, HasMore: end < total,
		Offset: in.Offset, Limit: in.Limit, TimeRange: rangeName(window), Window: window, Meta: f.meta(),
	}
	if body.HasMore {
		body.NextOffset = &end
	}
	for i := range posts {
		body.Posts = append(body.Posts, a.hotPost(c, t.Slug, &posts[i]))
	}
	verdict, err := a.verdict(ctx, f, filter, matching(all, filter))
	body.Coverage = string(verdict)
	return body, err
}

func (a *API) hotPost(c *catalog, tool string, i *voxpop.OpinionItem) HotPostBody {
	p := postBody(&i.StoredItem)
	b := HotPostBody{
		PostID: p.ID, Title: p.Title, Excerpt: a.excerpt(&i.StoredItem), Author: p.Author, Subreddit: p.Subreddit, CreatedUTC: p.CreatedUTC,
		RedditURL: p.Permalink, Permalink: p.Permalink, CommentCount: p.CommentCount, Upvotes: p.Upvotes,
		EngagementScore: ask.ItemEngagement(&i.Item), Source: p.Source, Tools: opinionBodies(c, i.Opinions),
	}
	if o := opinionOn(i.Opinions, tool); o != nil {
		b.Sentiment, b.Compound = string(o.Score.Label), o.Score.Compound
	}
	return b
}

// excerpt is the begin of an item's text without marks of layout.
func (a *API) excerpt(i *voxpop.StoredItem) string {
	if i.Body == "" {
		return ""
	}
	return ask.Excerpt(a.opt.Plain(i.ID.Source, i.Body))
}
