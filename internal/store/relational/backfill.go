package relational

import (
	"context"
	"database/sql"

	"github.com/voxpop-dev/voxpop"
)

// Backfill makes pending up to limit live items that engine has not scored at its current version,
// going on where it stopped. It is done when every item has been seen and the last call found nothing;
// the engine takes over in the rollup that completes its cells. It begins anew when another engine analysed items meanwhile.
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
	again, err := missedForGood(ctx, tx, id, engine, s.now())
	if err != nil {
		return false, err
	}
	switch {
	case state == engineWalking: // goes on
	case !again && (state == engineReady && answering == id || state == engineWalked || state == engineBuilding):
		return true, nil
	default: // an earlier version is chosen again, or another engine analysed in its place: it has missed items since
		position = 0
		if _, err := tx.Exec(ctx, "UPDATE engines SET missed = 0 WHERE id = ?", id); err != nil {
			return false, err
		}
	}
	if state == engineRetired { // it will score every item anew
		if _, err := tx.Exec(ctx, "UPDATE engines SET version_mark = (SELECT COALESCE(MAX(id), 0) FROM tool_versions) WHERE id = ?", id); err != nil {
			return false, err
		}
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
	if seen == limit || len(flat) > 0 { // not the end, or work for the caller before it ends
		_, err = tx.Exec(ctx, "UPDATE engines SET state = 'walking', position = ? WHERE id = ?", position, id)
		return false, err
	}
	missed, err := examineMissed(ctx, tx, id, engine, now)
	if err != nil || missed {
		return false, err
	}
	// One that answers already has cells of every day: the items that it missed have marked theirs.
	_, err = tx.Exec(ctx, `UPDATE engines SET state = CASE WHEN id = ? THEN 'ready' ELSE 'walked' END, position = 0,
		pending_mark = (SELECT COALESCE(MAX(id), 0) FROM pending) WHERE id = ?`, answering, id)
	return true, err
}

// examineMissed queues a re-analysis for versions of tools that came when an engine was not the active one, and reports
// whether there are any. Items that this engine had scored before lack what they say by those.
func examineMissed(ctx context.Context, tx *Tx, id int64, engine voxpop.EngineID, now int64) (bool, error) {
	var missed []versionRow
	err := each(ctx, tx, "SELECT "+versionColumns+` FROM tool_versions v JOIN engines e ON e.id = ?
		WHERE v.id > e.version_mark AND v.id = v.pattern_id AND v.state IN ('walked', 'ready') AND v.engine_id NOT IN (0, e.id) ORDER BY v.id`, []any{id},
		func(rows *sql.Rows) error {
			v, err := scanVersion(rows.Scan)
			missed = append(missed, v)
			return err
		})
	if err != nil || len(missed) == 0 {
		return false, err
	}
	open, err := openReanalyses(ctx, tx)
	if err != nil {
		return false, err
	}
	for _, r := range open {
		if r.Engine == engine && r.Actor == catalogActor {
			return true, nil
		}
	}
	r := voxpop.Reanalysis{Actor: catalogActor, Reason: "engine " + engine.String() + " does not know some definitions yet", Engine: engine}
	for _, v := range missed {
		t, err := toolFromJSON(v.definition)
		if err != nil {
			return false, err
		}
		r.Versions, r.Tools = append(r.Versions, v.id), append(r.Tools, t.Slug)
	}
	_, err = insertReanalysis(ctx, tx, r, now)
	return true, err
}

// analysedEngine is a condition on engines e: all that its walk made pending is analysed.
const analysedEngine = "e.state = 'walked' AND NOT EXISTS (SELECT 1 FROM pending p WHERE p.id <= e.pending_mark)"

// markForTakeOver marks every day once more when all that the walk of an engine made pending is analysed:
// days that the walk did not touch have no cells of that engine yet.
func (s *Store) markForTakeOver(ctx context.Context) error {
	waiting := false
	err := eachNumber(ctx, pool{s}, "SELECT e.id FROM engines e WHERE "+analysedEngine, nil, func(int64) { waiting = true })
	if err != nil || !waiting {
		return err
	}
	return s.transact(ctx, "preparing another engine", s.dialect.Turn(), func(tx *Tx) error { return markEveryDay(ctx, tx) })
}

func markEveryDay(ctx context.Context, tx *Tx) error {
	_, err := tx.Exec(ctx, `INSERT INTO dirty (community_id, day) SELECT community_id, start FROM cells
		WHERE engine_id = (SELECT engine_id FROM publication) AND community_id > 0 AND kind = '' AND grain = 86400`)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE engines SET state = 'building', dirty_mark = (SELECT COALESCE(MAX(id), 0) FROM dirty)
		WHERE id IN (SELECT e.id FROM engines e WHERE `+analysedEngine+")")
	return err
}

// takeOver lets an engine answer whose cells are whole, and reports whether one did. It runs in a
// rollup that publishes.
func takeOver(ctx context.Context, tx *Tx) (bool, error) {
	var ready sql.NullInt64
	err := tx.one(ctx, `SELECT MAX(id) FROM engines e WHERE e.state = 'building'
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
