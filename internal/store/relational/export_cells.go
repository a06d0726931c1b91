package relational

import (
	"context"
	"database/sql"
	"errors"
	"iter"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// ExportCells streams the cells of a filter's window for the engine that answers, oldest first:
// hours and days, of communities and of whole sources, by kind and over both. Each day is read by itself.
func (s *Store) ExportCells(ctx context.Context, f voxpop.Filter) iter.Seq2[voxpop.Cell, error] {
	return func(yield func(voxpop.Cell, error) bool) {
		err := s.exportCells(ctx, f, yield)
		if err != nil && !errors.Is(err, errStopped) {
			yield(voxpop.Cell{}, s.fail("exporting cells", err))
		}
	}
}

func (s *Store) exportCells(ctx context.Context, f voxpop.Filter, yield func(voxpop.Cell, error) bool) error {
	var w where
	if f.Source != "" {
		w.add("c.source = ?", clean(f.Source))
	}
	if f.Community != "" {
		if _, err := s.chosen(ctx, f); err != nil {
			return err
		}
		w.add("c.key = ?", keyOf(f.Community))
	}
	if f.Kind != "" {
		w.add("x.kind = ?", clean(string(f.Kind)))
	} else {
		w.add("x.kind IN ('', 'post', 'comment')")
	}
	since, until, err := s.celled(ctx, f.Window)
	for at := since; err == nil && at < until; at = dayOf(at) + day {
		err = s.exportDay(ctx, w.and("x.start >= ? AND x.start < ?", at, min(dayOf(at)+day, until)), yield)
	}
	return err
}

// celled are the seconds of a window in which cells can begin.
func (s *Store) celled(ctx context.Context, w voxpop.Window) (since, until int64, err error) {
	var oldest, newest int64
	err = s.reader.QueryRowContext(ctx, "SELECT oldest, newest FROM publication").Scan(&oldest, &newest)
	since, until = createdBounds(w)
	return max(since, dayOf(oldest)), min(until, dayOf(newest)+day), err
}

// exportDay yields the cells of at most a day. The primary key begins with the community, so that each is looked up.
func (s *Store) exportDay(ctx context.Context, w where, yield func(voxpop.Cell, error) bool) error {
	query := `SELECT x.grain, x.start, x.source, c.name, x.kind, COALESCE(e.name, ''), COALESCE(e.version, ''), ` + tallyColumns + `
		FROM publication p CROSS JOIN (SELECT id, source, key, name FROM communities
			UNION ALL SELECT DISTINCT 0, source, '', '' FROM communities) c
		CROSS JOIN cells x LEFT JOIN engines e ON e.id = x.engine_id` +
		w.clause() + ` AND x.engine_id = p.engine_id AND x.source = c.source AND x.community_id = c.id AND x.grain IN (3600, 86400)
		ORDER BY x.start, x.grain, x.source, x.community_id, x.kind`
	return each(ctx, pool{s}, query, w.args, func(rows *sql.Rows) error {
		c, err := scanCell(rows)
		if err != nil {
			return err
		}
		if !yield(c, nil) {
			return errStopped
		}
		return nil
	})
}

func scanCell(rows *sql.Rows) (voxpop.Cell, error) {
	var c voxpop.Cell
	var t tallyScan
	var grain, start int64
	err := rows.Scan(append([]any{&grain, &start, &c.Source, &c.Community, &c.Kind, &c.Engine.Name, &c.Engine.Version}, t.columns()...)...)
	if err != nil {
		return c, err
	}
	c.Grain, c.Start = voxpop.GrainHour, time.Unix(start, 0).UTC()
	if grain == day {
		c.Grain = voxpop.GrainDay
	}
	return c, t.addTo(&c.Tally)
}
