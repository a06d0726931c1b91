package relational

import (
	"context"
	"database/sql"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/rollup"
)

// cellKey names a cell within one engine.
type cellKey struct {
	source    string
	community int64
	kind      voxpop.Kind
	grain     int64 // seconds
	start     int64
}

func grainSeconds(g voxpop.Grain) int64 {
	if g == voxpop.GrainDay {
		return day
	}
	return hour
}

const (
	tallyColumns = "items, excluded, positive, negative, neutral, sum, sumsq, threads, authors"
	insertCells  = "INSERT INTO cells (engine_id, source, community_id, kind, grain, start, " + tallyColumns + ")"
)

func cellRow(engine int64, k cellKey, t *voxpop.Tally) []any {
	return []any{engine, k.source, k.community, string(k.kind), k.grain, k.start,
		t.Items, t.Excluded, t.Positive, t.Negative, t.Neutral, t.Sum, t.SumSq, packed(&t.Threads), packed(&t.Authors)}
}

// packed is never nil: an empty cluster is an empty value, not a missing one.
func packed(c *voxpop.Cluster) []byte {
	if b := rollup.EncodeCluster(c); b != nil {
		return b
	}
	return []byte{}
}

// tallyScan holds the columns of a tally between scanning and adding.
type tallyScan struct {
	voxpop.Tally
	threads, authors sql.RawBytes
}

func (t *tallyScan) columns() []any {
	return []any{&t.Items, &t.Excluded, &t.Positive, &t.Negative, &t.Neutral, &t.Sum, &t.SumSq, &t.threads, &t.authors}
}

// addTo adds the scanned row to a tally.
func (t *tallyScan) addTo(sum *voxpop.Tally) error {
	sum.Items += t.Items
	sum.Excluded += t.Excluded
	sum.Positive += t.Positive
	sum.Negative += t.Negative
	sum.Neutral += t.Neutral
	sum.Sum += t.Sum
	sum.SumSq += t.SumSq
	if err := rollup.DecodeCluster(t.threads, &sum.Threads); err != nil {
		return err
	}
	return rollup.DecodeCluster(t.authors, &sum.Authors)
}

// buildCommunity replaces the cells of a unit for one engine.
func buildCommunity(ctx context.Context, tx *Tx, source string, u unit, engine int64, items []unitItem) error {
	built := rollup.Build(time.Unix(u.day, 0).UTC(), rowsFor(items, engine))
	cells := make(map[cellKey]*voxpop.Tally, len(built))
	for s, t := range built {
		cells[cellKey{source, u.community, s.Kind, grainSeconds(s.Grain), s.Start.Unix()}] = t
	}
	return replaceCells(ctx, tx, engine, source, u, cells)
}

// buildSource replaces the cells of a whole source for a day by the sums over its communities.
func buildSource(ctx context.Context, tx *Tx, source string, day0, engine int64) error {
	cells := map[cellKey]*voxpop.Tally{}
	const query = `SELECT x.kind, x.grain, x.start, ` + tallyColumns + ` FROM communities c
		CROSS JOIN cells x WHERE c.source = ? AND x.engine_id = ? AND x.source = c.source AND x.community_id = c.id
		AND x.kind IN ('', 'post', 'comment') AND x.grain IN (3600, 86400) AND x.start >= ? AND x.start < ?`
	err := each(ctx, tx, query, []any{source, engine, day0, day0 + day}, func(rows *sql.Rows) error {
		k := cellKey{source: source}
		var t tallyScan
		if err := rows.Scan(append([]any{&k.kind, &k.grain, &k.start}, t.columns()...)...); err != nil {
			return err
		}
		if cells[k] == nil {
			cells[k] = &voxpop.Tally{}
		}
		return t.addTo(cells[k])
	})
	if err != nil {
		return err
	}
	return replaceCells(ctx, tx, engine, source, unit{0, day0}, cells)
}

func replaceCells(ctx context.Context, tx *Tx, engine int64, source string, u unit, cells map[cellKey]*voxpop.Tally) error {
	_, err := tx.Exec(ctx, `DELETE FROM cells WHERE engine_id = ? AND source = ? AND community_id = ?
		AND kind IN ('', 'post', 'comment') AND grain IN (3600, 86400) AND start >= ? AND start < ?`,
		engine, source, u.community, u.day, u.day+day)
	if err != nil {
		return err
	}
	flat := make([]any, 0, 15*len(cells))
	for k, t := range cells {
		flat = append(flat, cellRow(engine, k, t)...)
	}
	return tx.Insert(ctx, insertCells, 15, flat, "")
}
