package relational

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/voxpop-dev/voxpop"
)

// refuseMoving is ErrConflict while another version of a tool is on its way, and says what has to be waited for and how far it is.
func refuseMoving(ctx context.Context, tx *Tx, t *toolRow) error {
	var version, mark int64
	err := each(ctx, tx, "SELECT id, dirty_mark FROM tool_versions WHERE tool_id = ? AND state IN ('walking', 'walked') ORDER BY id", []any{t.id},
		func(rows *sql.Rows) error { return rows.Scan(&version, &mark) })
	if err != nil || version == 0 {
		return err
	}
	open, err := openReanalyses(ctx, tx)
	if err != nil {
		return err
	}
	for _, r := range open {
		if slices.Contains(r.Versions, version) {
			return fmt.Errorf("tool %q is being examined again: wait for re-analysis %d, which is %s and has looked at %d of about %d items: %w",
				t.Slug, r.ID, r.State, r.Done, max(r.Total, r.Done), voxpop.ErrConflict)
		}
	}
	var days int64
	err = tx.one(ctx, "SELECT COUNT(*) FROM (SELECT DISTINCT community_id, day FROM dirty WHERE id <= ?) d", []any{mark}, &days)
	if err != nil {
		return err
	}
	return fmt.Errorf("what is said of tool %q is being counted again: wait until the %d days of communities that are left are counted: %w", t.Slug, days, voxpop.ErrConflict)
}
