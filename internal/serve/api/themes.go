package api

import (
	"context"
	"errors"
	"math"
	"net/http"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/ask"
)

// ThemeReader tells the themes that were found, and the names that could be tools.
type ThemeReader interface {
	Themes(ctx context.Context, scope voxpop.ThemeScope) (voxpop.ThemeRun, error)
	Theme(ctx context.Context, id string) (voxpop.Topic, voxpop.ThemeRun, error)
}

// TopicsInput is the query of topics.
type TopicsInput struct {
	Tool  string `query:"tool" maxLength:"100" doc:"Slug; left out: all talk."`
	Range string `query:"range" enum:"7d,30d" default:"30d" doc:"Length of the window, which ends at the newest item of the last search."`
	Limit int    `query:"limit" minimum:"1" maximum:"100" default:"30"`
}

// TopicBody is a theme: items that talk about the same thing.
type TopicBody struct {
	ID          string        `json:"id" doc:"The same from search to search, while items come and go"`
	Label       string        `json:"label" doc:"A phrase or two of the items' own words"`
	Keywords    []KeywordBody `json:"keywords" nullable:"false" doc:"Weightiest first"`
	Items       int           `json:"items" doc:"Near-duplicates and cross-posts folded into one"`
	Copies      int           `json:"copies"`
	Threads     int           `json:"threads"`
	Communities int           `json:"communities"`
	Positive    int           `json:"positive_count"`
	Negative    int           `json:"negative_count"`
	Neutral     int           `json:"neutral_count"`
	Net         *float64      `json:"net_sentiment" doc:"null when nothing is scored"`
	SmallSample bool          `json:"small_sample" doc:"Fewer than 10 scored items"`
	Engagement  int64         `json:"engagement"`
	First       time.Time     `json:"first"`
	Last        time.Time     `json:"last"`
	Evidence    []string      `json:"evidence" nullable:"false" doc:"Ids of the items that show it best, as source/id"`
}

// KeywordBody is a word or phrase of a theme.
type KeywordBody struct {
	Text  string `json:"text"`
	Items int    `json:"items"`
}

// ThemeRunBody says what themes rest on.
type ThemeRunBody struct {
	Tool            *string    `json:"tool" doc:"null: all talk"`
	Range           string     `json:"range"`
	Window          WindowBody `json:"window"`
	Made            time.Time  `json:"made" doc:"When they were looked for"`
	Total           int        `json:"items" doc:"Items of the window"`
	Read            int        `json:"items_read" doc:"Of them read: fewer when the window was sampled"`
	Copies          int        `json:"copies"`
	Unassigned      int        `json:"unassigned" doc:"Items that belong to no theme"`
	UnassignedShare float64    `json:"unassigned_share" doc:"0 to 1, copies left out"`
}

// TopicsBody answers topics.
type TopicsBody struct {
	Topics []TopicBody   `json:"topics" nullable:"false" doc:"Biggest first"`
	Count  int           `json:"count"`
	Of     *ThemeRunBody `json:"rests_on" doc:"null while nothing was looked for yet"`
	Meta
}

// TopicDetailBody answers topics/{id}.
type TopicDetailBody struct {
	TopicBody
	Of    ThemeRunBody `json:"rests_on"`
	Items []ItemBody   `json:"evidence_items" nullable:"false" doc:"Those of the evidence that can still be shown"`
	Meta
}

// registerThemes registers what is told about themes, where there is somebody who knows.
func (a *API) registerThemes() {
	if a.opt.Themes == nil {
		return
	}
	const tag = "Themes"
	answerWith(a, op("GET", "/topics", "topics", tag, "Themes of the last days, of all talk or of one tool", 404, 422), a.topics)
	answerWith(a, op("GET", "/topics/{id}", "topic", tag, "One theme with the items that show it", 404, 422), a.topic)
}

func themeRunBody(r *voxpop.ThemeRun) *ThemeRunBody {
	b := &ThemeRunBody{
		Range: map[int]string{7: "7d", 30: "30d"}[r.Days], Window: WindowBody{From: r.From.UTC(), To: r.To.UTC(), Anchored: "latest"},
		Made: r.Made.UTC(), Total: r.Total, Read: r.Read, Copies: r.Copies, Unassigned: r.Unassigned,
	}
	if r.Tool != "" {
		b.Tool = &r.Tool
	}
	if n := r.Read - r.Copies; n > 0 {
		b.UnassignedShare = math.Round(1000*float64(r.Unassigned)/float64(n)) / 1000
	}
	return b
}

func topicBody(t *voxpop.Topic) TopicBody {
	b := TopicBody{
		ID: t.ID, Label: t.Label, Keywords: []KeywordBody{}, Items: t.Items, Copies: t.Copies, Threads: t.Threads, Communities: t.Communities,
		Positive: t.Positive, Negative: t.Negative, Neutral: t.Neutral, Engagement: t.Engagement, First: t.First.UTC(), Last: t.Last.UTC(),
		SmallSample: t.Positive+t.Negative+t.Neutral < ask.SmallCount, Evidence: []string{},
	}
	if net, ok := t.Net(); ok {
		net = math.Round(net*100) / 100
		b.Net = &net
	}
	for _, k := range t.Keywords {
		b.Keywords = append(b.Keywords, KeywordBody{k.Text, k.Items})
	}
	for _, id := range t.Evidence {
		b.Evidence = append(b.Evidence, id.String())
	}
	return b
}

func (a *API) topics(ctx context.Context, in *TopicsInput) (*TopicsBody, error) {
	f, err := a.frame(ctx)
	if err != nil {
		return nil, err
	}
	tool, err := a.filterTool(ctx, f, in.Tool)
	if err != nil {
		return nil, err
	}
	days := map[string]int{"7d": 7, "30d": 30}[in.Range]
	body := &TopicsBody{Topics: []TopicBody{}, Meta: f.meta()}
	run, err := a.opt.Themes.Themes(ctx, voxpop.ThemeScope{Tool: tool, Days: days})
	if errors.Is(err, voxpop.ErrNotFound) {
		return body, nil
	}
	if err != nil {
		return nil, a.asProblem("themes", err)
	}
	body.Of, body.Count = themeRunBody(&run), len(run.Topics)
	for i := range run.Topics[:min(in.Limit, len(run.Topics))] {
		body.Topics = append(body.Topics, topicBody(&run.Topics[i]))
	}
	return body, nil
}

// TopicInput names a theme.
type TopicInput struct {
	ID string `path:"id" maxLength:"100"`
}

func (a *API) topic(ctx context.Context, in *TopicInput) (*TopicDetailBody, error) {
	if err := checkText("path.id", in.ID, 100); err != nil {
		return nil, err
	}
	f, err := a.frame(ctx)
	if err != nil {
		return nil, err
	}
	t, run, err := a.opt.Themes.Theme(ctx, in.ID)
	if errors.Is(err, voxpop.ErrNotFound) {
		return nil, problem(http.StatusNotFound, "path.id: there is no theme "+clip(in.ID, 60)+". GET /api/v1/topics lists themes.")
	}
	if err != nil {
		return nil, a.asProblem("theme", err)
	}
	items, err := a.withText(ctx, t.Evidence)
	if err != nil {
		return nil, err
	}
	body := &TopicDetailBody{TopicBody: topicBody(&t), Of: *themeRunBody(&run), Items: make([]ItemBody, len(items)), Meta: f.meta()}
	for i := range items {
		body.Items[i] = a.itemBody(&items[i])
	}
	return body, nil
}
