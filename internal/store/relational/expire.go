package relational

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// expireAtOnce is how many items one transaction blanks, so that it stays short.
const expireAtOnce = 100

// Expire blanks the text of live items whose max(created, first stored) is before t, up to limit, and returns how
// many. Rows, times, threads, scores, author hashes and what cells count stay.
func (s *Store) Expire(ctx context.Context, t time.Time, limit int) (int, error) {
	var w where
	w.add("i.created < ?", seconds(t))
	w.add("i.first_stored < ?", millis(t))
	n, err := s.expire(ctx, w, limit)
	return n, s.fail("expiring old texts", err)
}

// ExpireUnchecked blanks live items of a source, if they came in live, that were not seen at the source since t
// (source time), up to limit, and returns how many. An item whose next check is planned after t counts as seen:
// the source planned it when it last looked.
func (s *Store) ExpireUnchecked(ctx context.Context, source string, t time.Time, limit int) (int, error) {
	var w where
	w.add("i.source = ?", source)
	w.add("i.origin = ?", string(voxpop.OriginLive))
	w.add("i.observed < ?", millis(t))
	w.add("i.recheck <= ?", seconds(t))
	n, err := s.expire(ctx, w, limit)
	return n, s.fail("expiring texts of "+source+" that were not checked again", err)
}

// expire finds candidates on the read pool, which may take long, and blanks them in short transactions,
// each of which looks again: a collector may have seen an item in between.
func (s *Store) expire(ctx context.Context, w where, limit int) (int, error) {
	var ids []int64
	// texts leads, since it holds live items only: what has expired before costs nothing.
	query := "SELECT i.id FROM texts x CROSS JOIN items i WHERE i.id = x.item_id AND " + strings.Join(w.terms, " AND ") + " LIMIT ?"
	err := each(ctx, pool{s}, query, append(w.args[:len(w.args):len(w.args)], limit), func(rows *sql.Rows) error {
		var id int64
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	})
	if err != nil {
		return 0, err
	}
	expired := 0
	for len(ids) > 0 {
		n := min(expireAtOnce, len(ids))
		done, err := s.expireThese(ctx, w, ids[:n])
		if err != nil {
			return expired, err
		}
		expired += done
		ids = ids[n:]
	}
	return expired, nil
}

func (s *Store) expireThese(ctx context.Context, w where, ids []int64) (int, error) {
	var due []burial
	err := s.transact(ctx, "dropping texts", s.dialect.TextsTurn(), func(tx *Tx) error {
		due = due[:0]
		err := inChunks(ids, func(list string, args []any) error {
			query := "SELECT i.id, i.community_id, i.created FROM items i WHERE i.state = 'live' AND " + strings.Join(w.terms, " AND ") + " AND i.id IN " + list
			return each(ctx, tx, query, append(w.args[:len(w.args):len(w.args)], args...), func(rows *sql.Rows) error {
				var b burial
				err := rows.Scan(&b.itemID, &b.communityID, &b.created)
				due = append(due, b)
				return err
			})
		})
		if err != nil || len(due) == 0 {
			return err
		}
		return bury(ctx, tx, due, string(voxpop.StateExpired))
	})
	return len(due), err
}
