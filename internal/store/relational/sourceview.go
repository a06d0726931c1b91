package relational

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
)

func (p *putting) saveCursors(ctx context.Context, cursors map[string][]byte) error {
	for key, value := range cursors {
		var err error
		if value == nil {
			_, err = p.tx.Exec(ctx, "DELETE FROM cursors WHERE source = ? AND key = ?", p.source, clean(key))
		} else {
			_, err = p.tx.Exec(ctx, `INSERT INTO cursors (source, key, value) VALUES (?, ?, ?)
				ON CONFLICT (source, key) DO UPDATE SET value = excluded.value`, p.source, clean(key), value)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Cursors returns the source's notes whose keys begin with prefix.
func (s *Store) Cursors(ctx context.Context, source, prefix string) (map[string][]byte, error) {
	out := map[string][]byte{}
	err := each(ctx, pool{s}, "SELECT key, value FROM cursors WHERE source = ?", []any{clean(source)}, func(rows *sql.Rows) error {
		var key string
		var value []byte
		err := rows.Scan(&key, &value)
		if err == nil && strings.HasPrefix(key, prefix) {
			if value == nil {
				value = []byte{}
			}
			out[key] = value
		}
		return err
	})
	return out, s.fail("reading the cursors of "+source, err)
}

// Known returns those of ids that are stored, textless ones included.
func (s *Store) Known(ctx context.Context, ids []voxpop.ItemID) (map[voxpop.ItemID]voxpop.Known, error) {
	out := make(map[voxpop.ItemID]voxpop.Known, len(ids))
	cleaned := make([]voxpop.ItemID, len(ids))
	for i, id := range ids {
		cleaned[i] = cleanID(id)
	}
	err := loadRecords(ctx, pool{s}, cleaned, func(r *record) {
		out[voxpop.ItemID{Source: r.source, Native: r.native}] = voxpop.Known{
			State: r.state, Observed: fromMillis(r.observed), Edited: fromSeconds(r.edited),
			Upvotes: r.upvotes, Comments: r.comments,
		}
	})
	return out, s.fail("reading known items", err)
}

// Due returns up to limit live items whose recheck time is not after now, most overdue first.
func (s *Store) Due(ctx context.Context, source string, now time.Time, limit int) ([]voxpop.ItemID, error) {
	var out []voxpop.ItemID
	err := each(ctx, pool{s}, `SELECT native FROM items WHERE source = ? AND recheck > 0 AND recheck <= ? AND state = 'live'
		ORDER BY recheck, native LIMIT ?`, []any{source, seconds(now), limit}, func(rows *sql.Rows) error {
		id := voxpop.ItemID{Source: source}
		err := rows.Scan(&id.Native)
		out = append(out, id)
		return err
	})
	return out, s.fail("reading items to recheck", err)
}

// Threads returns up to limit threads of a community whose live posts were created in the window, oldest first.
func (s *Store) Threads(ctx context.Context, source, community string, w voxpop.Window, limit int) ([]voxpop.CountedThread, error) {
	const query = `SELECT i.native, i.comments, i.created, i.observed,
			(SELECT COUNT(*) FROM items r WHERE r.source = i.source AND r.thread = i.native AND r.kind = 'comment')
		FROM communities c JOIN items i ON i.community_id = c.id
		WHERE c.source = ? AND c.key = ? AND i.created >= ? AND i.created < ? AND i.kind = 'post' AND i.state = 'live'
		ORDER BY i.created, i.native LIMIT ?`
	args := []any{clean(source), keyOf(community), seconds(w.From), seconds(w.To), limit}
	var out []voxpop.CountedThread
	err := each(ctx, pool{s}, query, args, func(rows *sql.Rows) error {
		t := voxpop.CountedThread{ID: voxpop.ItemID{Source: source}}
		var created, observed int64
		err := rows.Scan(&t.ID.Native, &t.Stated, &created, &observed, &t.Stored)
		t.Created, t.Observed = fromSeconds(created), fromMillis(observed)
		out = append(out, t)
		return err
	})
	return out, s.fail("reading the threads of "+community, err)
}

// Shortfalls returns up to limit threads created after since whose stated comments exceed the
// stored ones, largest shortfall first.
func (s *Store) Shortfalls(ctx context.Context, source string, since time.Time, limit int) ([]voxpop.Shortfall, error) {
	const query = `SELECT native, name, comments, have, created FROM (
		SELECT i.native, i.community_id, i.comments, i.created,
			(SELECT COUNT(*) FROM items r WHERE r.source = i.source AND r.thread = i.native AND r.kind = 'comment') AS have
		FROM items i WHERE i.kind = 'post' AND i.state = 'live' AND i.created > ? AND i.source || '' = ? AND i.comments > 0) s
		JOIN communities c ON c.id = s.community_id
		WHERE comments > have ORDER BY comments - have DESC, native LIMIT ?`
	var out []voxpop.Shortfall
	err := each(ctx, pool{s}, query, []any{seconds(since), source, limit}, func(rows *sql.Rows) error {
		f := voxpop.Shortfall{Thread: voxpop.ItemID{Source: source}}
		var created int64
		err := rows.Scan(&f.Thread.Native, &f.Community, &f.Stated, &f.Stored, &created)
		f.Created = fromSeconds(created)
		out = append(out, f)
		return err
	})
	return out, s.fail("reading threads with missing comments", err)
}
