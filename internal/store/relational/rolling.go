package relational

import (
	"context"
	"slices"
)

// workPerUnit is how many rows to be written a unit of a rollup's limit stands for: the units of a rollup that is to be
// short can be large.
const workPerUnit = 50

// rolling is a rollup on its way: what it goes by, and what it will write.
type rolling struct {
	q        querier
	stamp    string
	engines  []int64
	counting counting
	sources  map[int64]string // of communities

	rolled, refreshed []marked
	cells             map[sourceDay]map[int64]storedCells // anew, by community
	sums              map[summed]map[int64]string         // that change, and with which sheets of communities

	writes       []func(context.Context, *Tx) error
	work, enough int // rows that these write
}

// roll computes a rollup of up to limit marked units, fewer when much is to be written for them.
func roll(ctx context.Context, q querier, limit int) (*rolling, error) {
	r := &rolling{q: q, sources: map[int64]string{}, cells: map[sourceDay]map[int64]storedCells{},
		sums: map[summed]map[int64]string{}, enough: limit * workPerUnit}
	units, err := readMarks(ctx, q, "dirty", limit)
	if err != nil {
		return nil, err
	}
	refreshed, err := readMarks(ctx, q, "dirty_engagement", limit-len(units))
	if err != nil || len(units)+len(refreshed) == 0 {
		return r, err
	}
	if r.stamp, err = stampOf(ctx, q); err != nil {
		return nil, err
	}
	if r.engines, err = engineIDs(ctx, q); err != nil {
		return nil, err
	}
	if r.counting, err = readCounting(ctx, q); err != nil {
		return nil, err
	}
	if err := r.each(ctx, units, &r.rolled, r.unit); err != nil {
		return nil, err
	}
	if err := r.each(ctx, refreshed, &r.refreshed, r.refresh); err != nil {
		return nil, err
	}
	if err := r.buildSources(ctx); err != nil {
		return nil, err
	}
	return r, r.buildSums(ctx)
}

// each recomputes marked units while there is room, and notes which.
func (r *rolling) each(ctx context.Context, units []marked, done *[]marked, recompute func(context.Context, unit) error) error {
	for _, m := range units {
		if r.full() {
			return nil
		}
		if err := recompute(ctx, m.unit); err != nil {
			return err
		}
		*done = append(*done, m)
	}
	return nil
}

// done is how many units it recomputes.
func (r *rolling) done() int { return len(r.rolled) + len(r.refreshed) }

// full reports whether there is enough to write; for one unit at least there is always room.
func (r *rolling) full() bool { return r.work > r.enough && r.done() > 0 }

// fits reports whether what was computed can be written. One without units always can.
func (r *rolling) fits(ctx context.Context, tx *Tx) (bool, error) {
	if r.done() == 0 {
		return true, nil
	}
	now, err := stampOf(ctx, tx)
	return now == r.stamp, err
}

// write notes what is to be written, and how many rows that are.
func (r *rolling) write(rows int, do func(context.Context, *Tx) error) {
	r.work += rows
	r.writes = append(r.writes, do)
}

func (r *rolling) source(ctx context.Context, u unit) (string, error) {
	if source, known := r.sources[u.community]; known {
		return source, nil
	}
	err := eachText(ctx, r.q, "SELECT source FROM communities WHERE id = ?", []any{u.community}, func(source string) { r.sources[u.community] = source })
	return r.sources[u.community], err
}

func (r *rolling) unit(ctx context.Context, u unit) error {
	source, err := r.source(ctx, u)
	if err != nil {
		return err
	}
	items, err := readUnit(ctx, r.q, u)
	if err != nil {
		return err
	}
	for _, engine := range r.engines {
		if err := r.buildCommunity(ctx, source, u, engine, items); err != nil {
			return err
		}
	}
	if err := r.buildFormer(ctx, u, items); err != nil {
		return err
	}
	if len(r.counting) > 0 {
		if err := r.mentions(ctx, u, items); err != nil {
			return err
		}
	}
	r.release(items)
	return nil
}

// release makes items public.
func (r *rolling) release(items []unitItem) {
	var hidden []int64
	for i := range items {
		if !items[i].published {
			hidden = append(hidden, items[i].id)
		}
	}
	if len(hidden) == 0 {
		return
	}
	r.write(len(hidden), func(ctx context.Context, tx *Tx) error {
		err := inChunks(hidden, func(list string, args []any) error {
			_, err := tx.Exec(ctx, "UPDATE items SET published = 1 WHERE id IN "+list, args...)
			return err
		})
		if err != nil {
			return err
		}
		return widen(ctx, tx, items)
	})
}

// mentions recomputes what a unit says about tools.
func (r *rolling) mentions(ctx context.Context, u unit, items []unitItem) error {
	if err := addMentions(ctx, r.q, u, items); err != nil {
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

// refresh recomputes the engagement of a unit, unless all of it is recomputed anyway.
func (r *rolling) refresh(ctx context.Context, u unit) error {
	if slices.ContainsFunc(r.rolled, func(m marked) bool { return m.unit == u }) {
		return nil
	}
	if _, err := r.source(ctx, u); err != nil {
		return err
	}
	items, err := readMentioned(ctx, r.q, u)
	if err != nil {
		return err
	}
	return r.buildAttention(ctx, u, items)
}

// widen notes the newest and oldest public item.
func widen(ctx context.Context, tx *Tx, items []unitItem) error {
	newest, oldest := items[0].created, items[0].created
	for i := range items {
		newest, oldest = max(newest, items[i].created), min(oldest, items[i].created)
	}
	_, err := tx.Exec(ctx, `UPDATE publication SET newest = CASE WHEN newest < ? THEN ? ELSE newest END,
		oldest = CASE WHEN oldest = 0 OR oldest > ? THEN ? ELSE oldest END`, newest, newest, oldest, oldest)
	return err
}
