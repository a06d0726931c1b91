package api

import (
	"cmp"
	"context"
	"slices"

	"github.com/voxpop-dev/voxpop"
)

// SpanBody is where an item names a tool.
type SpanBody struct {
	Start int    `json:"start" doc:"Code points of the cleaned text that was scored: title and body without code, quotes and links"`
	End   int    `json:"end" doc:"Exclusive"`
	Alias string `json:"alias" doc:"The name that was found; empty when inferred"`
}

// OpinionBody is what an item says of a tool.
type OpinionBody struct {
	Slug     string     `json:"slug"`
	Name     string     `json:"name"`
	Label    string     `json:"label" enum:"positive,negative,neutral"`
	Compound float64    `json:"compound" doc:"-1 to 1: the mean of its mentions"`
	Inferred bool       `json:"inferred" doc:"The item does not name it: it was posted where \"it\" means it"`
	Spans    []SpanBody `json:"spans" nullable:"false"`
}

func opinionBodies(c *catalog, opinions []voxpop.ToolOpinion) []OpinionBody {
	out := make([]OpinionBody, len(opinions))
	for i := range opinions {
		o := &opinions[i]
		out[i] = OpinionBody{Slug: o.Tool, Name: c.name(o.Tool), Label: string(o.Score.Label), Compound: o.Score.Compound, Inferred: o.Inferred, Spans: []SpanBody{}}
		for _, m := range o.Mentions {
			out[i].Spans = append(out[i].Spans, SpanBody{m.Span.Start, m.Span.End, m.Alias})
		}
	}
	return out
}

// opinionsOf returns what items say about tools, as bodies by item; of items that say nothing, and without a store that
// knows, nothing.
func (a *API) opinionsOf(ctx context.Context, f frame, items []voxpop.StoredItem) (map[voxpop.ItemID][]OpinionBody, error) {
	if a.opt.Opinions == nil || len(items) == 0 {
		return nil, nil
	}
	ids := make([]voxpop.ItemID, len(items))
	for i := range items {
		ids[i] = items[i].ID
	}
	found, err := a.opt.Opinions.OpinionsOf(ctx, ids)
	if err != nil {
		return nil, a.asProblem("opinions", err)
	}
	c, err := a.catalog(ctx, f)
	if err != nil {
		return nil, err
	}
	out := make(map[voxpop.ItemID][]OpinionBody, len(found))
	for id, opinions := range found {
		out[id] = opinionBodies(c, opinions)
	}
	return out, nil
}

// postBodies are items with what they say about tools.
func (a *API) postBodies(ctx context.Context, f frame, items []voxpop.StoredItem) ([]PostBody, error) {
	opinions, err := a.opinionsOf(ctx, f, items)
	if err != nil {
		return nil, err
	}
	out := make([]PostBody, len(items))
	for i := range items {
		out[i] = postBody(&items[i])
		if said := opinions[items[i].ID]; said != nil {
			out[i].Tools = said
		}
	}
	return out, nil
}

// itemBodies are the same in full.
func (a *API) itemBodies(ctx context.Context, f frame, items []voxpop.StoredItem) ([]ItemBody, error) {
	posts, err := a.postBodies(ctx, f, items)
	if err != nil {
		return nil, err
	}
	out := make([]ItemBody, len(items))
	for i := range items {
		out[i] = a.itemBody(&items[i])
		out[i].PostBody = posts[i]
	}
	return out, nil
}

// opinionItem is an item whose opinions are known already.
func (a *API) opinionItem(c *catalog, i *voxpop.OpinionItem) ItemBody {
	b := a.itemBody(&i.StoredItem)
	b.Tools = opinionBodies(c, i.Opinions)
	return b
}

// opinionOn is what an item says of one tool; nil when it says nothing.
func opinionOn(opinions []voxpop.ToolOpinion, slug string) *voxpop.ToolOpinion {
	for i := range opinions {
		if opinions[i].Tool == slug {
			return &opinions[i]
		}
	}
	return nil
}

// mentionsOf are all mentions of an item in the order of its text, each of the tool that counts it.
func mentionsOf(c *catalog, opinions []voxpop.ToolOpinion) []voxpop.Mention {
	var out []voxpop.Mention
	for i := range opinions {
		out = append(out, opinions[i].Mentions...)
	}
	for i := range out {
		if t := c.bySlug[out[i].Tool]; t != nil {
			out[i].Tool = c.counts(t).Slug
		}
	}
	slices.SortStableFunc(out, func(a, b voxpop.Mention) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	return out
}
