package relational

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// community is a row of communities as filters need it.
type community struct {
	id           int64
	source, name string
}

// chosen returns the communities that a filter names; ErrNotFound when it names one that is not known.
func (s *Store) chosen(ctx context.Context, f voxpop.Filter) ([]community, error) {
	var w where
	w.add("key = ?", keyOf(f.Community))
	if f.Source != "" {
		w.add("source = ?", clean(f.Source))
	}
	var out []community
	err := each(ctx, pool{s}, "SELECT id, source, name FROM communities"+w.clause()+" ORDER BY id", w.args, func(rows *sql.Rows) error {
		var c community
		err := rows.Scan(&c.id, &c.source, &c.name)
		out = append(out, c)
		return err
	})
	if err != nil {
		return nil, err
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("community %q: %w", f.Community, voxpop.ErrNotFound)
	}
	return out, nil
}

// cellSlices returns the (source, community id) pairs whose cells add up to a filter.
func (s *Store) cellSlices(ctx context.Context, f voxpop.Filter) ([]community, error) {
	switch {
	case f.Community != "":
		return s.chosen(ctx, f)
	case f.Source != "":
		return []community{{source: clean(f.Source)}}, nil
	}
	var out []community
	err := each(ctx, pool{s}, "SELECT DISTINCT source FROM communities ORDER BY source", nil, func(rows *sql.Rows) error {
		var c community
		err := rows.Scan(&c.source)
		out = append(out, c)
		return err
	})
	return out, err
}

// eachCell yields start and tally of the cells of a filter in spans, in no order.
func (s *Store) eachCell(ctx context.Context, f voxpop.Filter, spans []span, yield func(start int64, t *tallyScan) error) error {
	slices, err := s.cellSlices(ctx, f)
	if err != nil || len(slices) == 0 || len(spans) == 0 {
		return err
	}
	engine, err := s.answering(ctx, f)
	if err != nil {
		return err
	}
	var parts []string
	var args []any
	for _, c := range slices {
		for _, sp := range spans {
			parts = append(parts, `SELECT start, `+tallyColumns+` FROM cells
				WHERE engine_id = `+engine+` AND source = ? AND community_id = ? AND kind = ?
				AND grain = ? AND start >= ? AND start < ?`)
			args = append(args, c.source, c.id, clean(string(f.Kind)), sp.grain, sp.since, sp.until)
		}
	}
	return each(ctx, pool{s}, strings.Join(parts, " UNION ALL "), args, func(rows *sql.Rows) error {
		var start int64
		var t tallyScan
		if err := rows.Scan(append([]any{&start}, t.columns()...)...); err != nil {
			return err
		}
		return yield(start, &t)
	})
}

// Tally adds up the cells of a filter's window by the engine that it names, else by the one that answers. The window's ends are truncated to hours.
func (s *Store) Tally(ctx context.Context, f voxpop.Filter) (voxpop.Tally, error) {
	var sum voxpop.Tally
	err := s.eachCell(ctx, f, spansOf(f.Window), func(_ int64, t *tallyScan) error { return t.addTo(&sum) })
	return sum, s.fail("adding up cells", err)
}

// Series returns one point for every grain of the window that holds items, in order. The first and
// the last point hold only what lies inside the window.
func (s *Store) Series(ctx context.Context, f voxpop.Filter, g voxpop.Grain) ([]voxpop.Point, error) {
	spans := spansOf(f.Window)
	switch g {
	case voxpop.GrainHour:
		spans = hourSpan(f.Window)
	case voxpop.GrainDay, voxpop.GrainWeek:
	default:
		return nil, fmt.Errorf("reading a series: grain %q: want hour, day or week: %w", g, voxpop.ErrInvalid)
	}
	sums := map[int64]*voxpop.Tally{}
	err := s.eachCell(ctx, f, spans, func(start int64, t *tallyScan) error {
		at := g.Truncate(time.Unix(start, 0)).Unix()
		if sums[at] == nil {
			sums[at] = &voxpop.Tally{}
		}
		return t.addTo(sums[at])
	})
	if err != nil {
		return nil, s.fail("reading a series", err)
	}
	points := make([]voxpop.Point, 0, len(sums))
	for _, at := range slices.SortedFunc(maps.Keys(sums), cmp.Compare[int64]) {
		points = append(points, voxpop.Point{Start: time.Unix(at, 0).UTC(), Tally: *sums[at]})
	}
	return points, nil
}
