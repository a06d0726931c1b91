package relational

import (
	"context"
	"database/sql"
)

// takeOverTools lets versions of tools answer whose items are examined by the engine that answers and whose days are counted,
// and reports whether any did. It runs in a rollup that publishes.
func takeOverTools(ctx context.Context, tx *Tx) (bool, error) {
	type taker struct{ version, tool int64 }
	var ready []taker
	err := each(ctx, tx, `SELECT v.id, v.tool_id FROM tool_versions v CROSS JOIN publication p
		WHERE v.state = 'walked' AND v.engine_id IN (0, p.engine_id)
		AND NOT EXISTS (SELECT 1 FROM dirty d WHERE d.id <= v.dirty_mark) ORDER BY v.id`, nil, func(rows *sql.Rows) error {
		var t taker
		err := rows.Scan(&t.version, &t.tool)
		ready = append(ready, t)
		return err
	})
	if err != nil || len(ready) == 0 {
		return false, err
	}
	for _, t := range ready {
		if _, err := tx.Exec(ctx, "UPDATE tool_versions SET state = 'ready' WHERE id = ?", t.version); err != nil {
			return false, err
		}
		if _, err := tx.Exec(ctx, "UPDATE tools SET version_id = ? WHERE id = ?", t.version, t.tool); err != nil {
			return false, err
		}
	}
	return true, bumpCatalog(ctx, tx)
}
