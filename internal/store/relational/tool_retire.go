package relational

import (
	"context"
	"database/sql"
	"slices"
	"strings"
)

const retiringTools = "retiring old versions of tools"

// retireTools gives up versions of tools that were replaced long ago, all but the last of each tool, and deletes what they and
// deleted tools left, in short transactions. What a version leaves is found outside of them.
func (s *Store) retireTools(ctx context.Context) error {
	err := s.write(ctx, retiringTools, func(tx *Tx) error {
		_, err := tx.Exec(ctx, `UPDATE tool_versions SET state = 'retired' WHERE state = 'ready' AND id NOT IN (SELECT version_id FROM tools)
			AND id < (SELECT MAX(o.id) FROM tool_versions o WHERE o.tool_id = tool_versions.tool_id AND o.state = 'ready'
				AND o.id NOT IN (SELECT version_id FROM tools))`)
		return err
	})
	if err != nil {
		return err
	}
	var retired []int64
	err = eachNumber(ctx, pool{s}, "SELECT id FROM tool_versions WHERE state = 'retired' ORDER BY id", nil, func(id int64) { retired = append(retired, id) })
	if err != nil {
		return s.fail(retiringTools, err)
	}
	for _, id := range retired {
		if err := s.fail(retiringTools, s.clearVersion(ctx, id)); err != nil {
			return err
		}
	}
	return s.fail(retiringTools, s.clearRelations(ctx))
}

// clearRelations deletes what names a deleted tool, and lets the days that it is counted in be counted again.
func (s *Store) clearRelations(ctx context.Context) error {
	const ofDeleted = "(from_tool IN (SELECT id FROM tools WHERE status = 'deleted') OR to_tool IN (SELECT id FROM tools WHERE status = 'deleted'))"
	var days []unit
	err := each(ctx, pool{s}, "SELECT DISTINCT community_id, created FROM relations WHERE "+ofDeleted, nil, func(rows *sql.Rows) error {
		var community, created int64
		err := rows.Scan(&community, &created)
		days = append(days, unit{community, created})
		return err
	})
	if err != nil || len(days) == 0 {
		return err
	}
	err = s.transact(ctx, retiringTools, s.dialect.Turn(), func(tx *Tx) error {
		m := newMarks(tx)
		for _, u := range days {
			m.add(u.community, u.day)
		}
		return m.save(ctx)
	})
	if err != nil {
		return err
	}
	return s.clearRows(ctx, leftover{"relations", "item_id, engine_id, kind, from_tool, to_tool", ofDeleted})
}

// leftover are rows of a table that nobody needs any more.
type leftover struct{ table, key, condition string }

// clearVersion deletes what a retired version left, and its row, unless other versions count mentions by its pattern.
func (s *Store) clearVersion(ctx context.Context, id int64) error {
	if err := s.clearSheets(ctx, id); err != nil {
		return err
	}
	used, err := usedVersions(ctx, pool{s})
	if err != nil {
		return err
	}
	if slices.ContainsFunc(used, func(v versionRow) bool { return slices.Contains(v.parts, id) || slices.Contains(v.bases, id) }) {
		return nil
	}
	if err := s.clearRows(ctx, leftover{"mentions", "item_id, version_id, engine_id", "version_id = " + list([]int64{id})}); err != nil {
		return err
	}
	return s.transact(ctx, retiringTools, s.dialect.Turn(), func(tx *Tx) error {
		_, err := tx.Exec(ctx, "DELETE FROM tool_versions WHERE id = ? AND state = 'retired'", id)
		return err
	})
}

// clearRows deletes leftover rows, a few thousand at a time.
func (s *Store) clearRows(ctx context.Context, l leftover) error {
	columns := strings.Split(l.key, ", ")
	remove := "DELETE FROM " + l.table + " WHERE " + strings.Join(columns, " = ? AND ") + " = ?"
	for {
		var keys [][]any
		err := each(ctx, pool{s}, "SELECT "+l.key+" FROM "+l.table+" WHERE "+l.condition+" LIMIT ?", []any{retireStep}, func(rows *sql.Rows) error {
			key, into := make([]any, len(columns)), make([]any, len(columns))
			for i := range key {
				into[i] = &key[i]
			}
			keys = append(keys, key)
			return rows.Scan(into...)
		})
		if err != nil || len(keys) == 0 {
			return err
		}
		err = s.transact(ctx, retiringTools, s.dialect.Turn(), func(tx *Tx) error {
			for _, key := range keys {
				if _, err := tx.Exec(ctx, remove, key...); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
}
