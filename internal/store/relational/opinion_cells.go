package relational

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/voxpop-dev/voxpop"
)

// readCell is a cell of a tool as it is read; community is 0 for one of a whole source.
type readCell struct {
	version, start, community int64
	toolCell
}

// slices of a filter: cells of sources where these fit, else those of communities.
type opinionCells struct {
	s        *Store
	f        voxpop.ToolFilter
	tools    []*shownTool
	byID     map[int64]*shownTool // by version
	only     []int64              // communities; nil for all
	spans    []span
	oneByOne bool // communities are wanted apart
}

func (s *Store) opinionCells(ctx context.Context, f voxpop.ToolFilter, spans []span) (*opinionCells, error) {
	shown, err := s.toolsShown(ctx)
	if err != nil {
		return nil, err
	}
	c := &opinionCells{s: s, f: f, byID: shown.byVersion, spans: spans}
	if c.tools, err = shown.choose(f); err != nil {
		return nil, err
	}
	switch f.Kind {
	case "", voxpop.KindPost, voxpop.KindComment:
	default:
		return nil, fmt.Errorf("kind %q: want post or comment: %w", f.Kind, voxpop.ErrInvalid)
	}
	if f.Community != "" {
		chosen, err := s.chosen(ctx, f.Filter)
		if err != nil {
			return nil, err
		}
		for _, m := range chosen {
			c.only = append(c.only, m.id)
		}
	}
	return c, nil
}

func versionsOf(tools []*shownTool) []int64 {
	out := make([]int64, len(tools))
	for i, t := range tools {
		out[i] = t.version
	}
	return out
}

const answering = "x.engine_id = (SELECT engine_id FROM publication)"

// sourceParts are the statements over cells of sources that select columns.
func (c *opinionCells) sourceParts(columns string) (parts []string, args []any) {
	for _, sp := range c.spans {
		part := "SELECT " + columns + " FROM tool_cells x WHERE " + answering + " AND x.version_id IN (" + list(versionsOf(c.tools)) + ")"
		if c.f.Source != "" {
			part += " AND x.source = ?"
			args = append(args, clean(c.f.Source))
		} else {
			part += " AND x.source IN (SELECT DISTINCT source FROM communities)"
		}
		parts = append(parts, part+c.rest())
		args = append(args, sp.grain, sp.since, sp.until)
	}
	return parts, args
}

// rest ends the condition of a part.
func (c *opinionCells) rest() string {
	rest := " AND x.grain = ? AND x.start >= ? AND x.start < ?"
	if c.f.Named {
		rest += " AND x.inferred = 0"
	}
	return rest
}

// communityParts are the statements over cells of some tools in communities; nil communities are all of them.
func (c *opinionCells) communityParts(tools []*shownTool, communities []int64) (parts []string, args []any) {
	for _, sp := range c.spans {
		part := "SELECT x.version_id, x.start, x.community_id, " + toolTally + " FROM tool_community_cells x WHERE " + answering +
			" AND x.version_id IN (" + list(versionsOf(tools)) + ")" + c.rest()
		args = append(args, sp.grain, sp.since, sp.until)
		if communities != nil {
			part += " AND x.community_id IN (" + list(communities) + ")"
		}
		if c.f.Source != "" {
			part += " AND x.community_id IN (SELECT id FROM communities WHERE source = ?)"
			args = append(args, clean(c.f.Source))
		}
		if c.f.Kind != "" {
			part += " AND x.kind = ?"
			args = append(args, string(c.f.Kind))
		}
		parts = append(parts, part)
	}
	return parts, args
}

// bySource reports whether cells of whole sources fit the filter, homes apart.
func (c *opinionCells) bySource() bool { return c.only == nil && c.f.Kind == "" && !c.oneByOne }

// each yields the cells of the filter. minus is true for those that are to be taken away: of homes, out of whole sources.
func (c *opinionCells) each(ctx context.Context, yield func(cell *readCell, minus bool) error) error {
	if len(c.tools) == 0 || len(c.spans) == 0 {
		return nil
	}
	if !c.bySource() {
		parts, args := c.communityParts(c.tools, c.only)
		return c.read(ctx, parts, args, func(cell *readCell) error {
			if c.f.Away && slices.Contains(c.byID[cell.version].home, cell.community) {
				return nil
			}
			return yield(cell, false)
		})
	}
	parts, args := c.sourceParts("x.version_id, x.start, 0, " + toolTally)
	if err := c.read(ctx, parts, args, func(cell *readCell) error { return yield(cell, false) }); err != nil {
		return err
	}
	return c.homes(ctx, func(cell *readCell) error { return yield(cell, true) })
}

// homes yields the cells of tools in their own communities, where the filter leaves these out.
func (c *opinionCells) homes(ctx context.Context, yield func(*readCell) error) error {
	if !c.f.Away {
		return nil
	}
	var parts []string
	var args []any
	for _, t := range c.tools {
		if len(t.home) > 0 {
			p, a := c.communityParts([]*shownTool{t}, t.home)
			parts, args = append(parts, p...), append(args, a...)
		}
	}
	return c.read(ctx, parts, args, yield)
}

// partsAtOnce keeps compound statements under the limit of SQLite.
const partsAtOnce = 300

func (c *opinionCells) read(ctx context.Context, parts []string, args []any, yield func(*readCell) error) error {
	for len(parts) > 0 {
		n := min(partsAtOnce, len(parts))
		query := strings.Join(parts[:n], " UNION ALL ")
		count := strings.Count(query, "?")
		err := each(ctx, pool{c.s}, query, args[:count], func(rows *sql.Rows) error {
			var cell readCell
			if err := rows.Scan(append([]any{&cell.version, &cell.start, &cell.community}, cell.columns()...)...); err != nil {
				return err
			}
			return yield(&cell)
		})
		if err != nil {
			return err
		}
		parts, args = parts[n:], args[count:]
	}
	return nil
}

// add adds a cell to a tally or takes it away.
func (c *readCell) add(sum *voxpop.Tally, minus bool) error {
	if !minus {
		return c.addTo(sum)
	}
	var t voxpop.Tally
	err := c.addTo(&t)
	sum.Sub(&t)
	return err
}
