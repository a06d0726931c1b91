package relational

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"
)

// fewInLanes counts the items of the lanes in the time looked at so far, and reports whether looking at every one of them takes less
// effort than going on.
func (h *hunt) fewInLanes(ctx context.Context) (bool, error) {
	most := h.effort / readingEffort
	left := most
	for _, l := range h.lanes {
		condition, args := h.s.lane(l, h.until, h.top)
		query := "SELECT COUNT(*) FROM (SELECT 1 FROM items i WHERE " + condition + " LIMIT ?) x"
		err := eachNumber(ctx, pool{h.s}, query, append(args, max(left, 0)), func(n int64) { left -= int(n) })
		if err != nil {
			return false, err
		}
	}
	h.perLaneItem = h.seen / max(1, most-left)
	return left > 0, nil
}

// readLanes looks at the newest items of the lanes: at those that are candidates too, where an index can pick them out and
// passes by few others.
func (h *hunt) readLanes(ctx context.Context) error {
	if q := h.candidates(); len(q) > 0 && h.perLaneItem <= mostPassed {
		if m := h.s.dialect.Match(q); m.Among != nil {
			return h.walkLanes(ctx, m)
		}
	}
	v := h.laneVerdict()
	reached := h.since
	var seen []candidate
	for _, l := range h.lanes {
		some, from, err := h.readLane(ctx, l, v, h.sample())
		if err != nil {
			return err
		}
		seen, reached = append(seen, some...), max(reached, from)
	}
	slices.SortStableFunc(seen, func(a, b candidate) int { return cmp.Compare(b.created, a.created) })
	for _, c := range seen {
		if c.created >= reached {
			h.judge(c, v)
		}
	}
	h.until = reached
	return nil
}

// laneVerdict is the verdict on items that need not hold any word. Each text is looked at by itself: of an EXISTS PostgreSQL may make a list of
// all texts that hold the words.
func (h *hunt) laneVerdict() verdict {
	m := h.s.dialect.Match(h.q)
	if m.Holds == "" {
		return h.verdict(true)
	}
	w := h.w.and("(SELECT "+m.Holds+" FROM texts t WHERE t.item_id = i.id)", m.Args...)
	return verdict{expression: "CASE WHEN " + w.condition() + " THEN '1' END", args: w.args, effort: readingEffort - 1}
}

// readLane reads about limit items of a lane, newest first. Those created since from are all there.
func (h *hunt) readLane(ctx context.Context, l lane, v verdict, limit int) (seen []candidate, from int64, err error) {
	condition, args := h.s.lane(l, h.since, h.until)
	query := "SELECT i.id, i.created, " + v.expression + " FROM items i WHERE " + condition + " ORDER BY " + descending(l.column) + "i.created DESC LIMIT ?"
	err = each(ctx, pool{h.s}, query, append(slices.Concat(v.args, args), limit), func(rows *sql.Rows) error {
		c, err := scanCandidate(rows)
		seen = append(seen, c)
		return err
	})
	switch {
	case err != nil || len(seen) < limit:
		return seen, h.since, err
	case seen[0].created == seen[limit-1].created: // one second of a flood
		return h.readLane(ctx, l, v, 2*limit)
	}
	return seen, seen[limit-1].created + 1, nil
}

const (
	// mostPassed is how many candidates to pass by takes as long as to read one item.
	mostPassed = 64
	// passedShare is how many candidates are passed by with the effort of looking at one.
	passedShare = 3
)

// walkLanes walks the index of words over as much time as holds some items of the lanes, and looks at those alone.
func (h *hunt) walkLanes(ctx context.Context, m Match) error {
	items := max(1, h.most/max(1, h.perLaneItem))
	since := h.since
	for _, l := range h.lanes {
		condition, args := h.s.lane(l, h.since, h.until)
		query := "SELECT i.created FROM items i WHERE " + condition + " ORDER BY " + descending(l.column) + "i.created DESC LIMIT 1 OFFSET ?"
		err := eachNumber(ctx, pool{h.s}, query, append(args, items), func(created int64) { since = max(since, created) })
		if err != nil {
			return err
		}
	}
	since = min(since, h.until-1) // a flood in the newest second
	var among []string
	var args []any
	for _, l := range h.lanes {
		condition, more := h.s.lane(l, since, h.until)
		among, args = append(among, m.Among(condition)), append(args, more...)
	}
	h.effort += items * h.perLaneItem / passedShare
	return h.walkTo(ctx, since, "("+strings.Join(among, " OR ")+")", args...)
}
