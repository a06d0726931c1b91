package api

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/ask"
)

// usualToolHours is the window of tools and of one tool unless another is asked for.
const usualToolHours = 168

// ToolsInput is the query of tools.
type ToolsInput struct {
	WindowedInput
	ScoredByInput
	Status   string `query:"status" enum:"active,archived,candidate,all" default:"active"`
	Category string `query:"category" maxLength:"100" doc:"In any case"`
	Q        string `query:"q" maxLength:"100" doc:"Part of name, slug, vendor or an alias, in any case"`
	Sort     string `query:"sort" enum:"mentions,net,name" default:"mentions" doc:"Most mentions or highest net sentiment first, tools without mentions last; or by name"`
	Limit    int    `query:"limit" minimum:"1" maximum:"1000" default:"500"`
	Offset   int    `query:"offset" minimum:"0" maximum:"100000" default:"0"`
}

// ToolBody is a tool in the list of them.
type ToolBody struct {
	ToolID      string     `json:"tool_id" doc:"The slug"`
	Slug        string     `json:"slug"`
	Name        string     `json:"name"`
	Vendor      string     `json:"vendor"`
	Categories  []string   `json:"categories" nullable:"false"`
	Description string     `json:"description"`
	Status      string     `json:"status" enum:"active,archived,candidate"`
	Aliases     []string   `json:"aliases" nullable:"false" doc:"Names under which it is found"`
	MergedInto  *string    `json:"merged_into" doc:"The tool that its mentions count for"`
	Edit        int64      `json:"edit" doc:"A change must name the edit that it was made from"`
	Change      ChangeBody `json:"change" doc:"From the window of the same length before"`
	EstimateBody
}

// ToolsBody answers tools.
type ToolsBody struct {
	Tools       []ToolBody `json:"tools" nullable:"false"`
	Count       int        `json:"count" doc:"On this page"`
	Total       int        `json:"total" doc:"On all pages"`
	Limit       int        `json:"limit"`
	Offset      int        `json:"offset"`
	Window      WindowBody `json:"window"`
	ChangeUntil time.Time  `json:"change_until" doc:"Changes leave out what is from here on: hours that run, or are not scored yet"`
	RestsOn     RestsOn    `json:"rests_on" doc:"Its items are the mentions on this page"`
	Meta
}

func (a *API) tools(ctx context.Context, in *ToolsInput) (*ToolsBody, error) {
	f, filter, all, window, err := a.windowedBy(ctx, &in.WindowedInput, in.ScoredByInput, usualToolHours)
	if err != nil {
		return nil, err
	}
	c, err := a.catalog(ctx, f)
	if err != nil {
		return nil, err
	}
	chosen := in.choose(c)
	var now, was map[string]voxpop.Tally
	if min(in.Limit, len(chosen)) > askedByName {
		if now, was, err = a.bothWindows(ctx, voxpop.ToolFilter{Filter: filter}); err != nil {
			return nil, err
		}
	}
	if err := a.order(ctx, chosen, in.Sort, filter, now); err != nil {
		return nil, err
	}
	page := chosen[min(in.Offset, len(chosen)):min(in.Offset+in.Limit, len(chosen))]
	if tf := counting(page, filter); now == nil && len(tf.Tools) > 0 {
		if now, was, err = a.bothWindows(ctx, tf); err != nil {
			return nil, err
		}
	}
	known, err := a.known(ctx, f)
	if err != nil {
		return nil, err
	}
	part, err := a.closed(ctx, f, filter)
	if err != nil {
		return nil, err
	}
	ended, err := part.tallies(ctx, a, counting(page, filter), now)
	if err != nil {
		return nil, err
	}
	body := &ToolsBody{ChangeUntil: part.To, Tools: make([]ToolBody, len(page)), Count: len(page), Total: len(chosen), Limit: in.Limit, Offset: in.Offset, Window: window, Meta: f.meta()}
	var whole voxpop.Tally
	for i, t := range page {
		var before, after, over voxpop.Tally
		if countsItself(t) {
			before, after, over = was[t.Slug], now[t.Slug], ended[t.Slug]
		}
		whole.Add(&after)
		body.Tools[i] = toolBody(t)
		body.Tools[i].EstimateBody = knownEstimate(known, t.Slug, after)
		body.Tools[i].Change = part.of(ask.Changed(&before, &over))
	}
	body.RestsOn, err = a.restsOn(ctx, f, filter, &whole, all)
	return body, err
}

func toolBody(t *voxpop.Tool) ToolBody {
	b := ToolBody{
		ToolID: t.Slug, Slug: t.Slug, Name: t.Name, Vendor: t.Vendor, Categories: listOf(t.Categories), Description: t.Description,
		Status: string(t.Status), Aliases: []string{}, Edit: t.Edit,
	}
	for i := range t.Aliases {
		b.Aliases = append(b.Aliases, t.Aliases[i].Text)
	}
	if t.MergedInto != "" {
		b.MergedInto = &t.MergedInto
	}
	return b
}

// listOf is a list that JSON shows as [] when it is empty.
func listOf(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// choose are the tools that the query asks for, by slug.
func (in *ToolsInput) choose(c *catalog) (chosen []*voxpop.Tool) {
	for i := range c.all {
		t := &c.all[i]
		if (in.Status == "all" || string(t.Status) == in.Status) &&
			(in.Category == "" || slices.ContainsFunc(t.Categories, func(s string) bool { return strings.EqualFold(s, in.Category) })) &&
			(in.Q == "" || answersTo(t, strings.ToLower(in.Q))) {
			chosen = append(chosen, t)
		}
	}
	return chosen
}

// answersTo reports whether a name of the tool has q, in small letters, in it.
func answersTo(t *voxpop.Tool, q string) bool {
	has := func(s string) bool { return strings.Contains(strings.ToLower(s), q) }
	return has(t.Name) || has(t.Slug) || has(t.Vendor) || slices.ContainsFunc(t.Aliases, func(a voxpop.Alias) bool { return has(a.Text) })
}

// order sorts tools, those that are equal by slug. Their tallies are given where they are known.
func (a *API) order(ctx context.Context, tools []*voxpop.Tool, by string, filter voxpop.Filter, counts map[string]voxpop.Tally) (err error) {
	if by == "name" {
		slices.SortStableFunc(tools, func(x, y *voxpop.Tool) int {
			return cmp.Compare(strings.ToLower(x.Name), strings.ToLower(y.Name))
		})
		return nil
	}
	if counts == nil {
		if counts, err = a.opt.Tools.ToolCounts(ctx, voxpop.ToolFilter{Filter: filter}); err != nil {
			return a.asProblem("tools", err)
		}
	}
	rank := func(t *voxpop.Tool) float64 {
		n, counted := counts[t.Slug]
		switch {
		case !counted || n.Scored() == 0 || !countsItself(t):
			return -2
		case by == "net":
			return float64(n.Positive-n.Negative) / float64(n.Scored())
		}
		return float64(n.Scored())
	}
	slices.SortStableFunc(tools, func(x, y *voxpop.Tool) int { return cmp.Compare(rank(y), rank(x)) })
	return nil
}

// bothWindows reads tallies in a window and in the one before.
func (a *API) bothWindows(ctx context.Context, tf voxpop.ToolFilter) (now, was map[string]voxpop.Tally, err error) {
	past := tf
	past.Window = before(tf.Window)
	return a.talliesOf(ctx, tf, past)
}

// talliesOf reads the tallies of two filters.
func (a *API) talliesOf(ctx context.Context, tf, past voxpop.ToolFilter) (now, was map[string]voxpop.Tally, err error) {
	err = atOnce(ctx,
		func() (err error) { now, err = a.toolTallies(ctx, tf); return err },
		func() (err error) { was, err = a.toolTallies(ctx, past); return err },
	)
	return now, was, err
}

// counting asks for those of some tools that have numbers of their own.
func counting(tools []*voxpop.Tool, filter voxpop.Filter) voxpop.ToolFilter {
	tf := voxpop.ToolFilter{Filter: filter}
	for _, t := range tools {
		if countsItself(t) {
			tf.Tools = append(tf.Tools, t.Slug)
		}
	}
	return tf
}

// countsItself reports whether a tool has numbers of its own.
func countsItself(t *voxpop.Tool) bool { return t.MergedInto == "" && t.Status != voxpop.ToolCandidate }

// askedByName is up to how many tools are asked for by name; for a page of more, all are read.
const askedByName = 20
