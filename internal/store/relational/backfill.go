package relational

import (
	"context"
	"database/sql"

	"github.com/voxpop-dev/voxpop"
)

// Backfill makes pending up to limit live items that engine has not scored at its current version,
// going on where it stopped. It is done when every item has been seen; the engine takes over in the
// rollup that completes its cells.
func (s *Store) Backfill(ctx context.Context, engine voxpop.EngineID, limit int) (done bool, err error) {
	err = s.write(ctx, "back-filling "+engine.String(), func(tx *Tx) error {
		done, err = s.backfill(ctx, tx, engine, limit)
		return err
	})
	return done, err
}

func (s *Store) backfill(ctx context.Context, tx *Tx, engine voxpop.EngineID, limit int) (bool, error) {
	now := s.now().UnixMilli()
	id, err := engineID(ctx, tx, engine, now)
	if err != nil {
		return false, err
	}
	var state string
	var position int64
	if err := tx.one(ctx, "SELECT state, position FROM engines WHERE id = ?", []any{id}, &state, &position); err != nil {
		return false, err
	}
	answering, err := answeringEngine(ctx, tx)
	if err != nil {
		return false, err
	}
	switch {
	case state == engineReady && answering == id, state == engineWalked, state == engineBuilding:
		return true, nil
	case state == engineReady: // an earlier version is chosen again: it may have missed items since
		position = 0
	}
	var flat []any
	seen := 0
	err = each(ctx, tx, `SELECT i.id, CASE WHEN s.item_id IS NULL THEN 1 ELSE 0 END FROM items i
		LEFT JOIN scores s ON s.item_id = i.id AND s.engine_id = ? AND s.text_rev = i.text_rev
		WHERE i.id > ? AND i.state = 'live' ORDER BY i.id LIMIT ?`, []any{id, position, limit}, func(rows *sql.Rows) error {
		var missing int64
		err := rows.Scan(&position, &missing)
		if missing != 0 {
			flat = append(flat, position, now)
		}
		seen++
		return err
	})
	if err != nil {
		return false, err
	}
	if err := tx.Insert(ctx, "INSERT INTO pending (item_id, at)", 2, flat, ""); err != nil {
		return false, err
	}
	if seen == limit {
		_, err = tx.Exec(ctx, "UPDATE engines SET state = 'walking', position = ? WHERE id = ?", position, id)
		return false, err
	}
	_, err = tx.Exec(ctx, `UPDATE engines SET state = 'walked', position = 0,
		pending_mark = (SELECT COALESCE(MAX(id), 0) FROM pending) WHERE id = ?`, id)
	return true, err
}

// takeOver moves engine versions towards answering: when all that the walk made pending is analysed,
// every day is marked once more; when those marks are worked off, the cells are whole and it answers.
// It reports whether another engine answers now. It runs in a rollup that publishes.
func takeOver(ctx context.Context, tx *Tx) (bool, error) {
	_, err := tx.Exec(ctx, `INSERT INTO dirty (community_id, day)
		SELECT c.community_id, c.start FROM cells c
		WHERE c.engine_id = (SELECT engine_id FROM publication) AND c.community_id > 0 AND c.kind = '' AND c.grain = 86400
		AND EXISTS (SELECT 1 FROM engines e WHERE e.state = 'walked'
			AND NOT EXISTS (SELECT 1 FROM pending p WHERE p.id <= e.pending_mark))`)
	if err != nil {
		return false, err
	}
	_, err = tx.Exec(ctx, `UPDATE engines SET state = 'building', dirty_mark = (SELECT COALESCE(MAX(id), 0) FROM dirty)
		WHERE state = 'walked' AND NOT EXISTS (SELECT 1 FROM pending p WHERE p.id <= engines.pending_mark)`)
	if err != nil {
		return false, err
	}
	var ready sql.NullInt64
	err = tx.one(ctx, `SELECT MAX(id) FROM engines e WHERE e.state = 'building'
		AND NOT EXISTS (SELECT 1 FROM dirty d WHERE d.id <= e.dirty_mark)`, nil, &ready)
	if err != nil || !ready.Valid {
		return false, err
	}
	if _, err := tx.Exec(ctx, "UPDATE engines SET state = 'ready' WHERE id = ?", ready.Int64); err != nil {
		return false, err
	}
	_, err = tx.Exec(ctx, "UPDATE publication SET engine_id = ?", ready.Int64)
	return err == nil, err
}
