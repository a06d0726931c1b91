package relational

import (
	"context"
	"time"
)

// sameWindow is how far two times at which one window ends may lie apart: platforms tell whole seconds, and clocks differ.
const sameWindow = 3 * time.Second

// Spend books one request of an allowance, over all replicas, and returns 0, or returns how long there is no room. An
// allowance that is not known, or whose window is over, is of limit requests in a window that begins now. It does not wait for the writer's turn.
// One statement does it: of those who begin a window together, the later ones find what the first has made of the row.
func (s *Store) Spend(ctx context.Context, name string, limit int64, window time.Duration) (wait time.Duration, err error) {
	const op = "booking a request"
	err = s.transact(ctx, op, "", func(tx *Tx) error {
		now := s.now()
		n, err := tx.Exec(ctx, `INSERT INTO allowances (name, spare, until) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET
			spare = CASE WHEN allowances.until > ? THEN allowances.spare - 1 ELSE excluded.spare END,
			until = CASE WHEN allowances.until > ? THEN allowances.until ELSE excluded.until END
			WHERE allowances.until <= ? OR allowances.spare > 0`,
			clean(name), limit-1, now.Add(window).UnixMilli(), now.UnixMilli(), now.UnixMilli(), now.UnixMilli())
		if err != nil || n == 1 {
			return err
		}
		var until int64
		err = tx.one(ctx, "SELECT until FROM allowances WHERE name = ?", []any{clean(name)}, &until)
		wait = max(fromMillis(until).Sub(now), time.Millisecond)
		return err
	})
	return wait, s.fail(op, err)
}

// Learn takes over what a platform says of an allowance: spare requests are left until a time. Within one window the smaller number
// holds, since answers do not count what was booked after them.
func (s *Store) Learn(ctx context.Context, name string, spare int64, until time.Time) error {
	const op = "noting how many requests are left"
	return s.fail(op, s.transact(ctx, op, "", func(tx *Tx) error {
		if until.Sub(s.now()) < sameWindow/2 {
			return nil // of a window that is about to end, or has, nothing is to be learnt
		}
		end, slack := until.UnixMilli(), sameWindow.Milliseconds()
		_, err := tx.Exec(ctx, `INSERT INTO allowances (name, spare, until) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET until = excluded.until,
			spare = CASE WHEN allowances.until BETWEEN ? AND ? AND allowances.spare < excluded.spare THEN allowances.spare ELSE excluded.spare END`,
			clean(name), spare, end, end-slack, end+slack)
		return err
	}))
}
