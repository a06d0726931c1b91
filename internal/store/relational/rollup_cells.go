package relational

import (
	"cmp"
	"context"
	"database/sql"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/rollup"
)

// storedCell is what a row of cells holds. It can be compared.
type storedCell struct {
	items, excluded, positive, negative, neutral, sum, sumsq int64
	threads, authors                                         string // packed
}

// storedCells are cells of one engine.
type storedCells = map[cellKey]storedCell

func storedCellOf(t *voxpop.Tally) storedCell {
	return storedCell{t.Items, t.Excluded, t.Positive, t.Negative, t.Neutral, t.Sum, t.SumSq, string(packed(&t.Threads)), string(packed(&t.Authors))}
}

func (c storedCell) row(engine int64, k cellKey) []any {
	return []any{engine, k.source, k.community, string(k.kind), k.grain, k.start,
		c.items, c.excluded, c.positive, c.negative, c.neutral, c.sum, c.sumsq, []byte(c.threads), []byte(c.authors)}
}

// sourceDay is a day of all of a source, for one engine.
type sourceDay struct {
	source      string
	day, engine int64
}

func compareSourceDays(a, b sourceDay) int {
	return cmp.Or(cmp.Compare(a.source, b.source), cmp.Compare(a.day, b.day), cmp.Compare(a.engine, b.engine))
}

// buildCommunity makes the cells of a unit for one engine those of its items.
func (r *rolling) buildCommunity(ctx context.Context, source string, u unit, engine int64, items []unitItem) error {
	built := rollup.Build(time.Unix(u.day, 0).UTC(), rowsFor(items, engine))
	want := make(storedCells, len(built))
	for s, t := range built {
		want[cellKey{source, u.community, s.Kind, grainSeconds(s.Grain), s.Start.Unix()}] = storedCellOf(t)
	}
	of := sourceDay{source, u.day, engine}
	if r.cells[of] == nil {
		r.cells[of] = map[int64]storedCells{}
	}
	r.cells[of][u.community] = want
	return r.replaceCells(ctx, engine, source, u, want)
}

// buildSources makes the cells of sources the sums over their communities, on the days of the units.
func (r *rolling) buildSources(ctx context.Context) error {
	for _, of := range sorted(r.cells, compareSourceDays) {
		sums, err := r.addedCells(ctx, of)
		if err != nil {
			return err
		}
		want := make(storedCells, len(sums))
		for k, t := range sums {
			want[k] = storedCellOf(t)
		}
		if err := r.replaceCells(ctx, of.engine, of.source, unit{0, of.day}, want); err != nil {
			return err
		}
	}
	return nil
}

// addedCells are the sums over the communities of a source: of what the rollup has anew, and of what is stored of the others.
func (r *rolling) addedCells(ctx context.Context, of sourceDay) (map[cellKey]*voxpop.Tally, error) {
	sums := map[cellKey]*voxpop.Tally{}
	anew := r.cells[of]
	const query = `SELECT c.id, x.kind, x.grain, x.start, ` + tallyColumns + ` FROM communities c
		CROSS JOIN cells x WHERE c.source = ? AND x.engine_id = ? AND x.source = c.source AND x.community_id = c.id
		AND x.kind IN ('', 'post', 'comment') AND x.grain IN (3600, 86400) AND x.start >= ? AND x.start < ?`
	err := each(ctx, r.q, query, []any{of.source, of.engine, of.day, of.day + day}, func(rows *sql.Rows) error {
		k := cellKey{source: of.source}
		var community int64
		var t tallyScan
		if err := rows.Scan(append([]any{&community, &k.kind, &k.grain, &k.start}, t.columns()...)...); err != nil {
			return err
		}
		if _, known := anew[community]; known {
			return nil
		}
		return t.addTo(tallyOf(sums, k))
	})
	for _, cells := range anew {
		for k, c := range cells {
			k.community = 0
			if err == nil {
				err = c.scan().addTo(tallyOf(sums, k))
			}
		}
	}
	return sums, err
}

// scan is the cell as if it had been read.
func (c storedCell) scan() *tallyScan {
	t := &tallyScan{threads: []byte(c.threads), authors: []byte(c.authors)}
	t.Items, t.Excluded, t.Positive, t.Negative, t.Neutral, t.Sum, t.SumSq = c.items, c.excluded, c.positive, c.negative, c.neutral, c.sum, c.sumsq
	return t
}

// readCells are the stored cells of a unit, or of a day of a whole source (community 0).
func readCells(ctx context.Context, q querier, engine int64, source string, u unit) (storedCells, error) {
	out := storedCells{}
	err := each(ctx, q, "SELECT kind, grain, start, "+tallyColumns+` FROM cells WHERE engine_id = ? AND source = ? AND community_id = ?
		AND kind IN ('', 'post', 'comment') AND grain IN (3600, 86400) AND start >= ? AND start < ?`,
		[]any{engine, source, u.community, u.day, u.day + day}, func(rows *sql.Rows) error {
			k := cellKey{source: source, community: u.community}
			var c storedCell
			err := rows.Scan(&k.kind, &k.grain, &k.start, &c.items, &c.excluded, &c.positive, &c.negative, &c.neutral, &c.sum, &c.sumsq, &c.threads, &c.authors)
			out[k] = c
			return err
		})
	return out, err
}

// replaceCells makes the stored cells of a unit those that are wanted.
func (r *rolling) replaceCells(ctx context.Context, engine int64, source string, u unit, want storedCells) error {
	have, err := readCells(ctx, r.q, engine, source, u)
	if err != nil {
		return err
	}
	gone, changed := differing(have, want, compareCells)
	if len(gone)+len(changed) == 0 {
		return nil
	}
	flat := make([]any, 0, 15*len(changed))
	for _, k := range changed {
		flat = append(flat, want[k].row(engine, k)...)
	}
	r.write(len(gone)+len(changed), func(ctx context.Context, tx *Tx) error {
		for _, k := range gone {
			_, err := tx.Exec(ctx, "DELETE FROM cells WHERE engine_id = ? AND source = ? AND community_id = ? AND kind = ? AND grain = ? AND start = ?",
				engine, k.source, k.community, string(k.kind), k.grain, k.start)
			if err != nil {
				return err
			}
		}
		return tx.Insert(ctx, insertCells, 15, flat, upsertCells)
	})
	return nil
}
