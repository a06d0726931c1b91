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
	judged, err := a.judged(ctx, c, t.Slug, &sample)
	if err != nil {
		return nil, err
	}
	verdict, err := a.verdict(ctx, f, filter, matching(all, filter))
	if err != nil {
		return nil, err
	}
	body := &AspectsBody{
		ToolID: t.Slug, ToolName: t.Name, Aspects: []AspectBody{}, Items: len(sample.Items), Of: sample.Of, Sampled: int64(len(sample.Items)) < sample.Of,
		Basis: ask.Basis, Window: window, Coverage: string(verdict), Meta: f.meta(),
	}
	for i := range judged {
		body.Aspects = append(body.Aspects, aspectBody(&judged[i]))
	}
	return body, nil
}

// judgedKey names what a text says of the sides of a tool, as of a revision of the catalog: which mentions there are depends on it.
type judgedKey struct {
	sampledKey
	catalog int64
	tool    string
}

// judgedItem is what was found in a text.
type judgedItem struct {
	id    voxpop.ItemID
	found []ask.Finding
}

// mostFindings is what remembered findings may take, in bytes: some 15,000 items.
const mostFindings = 4 << 20

func newFindings() *recent[judgedKey, judgedItem] {
	return newRecent[judgedKey](mostFindings, func(j judgedItem) int64 { return int64(40 * len(j.found)) })
}

// judged adds up what the items of a sample say of the sides of a tool: also of those merged into it.
func (a *API) judged(ctx context.Context, c *catalog, tool string, s *voxpop.Sample) ([]ask.Aspect, error) {
	revision, err := a.opt.Tools.CatalogRevision(ctx)
	if err != nil {
		return nil, a.asProblem("tools", err)
	}
	key := func(i *voxpop.SampledItem) judgedKey { return judgedKey{keyOf(i), revision, tool} }
	known, err := readUnknown(ctx, a, s, a.findings, key, func(j judgedItem) voxpop.ItemID { return j.id })
	if err != nil {
		return nil, err
	}
	var unread []voxpop.ItemID
	for i := range s.Items {
		if _, ok := known[s.Items[i].RowID]; !ok {
			unread = append(unread, s.Items[i].ID)
		}
	}
	opinions, err := a.opt.Opinions.OpinionsOf(ctx, unread)
	if err != nil {
		return nil, a.asProblem("opinions", err)
	}
	d := newDigest("aspects", int(revision))
	d.text(tool)
	d.sample(s)
	return laborious(ctx, a, d.key(), func() []ask.Aspect {
		ids, findings := make([]voxpop.ItemID, len(s.Items)), make([][]ask.Finding, len(s.Items))
		for i := range s.Items {
			item := &s.Items[i]
			found, ok := known[item.RowID]
			if !ok {
				found = judgedItem{item.ID, a.findIn(item, mentionsOf(c, opinions[item.ID]), tool)}
				a.findings.keep(key(item), found, a.opt.Clock())
			}
			ids[i], findings[i] = item.ID, found.found
		}
		return ask.Judged(a.opt.Aspects.Names, ids, findings, evidenceShown)
	})
}

// findIn reads what a text says of the sides of a tool.
func (a *API) findIn(item *voxpop.SampledItem, mentions []voxpop.Mention, tool string) (findings []ask.Finding) {
	for _, found := range a.opt.Aspects.Find(item.ID.Source, item.Title, item.Body, mentions) {
		if found.Tool == tool {
			findings = append(findings, ask.Finding{Aspect: found.Aspect, Sign: found.Sign})
		}
	}
	return findings
}

func aspectBody(j *ask.Aspect) AspectBody {
	praise, blame := idsOf(j.Praise), idsOf(j.Blame)
	return AspectBody{
		Aspect: j.Name, Praised: j.Positive, Blamed: j.Negative, Neutral: j.Neutral, N: j.Total, Net: j.Net, Interval: interval(j.Low, j.High),
		EffectiveN: j.EffectiveN, SmallSample: j.Small, Items: append(append([]string{}, praise...), blame...), Praise: praise, Blame: blame,
	}
}
