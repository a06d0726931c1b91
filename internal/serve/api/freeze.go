package api

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/ask"
)

// freeze asks a question and reads the rows behind the answer. wanted are rows to look for among them.
func (a *API) freeze(ctx context.Context, f frame, q ask.ReceiptQuestion, wanted []ask.Evidence) (*ask.Receipt, *ask.Counted, error) {
	ctx = withFrame(ctx, f)
	r := &ask.Receipt{Format: ask.ReceiptFormat, Question: q, Differences: []ask.FigureDistance{}, Communities: []string{}, Simulated: f.version.Simulated}
	c, err := a.catalog(ctx, f)
	if err != nil {
		return nil, nil, err
	}
	var rests RestsOn
	switch q.Of {
	case ask.OfTool:
		rests, err = a.freezeTool(ctx, c, r)
	case ask.OfComparison:
		rests, err = a.freezeComparison(ctx, c, r)
	default:
		rests, err = a.freezeItems(ctx, r)
	}
	if err != nil {
		return nil, nil, err
	}
	r.RestsOn = ask.ReceiptGround{
		Engine: f.version.Engine.String(), Program: a.opt.Version, DataVersion: f.version.Number, Published: f.version.Published.UTC(),
		Coverage: rests.Coverage, Communities: rests.Communities, Items: rests.Items, Unscored: rests.Unscored, Excluded: rests.Excluded,
		Open: q.To.After(a.now()),
	}
	if r.RestsOn.Catalog, err = a.opt.Tools.CatalogRevision(ctx); err != nil {
		return nil, nil, a.asProblem("catalog", err)
	}
	rows := &ask.Counted{}
	rows.Want(wanted)
	if err := a.countRows(a.rowsOf(ctx, r), rows); err != nil {
		return nil, nil, err
	}
	r.Rows, r.Evidence = rows.Sums(), rows.Evidence()
	r.Claims = r.Claim()
	return r, rows, nil
}

func spanOf(q ask.ReceiptQuestion) SpanInput {
	const layout = "2006-01-02T15:04:05Z"
	return SpanInput{From: q.From.Format(layout), To: q.To.Format(layout)}
}

func windowedOf(q ask.ReceiptQuestion) WindowedInput {
	return WindowedInput{WhereInput{Subreddit: q.Subreddit, Source: q.Source, Kind: q.Kind}, spanOf(q)}
}

func (a *API) freezeItems(ctx context.Context, r *ask.Receipt) (RestsOn, error) {
	body, err := a.stats(ctx, &SentimentInput{WindowedInput: windowedOf(r.Question)})
	if err != nil {
		return RestsOn{}, err
	}
	s := body.Statistics
	r.Figures = []ask.Figure{{
		Name: "All items", N: s.Total, Positive: s.Positive, Negative: s.Negative, Neutral: s.Neutral,
		Net: s.NetSentiment, Low: s.NetLow, High: s.NetHigh, EffectiveN: s.EffectiveN, Small: s.SmallSample, Basis: s.Basis, Labels: s.Labels,
	}}
	return body.RestsOn, nil
}

func (a *API) freezeTool(ctx context.Context, c *catalog, r *ask.Receipt) (RestsOn, error) {
	body, err := a.toolSentiment(ctx, &ToolSentimentInput{ToolWindowInput: ToolWindowInput{SlugInput{r.Question.Tools[0]}, windowedOf(r.Question)}})
	if err != nil {
		return RestsOn{}, err
	}
	r.Question.Tools = []string{body.ToolID}
	r.Figures = []ask.Figure{figure(c, body.ToolID, &body.EstimateBody)}
	return body.RestsOn, nil
}

func (a *API) freezeComparison(ctx context.Context, c *catalog, r *ask.Receipt) (RestsOn, error) {
	q := &r.Question
	body, err := a.compare(ctx, &CompareInput{
		Tools: strings.Join(q.Tools, ","), SpanInput: spanOf(*q), Source: q.Source, Kind: q.Kind, IncludeHome: q.IncludeHome, IncludeInferred: q.IncludeInferred,
	})
	if err != nil {
		return RestsOn{}, err
	}
	q.Tools = nil
	for i := range body.Tools {
		t := &body.Tools[i]
		q.Tools = append(q.Tools, t.ToolID)
		f := figure(c, t.ToolID, &t.EstimateBody)
		if s := t.Standardised; s != nil {
			f.Net, f.Low, f.High, f.EffectiveN = &s.NetSentiment, &s.Interval.Low, &s.Interval.High, &s.EffectiveN
			f.Small, f.Basis = s.SmallSample, s.Basis
		}
		r.Figures = append(r.Figures, f)
	}
	for _, d := range body.Deltas {
		distance := ask.FigureDistance{A: d.ToolAID, B: d.ToolBID, Net: d.NetDelta, P: d.PAdjusted, Verdict: d.Verdict, Basis: d.Basis}
		if d.Interval != nil {
			distance.Low, distance.High = &d.Interval.Low, &d.Interval.High
		}
		r.Differences = append(r.Differences, distance)
	}
	r.Communities = body.CommunitiesUsed
	return body.RestsOn, nil
}

func figure(c *catalog, slug string, e *EstimateBody) ask.Figure {
	f := ask.Figure{
		Tool: slug, Name: c.name(slug), N: e.TotalMentions, Positive: e.PositiveCount, Negative: e.NegativeCount, Neutral: e.NeutralCount,
		Net: e.NetSentiment, EffectiveN: e.EffectiveN, Small: e.SmallSample, Basis: e.Basis, Labels: e.Labels,
	}
	if e.Interval != nil {
		f.Low, f.High = &e.Interval.Low, &e.Interval.High
	}
	if t := c.bySlug[slug]; t != nil {
		f.Revision = t.Revision
	}
	return f
}

// rowsOf are the rows that the answer to a receipt's question counts.
func (a *API) rowsOf(ctx context.Context, r *ask.Receipt) iter.Seq2[voxpop.CountedRow, error] {
	q := &r.Question
	f := voxpop.Filter{Window: voxpop.Window{From: q.From, To: q.To}, Source: q.Source, Community: q.Subreddit, Kind: voxpop.Kind(q.Kind)}
	switch q.Of {
	case ask.OfTool:
		return a.opt.Receipts.CountedMentions(ctx, voxpop.ToolFilter{Filter: f, Tools: q.Tools})
	case ask.OfComparison:
		return a.opt.Receipts.CountedMentions(ctx, voxpop.ToolFilter{Filter: f, Tools: q.Tools, Away: !q.IncludeHome, Named: !q.IncludeInferred})
	}
	return a.opt.Receipts.CountedItems(ctx, f)
}

func (a *API) countRows(rows iter.Seq2[voxpop.CountedRow, error], into *ask.Counted) error {
	n := 0
	for r, err := range rows {
		if err != nil {
			return a.asProblem("rows behind a number", err)
		}
		if n++; n > mostCounted {
			return invalid("body.from", fmt.Sprintf("more than %d rows count there, too many to be listed and summed: choose a shorter window, a tool or a community", mostCounted), nil)
		}
		into.Add(r)
	}
	return nil
}
