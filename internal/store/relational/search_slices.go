package relational

import (
	"context"
	"database/sql"

	"github.com/voxpop-dev/voxpop"
)

// The first slice of time that is searched, in seconds, and how many times as long as the last one a slice may be. Frequent
// words fill a page from short slices; of seldom ones a long slice holds few.
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
	top, width := until, int64(firstSlice)
	for since < until && len(ids) < count {
		last, from := width > m.Longest, since
		if !last {
			from = max(since, sliceStart(until, width))
		}
		found, err := s.matches(ctx, m, w, from, until, last, count-len(ids))
		if err != nil {
			return nil, err
		}
		ids, until = append(ids, found...), from
		width = nextWidth(width, top-until, len(found), len(ids), count-len(ids))
	}
	return s.hydrateIDs(ctx, ids)
}

// nextWidth is how long the slice after one of this width is, which held found of the total matches in covered seconds:
// as long as the missing ones probably take, and a quarter more. After a slice that held none it grows all it may.
func nextWidth(width, covered int64, found, total, missing int) int64 {
	most := width * sliceGrowth
	if found == 0 {
		return most
	}
	return min(most, max(firstSlice, covered*int64(missing)*5/(4*int64(total))))
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
