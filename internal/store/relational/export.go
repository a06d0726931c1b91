package relational

import (
	"context"
	"database/sql"
	"iter"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// exportPage is how many items an export reads at a time. No read transaction stays open between
// pages: a slow client would otherwise keep SQLite from shortening its log.
const exportPage = 500

// ExportItems streams the public items of a filter, oldest first. The query of the filter is not supported.
func (s *Store) ExportItems(ctx context.Context, f voxpop.Filter) iter.Seq2[voxpop.StoredItem, error] {
	return func(yield func(voxpop.StoredItem, error) bool) {
		w, err := s.itemWhere(ctx, f)
		if err == nil && f.Query != "" {
			err = voxpop.ErrInvalid
		}
		since, until := createdBounds(f.Window)
		var lastID int64
		for err == nil {
			var items []voxpop.StoredItem
			page := where{terms: append([]string(nil), w.terms...), args: append([]any(nil), w.args...)}
			page.add("i.created >= ? AND i.created < ? AND (i.created > ? OR i.id > ?)", since, until, since, lastID)
			items, err = s.hydrate(ctx, "FROM items i"+page.clause(), page.args, "i.created, i.id", exportPage)
			for i := range items {
				if !yield(items[i], nil) {
					return
				}
			}
			if err == nil && len(items) < exportPage {
				return
			}
			if len(items) > 0 {
				last := &items[len(items)-1]
				since, lastID = last.Created.Unix(), last.RowID
			}
		}
		yield(voxpop.StoredItem{}, s.fail("exporting items", err))
	}
}

// ExportCells streams the cells of a filter's window for the engine that answers, oldest first:
// hours and days, of communities and of whole sources, by kind and over both.
func (s *Store) ExportCells(ctx context.Context, f voxpop.Filter) iter.Seq2[voxpop.Cell, error] {
	return func(yield func(voxpop.Cell, error) bool) {
		err := s.exportCells(ctx, f, yield)
		if err != nil && err != errStopped {
			yield(voxpop.Cell{}, s.fail("exporting cells", err))
		}
	}
}

func (s *Store) exportCells(ctx context.Context, f voxpop.Filter, yield func(voxpop.Cell, error) bool) error {
	since, until := createdBounds(f.Window)
	var w where
	w.add("x.engine_id = p.engine_id AND x.start >= ? AND x.start < ?", since, until)
	if f.Source != "" {
		w.add("x.source = ?", clean(f.Source))
	}
	if f.Community != "" {
		if _, err := s.chosen(ctx, f); err != nil {
			return err
		}
		w.add("c.key = ?", keyOf(f.Community))
	}
	if f.Kind != "" {
		w.add("x.kind = ?", clean(string(f.Kind)))
	}
	query := `SELECT x.grain, x.start, x.source, COALESCE(c.name, ''), x.kind, COALESCE(e.name, ''), COALESCE(e.version, ''), ` + tallyColumns + `
		FROM cells x CROSS JOIN publication p LEFT JOIN communities c ON c.id = x.community_id LEFT JOIN engines e ON e.id = x.engine_id` +
		w.clause() + ` ORDER BY x.start, x.grain, x.source, x.community_id, x.kind`
	return each(ctx, pool{s}, query, w.args, func(rows *sql.Rows) error {
		var c voxpop.Cell
		var t tallyScan
		var grain, start int64
		err := rows.Scan(append([]any{&grain, &start, &c.Source, &c.Community, &c.Kind, &c.Engine.Name, &c.Engine.Version}, t.columns()...)...)
		if err != nil {
			return err
		}
		c.Grain, c.Start = voxpop.GrainHour, time.Unix(start, 0).UTC()
		if grain == day {
			c.Grain = voxpop.GrainDay
		}
		if err := t.addTo(&c.Tally); err != nil {
			return err
		}
		if !yield(c, nil) {
			return errStopped
		}
		return nil
	})
}
