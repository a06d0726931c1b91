package relational

import (
	"context"
	"database/sql"
	"slices"

	"github.com/voxpop-dev/voxpop"
)

// The first slice of time that is searched, in seconds, and how many times as long as the last one a slice may be. Frequent
// words fill a page from short slices; of seldom ones a long slice holds few.
const (
	firstSlice  = hour
	sliceGrowth = 4
)

// readSlice looks at the newest slice of time, where the index knows no order; instead of a long slice at all that is left.
// What the index itself finds costs no look at a text.
func (h *hunt) readSlice(ctx context.Context) error {
	m := h.s.dialect.Match(h.q)
	from, decides := h.since, "TRUE"
	condition, args := m.Holds, m.Args
	if !h.gathers && h.width <= m.Longest {
		from = max(h.since, sliceStart(h.until, h.width))
		condition, args = h.s.dialect.Match(h.plain).Slice(from, h.until)
		if !h.q.isPlain() {
			decides, args = m.Holds, slices.Concat(m.Args, args)
		}
	}
	before, missing := len(h.ids), h.count-len(h.ids)
	w := h.w.and("i.created >= ? AND i.created < ?", from, h.until)
	query := "WITH hit AS MATERIALIZED (SELECT t.item_id, " + decides + " AS good FROM texts t WHERE " + condition + `)
		SELECT n.seen, n.held, x.id FROM (SELECT COUNT(*) AS seen, COUNT(*) FILTER (WHERE good) AS held FROM hit) n
		LEFT JOIN LATERAL (` + newestHits + " AND " + w.condition() + ` ORDER BY i.created DESC, i.source, i.native LIMIT ?) x ON TRUE`
	var seen, held int
	err := each(ctx, pool{h.s}, query, append(append(args[:len(args):len(args)], w.args...), missing), func(rows *sql.Rows) error {
		var id sql.NullInt64
		err := rows.Scan(&seen, &held, &id)
		if id.Valid {
			h.ids = append(h.ids, id.Int64)
		}
		return err
	})
	h.seen, h.effort = h.seen+seen, h.effort+seen
	if decides != "TRUE" {
		h.read, h.held, h.effort = h.read+seen, h.held+held, h.effort+seen*(readingEffort-1)
	}
	h.until = from
	h.width = nextWidth(h.width, h.top-h.until, len(h.ids)-before, len(h.ids), h.count-len(h.ids))
	h.width = affordable(h.width, h.top-h.until, h.effort, h.most-h.effort)
	return err
}

// newestHits are the items of hits. OFFSET keeps each a look-up by its id.
const newestHits = `SELECT i.id FROM hit CROSS JOIN LATERAL (SELECT * FROM items o WHERE o.id = hit.item_id OFFSET 0) i WHERE hit.good`

// nextWidth is how long the slice after one of this width is, which held found of the total matches in covered seconds:
// as long as the missing ones probably take, and a quarter more. After a slice that held none it grows all it may.
func nextWidth(width, covered int64, found, total, missing int) int64 {
	most := width * sliceGrowth
	if found == 0 {
		return most
	}
	return min(most, max(firstSlice, covered*int64(missing)*5/(4*int64(total))))
}

// affordable is a width that probably takes no more effort than is left, after covered seconds took this much.
func affordable(width, covered int64, effort, left int) int64 {
	if effort == 0 {
		return width
	}
	return min(width, max(firstSlice, covered*int64(left)/int64(effort)))
}

// sliceStart is about width before until, at a full hour, and for long slices where a day begins.
func sliceStart(until, width int64) int64 {
	from := until - width
	if width > day {
		return dayOf(from)
	}
	return from - from%hour
}

// hydrateIDs reads the newest of the items with these ids, newest first.
func (s *Store) hydrateIDs(ctx context.Context, ids []int64, count int) (out []voxpop.StoredItem, err error) {
	if len(ids) > chunk { // a flood in one second, in which only the database knows the order of ids
		return s.hydrate(ctx, "FROM items i WHERE i.id IN ("+list(ids)+")", nil, "i.created DESC, i.source, i.native", count)
	}
	err = inChunks(ids, func(list string, args []any) error {
		out, err = s.hydrate(ctx, "FROM items i WHERE i.id IN "+list, args, "i.created DESC, i.source, i.native", count)
		return err
	})
	return out, err
}
