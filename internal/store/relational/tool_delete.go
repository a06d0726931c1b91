package relational

import (
	"context"
	"fmt"
	"slices"

	"github.com/voxpop-dev/voxpop"
)

// ToolLoss says what DeleteTool would lose.
func (s *Store) ToolLoss(ctx context.Context, slug string) (voxpop.ToolLoss, error) {
	t, err := toolBySlug(ctx, pool{s}, slug)
	if err != nil {
		return voxpop.ToolLoss{}, s.fail("counting what a tool has", err)
	}
	loss, err := lossOf(ctx, pool{s}, t)
	return loss, s.fail("counting what a tool has", err)
}

func lossOf(ctx context.Context, q querier, t toolRow) (voxpop.ToolLoss, error) {
	var loss voxpop.ToolLoss
	for _, c := range []struct {
		into  *int64
		query string
		args  []any
	}{
		{&loss.Mentions, `SELECT COUNT(*) FROM mentions m JOIN tool_versions v ON v.pattern_id = m.version_id
			WHERE v.id = ? AND m.engine_id = (SELECT engine_id FROM publication)`, []any{t.version}},
		{&loss.Gone, `SELECT COUNT(*) FROM tool_versions v JOIN mentions m ON m.version_id = v.pattern_id JOIN items i ON i.id = m.item_id
			WHERE v.id = ? AND m.engine_id = (SELECT engine_id FROM publication) AND i.state <> 'live'`, []any{t.version}},
		{&loss.Relations, "SELECT COUNT(*) FROM relations WHERE from_tool = ? OR to_tool = ?", []any{t.id, t.id}},
		{&loss.Annotations, "SELECT COUNT(*) FROM annotations WHERE tool_id = ?", []any{t.id}},
		{&loss.Versions, "SELECT COUNT(*) FROM tool_versions WHERE tool_id = ? AND state <> 'retired'", []any{t.id}},
	} {
		if err := eachNumber(ctx, q, c.query, c.args, func(n int64) { *c.into = n }); err != nil {
			return loss, err
		}
	}
	return loss, nil
}

// DeleteTool removes a tool. What it has is out of sight at once; housekeeping deletes it in short transactions.
func (s *Store) DeleteTool(ctx context.Context, slug string, edit int64, audit voxpop.AuditEntry) (voxpop.ToolLoss, error) {
	loss, err := s.ToolLoss(ctx, slug) // counting takes long: not in the transaction
	if err != nil {
		return loss, err
	}
	err = s.write(ctx, "deleting a tool", func(tx *Tx) error {
		t, err := toolToChange(ctx, tx, slug, edit)
		if err != nil {
			return err
		}
		if err := refuseUsed(ctx, tx, t); err != nil {
			return err
		}
		for _, query := range []string{
			"UPDATE tools SET status = 'deleted', version_id = 0, own = '', edit = edit + 1 WHERE id = ?",
			"UPDATE tool_versions SET state = 'retired' WHERE tool_id = ?",
			"DELETE FROM annotations WHERE tool_id = ?",
		} {
			if _, err := tx.Exec(ctx, query, t.id); err != nil {
				return err
			}
		}
		if err := noteChange(ctx, tx); err != nil {
			return err
		}
		if err := bumpCatalog(ctx, tx); err != nil {
			return err
		}
		audit.Before = toolJSON(t.Tool)
		if audit.Detail == "" {
			audit.Detail = fmt.Sprintf("%d mentions, %d of them in items without text; %d relations; %d annotations",
				loss.Mentions, loss.Gone, loss.Relations, loss.Annotations)
		}
		return saveAudit(ctx, tx, audit, s.now())
	})
	return loss, err
}

// refuseUsed refuses a tool that a re-analysis or a merge uses.
func refuseUsed(ctx context.Context, tx *Tx, t toolRow) error {
	if err := refuseMerged(&t); err != nil {
		return err
	}
	var merged int64
	if err := tx.one(ctx, "SELECT COUNT(*) FROM tools WHERE merged_into = ?", []any{t.id}, &merged); err != nil {
		return err
	}
	if merged > 0 {
		return fmt.Errorf("tool %q counts for %d others: undo the merge first: %w", t.Slug, merged, voxpop.ErrConflict)
	}
	open, err := openReanalyses(ctx, tx)
	if err != nil {
		return err
	}
	for _, r := range open {
		if len(r.Tools) == 0 || slices.Contains(r.Tools, t.Slug) {
			return fmt.Errorf("tool %q is used by re-analysis %d: wait for its end, or cancel it: %w", t.Slug, r.ID, voxpop.ErrConflict)
		}
	}
	moves, err := moving(ctx, tx, t.id)
	if err != nil {
		return err
	}
	if moves {
		return fmt.Errorf("tool %q is being counted again: wait a moment: %w", t.Slug, voxpop.ErrConflict)
	}
	return nil
}

// RollBackTool gives a tool the definition of one of its versions again.
func (s *Store) RollBackTool(ctx context.Context, slug string, edit, version int64, audit voxpop.AuditEntry) (voxpop.Tool, error) {
	return s.changeTool(ctx, "rolling a tool back", slug, edit, audit, func(tx *Tx, t *toolRow, now int64) (bool, error) {
		if err := refuseMerged(t); err != nil {
			return false, err
		}
		v, err := versionByID(ctx, tx, version)
		if err == nil && (v.toolID != t.id || v.state == voxpop.VersionRetired) {
			err = voxpop.ErrNotFound
		}
		if err != nil {
			return false, fmt.Errorf("version %d of tool %q: %w", version, slug, err)
		}
		if version == t.version {
			return false, fmt.Errorf("tool %q: version %d answers: %w", slug, version, voxpop.ErrConflict)
		}
		def, err := toolFromJSON(v.definition)
		if err != nil {
			return false, err
		}
		t.Aliases, t.Home = def.Aliases, def.Home
		t.Revision++
		return true, examineAgain(ctx, tx, t, "was rolled back", versionRow{pattern: v.pattern, parts: []int64{v.pattern}}, now)
	})
}
