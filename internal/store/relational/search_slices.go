package relational

import (
	"context"
	"database/sql"

	"github.com/voxpop-dev/voxpop"
)

// The first slice of time that is searched, in seconds, and by how much each is longer than the one before. Frequent words
// fill a page from short slices; of seldom ones a long slice holds few.
const (
	firstSlice  = hour
	sliceGrowth = 4
)

// searchSlices finds by words in slices of time, newest first, until the page is full.
func (s *Store) searchSlices(ctx context.Context, m Match, w where, since, until int64, count int) ([]voxpop.StoredItem, error) {
	var oldest, newest int64
	if err := s.reader.QueryRowContext(ctx, "SELECT oldest, newest FROM publication").Scan(&oldest, &newest); err != nil {
		return nil, err
	}
	since, until = max(since, oldest), min(until, newest+1)
	var ids []int64
	for n, width := 1, int64(firstSlice); since < until && len(ids) < count; n, width = n+1, width*sliceGrowth {
		last, from := n == m.Slices, since
		if !last {
			from = max(since, sliceStart(until, width))
		}
		found, err := s.matches(ctx, m, w, from, until, last, count-len(ids))
		if err != nil {
			return nil, err
		}
		ids, until = append(ids, found...), from
	}
	return s.hydrateIDs(ctx, ids)
}

// sliceStart is about width before until, at a full hour, and for long slices where a day begins.
func sliceStart(until, width int64) int64 {
	from := until - width
	if width > day {
		return dayOf(from)
	}
	return from - from%hour
}

// matches are the ids of the newest matches of a slice. OFFSET keeps each item a look-up by its id.
func (s *Store) matches(ctx context.Context, m Match, w where, since, until int64, last bool, limit int) (ids []int64, err error) {
	hits, args := m.Slice(since, until, last)
	w = w.and("i.created >= ? AND i.created < ?", since, until)
	query := "WITH hit AS MATERIALIZED (" + hits + `)
		SELECT i.id FROM hit CROSS JOIN LATERAL (SELECT * FROM items x WHERE x.id = hit.item_id OFFSET 0) i` +
		w.clause() + " ORDER BY i.created DESC, i.source, i.native LIMIT ?"
	err = each(ctx, pool{s}, query, append(append(args, w.args...), limit), func(rows *sql.Rows) error {
		var id int64
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	})
	return ids, err
}

// hydrateIDs reads whole items, newest first. The ids come in that order.
func (s *Store) hydrateIDs(ctx context.Context, ids []int64) (out []voxpop.StoredItem, err error) {
	err = inChunks(ids, func(list string, args []any) error {
		items, err := s.hydrate(ctx, "FROM items i WHERE i.id IN "+list, args, "i.created DESC, i.source, i.native", len(args))
		out = append(out, items...)
		return err
	})
	return out, err
}
