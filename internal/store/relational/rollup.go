package relational

import (
	"context"
	"database/sql"
	"slices"
)

// RollUp recomputes the cells of up to limit dirty units, oldest mark first, in one transaction with
// the deletion of the marks it read. Their items become public; publish raises the data version.
func (s *Store) RollUp(ctx context.Context, limit int, publish bool) (done int, more bool, err error) {
	err = s.write(ctx, "rolling up", func(tx *Tx) error {
		if err := prepareTakeOver(ctx, tx); err != nil {
			return err
		}
		units, ids, err := dirtyUnits(ctx, tx, limit)
		if err != nil {
			return err
		}
		done = len(units)
		if err := rollUnits(ctx, tx, units); err != nil {
			return err
		}
		err = inChunks(ids, func(list string, args []any) error {
			_, err := tx.Exec(ctx, "DELETE FROM dirty WHERE id IN "+list, args...)
			return err
		})
		if err != nil {
			return err
		}
		if done > 0 {
			if err := noteChange(ctx, tx); err != nil {
				return err
			}
		}
		if publish {
			if err := s.publish(ctx, tx); err != nil {
				return err
			}
		}
		var marks int64
		err = tx.one(ctx, "SELECT COUNT(*) FROM (SELECT id FROM dirty LIMIT 1) d", nil, &marks)
		more = marks > 0
		return err
	})
	if err != nil {
		return 0, false, err
	}
	return done, more, nil
}

// marksPerUnit bounds how many marks a rollup reads for each unit it may do: a burst leaves many marks of few days.
const marksPerUnit = 256

// dirtyUnits returns the first limit distinct units in the order of their marks, and the ids of
// all marks of theirs that were read.
func dirtyUnits(ctx context.Context, tx *Tx, limit int) (units []unit, ids []int64, err error) {
	taken := map[unit]bool{}
	err = each(ctx, tx, "SELECT id, community_id, day FROM dirty ORDER BY id LIMIT ?", []any{limit * marksPerUnit}, func(rows *sql.Rows) error {
		var id int64
		var u unit
		if err := rows.Scan(&id, &u.community, &u.day); err != nil {
			return err
		}
		if !taken[u] && len(units) < limit {
			taken[u] = true
			units = append(units, u)
		}
		if taken[u] {
			ids = append(ids, id)
		}
		return nil
	})
	return units, ids, err
}

// rollUnits recomputes the cells of units, then those of the sources and days they belong to.
func rollUnits(ctx context.Context, tx *Tx, units []unit) error {
	engines, err := engineIDs(ctx, tx)
	if err != nil {
		return err
	}
	type sourceDay struct {
		source string
		day    int64
	}
	var sums []sourceDay
	for _, u := range units {
		var source string
		if err := tx.one(ctx, "SELECT source FROM communities WHERE id = ?", []any{u.community}, &source); err != nil {
			return err
		}
		if err := rollUnit(ctx, tx, source, u, engines); err != nil {
			return err
		}
		if d := (sourceDay{source, u.day}); !slices.Contains(sums, d) {
			sums = append(sums, d)
		}
	}
	for _, d := range sums {
		for _, engine := range engines {
			if err := buildSource(ctx, tx, d.source, d.day, engine); err != nil {
				return err
			}
		}
	}
	return nil
}

func rollUnit(ctx context.Context, tx *Tx, source string, u unit, engines []int64) error {
	items, err := readUnit(ctx, tx, u)
	if err != nil {
		return err
	}
	for _, engine := range engines {
		if err := buildCommunity(ctx, tx, source, u, engine, items); err != nil {
			return err
		}
	}
	_, err = tx.Exec(ctx, "UPDATE items SET published = 1 WHERE community_id = ? AND created >= ? AND created < ? AND published = 0",
		u.community, u.day, u.day+day)
	if err != nil {
		return err
	}
	return widen(ctx, tx, items)
}

// widen notes the newest and oldest public item.
func widen(ctx context.Context, tx *Tx, items []unitItem) error {
	if len(items) == 0 {
		return nil
	}
	newest, oldest := items[0].created, items[0].created
	for i := range items {
		newest, oldest = max(newest, items[i].created), min(oldest, items[i].created)
	}
	_, err := tx.Exec(ctx, `UPDATE publication SET newest = CASE WHEN newest < ? THEN ? ELSE newest END,
		oldest = CASE WHEN oldest = 0 OR oldest > ? THEN ? ELSE oldest END`, newest, newest, oldest, oldest)
	return err
}
