package relational

import (
	"context"
	"database/sql"
)

// clearSheets takes a retired version out of all sheets, one day of a community a transaction.
func (s *Store) clearSheets(ctx context.Context, version int64) error {
	for {
		var u unit
		found := false
		err := each(ctx, pool{s}, "SELECT community_id, day FROM tool_days WHERE version_id = ? ORDER BY day, community_id LIMIT 1", []any{version}, func(rows *sql.Rows) error {
			found = true
			return rows.Scan(&u.community, &u.day)
		})
		if err != nil || !found {
			return err
		}
		err = s.transact(ctx, retiringTools, s.dialect.Turn(), func(tx *Tx) error { return clearUnit(ctx, tx, u, version) })
		if err != nil {
			return err
		}
	}
}

// clearUnit takes a version out of the sheets of a day of a community, and of those of its source.
func clearUnit(ctx context.Context, tx *Tx, u unit, version int64) error {
	type row struct {
		family family
		sheetKey
		sheet string
	}
	var rows []row
	err := each(ctx, tx, `SELECT x.family, x.engine_id, x.community_id, x.grain, x.start, x.source, x.sheet FROM communities c CROSS JOIN tool_sheets x
		WHERE c.id = ? AND x.family IN ('opinions', 'attention', 'posts') AND x.engine_id IN (SELECT 0 UNION ALL SELECT id FROM engines)
		AND x.community_id IN (0, c.id) AND x.grain IN (3600, 86400) AND x.start >= ? AND x.start < ? AND x.source = c.source`,
		[]any{u.community, u.day, u.day + day}, func(r *sql.Rows) error {
			var w row
			var sheet sql.RawBytes
			err := r.Scan(&w.family, &w.engine, &w.community, &w.grain, &w.start, &w.source, &sheet)
			w.sheet = string(sheet)
			rows = append(rows, w)
			return err
		})
	if err != nil {
		return err
	}
	for _, w := range rows {
		left, err := without(w.family, w.sheet, version)
		if err != nil {
			return err
		}
		if left == w.sheet {
			continue
		}
		if err := saveSheet(ctx, tx, w.family, w.sheetKey, left); err != nil {
			return err
		}
	}
	if err := noteCellsWritten(ctx, tx); err != nil {
		return err
	}
	for _, table := range []string{"tool_opinions", "tool_days"} {
		if _, err := tx.Exec(ctx, "DELETE FROM "+table+" WHERE community_id = ? AND day = ? AND version_id = ?", u.community, u.day, version); err != nil {
			return err
		}
	}
	return nil
}

// without is a sheet without the cells of a version.
func without(f family, sheet string, version int64) (string, error) {
	switch f {
	case opinionSheets:
		cells := map[opinionID]toolCell{}
		err := eachOpinion([]byte(sheet), func(c *sheetCell) error {
			if c.version != version {
				cells[c.opinionID] = c.cell()
			}
			return nil
		})
		return opinionSheet(cells), err
	case attentionSheets:
		sums := attentionSum{}
		err := sums.add([]byte(sheet))
		for _, inferred := range []int64{0, 1} {
			delete(sums, attentionID{version, inferred})
		}
		return sums.sheet(), err
	}
	var posts []sheetPost
	err := eachPost([]byte(sheet), func(p sheetPost) {
		if p.version != version {
			posts = append(posts, p)
		}
	})
	return postSheet(posts), err
}
