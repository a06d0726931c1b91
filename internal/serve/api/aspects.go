package api

import (
	"context"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/ask"
)

// mostJudgements is how many items are read for the aspects of a tool.
const mostJudgements = 1000

// AspectFinding is what an item says of one side of a tool.
type AspectFinding struct {
	Tool   string // slug, as the mention has it
	Aspect string
	Sign   int // +1 praise, -1 blame, 0 neither
}

// AspectReader finds what items say of the sides of tools. Names are all sides, in the order in which they are shown.
type AspectReader struct {
	Names []string
	Find  func(source, title, body string, mentions []voxpop.Mention) []AspectFinding
}

// AspectBody is how one side of a tool is judged.
type AspectBody struct {
	Aspect      string        `json:"aspect"`
	Praised     int64         `json:"praised" doc:"Items"`
	Blamed      int64         `json:"blamed"`
	Neutral     int64         `json:"neutral" doc:"Items that speak of it without a judgement, or with both"`
	N           int64         `json:"n" doc:"Their sum"`
	Net         *float64      `json:"net" doc:"Percent praised minus percent blamed, in points"`
	Interval    *IntervalBody `json:"interval" doc:"Its 95 % interval; how items cluster by thread is not known here, an assumed design effect of 2 stands in"`
	EffectiveN  *float64      `json:"effective_n"`
	SmallSample bool          `json:"small_sample"`
	Items       []string      `json:"items" nullable:"false" doc:"Some that praise, then some that blame, as source/id"`
	Praise      []string      `json:"items_praise" nullable:"false"`
	Blame       []string      `json:"items_blame" nullable:"false"`
}

// AspectsBody answers tools/{slug}/aspects.
type AspectsBody struct {
	ToolID   string       `json:"tool_id"`
	ToolName string       `json:"tool_name"`
	Aspects  []AspectBody `json:"aspects" nullable:"false" doc:"Those that items speak of"`
	Items    int          `json:"items" doc:"Items read: 1,000 at most, chosen by a fixed hash"`
	Of       int64        `json:"of" doc:"Items there were to choose from"`
	Sampled  bool         `json:"sampled"`
	Basis    string       `json:"basis"`
	Window   WindowBody   `json:"window"`
	Coverage string       `json:"coverage" enum:"complete,gap,unknown"`
	Meta
}

func (a *API) aspects(ctx context.Context, in *ToolWindowInput) (*AspectsBody, error) {
	f, filter, all, window, err := a.windowed(ctx, &in.WindowedInput, usualRelationHours)
	if err != nil {
		return nil, err
	}
	c, t, err := a.counted(ctx, f, "path.slug", in.Slug)
	if err != nil {
		return nil, err
	}
	sample, err := a.sample(ctx, voxpop.ToolFilter{Filter: filter, Tools: []string{t.Slug}}, mostJudgements)
	if err != nil {
		return nil, err
	}
	ids, findings, err := a.findings(ctx, c, t.Slug, &sample)
	if err != nil {
		return nil, err
	}
	verdict, err := a.verdict(ctx, f, filter, matching(all, filter))
	if err != nil {
		return nil, err
	}
	body := &AspectsBody{
		ToolID: t.Slug, ToolName: t.Name, Aspects: []AspectBody{}, Items: len(ids), Of: sample.Of, Sampled: int64(len(ids)) < sample.Of,
		Basis: ask.Basis, Window: window, Coverage: string(verdict), Meta: f.meta(),
	}
	for _, judged := range ask.Judged(a.opt.Aspects.Names, ids, findings, evidenceShown) {
		body.Aspects = append(body.Aspects, aspectBody(&judged))
	}
	return body, nil
}

// findings finds, item by item, what is said of the sides of a tool: also of those merged into it.
func (a *API) findings(ctx context.Context, c *catalog, tool string, s *voxpop.Sample) ([]voxpop.ItemID, [][]ask.Finding, error) {
	ids := make([]voxpop.ItemID, len(s.Items))
	for i := range s.Items {
		ids[i] = s.Items[i].ID
	}
	opinions, err := a.opt.Opinions.OpinionsOf(ctx, ids)
	if err != nil {
		return nil, nil, a.asProblem("opinions", err)
	}
	out := make([][]ask.Finding, len(ids))
	for i := range s.Items {
		item := &s.Items[i]
		for _, found := range a.opt.Aspects.Find(item.ID.Source, item.Title, item.Body, mentionsOf(opinions[item.ID])) {
			if of := c.bySlug[found.Tool]; of != nil && c.counts(of).Slug == tool {
				out[i] = append(out[i], ask.Finding{Aspect: found.Aspect, Sign: found.Sign})
			}
		}
	}
	return ids, out, nil
}

func aspectBody(j *ask.Aspect) AspectBody {
	praise, blame := idsOf(j.Praise), idsOf(j.Blame)
	return AspectBody{
		Aspect: j.Name, Praised: j.Positive, Blamed: j.Negative, Neutral: j.Neutral, N: j.Total, Net: j.Net, Interval: interval(j.Low, j.High),
		EffectiveN: j.EffectiveN, SmallSample: j.Small, Items: append(append([]string{}, praise...), blame...), Praise: praise, Blame: blame,
	}
}
