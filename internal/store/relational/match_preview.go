package relational

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/voxpop-dev/voxpop"
)

// previewMatches is for how many wanted items a preview may look at one page more, beyond the first of each list.
const previewMatches = 200

// previewList is a list of items that a tool may match, read page by page, newest first.
type previewList struct {
	ids   []int64 // that were found
	until int64   // created seconds from here on were looked at
	next  func(ctx context.Context, until int64) (ids []int64, reached int64, err error)
}

// MatchPreview returns the newest live items that any of searches finds or that are in any of the home communities: up to limit of them,
// newest first. What was created before reached was not looked at; it is the zero time when everything was.
func (s *Store) MatchPreview(ctx context.Context, searches, home []string, w voxpop.Window, limit int) (items []voxpop.StoredItem, reached time.Time, err error) {
	const op = "finding items that a tool may match"
	since, until := createdBounds(w)
	lists, err := s.previewLists(ctx, searches, home, since, until, limit)
	if err != nil {
		return nil, reached, s.fail(op, err)
	}
	found, back, err := readLists(ctx, lists, since, limit)
	if err != nil {
		return nil, reached, s.fail(op, err)
	}
	if len(found) > 0 {
		items, err = s.hydrate(ctx, "FROM items i WHERE i.id IN ("+list(found)+") AND i.created >= ?", []any{back}, "i.created DESC, i.source, i.native", limit+1) // one more tells whether there are others
	}
	switch {
	case err != nil:
		return nil, reached, s.fail(op, err)
	case len(items) > limit:
		items = items[:limit]
		reached = items[limit-1].Created
	case back > since:
		reached = fromSeconds(back)
	}
	return items, reached, nil
}

// previewLists are the lists that searches and homes stand for.
func (s *Store) previewLists(ctx context.Context, searches, home []string, since, until int64, count int) (lists []*previewList, err error) {
	w, err := s.itemWhere(ctx, voxpop.Filter{})
	if err != nil {
		return nil, err
	}
	for _, text := range searches {
		q, err := ParseQuery(text)
		if err != nil {
			return nil, err
		}
		lists = append(lists, &previewList{until: until, next: func(ctx context.Context, until int64) ([]int64, int64, error) {
			return s.searchPage(ctx, hunt{q: q, w: w, count: count + 1, since: since, until: until})
		}})
	}
	homes, err := communityIDs(ctx, pool{s}, home)
	for _, community := range homes {
		lists = append(lists, &previewList{until: until, next: func(ctx context.Context, until int64) ([]int64, int64, error) {
			return s.homePage(ctx, community, w, since, until, count+1)
		}})
	}
	return lists, err
}

// homePage finds the newest items of a community, as searchPage does those of a search.
func (s *Store) homePage(ctx context.Context, community int64, w where, since, until int64, count int) (ids []int64, reached int64, err error) {
	const column = "i.community_id"
	condition, args := s.lane(lane{column, community}, since, until)
	w = w.sealed().and(condition, args...)
	query := "SELECT i.created, i.id FROM items i" + w.clause() + " ORDER BY " + descending(column) + "i.created DESC, i.source, i.native LIMIT ?"
	reached = since
	err = each(ctx, pool{s}, query, append(w.args, count), func(rows *sql.Rows) error {
		var id int64
		err := rows.Scan(&reached, &id)
		ids = append(ids, id)
		return err
	})
	if len(ids) < count {
		reached = since
	}
	return ids, reached, err
}

// readLists reads the first page of every list, two at a time, and goes on with the one that was looked at least: until that has limit items, or for as
// many pages as limit allows. All lists were looked at for what was created since back.
func readLists(ctx context.Context, lists []*previewList, since int64, limit int) (found []int64, back int64, err error) {
	first, inner := errgroup.WithContext(ctx)
	first.SetLimit(2)
	for _, l := range lists {
		first.Go(func() error { return l.read(inner) })
	}
	back, err = since, first.Wait()
	for pages := limit / previewMatches; err == nil && len(lists) > 0; pages-- {
		least := slices.MaxFunc(lists, func(a, b *previewList) int { return cmp.Compare(a.until, b.until) })
		if back = max(since, least.until); back == since || len(least.ids) > limit || pages <= 0 {
			break
		}
		err = least.read(ctx)
	}
	for _, l := range lists {
		found = append(found, l.ids...)
	}
	slices.Sort(found)
	return slices.Compact(found), back, err
}

func (l *previewList) read(ctx context.Context) error {
	ids, reached, err := l.next(ctx, l.until)
	l.ids, l.until = append(l.ids, ids...), reached
	return err
}
