package relational

import (
	"context"
	"database/sql"
)

// marksPerUnit bounds how many marks a rollup reads for each unit it may do: a burst leaves many marks of few days.
const marksPerUnit = 256

// marked is a unit with the ids of its marks that were read.
type marked struct {
	unit
	ids []int64
}

// readMarks returns the first limit distinct units of a table of marks in their order.
func readMarks(ctx context.Context, q querier, table string, limit int) (units []marked, err error) {
	places := map[unit]int{}
	err = each(ctx, q, "SELECT id, community_id, day FROM "+table+" ORDER BY id LIMIT ?", []any{limit * marksPerUnit}, func(rows *sql.Rows) error {
		var id int64
		var u unit
		if err := rows.Scan(&id, &u.community, &u.day); err != nil {
			return err
		}
		place, known := places[u]
		if !known {
			if len(units) == limit {
				return nil
			}
			place = len(units)
			places[u] = place
			units = append(units, marked{unit: u})
		}
		units[place].ids = append(units[place].ids, id)
		return nil
	})
	return units, err
}

func deleteMarks(ctx context.Context, tx *Tx, table string, done []marked) error {
	var ids []int64
	for _, m := range done {
		ids = append(ids, m.ids...)
	}
	return inChunks(ids, func(list string, args []any) error {
		_, err := tx.Exec(ctx, "DELETE FROM "+table+" WHERE id IN "+list, args...)
		return err
	})
}
