package relational

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// ToolTally adds up the counted mentions of a window by slug.
func (s *Store) ToolTally(ctx context.Context, f voxpop.ToolFilter) (map[string]voxpop.Tally, error) {
	const op = "adding up mentions"
	c, err := s.opinionCells(ctx, f, spansOf(f.Window))
	if err != nil {
		return nil, s.fail(op, err)
	}
	sums := map[int64]*voxpop.Tally{}
	err = c.each(ctx, func(cell *readCell, minus bool) error { return cell.add(tallyOf(sums, cell.version), minus) })
	return c.bySlug(sums), s.fail(op, err)
}

func tallyOf[K comparable](sums map[K]*voxpop.Tally, k K) *voxpop.Tally {
	t := sums[k]
	if t == nil {
		t = &voxpop.Tally{}
		sums[k] = t
	}
	return t
}

func (c *opinionCells) bySlug(sums map[int64]*voxpop.Tally) map[string]voxpop.Tally {
	out := make(map[string]voxpop.Tally, len(sums))
	for version, t := range sums {
		if t.Items > 0 {
			out[c.byID[version].slug] = *t
		}
	}
	return out
}

// ToolCounts is ToolTally without clusters.
func (s *Store) ToolCounts(ctx context.Context, f voxpop.ToolFilter) (map[string]voxpop.Tally, error) {
	c, err := s.opinionCells(ctx, f, spansOf(f.Window))
	sums := map[int64]*voxpop.Tally{}
	if err == nil {
		err = c.each(ctx, func(cell *readCell, minus bool) error {
			cell.threads, cell.authors = nil, nil
			return cell.add(tallyOf(sums, cell.version), minus)
		})
	}
	if err != nil {
		return nil, s.fail("counting mentions", err)
	}
	return c.bySlug(sums), nil
}

// ToolSeries returns, by slug, one point for every grain of the window that holds mentions, in order.
func (s *Store) ToolSeries(ctx context.Context, f voxpop.ToolFilter, g voxpop.Grain) (map[string][]voxpop.Point, error) {
	const op = "reading a series of mentions"
	spans := spansOf(f.Window)
	switch g {
	case voxpop.GrainHour:
		spans = hourSpan(f.Window)
	case voxpop.GrainDay, voxpop.GrainWeek:
	default:
		return nil, fmt.Errorf("%s: grain %q: want hour, day or week: %w", op, g, voxpop.ErrInvalid)
	}
	c, err := s.opinionCells(ctx, f, spans)
	if err != nil {
		return nil, s.fail(op, err)
	}
	type step struct{ version, at int64 }
	sums := map[step]*voxpop.Tally{}
	err = c.each(ctx, func(cell *readCell, minus bool) error {
		return cell.add(tallyOf(sums, step{cell.version, g.Truncate(time.Unix(cell.start, 0)).Unix()}), minus)
	})
	if err != nil {
		return nil, s.fail(op, err)
	}
	out := map[string][]voxpop.Point{}
	for _, k := range slices.SortedFunc(maps.Keys(sums), func(a, b step) int { return cmp.Compare(a.at, b.at) }) {
		if sums[k].Items > 0 {
			slug := c.byID[k.version].slug
			out[slug] = append(out[slug], voxpop.Point{Start: time.Unix(k.at, 0).UTC(), Tally: *sums[k]})
		}
	}
	return out, nil
}

// ToolCommunities returns, by slug, the tally of every community with mentions, most mentions first.
func (s *Store) ToolCommunities(ctx context.Context, f voxpop.ToolFilter) (map[string][]voxpop.CommunityTally, error) {
	const op = "adding up mentions by community"
	c, err := s.opinionCells(ctx, f, spansOf(f.Window))
	if err != nil {
		return nil, s.fail(op, err)
	}
	c.oneByOne = true
	type pair struct{ version, community int64 }
	sums := map[pair]*voxpop.Tally{}
	places := map[int64][]int64{} // communities by version
	err = c.each(ctx, func(cell *readCell, minus bool) error {
		k := pair{cell.version, cell.community}
		if sums[k] == nil {
			places[k.version] = append(places[k.version], k.community)
		}
		return cell.add(tallyOf(sums, k), minus)
	})
	if err != nil {
		return nil, s.fail(op, err)
	}
	names, err := s.communityNames(ctx)
	if err != nil {
		return nil, s.fail(op, err)
	}
	out := make(map[string][]voxpop.CommunityTally, len(places))
	for version, communities := range places {
		slices.SortFunc(communities, func(x, y int64) int { // before the tallies, which are large, are put in their places
			a, b := names[x], names[y]
			return cmp.Or(cmp.Compare(sums[pair{version, y}].Items, sums[pair{version, x}].Items), cmp.Compare(a.source, b.source), cmp.Compare(a.name, b.name))
		})
		tool := c.byID[version]
		list := make([]voxpop.CommunityTally, len(communities))
		for i, community := range communities {
			list[i] = voxpop.CommunityTally{Source: names[community].source, Community: names[community].name,
				Home: slices.Contains(tool.home, community), Tally: *sums[pair{version, community}]}
		}
		out[tool.slug] = list
	}
	return out, nil
}

func (s *Store) communityNames(ctx context.Context) (map[int64]community, error) {
	out := map[int64]community{}
	err := each(ctx, pool{s}, "SELECT id, source, name FROM communities", nil, func(rows *sql.Rows) error {
		var c community
		err := rows.Scan(&c.id, &c.source, &c.name)
		out[c.id] = c
		return err
	})
	return out, err
}
