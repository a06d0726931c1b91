package relational

import (
	"cmp"
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
		if done, err = rollMarked(ctx, tx, limit); err != nil {
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
		err = tx.one(ctx, "SELECT COUNT(*) FROM (SELECT id FROM (SELECT id FROM dirty LIMIT 1) d UNION ALL SELECT id FROM (SELECT id FROM dirty_engagement LIMIT 1) e) m", nil, &marks)
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

// marked is a unit with the ids of its marks that were read.
type marked struct {
	unit
	ids []int64
}

// readMarks returns the first limit distinct units of a table of marks in their order.
func readMarks(ctx context.Context, tx *Tx, table string, limit int) (units []marked, err error) {
	places := map[unit]int{}
	err = each(ctx, tx, "SELECT id, community_id, day FROM "+table+" ORDER BY id LIMIT ?", []any{limit * marksPerUnit}, func(rows *sql.Rows) error {
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

// rollMarked recomputes up to limit marked units, fewer when they are large, and deletes their marks.
func rollMarked(ctx context.Context, tx *Tx, limit int) (done int, err error) {
	units, err := readMarks(ctx, tx, "dirty", limit)
	if err != nil {
		return 0, err
	}
	refreshed, err := readMarks(ctx, tx, "dirty_engagement", limit-len(units))
	if err != nil || len(units)+len(refreshed) == 0 {
		return 0, err
	}
	r, err := newRolling(ctx, tx, limit)
	if err != nil {
		return 0, err
	}
	rolled, err := r.each(ctx, units, r.unit)
	if err != nil {
		return 0, err
	}
	again, err := r.each(ctx, refreshed, r.refresh)
	if err != nil {
		return 0, err
	}
	if err := r.finish(ctx); err != nil {
		return 0, err
	}
	if err := deleteMarks(ctx, tx, "dirty", rolled); err != nil {
		return 0, err
	}
	return len(rolled) + len(again), deleteMarks(ctx, tx, "dirty_engagement", again)
}

// workPerUnit is how many rows, read or written, a unit of a rollup's limit stands for: the units of a rollup that is to be
// short can be large.
const workPerUnit = 50

// each does units until the work of a rollup is done; one at least.
func (r *rolling) each(ctx context.Context, units []marked, do func(context.Context, unit) error) (done []marked, err error) {
	for n, m := range units {
		if r.work > r.enough && r.begun {
			return units[:n], nil
		}
		if err := do(ctx, m.unit); err != nil {
			return nil, err
		}
		r.begun = true
	}
	return units, nil
}

// sourceDay is a day of all of a source.
type sourceDay struct {
	source string
	day    int64
}

func compareSourceDays(a, b sourceDay) int {
	return cmp.Or(cmp.Compare(a.source, b.source), cmp.Compare(a.day, b.day))
}

// rolling is a rollup on its way: what it goes by, and what its units change in the sums over sources.
type rolling struct {
	tx       *Tx
	engines  []int64
	counting counting
	sources  map[int64]string // of communities
	days     []sourceDay
	sums     map[summed]bool // that change

	work, enough int // rows read and written
	begun        bool
}

func newRolling(ctx context.Context, tx *Tx, limit int) (*rolling, error) {
	r := &rolling{tx: tx, sources: map[int64]string{}, sums: map[summed]bool{}, enough: limit * workPerUnit}
	var err error
	if r.engines, err = engineIDs(ctx, tx); err != nil {
		return nil, err
	}
	r.counting, err = readCounting(ctx, tx)
	return r, err
}

// finish recomputes the cells of the sources and days that the units belong to.
func (r *rolling) finish(ctx context.Context) error {
	for _, d := range r.days {
		for _, engine := range r.engines {
			if err := buildSource(ctx, r.tx, d.source, d.day, engine); err != nil {
				return err
			}
		}
	}
	return r.buildSums(ctx)
}

func (r *rolling) source(ctx context.Context, u unit) (string, error) {
	if source, known := r.sources[u.community]; known {
		return source, nil
	}
	var source string
	err := r.tx.one(ctx, "SELECT source FROM communities WHERE id = ?", []any{u.community}, &source)
	r.sources[u.community] = source
	return source, err
}

func (r *rolling) unit(ctx context.Context, u unit) error {
	source, err := r.source(ctx, u)
	if err != nil {
		return err
	}
	items, err := readUnit(ctx, r.tx, u)
	if err != nil {
		return err
	}
	r.work += len(items)
	for _, engine := range r.engines {
		if err := buildCommunity(ctx, r.tx, source, u, engine, items); err != nil {
			return err
		}
	}
	if d := (sourceDay{source, u.day}); !slices.Contains(r.days, d) {
		r.days = append(r.days, d)
	}
	if len(r.counting) > 0 {
		if err := r.mentions(ctx, u, items); err != nil {
			return err
		}
	}
	_, err = r.tx.Exec(ctx, "UPDATE items SET published = 1 WHERE community_id = ? AND created >= ? AND created < ? AND published = 0",
		u.community, u.day, u.day+day)
	if err != nil {
		return err
	}
	return widen(ctx, r.tx, items)
}

// mentions recomputes what a unit says about tools.
func (r *rolling) mentions(ctx context.Context, u unit, items []unitItem) error {
	if err := addMentions(ctx, r.tx, u, items); err != nil {
		return err
	}
	if err := r.buildTools(ctx, u, items); err != nil {
		return err
	}
	if err := r.buildAuthors(ctx, u, items); err != nil {
		return err
	}
	if err := r.buildLists(ctx, u, items); err != nil {
		return err
	}
	if err := r.buildRelations(ctx, u, items); err != nil {
		return err
	}
	return r.buildAttention(ctx, u, items)
}

// refresh recomputes the engagement of a unit.
func (r *rolling) refresh(ctx context.Context, u unit) error {
	if _, err := r.source(ctx, u); err != nil {
		return err
	}
	items, err := readMentioned(ctx, r.tx, u)
	if err != nil {
		return err
	}
	r.work += len(items)
	return r.buildAttention(ctx, u, items)
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
