package relational

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/voxpop-dev/voxpop"
)

// lookAhead is how many batches of places are read at once: to find them again for each batch would cost a whole search.
const lookAhead = 20

// ahead is what a re-analysis will look at next. What it looks at is decided by the catalog and the items of when it began, so that
// nothing in it grows old: items that come later are examined as new ones.
type ahead struct {
	job    int64
	at     string // the place before the first
	places []place
	after  place // the place after the last
	end    bool
}

// take returns the first places of what lies ahead.
func (a *ahead) take(limit int) (items []int64, next ahead) {
	n := min(limit, len(a.places))
	for _, p := range a.places[:n] {
		if len(items) == 0 || items[len(items)-1] != p.item {
			items = append(items, p.item)
		}
	}
	next = ahead{a.job, a.after.String(), a.places[n:], a.after, a.end}
	if len(next.places) > 0 {
		next.at = a.places[n-1].String()
	}
	return items, next
}

// ReanalysisItems returns the next items of a running re-analysis, fewer than limit as Pending does. An item can come again, when it is in several lists.
func (s *Store) ReanalysisItems(ctx context.Context, id int64, limit int) (voxpop.ReanalysisBatch, error) {
	const op = "reading items to analyse again"
	r, err := reanalysisByID(ctx, pool{s}, id)
	if err == nil && r.State != voxpop.ReanalysisRunning {
		err = fmt.Errorf("re-analysis %d is %s: %w", id, r.State, voxpop.ErrConflict)
	}
	if err != nil {
		return voxpop.ReanalysisBatch{}, s.fail(op, err)
	}
	a := s.ahead.Load()
	if a == nil || a.job != id || a.at != r.position || len(a.places) == 0 {
		if a, err = s.look(ctx, r, lookAhead*limit); err != nil {
			return voxpop.ReanalysisBatch{}, s.fail(op, err)
		}
	}
	items, next := a.take(s.again.limit(limit))
	s.ahead.Store(&next)
	b := voxpop.ReanalysisBatch{From: r.position, Position: next.at, Seen: int64(len(items)), End: len(next.places) == 0 && next.end}
	return b, s.fail(op, s.readAgain(ctx, items, &b))
}

// look reads what lies ahead of a re-analysis.
func (s *Store) look(ctx context.Context, r reanalysisRow, limit int) (*ahead, error) {
	w, err := s.walkOf(r)
	if err != nil {
		return nil, err
	}
	at, err := parsePlace(r.position)
	if err != nil {
		return nil, err
	}
	a := &ahead{job: r.ID, at: r.position}
	a.places, a.after, a.end, err = w.next(ctx, at, limit)
	return a, err
}

// readAgain reads items as Pending does; of those without text it notes the row ids.
func (s *Store) readAgain(ctx context.Context, items []int64, b *voxpop.ReanalysisBatch) error {
	return inChunks(items, func(list string, args []any) error {
		query := `SELECT i.id, i.state, i.text_rev, i.source, i.native, i.kind, c.name, i.parent, i.thread, i.created, i.edited, i.observed,
			i.upvotes, i.comments, i.origin, i.distinguished, i.recheck, COALESCE(t.author, ''), COALESCE(t.title, ''), COALESCE(t.url, ''),
			COALESCE(t.permalink, ''), COALESCE(t.flair, ''), COALESCE(t.body, '')
			FROM items i LEFT JOIN texts t ON t.item_id = i.id JOIN communities c ON c.id = i.community_id WHERE i.id IN ` + list + " ORDER BY i.id"
		return each(ctx, pool{s}, query, args, func(rows *sql.Rows) error {
			var p voxpop.PendingItem
			it := &p.Item
			var created, edited, observed, recheck int64
			err := rows.Scan(&p.RowID, &it.State, &p.TextRevision, &it.ID.Source, &it.ID.Native, &it.Kind, &it.Community,
				&it.ParentID, &it.ThreadID, &created, &edited, &observed, &it.Upvotes, &it.Comments, &it.Origin, &it.Distinguished,
				&recheck, &it.Author, &it.Title, &it.URL, &it.Permalink, &it.Flair, &it.Body)
			it.Created, it.Edited, it.Observed, it.Recheck = fromSeconds(created), fromSeconds(edited), fromMillis(observed), fromSeconds(recheck)
			if it.State.Textless() {
				b.Gone = append(b.Gone, p.RowID)
			} else {
				b.Items = append(b.Items, p)
			}
			return err
		})
	})
}
