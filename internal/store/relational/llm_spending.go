package relational

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// Spent is what asking a language model has cost on the UTC day of t.
func (s *Store) Spent(ctx context.Context, t time.Time) (voxpop.Spending, error) {
	sum, err := spentOn(ctx, pool{s}, dayOf(t.Unix()))
	return sum, s.fail("reading what was spent", err)
}

func spentOn(ctx context.Context, q querier, day int64) (sum voxpop.Spending, err error) {
	err = each(ctx, q, "SELECT calls, tokens, micros FROM llm_spending WHERE day = ?", []any{day}, func(rows *sql.Rows) error {
		return rows.Scan(&sum.Calls, &sum.Tokens, &sum.Micros)
	})
	return sum, err
}

// Reserve books a spending on the UTC day of t, unless the day's sum would go over the limit: then ok is false and nothing is
// booked. Replicas share the sum.
func (s *Store) Reserve(ctx context.Context, t time.Time, want, limit voxpop.Spending) (ok bool, err error) {
	err = s.write(ctx, "reserving a spending", func(tx *Tx) error {
		day := dayOf(t.Unix())
		sum, err := spentOn(ctx, tx, day)
		if ok = err == nil && sum.Add(want).Within(limit); !ok {
			return err
		}
		return book(ctx, tx, day, want)
	})
	return ok && err == nil, err
}

// Settle adds to the sum of the UTC day of t the difference between what was reserved and what it came to.
func (s *Store) Settle(ctx context.Context, t time.Time, difference voxpop.Spending) error {
	if difference == (voxpop.Spending{}) {
		return nil
	}
	return s.write(ctx, "booking a spending", func(tx *Tx) error { return book(ctx, tx, dayOf(t.Unix()), difference) })
}

func book(ctx context.Context, tx *Tx, day int64, sum voxpop.Spending) error {
	_, err := tx.Exec(ctx, `INSERT INTO llm_spending (day, calls, tokens, micros) VALUES (?, ?, ?, ?) ON CONFLICT (day) DO UPDATE SET
		calls = llm_spending.calls + excluded.calls, tokens = llm_spending.tokens + excluded.tokens, micros = llm_spending.micros + excluded.micros`,
		day, sum.Calls, sum.Tokens, sum.Micros)
	return err
}

// NotePause keeps that a language model is not asked for now; the zero Pause, that it is.
func (s *Store) NotePause(ctx context.Context, p voxpop.Pause) error {
	return s.write(ctx, "noting a pause", func(tx *Tx) error {
		text := ""
		if p.Reason != "" {
			text = asJSON(p)
		}
		return setMeta(ctx, tx, "llm_pause", text)
	})
}

// Pause returns what NotePause kept.
func (s *Store) Pause(ctx context.Context) (voxpop.Pause, error) {
	text, err := metaOf(ctx, pool{s}, "llm_pause")
	if err != nil {
		return voxpop.Pause{}, s.fail("reading a pause", err)
	}
	return pauseOf(text), nil
}

// pauseOf reads a kept pause; what cannot be read is none.
func pauseOf(text string) (p voxpop.Pause) {
	_ = json.Unmarshal([]byte(text), &p)
	return p
}
