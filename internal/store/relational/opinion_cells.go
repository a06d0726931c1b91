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
	start, community int64
	*sheetCell
}

// opinionCells are what a filter selects: cells of sources where these fit, else those of communities.
type opinionCells struct {
	s        *Store
	f        voxpop.ToolFilter
	shown    *shownTools
	tools    []*shownTool
	byID     map[int64]*shownTool // by version; those of the filter
	only     []int64              // communities; nil for all
	spans    []span
	engine   string // whose cells, as SQL
	oneByOne bool   // communities are wanted apart
}

func (s *Store) opinionCells(ctx context.Context, f voxpop.ToolFilter, spans []span) (*opinionCells, error) {
	shown, err := s.toolsShown(ctx)
	if err != nil {
		return nil, err
	}
	c := &opinionCells{s: s, f: f, shown: shown, byID: shown.byVersion, spans: spans}
	if c.engine, err = s.answering(ctx, f.Filter); err != nil {
		return nil, err
	}
	if c.tools, err = shown.choose(f); err != nil {
		return nil, err
	}
	if len(f.Tools) > 0 {
		c.byID = make(map[int64]*shownTool, len(c.tools))
		for _, t := range c.tools {
			c.byID[t.version] = t
		}
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

// one is the tool of a filter that must name one.
func (c *opinionCells) one() (*shownTool, error) {
	if len(c.f.Tools) != 1 {
		return nil, fmt.Errorf("%d tools: want one: %w", len(c.f.Tools), voxpop.ErrInvalid)
	}
	return c.tools[0], nil
}

// wholeSource is the community of a cell of a whole source.
var wholeSource = []int64{0}

// communities are those of the filter, all of them by number.
func (c *opinionCells) communities(ctx context.Context) ([]int64, error) {
	if c.only != nil {
		return c.only, nil
	}
	var w where
	if c.f.Source != "" {
		w.add("source = ?", clean(c.f.Source))
	}
	var all []int64
	err := eachNumber(ctx, pool{c.s}, "SELECT id FROM communities"+w.clause(), w.args, func(id int64) { all = append(all, id) })
	return all, err
}

// inCommunities adds the filter's conditions on the communities of one of its tools; column holds their numbers.
func (c *opinionCells) inCommunities(w *where, column string, t *shownTool) {
	if c.only != nil {
		w.add(column + " IN (" + list(c.only) + ")")
	}
	if c.f.Away && len(t.home) > 0 {
		w.add(column + " NOT IN (" + list(t.home) + ")")
	}
	if c.f.Source != "" {
		w.add(column+" IN (SELECT id FROM communities WHERE source = ?)", clean(c.f.Source))
	}
}

// sheets yields the sheets of some communities. They change with the next one.
func (c *opinionCells) sheets(ctx context.Context, f family, communities []int64, yield func(community, start int64, sheet []byte) error) error {
	if len(communities) == 0 || len(c.spans) == 0 || len(c.tools) == 0 {
		return nil
	}
	engine := "0"
	if f == opinionSheets || f == relationSheets {
		engine = c.engine
	}
	var parts []string
	var args []any
	for _, sp := range c.spans {
		part := "SELECT x.community_id, x.start, x.sheet FROM tool_sheets x WHERE x.family = '" + string(f) + "' AND x.engine_id = " + engine +
			" AND x.community_id IN (" + list(communities) + ") AND x.grain = ? AND x.start >= ? AND x.start < ?"
		args = append(args, sp.grain, sp.since, sp.until)
		if c.f.Source != "" {
			part += " AND x.source = ?"
			args = append(args, clean(c.f.Source))
		}
		parts = append(parts, part)
	}
	return each(ctx, pool{c.s}, strings.Join(parts, " UNION ALL "), args, func(rows *sql.Rows) error {
		var community, start int64
		var sheet sql.RawBytes
		if err := rows.Scan(&community, &start, &sheet); err != nil {
			return err
		}
		return yield(community, start, sheet)
	})
}

// bySource reports whether cells of whole sources fit the filter, homes apart.
func (c *opinionCells) bySource() bool { return c.only == nil && c.f.Kind == "" && !c.oneByOne }

// each yields the cells of the filter. minus is true for those that are to be taken away: of homes, out of whole sources. A cell changes
// with the next one.
func (c *opinionCells) each(ctx context.Context, yield func(cell *readCell, minus bool) error) error {
	if !c.bySource() {
		communities, err := c.communities(ctx)
		if err != nil {
			return err
		}
		return c.read(ctx, communities, func(cell *readCell) error {
			if c.f.Away && slices.Contains(c.byID[cell.version].home, cell.community) {
				return nil
			}
			return yield(cell, false)
		})
	}
	if err := c.read(ctx, wholeSource, func(cell *readCell) error { return yield(cell, false) }); err != nil {
		return err
	}
	return c.read(ctx, c.homes(), func(cell *readCell) error {
		if !slices.Contains(c.byID[cell.version].home, cell.community) {
			return nil
		}
		return yield(cell, true)
	})
}

// homes are the communities that are about one of the tools, where the filter leaves these out.
func (c *opinionCells) homes() (all []int64) {
	for _, t := range c.tools {
		if c.f.Away {
			all = append(all, t.home...)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// read yields the cells of the filter's tools in some communities.
func (c *opinionCells) read(ctx context.Context, communities []int64, yield func(*readCell) error) error {
	return c.sheets(ctx, opinionSheets, communities, func(community, start int64, sheet []byte) error {
		cell := readCell{start: start, community: community}
		return eachOpinion(sheet, func(in *sheetCell) error {
			if c.byID[in.version] == nil || c.f.Named && in.inferred != 0 || c.f.Kind != "" && c.f.Kind != in.kind {
				return nil
			}
			cell.sheetCell = in
			return yield(&cell)
		})
	})
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
