package api

import (
	"context"
	"errors"
	"maps"

	"github.com/voxpop-dev/voxpop"
)

// numbers reads what is known of tools. Those that have no numbers yet, as a new one until what is stored has been
// examined for it, are left out.
func numbers[K comparable, T any](ctx context.Context, tf voxpop.ToolFilter, read func(context.Context, voxpop.ToolFilter) (map[K]T, error)) (map[K]T, error) {
	out, err := read(ctx, tf)
	if !errors.Is(err, voxpop.ErrNotFound) {
		return out, err
	}
	out = map[K]T{}
	if len(tf.Tools) < 2 {
		return out, nil
	}
	one := tf
	for i := range tf.Tools {
		one.Tools = tf.Tools[i : i+1]
		some, err := read(ctx, one)
		if err != nil && !errors.Is(err, voxpop.ErrNotFound) {
			return nil, err
		}
		maps.Copy(out, some)
	}
	return out, nil
}

func (a *API) toolTallies(ctx context.Context, tf voxpop.ToolFilter) (map[string]voxpop.Tally, error) {
	out, err := numbers(ctx, tf, a.opt.Tools.ToolTally)
	if err != nil {
		return nil, a.asProblem("mentions of tools", err)
	}
	return out, nil
}

func (a *API) toolPoints(ctx context.Context, tf voxpop.ToolFilter, g voxpop.Grain) (map[string][]voxpop.Point, error) {
	out, err := numbers(ctx, tf, func(ctx context.Context, tf voxpop.ToolFilter) (map[string][]voxpop.Point, error) {
		return a.opt.Tools.ToolSeries(ctx, tf, g)
	})
	if err != nil {
		return nil, a.asProblem("series of tools", err)
	}
	return out, nil
}

func (a *API) communitiesOf(ctx context.Context, tf voxpop.ToolFilter) (map[string][]voxpop.CommunityTally, error) {
	out, err := numbers(ctx, tf, a.opt.Tools.ToolCommunities)
	if err != nil {
		return nil, a.asProblem("communities of tools", err)
	}
	return out, nil
}

// communitiesOfBoth reads them for two filters.
func (a *API) communitiesOfBoth(ctx context.Context, one, other voxpop.ToolFilter) (first, second map[string][]voxpop.CommunityTally, err error) {
	err = atOnce(ctx,
		func() (err error) { first, err = a.communitiesOf(ctx, one); return err },
		func() (err error) { second, err = a.communitiesOf(ctx, other); return err },
	)
	return first, second, err
}

// relationsOf reads how items relate the tools of a filter to others, each pair once.
func (a *API) relationsOf(ctx context.Context, kind voxpop.RelationKind, tf voxpop.ToolFilter) ([]voxpop.RelationCount, error) {
	type pair struct{ from, to string }
	byPair, err := numbers(ctx, tf, func(ctx context.Context, tf voxpop.ToolFilter) (map[pair]voxpop.RelationCount, error) {
		counts, err := a.opt.Tools.RelationCounts(ctx, kind, tf, evidenceShown)
		out := make(map[pair]voxpop.RelationCount, len(counts))
		for _, c := range counts {
			out[pair{c.From, c.To}] = c
		}
		return out, err
	})
	if err != nil {
		return nil, a.asProblem("relations of tools", err)
	}
	out := make([]voxpop.RelationCount, 0, len(byPair))
	for _, c := range byPair {
		out = append(out, c)
	}
	return out, nil
}

// filterTool reads the one tool of a filter; "" when none is asked for.
func (a *API) filterTool(ctx context.Context, f frame, slug string) (string, error) {
	if slug == "" {
		return "", nil
	}
	if a.opt.Tools == nil {
		return "", unknownTool("query.tool", slug)
	}
	_, t, err := a.counted(ctx, f, "query.tool", slug)
	if err != nil {
		return "", err
	}
	return t.Slug, nil
}

// tallyOf adds up what items of a filter say: of a tool, or at all.
func (a *API) tallyOf(ctx context.Context, tool string, filter voxpop.Filter) (voxpop.Tally, error) {
	if tool == "" {
		tally, err := a.opt.Reader.Tally(ctx, filter)
		if err != nil {
			return tally, a.asProblem("sentiment statistics", err)
		}
		return tally, nil
	}
	tallies, err := a.toolTallies(ctx, voxpop.ToolFilter{Filter: filter, Tools: []string{tool}})
	return tallies[tool], err
}

// pointsOf is tallyOf over time.
func (a *API) pointsOf(ctx context.Context, tool string, filter voxpop.Filter, g voxpop.Grain) ([]voxpop.Point, error) {
	if tool == "" {
		points, err := a.opt.Reader.Series(ctx, filter, g)
		if err != nil {
			return nil, a.asProblem("sentiment trends", err)
		}
		return points, nil
	}
	series, err := a.toolPoints(ctx, voxpop.ToolFilter{Filter: filter, Tools: []string{tool}}, g)
	return series[tool], err
}
