package relational

import (
	"cmp"
	"context"
	"database/sql"
	"maps"
	"slices"
	"time"

	"github.com/voxpop-dev/voxpop/internal/rollup"
)

// attentionKey names a cell of engagement within a community, or a source.
type attentionKey struct{ grain, start, version, inferred int64 }

func compareAttention(a, b attentionKey) int {
	return cmp.Or(cmp.Compare(a.grain, b.grain), cmp.Compare(a.start, b.start), cmp.Compare(a.version, b.version), cmp.Compare(a.inferred, b.inferred))
}

type attentionSums = map[attentionKey]rollup.AttentionSum

func wantedAttention(u unit, c counting, items []unitItem) attentionSums {
	out := attentionSums{}
	for version, mentioned := range attentionFor(items, c) {
		for s, sum := range rollup.BuildAttention(time.Unix(u.day, 0).UTC(), slices.Values(mentioned)) {
			out[attentionKey{grainSeconds(s.Grain), s.Start.Unix(), version, flag(s.Inferred)}] = sum
		}
	}
	return out
}

// storedAttention are the cells of a day of a community, or of all of a source (community 0).
func storedAttention(ctx context.Context, q querier, source string, u unit) (attentionSums, error) {
	const query = `SELECT grain, start, version_id, inferred, mentions, comments, upvotes FROM engagement_cells
		WHERE source = ? AND community_id = ? AND grain IN (3600, 86400) AND version_id IN (SELECT id FROM tool_versions) AND start >= ? AND start < ?`
	return readAttention(ctx, q, query, source, u.community, u.day, u.day+day)
}

// addedAttention adds up the cells that versions have in the communities of a source on one day.
func addedAttention(ctx context.Context, q querier, d sourceDay, versions []int64) (attentionSums, error) {
	query := `SELECT x.grain, x.start, x.version_id, x.inferred, SUM(x.mentions), SUM(x.comments), SUM(x.upvotes)
		FROM communities c CROSS JOIN engagement_cells x WHERE c.source = ? AND x.source = c.source AND x.community_id = c.id
		AND x.grain IN (3600, 86400) AND x.version_id IN (` + list(versions) + `) AND x.start >= ? AND x.start < ?
		GROUP BY x.grain, x.start, x.version_id, x.inferred`
	return readAttention(ctx, q, query, d.source, d.day, d.day+day)
}

func readAttention(ctx context.Context, q querier, query string, args ...any) (attentionSums, error) {
	out := attentionSums{}
	err := each(ctx, q, query, args, func(rows *sql.Rows) error {
		var k attentionKey
		var sum rollup.AttentionSum
		err := rows.Scan(&k.grain, &k.start, &k.version, &k.inferred, &sum.Mentions, &sum.Comments, &sum.Upvotes)
		out[k] = sum
		return err
	})
	return out, err
}

// buildAttention writes the cells of engagement of a unit that differ.
func (r *rolling) buildAttention(ctx context.Context, u unit, items []unitItem) error {
	source := r.sources[u.community]
	have, err := storedAttention(ctx, r.tx, source, u)
	if err != nil {
		return err
	}
	changed, err := r.replaceAttention(ctx, source, u, have, wantedAttention(u, r.counting, items))
	for _, k := range changed {
		note(r.attention, sourceDay{source, u.day}, k.version)
	}
	return err
}

// buildAttentionSums does the same for the sums over sources.
func (r *rolling) buildAttentionSums(ctx context.Context) error {
	for _, d := range sorted(r.attention, compareSourceDays) {
		versions := r.attention[d]
		want, err := addedAttention(ctx, r.tx, d, keysOf(versions))
		if err != nil {
			return err
		}
		have, err := storedAttention(ctx, r.tx, d.source, unit{0, d.day})
		if err != nil {
			return err
		}
		maps.DeleteFunc(have, func(k attentionKey, _ rollup.AttentionSum) bool { return !versions[k.version] })
		if _, err := r.replaceAttention(ctx, d.source, unit{0, d.day}, have, want); err != nil {
			return err
		}
	}
	return nil
}

// replaceAttention returns the keys of the cells that it changed.
func (r *rolling) replaceAttention(ctx context.Context, source string, u unit, have, want attentionSums) ([]attentionKey, error) {
	gone, changed := differing(have, want, compareAttention)
	r.work += len(gone) + len(changed)
	for _, k := range gone {
		_, err := r.tx.Exec(ctx, `DELETE FROM engagement_cells WHERE source = ? AND community_id = ? AND grain = ? AND start = ? AND version_id = ? AND inferred = ?`,
			source, u.community, k.grain, k.start, k.version, k.inferred)
		if err != nil {
			return nil, err
		}
	}
	flat := make([]any, 0, 9*len(changed))
	for _, k := range changed {
		sum := want[k]
		flat = append(flat, source, u.community, k.grain, k.start, k.version, k.inferred, sum.Mentions, sum.Comments, sum.Upvotes)
	}
	err := r.tx.Insert(ctx, `INSERT INTO engagement_cells (source, community_id, grain, start, version_id, inferred, mentions, comments, upvotes)`, 9, flat,
		`ON CONFLICT (source, community_id, grain, start, version_id, inferred) DO UPDATE SET
		mentions = excluded.mentions, comments = excluded.comments, upvotes = excluded.upvotes`)
	return append(gone, changed...), err
}
