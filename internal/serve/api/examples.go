package api

import (
	"context"
	"errors"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/ask"
)

const (
	examplesShown   = 3   // of each kind and side
	examplesRead    = 12  // among which different authors are looked for
	examplesSampled = 500 // among which typical ones are looked for
)

// ExampleBody is an item that shows what is said of a tool.
type ExampleBody struct {
	ItemBody
	Excerpt       string  `json:"excerpt" doc:"The begin of its text, up to a sentence end"`
	Opinion       string  `json:"opinion" enum:"positive,negative,neutral" doc:"What it says about the tool"`
	OpinionScore  float64 `json:"opinion_compound" doc:"-1 to 1"`
	OpinionStrong float64 `json:"opinion_confidence" doc:"0 to 1, shown as strength"`
}

// SidesBody are examples of both sides.
type SidesBody struct {
	Positive []ExampleBody `json:"positive" nullable:"false"`
	Negative []ExampleBody `json:"negative" nullable:"false"`
}

// ExamplesBody answers tools/{slug}/examples.
type ExamplesBody struct {
	ToolID   string     `json:"tool_id"`
	ToolName string     `json:"tool_name"`
	Typical  SidesBody  `json:"typical" doc:"Closest to the middle of their side, in a fixed sample of 500"`
	Extreme  SidesBody  `json:"extreme" doc:"The strongest, by different authors"`
	Of       int64      `json:"of" doc:"Items with text that mention the tool"`
	Window   WindowBody `json:"window"`
	Coverage string     `json:"coverage" enum:"complete,gap,unknown"`
	Meta
}

func (a *API) examples(ctx context.Context, in *ToolWindowInput) (*ExamplesBody, error) {
	f, filter, all, window, err := a.windowed(ctx, &in.WindowedInput, usualToolHours)
	if err != nil {
		return nil, err
	}
	c, t, err := a.counted(ctx, f, "path.slug", in.Slug)
	if err != nil {
		return nil, err
	}
	body := &ExamplesBody{ToolID: t.Slug, ToolName: t.Name, Window: window, Meta: f.meta()}
	tf := voxpop.ToolFilter{Filter: filter, Tools: []string{t.Slug}}
	sample, err := a.sample(ctx, tf, examplesSampled)
	if err != nil {
		return nil, err
	}
	body.Of = sample.Of
	side := func(sign int, typical, extreme *[]ExampleBody) func() error {
		return func() (err error) {
			if *typical, err = a.typical(ctx, c, t.Slug, ask.Typical(&sample, sign, examplesShown)); err != nil {
				return err
			}
			*extreme, err = a.extreme(ctx, c, tf, sign)
			return err
		}
	}
	if err := atOnce(ctx, side(+1, &body.Typical.Positive, &body.Extreme.Positive), side(-1, &body.Typical.Negative, &body.Extreme.Negative)); err != nil {
		return nil, err
	}
	verdict, err := a.verdict(ctx, f, filter, matching(all, filter))
	body.Coverage = string(verdict)
	return body, err
}

// typical reads sampled items; those that have gone meanwhile are left out.
func (a *API) typical(ctx context.Context, c *catalog, tool string, sampled []voxpop.SampledItem) ([]ExampleBody, error) {
	named, err := a.opt.Opinions.SampleTexts(ctx, sampled)
	if err != nil {
		return nil, a.asProblem("examples", err)
	}
	ids := make([]voxpop.ItemID, len(named))
	for i := range named {
		ids[i] = named[i].ID
	}
	items, err := a.withText(ctx, ids)
	if err != nil {
		return nil, err
	}
	opinions, err := a.opinionsOfAll(ctx, items)
	if err != nil {
		return nil, err
	}
	out := []ExampleBody{}
	for i := range items {
		out = append(out, a.example(c, tool, &voxpop.OpinionItem{StoredItem: items[i], Opinions: opinions[items[i].ID]}))
	}
	return out, nil
}

func (a *API) extreme(ctx context.Context, c *catalog, tf voxpop.ToolFilter, sign int) ([]ExampleBody, error) {
	order := voxpop.PositiveFirst
	tf.Label = voxpop.Positive
	if sign < 0 {
		order, tf.Label = voxpop.NegativeFirst, voxpop.Negative
	}
	page, err := a.opt.Opinions.ToolItems(ctx, tf, order, nil, examplesRead)
	if err != nil && !errors.Is(err, voxpop.ErrNotFound) {
		return nil, a.asProblem("examples", err)
	}
	out := []ExampleBody{}
	for _, i := range ask.OneVoiceEach(page.Items, examplesShown) {
		out = append(out, a.example(c, tf.Tools[0], &i))
	}
	return out, nil
}

func (a *API) example(c *catalog, tool string, i *voxpop.OpinionItem) ExampleBody {
	b := ExampleBody{ItemBody: a.opinionItem(c, i), Excerpt: a.excerpt(&i.StoredItem)}
	if o := opinionOn(i.Opinions, tool); o != nil {
		b.Opinion, b.OpinionScore, b.OpinionStrong = string(o.Score.Label), o.Score.Compound, o.Score.Confidence
	}
	return b
}

// withText reads items by their ids; those that have gone meanwhile, or have no text any more, are left out.
func (a *API) withText(ctx context.Context, ids []voxpop.ItemID) ([]voxpop.StoredItem, error) {
	var items []voxpop.StoredItem
	for _, id := range ids {
		item, err := a.opt.Reader.Item(ctx, id)
		if errors.Is(err, voxpop.ErrNotFound) || err == nil && item.State.Textless() {
			continue
		}
		if err != nil {
			return nil, a.asProblem("items", err)
		}
		items = append(items, item)
	}
	return items, nil
}
