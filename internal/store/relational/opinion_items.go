package relational

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"

	"github.com/voxpop-dev/voxpop"
)

// ToolItems returns a page of live items that mention the one tool of the filter.
func (s *Store) ToolItems(ctx context.Context, f voxpop.ToolFilter, order voxpop.ItemOrder, after *voxpop.OpinionCursor, limit int) (voxpop.OpinionPage, error) {
	const op = "listing items that mention a tool"
	l, err := s.mentionList(ctx, f, order)
	if err == nil && limit < 1 {
		err = fmt.Errorf("page of %d items: %w", limit, voxpop.ErrInvalid)
	}
	if err != nil {
		return voxpop.OpinionPage{}, s.fail(op, err)
	}
	var page voxpop.OpinionPage
	at := after
	for {
		places, err := l.places(ctx, at, 2*limit+10)
		if err != nil {
			return voxpop.OpinionPage{}, s.fail(op, err)
		}
		found, err := l.items(ctx, places)
		if err != nil {
			return voxpop.OpinionPage{}, s.fail(op, err)
		}
		for i := range places {
			it, ok := found[places[i].RowID]
			if !ok {
				continue // not public, without text, of another kind, or edited since
			}
			if len(page.Items) == limit {
				page.Next = at
				return page, nil
			}
			page.Items = append(page.Items, it)
			at = &places[i]
		}
		if len(places) < 2*limit+10 {
			return page, nil
		}
		if last := places[len(places)-1]; len(page.Items) < limit {
			at = &last
		}
	}
}

// mentionList is the items that mention a tool in an order.
type mentionList struct {
	s     *Store
	cells *opinionCells
	tool  *shownTool
	order voxpop.ItemOrder
	where where  // on mentions m
	label string // a condition on the opinions o
}

func (s *Store) mentionList(ctx context.Context, f voxpop.ToolFilter, order voxpop.ItemOrder) (*mentionList, error) {
	c, err := s.opinionCells(ctx, f, nil)
	if err != nil {
		return nil, err
	}
	l := &mentionList{s: s, cells: c, order: order}
	if l.tool, err = c.one(); err != nil {
		return nil, err
	}
	switch order {
	case voxpop.NewestFirst, voxpop.PositiveFirst, voxpop.NegativeFirst:
	default:
		return nil, fmt.Errorf("order %q: want newest, positive or negative: %w", order, voxpop.ErrInvalid)
	}
	sign, anyLabel, err := signOf(f.Label)
	if err != nil {
		return nil, err
	}
	if !anyLabel {
		l.label = fmt.Sprintf(" AND o.sign = %d", sign)
	}
	since, until := createdBounds(f.Window)
	l.where.add("m.version_id IN (" + list(l.tool.parts) + ") AND m.engine_id = (SELECT engine_id FROM publication)")
	l.where.add("m.created >= ? AND m.created < ?", since, until)
	c.inCommunities(&l.where, "m.community_id", l.tool)
	if f.Named && len(l.tool.parts) == 1 {
		l.where.add("m.inferred = 0")
	} else if f.Named {
		l.label += " AND o.inferred = 0"
	}
	return l, nil
}

// opinions is the statement that yields item, created, compound, sign and inferred of every opinion in the list, for its items once. It
// combines the mentions of an item by several parts as rollup.Combined does.
func (l *mentionList) opinions() string {
	clause := l.where.clause()
	if len(l.tool.parts) == 1 {
		return "SELECT m.item_id, m.created, m.compound, m.sign, m.inferred FROM mentions m" + clause
	}
	const sum, n = "CAST(SUM(m.compound) AS BIGINT)", "COUNT(*)"
	return `SELECT m.item_id, m.created, CASE WHEN ` + n + ` = 1 THEN MIN(m.compound) WHEN ` + sum + ` < 0 THEN -((-2 * ` + sum + ` + ` + n + `) / (2 * ` + n + `))
		ELSE (2 * ` + sum + ` + ` + n + `) / (2 * ` + n + `) END AS compound,
		CASE WHEN ` + n + ` = 1 THEN MIN(m.sign) WHEN 2 * ABS(` + sum + `) + ` + n + ` < 1000 * ` + n + ` THEN 0 WHEN ` + sum + ` < 0 THEN -1 ELSE 1 END AS sign,
		MIN(m.inferred) AS inferred FROM mentions m` + clause + " GROUP BY m.item_id, m.created"
}

// places are up to limit places of the list after one.
func (l *mentionList) places(ctx context.Context, after *voxpop.OpinionCursor, limit int) ([]voxpop.OpinionCursor, error) {
	if l.order != voxpop.NewestFirst {
		return l.best(ctx, after, limit)
	}
	query := "SELECT o.item_id, o.created, o.compound FROM (" + l.opinions() + ") o WHERE 1 = 1" + l.label
	args := l.where.args
	if after != nil {
		query += " AND (o.created, o.item_id) < (?, ?)"
		args = append(args[:len(args):len(args)], after.Created.Unix(), after.RowID)
	}
	query += " ORDER BY o.created DESC, o.item_id DESC LIMIT ?"
	var out []voxpop.OpinionCursor
	err := each(ctx, pool{l.s}, query, append(args[:len(args):len(args)], limit), func(rows *sql.Rows) error {
		var c voxpop.OpinionCursor
		var created int64
		err := rows.Scan(&c.RowID, &created, &c.Compound)
		c.Created = fromSeconds(created)
		out = append(out, c)
		return err
	})
	return out, err
}

// best is places in an order by compound.
func (l *mentionList) best(ctx context.Context, after *voxpop.OpinionCursor, limit int) ([]voxpop.OpinionCursor, error) {
	direction := int64(1)
	if l.order == voxpop.NegativeFirst {
		direction = -1
	}
	compare := func(a, b voxpop.OpinionCursor) int {
		return cmp.Or(cmp.Compare(direction*b.Compound, direction*a.Compound), b.Created.Compare(a.Created), cmp.Compare(b.RowID, a.RowID))
	}
	few := firstFew[voxpop.OpinionCursor]{most: limit, compare: compare}
	err := l.cells.said(ctx, l.tool, func(o *listed) {
		c := voxpop.OpinionCursor{Compound: o.compound, Created: fromSeconds(o.created), RowID: o.item}
		if o.live != 0 && (after == nil || compare(c, *after) > 0) {
			few.add(c)
		}
	})
	return few.first(), err
}

// items reads those at places that are shown, with their opinions, by number.
func (l *mentionList) items(ctx context.Context, places []voxpop.OpinionCursor) (map[int64]voxpop.OpinionItem, error) {
	ids := make([]int64, len(places))
	for i := range places {
		ids[i] = places[i].RowID
	}
	condition := " AND i.state = 'live' AND i.published = 1"
	if kind := l.cells.f.Kind; kind != "" {
		condition += " AND i.kind = '" + string(kind) + "'"
	}
	items, err := l.s.opinionItems(ctx, ids, condition)
	out := map[int64]voxpop.OpinionItem{}
	for _, it := range items {
		for _, o := range it.Opinions {
			if o.Tool == l.tool.slug {
				out[it.RowID] = it
			}
		}
	}
	return out, err
}

// opinionItems reads items by number, as far as they meet a condition, with their opinions, in the order of ids.
func (s *Store) opinionItems(ctx context.Context, ids []int64, condition string) ([]voxpop.OpinionItem, error) {
	byID := map[int64]voxpop.StoredItem{}
	err := inChunks(ids, func(list string, args []any) error {
		items, err := s.hydrate(ctx, "FROM items i WHERE i.id IN "+list+condition, args, "i.id", len(args))
		for _, it := range items {
			byID[it.RowID] = it
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	opinions, err := s.opinionsByRow(ctx, keysOf(byID))
	if err != nil {
		return nil, err
	}
	out := make([]voxpop.OpinionItem, 0, len(byID))
	for _, id := range ids {
		if it, ok := byID[id]; ok {
			out = append(out, voxpop.OpinionItem{StoredItem: it, Opinions: opinions[id]})
		}
	}
	return out, nil
}
