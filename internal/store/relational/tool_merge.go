package relational

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// former is what undoing a merge needs to know of a source.
type former struct {
	ID     int64             `json:"id"`
	Status voxpop.ToolStatus `json:"status"`
	Parts  []int64           `json:"parts"` // whose mentions came with it
}

// merging is a merge on its way.
type merging struct {
	tx      *Tx
	into    toolRow
	sources []toolRow
	report  voxpop.MergeReport
}

// MergeTools lets the mentions of the sources count for one tool. Nothing is examined again: a version of the target
// counts their mentions beside its own, and takes over when its days are counted. Until then all stands as before.
func (s *Store) MergeTools(ctx context.Context, m voxpop.Merge, dry bool, audit voxpop.AuditEntry) (voxpop.MergeReport, error) {
	var report voxpop.MergeReport
	err := s.write(ctx, "merging tools", func(tx *Tx) error {
		g := &merging{tx: tx, report: voxpop.MergeReport{Merge: m, Mentions: map[string]int64{}}}
		err := g.load(ctx, m)
		if err == nil {
			err = g.count(ctx)
		}
		report = g.report
		switch {
		case err != nil || dry:
			return err
		case len(report.Conflicts) > 0:
			return fmt.Errorf("%s: %w", strings.Join(report.Conflicts, "; "), voxpop.ErrConflict)
		}
		err = g.carryOut(ctx, audit, s.now())
		report = g.report
		return err
	})
	return report, err
}

// load reads the tools and notes what is in the way.
func (g *merging) load(ctx context.Context, m voxpop.Merge) error {
	var err error
	if g.into, err = toolToChange(ctx, g.tx, m.Into, m.Edits[m.Into]); err != nil {
		return err
	}
	if len(m.Sources) == 0 {
		return fmt.Errorf("merge into %q: needs at least one other tool: %w", m.Into, voxpop.ErrInvalid)
	}
	seen := map[string]bool{m.Into: true}
	for _, slug := range m.Sources {
		if seen[slug] {
			return fmt.Errorf("merge into %q: %q is named twice: %w", m.Into, slug, voxpop.ErrInvalid)
		}
		seen[slug] = true
		t, err := toolToChange(ctx, g.tx, slug, m.Edits[slug])
		if err != nil {
			return err
		}
		g.sources = append(g.sources, t)
	}
	for _, t := range g.all() {
		if err := g.check(ctx, t); err != nil {
			return err
		}
	}
	return nil
}

func (g *merging) all() []toolRow { return append([]toolRow{g.into}, g.sources...) }

func (g *merging) check(ctx context.Context, t toolRow) error {
	conflict := func(why string) { g.report.Conflicts = append(g.report.Conflicts, fmt.Sprintf("%q %s", t.Slug, why)) }
	moves, err := moving(ctx, g.tx, t.id)
	switch {
	case err != nil:
		return err
	case t.mergedInto != 0:
		conflict("is merged into " + t.MergedInto + " already")
	case t.Status == voxpop.ToolCandidate:
		conflict("is a candidate: approve it first")
	case t.Status != voxpop.ToolActive && t.id == g.into.id:
		conflict("is archived: take it back first")
	case moves:
		conflict("is being examined again: wait until that is done")
	case t.version == 0:
		conflict("has not been examined yet")
	}
	return nil
}

// moving reports whether a version of a tool is on its way to answer.
func moving(ctx context.Context, tx *Tx, tool int64) (bool, error) {
	var n int64
	err := tx.one(ctx, "SELECT COUNT(*) FROM tool_versions WHERE tool_id = ? AND state IN ('walking', 'walked')", []any{tool}, &n)
	return n > 0, err
}

// count says how many items mention the tools, apart and together, and which aliases they share.
func (g *merging) count(ctx context.Context) error {
	var together []int64
	aliases := map[string]int{}
	for _, t := range g.all() {
		for _, a := range t.Aliases {
			if key := strings.ToLower(a.Text); aliases[key] == 0 || !slices.Contains(g.report.Aliases, a.Text) {
				if aliases[key]++; aliases[key] == 2 {
					g.report.Aliases = append(g.report.Aliases, a.Text)
				}
			}
		}
		parts, err := partsOf(ctx, g.tx, t.version)
		if err != nil {
			return err
		}
		if g.report.Mentions[t.Slug], err = countItems(ctx, g.tx, parts); err != nil {
			return err
		}
		together = append(together, parts...)
	}
	var err error
	g.report.Together, err = countItems(ctx, g.tx, together)
	return err
}

func partsOf(ctx context.Context, q querier, version int64) ([]int64, error) {
	if version == 0 {
		return nil, nil
	}
	v, err := versionByID(ctx, q, version)
	return v.parts, err
}

// countItems counts the items that any of some patterns finds, by the engine that answers.
func countItems(ctx context.Context, q querier, parts []int64) (int64, error) {
	if len(parts) == 0 {
		return 0, nil
	}
	var n int64
	err := inChunks(parts, func(list string, args []any) error {
		return eachNumber(ctx, q, `SELECT COUNT(DISTINCT item_id) FROM mentions
			WHERE engine_id = (SELECT engine_id FROM publication) AND version_id IN `+list, args, func(m int64) { n += m })
	})
	return n, err
}

func (g *merging) carryOut(ctx context.Context, audit voxpop.AuditEntry, now time.Time) error {
	m := &g.report.Merge
	before := asJSON(g.definitions())
	cur, err := versionByID(ctx, g.tx, g.into.version)
	if err != nil {
		return err
	}
	parts := slices.Clone(cur.parts)
	var ids []int64
	var formers []former
	for i := range g.sources {
		t := &g.sources[i]
		its, err := partsOf(ctx, g.tx, t.version)
		if err != nil {
			return err
		}
		formers = append(formers, former{t.id, t.Status, its})
		ids, parts = append(ids, t.id), append(parts, its...)
		t.Status, t.mergedInto, t.MergedInto, t.own = voxpop.ToolArchived, g.into.id, g.into.Slug, ""
		t.Revision, t.Edit = t.Revision+1, t.Edit+1
		if err := updateTool(ctx, g.tx, t, now.UnixMilli()); err != nil {
			return err
		}
	}
	if err := recount(ctx, g.tx, &g.into, cur.pattern, parts, now.UnixMilli()); err != nil {
		return err
	}
	if err := g.tx.one(ctx, "SELECT COALESCE(MAX(id), 0) + 1 FROM merges", nil, &m.ID); err != nil {
		return err
	}
	m.Actor, m.Merged = audit.Actor, fromMillis(now.UnixMilli())
	err = g.tx.Insert(ctx, "INSERT INTO merges (id, into_id, sources, former, actor, merged)", 6,
		[]any{m.ID, g.into.id, asJSON(ids), asJSON(formers), clean(audit.Actor), now.UnixMilli()}, "")
	if err != nil {
		return err
	}
	audit.Before, audit.After = before, asJSON(g.definitions())
	return saveAudit(ctx, g.tx, audit, now)
}

func (g *merging) definitions() []definition {
	var out []definition
	for _, t := range g.all() {
		out = append(out, definitionOf(t.Tool))
	}
	return out
}

// recount gives a tool a version of the same pattern that counts the mentions of parts. It takes over when the days are counted on
// which any of these, or of those it counted before, are mentioned.
func recount(ctx context.Context, tx *Tx, t *toolRow, pattern int64, parts []int64, now int64) error {
	former := t.version
	t.Revision, t.Edit, t.own = t.Revision+1, t.Edit+1, ""
	if err := updateTool(ctx, tx, t, now); err != nil {
		return err
	}
	v := versionRow{pattern: pattern, parts: parts, state: voxpop.VersionWalked}
	if err := addVersion(ctx, tx, &v, t, now); err != nil {
		return err
	}
	before, err := versionByID(ctx, tx, former)
	if err != nil {
		return err
	}
	if err := markPatterns(ctx, tx, append(slices.Clone(before.parts), parts...)); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "UPDATE tool_versions SET dirty_mark = (SELECT COALESCE(MAX(id), 0) FROM dirty) WHERE id = ?", v.id)
	if err != nil {
		return err
	}
	if err := noteChange(ctx, tx); err != nil {
		return err
	}
	return bumpCatalog(ctx, tx)
}

// list writes our own numbers into a statement.
func list(ids []int64) string {
	return strings.Trim(strings.ReplaceAll(fmt.Sprint(ids), " ", ", "), "[]")
}
