package api

import (
	"context"
	"slices"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/ask"
)

// DriversInput is the query of tools/{slug}/drivers.
type DriversInput struct {
	SlugInput
	WindowedInput
	Against     string `query:"against" maxLength:"200" default:"previous" doc:"What to compare with: previous (the window of the same length before); window (that of against_from and against_to); tool:SLUG (another tool); community:NAME (the same tool there; needs subreddit); rest (items of the window that do not mention the tool)."`
	AgainstFrom string `query:"against_from" maxLength:"40" doc:"With against=window: begin, inclusive: RFC 3339 or YYYY-MM-DD (UTC)."`
	AgainstTo   string `query:"against_to" maxLength:"40" doc:"Its end, exclusive."`
	Limit       int    `query:"limit" minimum:"1" maximum:"50" default:"12" doc:"Bars"`
}

func (a *API) drivers(ctx context.Context, in *DriversInput) (*DriversBody, error) {
	f, filter, all, window, err := a.windowed(ctx, &in.WindowedInput, usualToolHours)
	if err != nil {
		return nil, err
	}
	c, t, err := a.counted(ctx, f, "path.slug", in.Slug)
	if err != nil {
		return nil, err
	}
	now := driverSide{filter: voxpop.ToolFilter{Filter: filter, Tools: []string{t.Slug}}, tool: t.Slug}
	other, err := a.opposite(ctx, f, in, now)
	if err != nil {
		return nil, err
	}
	if err := atOnce(ctx, func() error { return a.readSide(ctx, &other) }, func() error { return a.readSide(ctx, &now) }); err != nil {
		return nil, err
	}
	verdict, err := a.verdict(ctx, f, filter, matching(all, filter))
	if err != nil {
		return nil, err
	}
	d, err := a.explain(ctx, &other, &now, namesOf(c, now.tool, other.tool), in.Limit)
	if err != nil {
		return nil, err
	}
	return &DriversBody{
		ToolID: t.Slug, ToolName: t.Name, Against: in.Against, Basis: DriverBasis{A: other.body(), B: now.body()},
		NetA: d.NetA, NetB: d.NetB, Difference: d.Difference, Bars: barBodies(d.Bars), Rest: RestBody{d.Rest, d.RestA, d.RestB}, Phrases: d.Phrases,
		SmallSample: min(len(other.sample.Items), len(now.sample.Items)) < ask.SmallEffectiveN,
		Window:      window, Coverage: string(verdict), Meta: f.meta(),
	}, nil
}

// explain finds the drivers between two samples. What the tools are called is left out of it.
func (a *API) explain(ctx context.Context, from, to *driverSide, names []string, bars int) (ask.Drivers, error) {
	d := newDigest("drivers", bars)
	d.text(names...)
	d.sample(&from.sample)
	d.sample(&to.sample)
	return laborious(ctx, a, d.key(), func() ask.Drivers {
		words := make([][]string, len(names))
		for i, name := range names {
			words[i] = slices.DeleteFunc(a.opt.Tokens("", name, ""), func(s string) bool { return s == "" })
		}
		hidden := ask.NamesOf(words)
		var was, is []ask.DriverItem
		_ = atOnce(ctx, // neither fails
			func() error { was = a.wordsOfSide(from, hidden); return nil },
			func() error { is = a.wordsOfSide(to, hidden); return nil },
		)
		return ask.Explain(was, is, bars, a.opt.Empty)
	})
}

// namesOf are the names and aliases of tools and of those merged into them.
func namesOf(c *catalog, slugs ...string) (names []string) {
	for i := range c.all {
		t := &c.all[i]
		if !slices.Contains(slugs, c.counts(t).Slug) {
			continue
		}
		names = append(names, t.Name)
		for _, alias := range t.Aliases {
			names = append(names, alias.Text)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
