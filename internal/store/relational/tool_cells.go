package relational

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/rollup"
)

// toolCellKey names a cell of a version of a tool in one community; of a source, community is 0 and kind empty.
type toolCellKey struct {
	engine, version, grain, start, community int64
	kind                                     voxpop.Kind
	inferred                                 int64
}

func compareToolCells(a, b toolCellKey) int {
	return cmp.Or(cmp.Compare(a.engine, b.engine), cmp.Compare(a.version, b.version), cmp.Compare(a.grain, b.grain), cmp.Compare(a.start, b.start),
		cmp.Compare(a.community, b.community), cmp.Compare(a.kind, b.kind), cmp.Compare(a.inferred, b.inferred))
}

// toolCell is what a cell of a tool holds. It can be compared.
type toolCell struct {
	positive, negative, neutral, sum, sumsq int64
	threads, authors                        string // packed
}

const toolTally = "x.positive, x.negative, x.neutral, x.sum, x.sumsq, x.threads, x.authors"

func (c *toolCell) columns() []any {
	return []any{&c.positive, &c.negative, &c.neutral, &c.sum, &c.sumsq, &c.threads, &c.authors}
}

func (c toolCell) values() []any {
	return []any{c.positive, c.negative, c.neutral, c.sum, c.sumsq, []byte(c.threads), []byte(c.authors)}
}

func toolCellOf(t *voxpop.Tally) toolCell {
	return toolCell{t.Positive, t.Negative, t.Neutral, t.Sum, t.SumSq, string(packed(&t.Threads)), string(packed(&t.Authors))}
}

// addTo adds the cell to a tally. All mentions that count are scored.
func (c *toolCell) addTo(t *voxpop.Tally) error {
	t.Items += c.positive + c.negative + c.neutral
	t.Positive += c.positive
	t.Negative += c.negative
	t.Neutral += c.neutral
	t.Sum += c.sum
	t.SumSq += c.sumsq
	if err := rollup.DecodeCluster([]byte(c.threads), &t.Threads); err != nil {
		return err
	}
	return rollup.DecodeCluster([]byte(c.authors), &t.Authors)
}

// wantedToolCells are the cells of tools that a unit should have.
func wantedToolCells(u unit, engines []int64, c counting, items []unitItem) map[toolCellKey]toolCell {
	out := map[toolCellKey]toolCell{}
	for _, engine := range engines {
		for version, opinions := range opinionsFor(items, engine, c) {
			for s, t := range rollup.BuildOpinions(time.Unix(u.day, 0).UTC(), slices.Values(opinions)) {
				out[toolCellKey{engine, version, grainSeconds(s.Grain), s.Start.Unix(), u.community, s.Kind, flag(s.Inferred)}] = toolCellOf(t)
			}
		}
	}
	return out
}

// storedToolCells are those that it has. Which tools are in a unit is told by its day cells.
func storedToolCells(ctx context.Context, q querier, u unit) (map[toolCellKey]toolCell, error) {
	const query = `SELECT x.engine_id, x.version_id, x.grain, x.start, x.kind, x.inferred, ` + toolTally + `
		FROM (SELECT DISTINCT engine_id, version_id FROM tool_community_cells WHERE grain = 86400 AND community_id = ? AND start = ?) d
		CROSS JOIN tool_community_cells x WHERE x.engine_id = d.engine_id AND x.version_id = d.version_id
		AND x.grain IN (3600, 86400) AND x.start >= ? AND x.start < ? AND x.community_id = ?`
	out := map[toolCellKey]toolCell{}
	err := each(ctx, q, query, []any{u.community, u.day, u.day, u.day + day, u.community}, func(rows *sql.Rows) error {
		k := toolCellKey{community: u.community}
		var c toolCell
		err := rows.Scan(append([]any{&k.engine, &k.version, &k.grain, &k.start, &k.kind, &k.inferred}, c.columns()...)...)
		out[k] = c
		return err
	})
	return out, err
}

// differing are the keys of what must go and of what must be written to make have equal want, in order.
func differing[K, V comparable](have, want map[K]V, compare func(a, b K) int) (gone, changed []K) {
	for k := range have {
		if _, kept := want[k]; !kept {
			gone = append(gone, k)
		}
	}
	for k, v := range want {
		if old, known := have[k]; !known || old != v {
			changed = append(changed, k)
		}
	}
	slices.SortFunc(gone, compare)
	slices.SortFunc(changed, compare)
	return gone, changed
}

const toolTallySet = `positive = excluded.positive, negative = excluded.negative, neutral = excluded.neutral,
	sum = excluded.sum, sumsq = excluded.sumsq, threads = excluded.threads, authors = excluded.authors`

// buildTools writes the cells of tools of a unit that differ, and notes of which versions the sums over the source change.
func (r *rolling) buildTools(ctx context.Context, u unit, items []unitItem) error {
	have, err := storedToolCells(ctx, r.tx, u)
	if err != nil {
		return err
	}
	want := wantedToolCells(u, r.engines, r.counting, items)
	gone, changed := differing(have, want, compareToolCells)
	r.work += len(gone) + len(changed)
	for _, k := range gone {
		r.noteSum(u, k)
		_, err := r.tx.Exec(ctx, `DELETE FROM tool_community_cells WHERE engine_id = ? AND version_id = ? AND grain = ? AND start = ?
			AND community_id = ? AND kind = ? AND inferred = ?`, k.engine, k.version, k.grain, k.start, k.community, string(k.kind), k.inferred)
		if err != nil {
			return err
		}
	}
	var flat []any
	for _, k := range changed {
		r.noteSum(u, k)
		flat = append(append(flat, k.engine, k.version, k.grain, k.start, k.community, string(k.kind), k.inferred), want[k].values()...)
	}
	return r.tx.Insert(ctx, `INSERT INTO tool_community_cells (engine_id, version_id, grain, start, community_id, kind, inferred,
		positive, negative, neutral, sum, sumsq, threads, authors)`, 14, flat,
		"ON CONFLICT (engine_id, version_id, grain, start, community_id, kind, inferred) DO UPDATE SET "+toolTallySet)
}
