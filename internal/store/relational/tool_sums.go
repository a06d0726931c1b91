package relational

import (
	"cmp"
	"context"
	"database/sql"

	"github.com/voxpop-dev/voxpop"
)

// sumOf names the sums over the communities of a source on one day, by one engine.
type sumOf struct {
	source      string
	day, engine int64
}

func compareSums(a, b sumOf) int {
	return cmp.Or(cmp.Compare(a.source, b.source), cmp.Compare(a.day, b.day), cmp.Compare(a.engine, b.engine))
}

// noteSum notes that the sums of a version change.
func (r *rolling) noteSum(u unit, k toolCellKey) {
	note(r.sums, sumOf{r.sources[u.community], u.day, k.engine}, k.version)
}

// note adds a version to a set.
func note[K comparable](sets map[K]map[int64]bool, k K, version int64) {
	if sets[k] == nil {
		sets[k] = map[int64]bool{}
	}
	sets[k][version] = true
}

// buildSums rewrites those sums of tools over sources that changed.
func (r *rolling) buildSums(ctx context.Context) error {
	var flat []any
	for _, s := range sorted(r.sums, compareSums) {
		versions := keysOf(r.sums[s])
		want, err := s.wanted(ctx, r.tx, versions)
		if err != nil {
			return err
		}
		have, err := s.stored(ctx, r.tx, versions)
		if err != nil {
			return err
		}
		gone, changed := differing(have, want, compareToolCells)
		for _, k := range gone {
			_, err := r.tx.Exec(ctx, `DELETE FROM tool_cells WHERE engine_id = ? AND version_id = ? AND source = ? AND grain = ? AND start = ? AND inferred = ?`,
				s.engine, k.version, s.source, k.grain, k.start, k.inferred)
			if err != nil {
				return err
			}
		}
		for _, k := range changed {
			flat = append(append(flat, s.engine, k.version, s.source, k.grain, k.start, k.inferred), want[k].values()...)
		}
	}
	return r.tx.Insert(ctx, `INSERT INTO tool_cells (engine_id, version_id, source, grain, start, inferred,
		positive, negative, neutral, sum, sumsq, threads, authors)`, 13, flat,
		"ON CONFLICT (engine_id, version_id, source, grain, start, inferred) DO UPDATE SET "+toolTallySet)
}

// wanted adds up the cells that versions have in the communities.
func (s sumOf) wanted(ctx context.Context, q querier, versions []int64) (map[toolCellKey]toolCell, error) {
	query := `SELECT x.version_id, x.grain, x.start, x.inferred, ` + toolTally + ` FROM tool_community_cells x JOIN communities c ON c.id = x.community_id
		WHERE x.engine_id = ? AND x.version_id IN (` + list(versions) + `) AND x.grain IN (3600, 86400) AND x.start >= ? AND x.start < ? AND c.source = ?`
	sums := map[toolCellKey]*voxpop.Tally{}
	err := each(ctx, q, query, []any{s.engine, s.day, s.day + day, s.source}, func(rows *sql.Rows) error {
		k := toolCellKey{engine: s.engine}
		var c toolCell
		if err := rows.Scan(append([]any{&k.version, &k.grain, &k.start, &k.inferred}, c.columns()...)...); err != nil {
			return err
		}
		if sums[k] == nil {
			sums[k] = &voxpop.Tally{}
		}
		return c.addTo(sums[k])
	})
	out := make(map[toolCellKey]toolCell, len(sums))
	for k, t := range sums {
		out[k] = toolCellOf(t)
	}
	return out, err
}

func (s sumOf) stored(ctx context.Context, q querier, versions []int64) (map[toolCellKey]toolCell, error) {
	query := `SELECT x.version_id, x.grain, x.start, x.inferred, ` + toolTally + ` FROM tool_cells x
		WHERE x.engine_id = ? AND x.version_id IN (` + list(versions) + `) AND x.source = ? AND x.grain IN (3600, 86400) AND x.start >= ? AND x.start < ?`
	out := map[toolCellKey]toolCell{}
	err := each(ctx, q, query, []any{s.engine, s.source, s.day, s.day + day}, func(rows *sql.Rows) error {
		k := toolCellKey{engine: s.engine}
		var c toolCell
		err := rows.Scan(append([]any{&k.version, &k.grain, &k.start, &k.inferred}, c.columns()...)...)
		out[k] = c
		return err
	})
	return out, err
}
