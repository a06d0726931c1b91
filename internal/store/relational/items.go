package relational

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"

	"github.com/voxpop-dev/voxpop"
)

// Items returns a page of public items that match, newest first; limit must be positive. A page of a search may be
// shorter than limit, even empty, and have a next one: see searchPage. ErrInvalid when the query cannot be read.
func (s *Store) Items(ctx context.Context, f voxpop.Filter, after *voxpop.PageCursor, limit int) (voxpop.ItemPage, error) {
	page, err := s.page(ctx, f, after, limit)
	return page, s.fail("listing items", err)
}

func (s *Store) page(ctx context.Context, f voxpop.Filter, after *voxpop.PageCursor, limit int) (page voxpop.ItemPage, err error) {
	if limit < 1 {
		return page, fmt.Errorf("page of %d items: %w", limit, voxpop.ErrInvalid)
	}
	w, err := s.itemWhere(ctx, f)
	if err != nil {
		return page, err
	}
	since, until := createdBounds(f.Window)
	if after != nil {
		c := seconds(after.Created)
		until = min(until, c+1)
		if after.ID != (voxpop.ItemID{}) {
			w.add("(i.created < ? OR i.source > ? OR (i.source = ? AND i.native > ?))", c, clean(after.ID.Source), clean(after.ID.Source), clean(after.ID.Native))
		}
	}
	reached := since
	if f.Query != "" {
		page.Items, reached, err = s.search(ctx, f, w, since, until, limit+1)
	} else {
		page.Items, err = s.eachLane(ctx, f, w, since, until, limit+1, newestFirst, func(w where, column string) ([]voxpop.StoredItem, error) {
			return s.hydrate(ctx, "FROM items i"+w.clause(), w.args, descending(column)+"i.created DESC, i.source, i.native", limit+1)
		})
	}
	switch {
	case err != nil:
		return voxpop.ItemPage{}, err
	case len(page.Items) > limit:
		last := &page.Items[limit-1]
		page.Items, page.Next = page.Items[:limit], &voxpop.PageCursor{Created: last.Created, ID: last.ID}
	case reached > since:
		page.Next = &voxpop.PageCursor{Created: fromSeconds(reached - 1)}
	}
	return page, nil
}

// newestFirst orders items of different sources, and leaves those of one source and second as they are.
func newestFirst(a, b voxpop.StoredItem) int {
	return cmp.Or(b.Created.Compare(a.Created), cmp.Compare(a.ID.Source, b.ID.Source))
}

// search finds the newest matches of a query, up to count of them, and how far back it looked.
func (s *Store) search(ctx context.Context, f voxpop.Filter, w where, since, until int64, count int) ([]voxpop.StoredItem, int64, error) {
	q, err := ParseQuery(f.Query)
	if err != nil {
		return nil, 0, err
	}
	if err := s.whereCommunity(ctx, &w, f); err != nil {
		return nil, 0, err
	}
	if err := s.whereAuthor(ctx, &w, f); err != nil {
		return nil, 0, err
	}
	lanes, err := s.lanes(ctx, f)
	if err != nil {
		return nil, 0, err
	}
	ids, reached, err := s.searchPage(ctx, hunt{q: q, w: w, lanes: lanes, count: count, since: since, until: until})
	if err != nil {
		return nil, 0, err
	}
	items, err := s.hydrateIDs(ctx, ids, count)
	return items, reached, err
}

// Item returns a public item, tombstones too; ErrNotFound when there is none.
func (s *Store) Item(ctx context.Context, id voxpop.ItemID) (voxpop.StoredItem, error) {
	op := "reading item " + clean(id.String())
	items, err := s.hydrate(ctx, "FROM items i WHERE i.source = ? AND i.native = ? AND i.published = 1",
		[]any{clean(id.Source), clean(id.Native)}, "i.id", 1)
	if err == nil && len(items) == 0 {
		err = voxpop.ErrNotFound
	}
	if err != nil {
		return voxpop.StoredItem{}, s.fail(op, err)
	}
	return items[0], nil
}

const hydrateColumns = `i.id, i.source, i.native, i.kind, c.name, i.created, i.thread, i.parent, i.state, i.exclusion, i.language,
	i.distinguished, i.origin, i.upvotes, i.comments, i.edited, i.observed, i.first_stored, i.recheck,
	COALESCE(t.author, ''), COALESCE(t.title, ''), COALESCE(t.body, ''), COALESCE(t.url, ''), COALESCE(t.permalink, ''), COALESCE(t.flair, ''),
	p.simulated, e.name, e.version, s.sign, s.compound, s.confidence, s.positive, s.neutral, s.negative,
	COALESCE(s.stand_in, ''), COALESCE(w.problem, ''), COALESCE((SELECT value FROM meta WHERE key = 'llm_pause'), '')`

// hydrate reads whole items: the first limit of a choice in an order, all in one statement. That publication has one row is
// said to the planner by its key: a table so small may never get statistics, and counts as hundreds of rows.
func (s *Store) hydrate(ctx context.Context, choice string, args []any, order string, limit int) ([]voxpop.StoredItem, error) {
	query := `WITH page AS MATERIALIZED (SELECT i.id AS page_id ` + choice + ` ORDER BY ` + order + ` LIMIT ?)
		SELECT ` + hydrateColumns + ` FROM page CROSS JOIN publication p JOIN items i ON i.id = page_id
		LEFT JOIN communities c ON c.id = i.community_id LEFT JOIN texts t ON t.item_id = i.id
		LEFT JOIN scores s ON s.item_id = i.id AND s.engine_id = p.engine_id AND s.text_rev = i.text_rev AND i.exclusion = ''
		LEFT JOIN engines e ON e.id = s.engine_id
		LEFT JOIN llm_waiting w ON s.stand_in <> '' AND w.item_id = s.item_id AND w.engine_id = s.engine_id
		WHERE p.one = 1 ORDER BY ` + order
	var out []voxpop.StoredItem
	err := each(ctx, pool{s}, query, append(args[:len(args):len(args)], limit), func(rows *sql.Rows) error {
		it, err := scanItem(rows)
		out = append(out, it)
		return err
	})
	return out, err
}

func scanItem(rows *sql.Rows) (voxpop.StoredItem, error) {
	var it voxpop.StoredItem
	var created, edited, observed, stored, recheck, simulated int64
	var name, version sql.NullString
	var sign, compound, confidence, positive, neutral, negative sql.NullInt64
	var standIn, problem, pause string
	err := rows.Scan(&it.RowID, &it.ID.Source, &it.ID.Native, &it.Kind, &it.Community, &created, &it.ThreadID, &it.ParentID,
		&it.State, &it.Exclusion, &it.Language, &it.Distinguished, &it.Origin, &it.Upvotes, &it.Comments, &edited, &observed, &stored, &recheck,
		&it.Author, &it.Title, &it.Body, &it.URL, &it.Permalink, &it.Flair,
		&simulated, &name, &version, &sign, &compound, &confidence, &positive, &neutral, &negative,
		&standIn, &problem, &pause)
	it.Created, it.Edited, it.Recheck = fromSeconds(created), fromSeconds(edited), fromSeconds(recheck)
	it.Observed, it.FirstStored, it.Simulated = fromMillis(observed), fromMillis(stored), simulated != 0
	if sign.Valid {
		it.Score = &voxpop.Score{
			Engine: voxpop.EngineID{Name: name.String, Version: version.String}, Label: labelOfSign(sign.Int64),
			Compound: fromMyriad(compound.Int64), Confidence: fromMyriad(confidence.Int64),
			Positive: fromMyriad(positive.Int64), Neutral: fromMyriad(neutral.Int64), Negative: fromMyriad(negative.Int64),
		}
		if standIn != "" {
			it.Score.StandIn = standInOf(standIn, problem, pauseOf(pause), it.State.Textless())
		}
	}
	return it, err
}

// fromMyriad is the inverse of voxpop.Myriad to four decimals.
func fromMyriad(n int64) float64 { return float64(n) / 10000 }
