package api

import (
	"context"
	"errors"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// PostBody is an item as the predecessor's clients know it, with what we add. Text is as the
// source sent it: escape it wherever it is shown.
type PostBody struct {
	ID           string    `json:"id" doc:"The source's own id; on Reddit the fullname"`
	Title        string    `json:"title"`
	Content      string    `json:"content"`
	Author       string    `json:"author" doc:"Empty when unknown or gone"`
	Subreddit    string    `json:"subreddit"`
	URL          string    `json:"url" doc:"What the post links to, else the item at its source; http or https, or empty"`
	Permalink    string    `json:"permalink"`
	CreatedUTC   time.Time `json:"created_utc"`
	Score        int64     `json:"score" doc:"Upvotes; may be negative"`
	Upvotes      int64     `json:"upvotes" doc:"The same"`
	CommentCount int64     `json:"comment_count"`
	CollectedAt  time.Time `json:"collected_at"`
	Sentiment    *string   `json:"sentiment" enum:"positive,negative,neutral" doc:"null while not scored, or not counted"`
	Compound     *float64  `json:"compound" doc:"-1 to 1"`
	Kind         string    `json:"kind" enum:"post,comment"`
	Source       string    `json:"source"`
	State        string    `json:"state" enum:"live,deleted,removed,expired"`
	Simulated    bool      `json:"simulated"`

	Tools []OpinionBody `json:"tools" nullable:"false" doc:"What it says about tools"`
}

// ItemBody is an item in search results.
type ItemBody struct {
	PostBody
	ThreadID    string       `json:"thread_id"`
	ParentID    string       `json:"parent_id" doc:"Empty for posts"`
	ContentHTML string       `json:"content_html" doc:"The text as sanitised HTML"`
	Exclusion   string       `json:"exclusion" doc:"Why it is not counted: bot, moderator, empty, language; empty when it is"`
	Score       *ScoreDetail `json:"score_detail"`
}

// ScoreDetail is all an engine said.
type ScoreDetail struct {
	Engine     string  `json:"engine"`
	Version    string  `json:"version"`
	Label      string  `json:"label"`
	Compound   float64 `json:"compound"`
	Confidence float64 `json:"confidence" doc:"0 to 1, shown as strength"`
	Positive   float64 `json:"positive"`
	Neutral    float64 `json:"neutral"`
	Negative   float64 `json:"negative"`
	// StandIn is set for an engine that asks a language model while a local engine's score stands.
	StandIn *StandInBody `json:"stand_in" doc:"A local engine made this score: which, and why; null when none did"`
}

// StandInBody says by whom and why a score was made in the place of a language model's.
type StandInBody struct {
	Engine  string `json:"engine"`
	Version string `json:"version"`
	Reason  string `json:"reason" enum:"waiting,sure,failed,budget,unavailable,gone" doc:"waiting: the model is still to be asked. sure: it is not asked. failed: it gave no answer that can be used, and is asked again. budget: the day's limit is reached. unavailable: it cannot be reached, or refuses. gone: the text went before"`
	Detail  string `json:"detail"`
}

func standInBody(s voxpop.StandIn) *StandInBody {
	if s.Reason == "" {
		return nil
	}
	return &StandInBody{s.Engine.Name, s.Engine.Version, string(s.Reason), s.Detail}
}

func postBody(i *voxpop.StoredItem) PostBody {
	b := PostBody{
		ID: i.ID.Native, Title: i.Title, Content: i.Body, Author: i.Author, Subreddit: i.Community,
		URL: safeURL(i.URL), Permalink: safeURL(i.Permalink), CreatedUTC: i.Created.UTC(),
		Score: i.Upvotes, Upvotes: i.Upvotes, CommentCount: i.Comments, CollectedAt: i.FirstStored.UTC(),
		Kind: string(i.Kind), Source: i.ID.Source, State: string(i.State), Simulated: i.Simulated,
		Tools: []OpinionBody{},
	}
	if b.URL == "" {
		b.URL = b.Permalink
	}
	if b.State == "" {
		b.State = string(voxpop.StateLive)
	}
	if i.Score != nil {
		label, compound := string(i.Score.Label), i.Score.Compound
		b.Sentiment, b.Compound = &label, &compound
	}
	return b
}

func (a *API) itemBody(i *voxpop.StoredItem) ItemBody {
	b := ItemBody{PostBody: postBody(i), ThreadID: i.ThreadID, ParentID: i.ParentID, Exclusion: string(i.Exclusion)}
	if i.Body != "" {
		b.ContentHTML = a.opt.Markup(i.ID.Source, i.Body)
	}
	if s := i.Score; s != nil {
		b.Score = &ScoreDetail{s.Engine.Name, s.Engine.Version, string(s.Label), s.Compound, s.Confidence, s.Positive, s.Neutral, s.Negative, standInBody(s.StandIn)}
	}
	return b
}

// ItemsInput is the query of the search.
type ItemsInput struct {
	WhereInput
	SpanInput
	Q      string `query:"q" maxLength:"500" doc:"Words that must all occur, \"phrases\", -not, prefix*. A page may be short, even empty: enough was looked at; next_cursor goes on."`
	Tool   string `query:"tool" maxLength:"400" doc:"Slugs with commas between them, or the parameter once for each: items that mention all of them. With q or author a page may be short; next_cursor goes on."`
	Label  string `query:"label" enum:"positive,negative,neutral" doc:"Of the item; with tool, of what it says about the first of them"`
	Author string `query:"author" maxLength:"100"`
	Cursor string `query:"cursor" maxLength:"500" doc:"next_cursor of the page before."`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

// ItemsBody answers the search.
type ItemsBody struct {
	Items      []ItemBody  `json:"items" nullable:"false" doc:"Newest first"`
	NextCursor *string     `json:"next_cursor" doc:"null on the last page, and only there"`
	SearchedTo *time.Time  `json:"searched_to" doc:"When the page is short and next_cursor goes on: everything newer than this was looked at. null otherwise"`
	Window     *WindowBody `json:"window" doc:"null when the query names none: all of time"`
	Meta
}

func (a *API) items(ctx context.Context, in *ItemsInput) (*ItemsBody, error) {
	f, err := a.frame(ctx)
	if err != nil {
		return nil, err
	}
	filter, _, err := a.filter(ctx, f, in.WhereInput)
	if err != nil {
		return nil, err
	}
	filter.Query, filter.Label, filter.Author = in.Q, voxpop.Label(in.Label), in.Author
	window, err := in.exact(f)
	if err != nil {
		return nil, err
	}
	if window != nil {
		filter.Window = window.window()
	}
	page, err := a.itemsPage(ctx, f, in, filter)
	if errors.Is(err, voxpop.ErrInvalid) {
		return nil, invalid("query.q", `must be words, "phrases", -not or prefix*, with at least one word to look for`, clip(in.Q, 60))
	}
	if err != nil {
		return nil, a.asProblem("search", err)
	}
	bodies, err := a.itemBodies(ctx, f, page.items)
	if err != nil {
		return nil, err
	}
	return &ItemsBody{Items: bodies, NextCursor: page.next, SearchedTo: page.searchedTo(in.Limit), Window: window, Meta: f.meta()}, nil
}

// itemsPage reads the page that the query asks for.
func (a *API) itemsPage(ctx context.Context, f frame, in *ItemsInput, filter voxpop.Filter) (toolPage, error) {
	if in.Tool != "" {
		tools, err := a.filterTools(ctx, f, in.Tool)
		if err != nil {
			return toolPage{}, err
		}
		return a.itemsOf(ctx, tools, filter, in.Cursor, in.Limit)
	}
	after, err := readCursor(in.Cursor)
	if err != nil {
		return toolPage{}, err
	}
	read, err := a.opt.Reader.Items(ctx, filter, after, in.Limit)
	page := toolPage{items: read.Items}
	page.goesOn(read.Next)
	return page, err
}

// exact returns the window that the query names, to the second where it gives times, or nil.
func (in SpanInput) exact(f frame) (*WindowBody, error) {
	if !in.given() {
		if in.End != "" {
			return nil, invalid("query.end", "goes with hours", in.End)
		}
		return nil, nil
	}
	read := in.span
	if in.From == "" && in.To == "" {
		read = func(f frame) (WindowBody, error) { return in.resolve(f, in.Hours) }
	}
	b, err := read(f)
	if err != nil {
		return nil, err
	}
	return &b, nil
}
