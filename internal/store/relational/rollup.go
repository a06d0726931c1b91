package relational

import "context"

// triesAside is how often a rollup is computed without the writer before it is computed in the writing transaction, where
// nobody can come between.
const triesAside = 3

// RollUp recomputes the cells of up to limit dirty units, oldest mark first. It reads and computes in a snapshot; one short
// transaction then writes what differs and deletes the marks that the snapshot had. Changes since then have marks of
// their own, which stay. When other cells were written meanwhile it computes again. The units' items become public; publish raises the data version.
func (s *Store) RollUp(ctx context.Context, limit int, publish bool) (done int, more bool, err error) {
	const op = "rolling up"
	if err := s.markForTakeOver(ctx); err != nil {
		return 0, false, s.fail(op, err)
	}
	for try := 1; ; try++ {
		var r *rolling
		if try <= triesAside {
			if r, err = s.rollAside(ctx, limit); err != nil {
				return 0, false, s.fail(op, err)
			}
			if r.done() == 0 && !publish {
				return 0, false, nil
			}
			if s.rolledAside != nil {
				s.rolledAside()
			}
		}
		fits := false
		err := s.write(ctx, op, func(tx *Tx) error {
			if r == nil {
				r, err = roll(ctx, tx, limit)
			}
			if err == nil {
				fits, err = r.fits(ctx, tx)
			}
			if err != nil || !fits {
				return err
			}
			more, err = s.commitRolled(ctx, tx, r, publish)
			return err
		})
		if err != nil {
			return 0, false, err
		}
		if fits {
			return r.done(), more, nil
		}
	}
}

// rollAside computes a rollup in a snapshot, while others write.
func (s *Store) rollAside(ctx context.Context, limit int) (*rolling, error) {
	tx, err := beginSnapshot(ctx, s.reader, s.dialect.Name())
	if err != nil {
		return nil, err
	}
	defer func() { _ = tx.Rollback() }()
	return roll(ctx, snapshot{tx, s.dialect}, limit)
}

// commitRolled writes what a rollup computed, and reports whether marks are left.
func (s *Store) commitRolled(ctx context.Context, tx *Tx, r *rolling, publish bool) (more bool, err error) {
	if r.done() > 0 {
		if err := r.save(ctx, tx); err != nil {
			return false, err
		}
	}
	if publish {
		if err := s.publish(ctx, tx); err != nil {
			return false, err
		}
	}
	var marks int64
	err = tx.one(ctx, "SELECT COUNT(*) FROM (SELECT id FROM (SELECT id FROM dirty LIMIT 1) d UNION ALL SELECT id FROM (SELECT id FROM dirty_engagement LIMIT 1) e) m", nil, &marks)
	return marks > 0, err
}

// save writes what differs, all of it in the transaction in which the marks go.
func (r *rolling) save(ctx context.Context, tx *Tx) error {
	for _, write := range r.writes {
		if err := write(ctx, tx); err != nil {
			return err
		}
	}
	if err := deleteMarks(ctx, tx, "dirty", r.rolled); err != nil {
		return err
	}
	if err := deleteMarks(ctx, tx, "dirty_engagement", r.refreshed); err != nil {
		return err
	}
	if err := noteCellsWritten(ctx, tx); err != nil {
		return err
	}
	return noteChange(ctx, tx)
}
