package relational

import (
	"context"
	"time"
)

// Tidy deletes bookkeeping from before t: ledger entries, finished cycles with their tasks and results, audit
// entries and replicas that were not heard of since. Items, scores and cells are not bookkeeping,
// but those of versions of engines and of tools that were replaced long ago go too.
func (s *Store) Tidy(ctx context.Context, t time.Time) error {
	const old = " (SELECT id FROM cycles WHERE open IS NULL AND finished > 0 AND finished < ?)"
	if err := s.retireEngines(ctx); err != nil {
		return err
	}
	if err := s.retireTools(ctx); err != nil {
		return err
	}
	return s.write(ctx, "deleting old bookkeeping", func(tx *Tx) error {
		for _, statement := range []string{
			"DELETE FROM tasks WHERE cycle_id IN" + old,
			"DELETE FROM results WHERE cycle_id IN" + old,
			"DELETE FROM cycles WHERE id IN" + old,
			"DELETE FROM ledger WHERE recorded < ?",
			"DELETE FROM audit WHERE at < ?",
			"DELETE FROM reanalyses WHERE finished > 0 AND finished < ?",
			"DELETE FROM replicas WHERE seen < ?",
			"DELETE FROM llm_spending WHERE day * 1000 < ?",
		} {
			if _, err := tx.Exec(ctx, statement, millis(t)); err != nil {
				return err
			}
		}
		return nil
	})
}

// MarkSimulated says for ever that this database holds simulated data.
func (s *Store) MarkSimulated(ctx context.Context) error {
	return s.write(ctx, "marking the data as simulated", func(tx *Tx) error {
		_, err := tx.Exec(ctx, "UPDATE publication SET simulated = 1")
		return err
	})
}
