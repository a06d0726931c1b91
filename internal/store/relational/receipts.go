package relational

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/voxpop-dev/voxpop"
)

// KeepReceipt keeps a receipt, or returns the one that is kept for what it was asked already. ErrConflict when most are kept; 0 stands
// for no limit.
func (s *Store) KeepReceipt(ctx context.Context, r voxpop.Receipt, most int64) (voxpop.Receipt, error) {
	if r.ID == "" || r.Asked == "" || len(r.Content) == 0 {
		return r, fmt.Errorf("keeping a receipt: needs id, question and content: %w", voxpop.ErrInvalid)
	}
	kept := r
	err := s.write(ctx, "keeping a receipt", func(tx *Tx) error {
		var err error
		kept, err = receiptBy(ctx, tx, "asked", clean(r.Asked))
		if !errors.Is(err, voxpop.ErrNotFound) {
			return err
		}
		if most > 0 {
			var n int64
			if err := tx.one(ctx, "SELECT COUNT(*) FROM receipts", nil, &n); err != nil {
				return err
			}
			if n >= most {
				return fmt.Errorf("%d are kept already: %w", n, voxpop.ErrConflict)
			}
		}
		kept = r
		kept.Made = fromMillis(millis(r.Made))
		return tx.Insert(ctx, "INSERT INTO receipts (id, asked, content, made)", 4, []any{clean(r.ID), clean(r.Asked), r.Content, millis(r.Made)}, "")
	})
	return kept, err
}

// Receipt returns the one with an id, as it was kept.
func (s *Store) Receipt(ctx context.Context, id string) (voxpop.Receipt, error) {
	r, err := receiptBy(ctx, pool{s}, "id", clean(id))
	return r, s.fail("reading a receipt", err)
}

func receiptBy(ctx context.Context, q querier, column, value string) (voxpop.Receipt, error) {
	var r voxpop.Receipt
	err := each(ctx, q, "SELECT id, asked, content, made FROM receipts WHERE "+column+" = ?", []any{value}, func(rows *sql.Rows) error {
		var made int64
		err := rows.Scan(&r.ID, &r.Asked, &r.Content, &made)
		r.Made = fromMillis(made)
		return err
	})
	if err == nil && r.ID == "" {
		err = fmt.Errorf("receipt %.80q: %w", value, voxpop.ErrNotFound)
	}
	return r, err
}
