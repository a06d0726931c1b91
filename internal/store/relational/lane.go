package relational

import (
	"context"
	"slices"

	"github.com/voxpop-dev/voxpop"
)

// lane is a part of the items that an index gives in the order of time: those of one value of a column.
type lane struct {
	column string
	value  any
}

// lanes are the parts that a filter's author or else community means; none when it names neither.
func (s *Store) lanes(ctx context.Context, f voxpop.Filter) (out []lane, err error) {
	if f.Author != "" {
		hashes, err := s.authorHashes(ctx, f)
		for _, h := range hashes {
			out = append(out, lane{"i.author_hash", h})
		}
		return out, err
	}
	if f.Community == "" {
		return nil, nil
	}
	chosen, err := s.chosen(ctx, f)
	for _, c := range chosen {
		out = append(out, lane{"i.community_id", c.id})
	}
	return out, err
}

// eachLane reads the items of a filter's author or communities with created seconds since ≤ t < until lane by lane, since no index gives
// several together in order, and merges what they gave, the first limit of it. Sources can have communities of one name.
//
// read is given the lane's column, with which its order must begin (see Dialect.Lane).
func (s *Store) eachLane(ctx context.Context, f voxpop.Filter, w where, since, until int64, limit int,
	order func(a, b voxpop.StoredItem) int, read func(w where, column string) ([]voxpop.StoredItem, error),
) ([]voxpop.StoredItem, error) {
	lanes, err := s.lanes(ctx, f)
	if err != nil {
		return nil, err
	}
	if len(lanes) == 0 {
		condition, args := s.dialect.Lane("", nil, since, until)
		w = w.sealed().and(condition, args...)
		if f.Kind == voxpop.KindPost {
			w.add("i.kind = 'post'") // literal, and not sealed: their own index, a partial one, answers only to that
		}
		return read(w, "")
	}
	if f.Author != "" {
		w = w.and(namedAuthor)
		if err := s.whereCommunity(ctx, &w, f); err != nil {
			return nil, err
		}
	}
	w = w.sealed()
	var all []voxpop.StoredItem
	for _, l := range lanes {
		condition, args := s.lane(l, since, until)
		items, err := read(w.and(condition, args...), l.column)
		if err != nil {
			return nil, err
		}
		all = append(all, items...)
	}
	if len(lanes) > 1 {
		slices.SortStableFunc(all, order)
	}
	return all[:min(limit, len(all))], nil
}

// lane is the condition on items i of a lane. The index of authors is a partial one, of those that are known.
func (s *Store) lane(l lane, since, until int64) (condition string, args []any) {
	condition, args = s.dialect.Lane(l.column, l.value, since, until)
	return condition + " AND " + l.column + " <> 0", args
}

// ascending and descending are how the order of a lane begins.
func ascending(column string) string {
	if column == "" {
		return ""
	}
	return column + ", "
}

func descending(column string) string {
	if column == "" {
		return ""
	}
	return column + " DESC, "
}
