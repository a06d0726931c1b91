package relational

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/voxpop-dev/voxpop"
)

// mergeRow is a row of merges.
type mergeRow struct {
	voxpop.Merge
	into    int64
	sources []int64
	former  []former
}

func readMerges(ctx context.Context, q querier) ([]mergeRow, error) {
	slugs := map[int64]string{}
	err := each(ctx, q, "SELECT id, slug FROM tools", nil, func(rows *sql.Rows) error {
		var id int64
		var slug string
		err := rows.Scan(&id, &slug)
		slugs[id] = slug
		return err
	})
	if err != nil {
		return nil, err
	}
	var out []mergeRow
	err = each(ctx, q, "SELECT id, into_id, sources, former, actor, merged, undone FROM merges ORDER BY id DESC", nil, func(rows *sql.Rows) error {
		var m mergeRow
		var sources, formers string
		var merged, undone int64
		if err := rows.Scan(&m.ID, &m.into, &sources, &formers, &m.Actor, &merged, &undone); err != nil {
			return err
		}
		err := errors.Join(json.Unmarshal([]byte(sources), &m.sources), json.Unmarshal([]byte(formers), &m.former))
		m.Into, m.Merge.Merged, m.Undone = slugs[m.into], fromMillis(merged), fromMillis(undone)
		for _, id := range m.sources {
			m.Sources = append(m.Sources, slugs[id])
		}
		out = append(out, m)
		return err
	})
	return out, err
}

// Merges returns the merges, newest first, undone ones too.
func (s *Store) Merges(ctx context.Context) ([]voxpop.Merge, error) {
	rows, err := readMerges(ctx, pool{s})
	out := make([]voxpop.Merge, len(rows))
	for i := range rows {
		out[i] = rows[i].Merge
	}
	return out, s.fail("listing merges", err)
}

// UndoMerge takes the sources of a merge out again. Their own numbers have been kept up all the time.
func (s *Store) UndoMerge(ctx context.Context, id int64, audit voxpop.AuditEntry) (voxpop.Merge, error) {
	var out voxpop.Merge
	err := s.write(ctx, "undoing a merge", func(tx *Tx) error {
		all, err := readMerges(ctx, tx)
		if err != nil {
			return err
		}
		place := slices.IndexFunc(all, func(m mergeRow) bool { return m.ID == id })
		if place < 0 {
			return fmt.Errorf("merge %d: %w", id, voxpop.ErrNotFound)
		}
		m := all[place]
		if !m.Undone.IsZero() {
			return fmt.Errorf("merge %d is undone already: %w", id, voxpop.ErrConflict)
		}
		now := s.now()
		g := &merging{tx: tx}
		if err := g.takeApart(ctx, m, now.UnixMilli()); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "UPDATE merges SET undone = ? WHERE id = ?", now.UnixMilli(), id); err != nil {
			return err
		}
		out = m.Merge
		out.Undone = fromMillis(now.UnixMilli())
		audit.After = asJSON(g.definitions())
		return saveAudit(ctx, tx, audit, now)
	})
	return out, err
}

// takeApart gives the sources back what they were, and lets the target count without them.
func (g *merging) takeApart(ctx context.Context, m mergeRow, now int64) error {
	var err error
	if g.into, err = toolBySlug(ctx, g.tx, m.Into); err != nil {
		return err
	}
	if g.into.mergedInto != 0 {
		return refuseMerged(&g.into)
	}
	if err := refuseMoving(ctx, g.tx, &g.into); err != nil {
		return err
	}
	cur, err := versionByID(ctx, g.tx, g.into.version)
	if err != nil {
		return err
	}
	parts := slices.Clone(cur.parts)
	for i, f := range m.former {
		t, err := toolBySlug(ctx, g.tx, m.Sources[i])
		if err != nil {
			return err
		}
		t.Status, t.mergedInto, t.MergedInto, t.own = f.Status, 0, "", ""
		t.Revision, t.Edit = t.Revision+1, t.Edit+1
		if err := updateTool(ctx, g.tx, &t, now); err != nil {
			return err
		}
		g.sources = append(g.sources, t)
		parts = slices.DeleteFunc(parts, func(p int64) bool { return slices.Contains(f.Parts, p) })
	}
	return recount(ctx, g.tx, &g.into, cur.pattern, parts, now)
}
