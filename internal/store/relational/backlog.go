package relational

import (
	"context"
	"database/sql"

	"github.com/voxpop-dev/voxpop"
)

// Pending returns up to limit items whose text waits for analysis, oldest first; fewer where storing so many would hold the writer
// for too long (Options.MostHeld). An item that was
// changed again meanwhile can come twice.
func (s *Store) Pending(ctx context.Context, limit int) ([]voxpop.PendingItem, error) {
	return s.PendingAfter(ctx, 0, limit)
}

// PendingAfter is Pending without the rows up to a PendingID: for who reads on before what was read is committed. Rows
// can appear before that place when writers commit out of order, so its end is not the end of the backlog.
func (s *Store) PendingAfter(ctx context.Context, after int64, limit int) ([]voxpop.PendingItem, error) {
	const query = `SELECT p.id, i.id, i.text_rev, i.source, i.native, i.kind, c.name, i.parent, i.thread, i.created, i.edited, i.observed,
		i.upvotes, i.comments, i.origin, i.distinguished, i.recheck, t.author, t.title, t.url, t.permalink, t.flair, t.body
		FROM (SELECT id, item_id FROM pending WHERE id > ? ORDER BY id LIMIT ?) p
		JOIN items i ON i.id = p.item_id JOIN texts t ON t.item_id = i.id JOIN communities c ON c.id = i.community_id
		ORDER BY p.id`
	var out []voxpop.PendingItem
	err := each(ctx, pool{s}, query, []any{after, s.analyses.limit(limit)}, func(rows *sql.Rows) error {
		var p voxpop.PendingItem
		it := &p.Item
		var created, edited, observed, recheck int64
		err := rows.Scan(&p.PendingID, &p.RowID, &p.TextRevision, &it.ID.Source, &it.ID.Native, &it.Kind, &it.Community,
			&it.ParentID, &it.ThreadID, &created, &edited, &observed, &it.Upvotes, &it.Comments, &it.Origin, &it.Distinguished,
			&recheck, &it.Author, &it.Title, &it.URL, &it.Permalink, &it.Flair, &it.Body)
		it.State = voxpop.StateLive
		it.Created, it.Edited, it.Observed, it.Recheck = fromSeconds(created), fromSeconds(edited), fromMillis(observed), fromSeconds(recheck)
		out = append(out, p)
		return err
	})
	return out, s.fail("reading the backlog", err)
}

// Backlog is how much work waits between collecting and answering.
func (s *Store) Backlog(ctx context.Context) (voxpop.Backlog, error) {
	var b voxpop.Backlog
	var oldest int64
	err := s.reader.QueryRowContext(ctx, `SELECT (SELECT COUNT(*) FROM pending),
		(SELECT COUNT(*) FROM (SELECT community_id, day FROM dirty UNION SELECT community_id, day FROM dirty_engagement) d),
		(SELECT COUNT(*) FROM reanalyses WHERE state IN ('queued', 'running')),
		COALESCE((SELECT at FROM pending ORDER BY id LIMIT 1), 0)`).Scan(&b.Pending, &b.Dirty, &b.Again, &oldest)
	b.Oldest = fromMillis(oldest)
	return b, s.fail("measuring the backlog", err)
}
