package relational

import (
	"context"
	"fmt"

	"github.com/voxpop-dev/voxpop"
)

// CreateTool adds a tool. ErrConflict when the slug is or was taken.
func (s *Store) CreateTool(ctx context.Context, wanted voxpop.Tool, audit voxpop.AuditEntry) (t voxpop.Tool, err error) {
	err = s.write(ctx, "creating a tool", func(tx *Tx) error {
		if t, err = s.createTool(ctx, tx, wanted); err != nil {
			return err
		}
		audit.After = toolJSON(t)
		return saveAudit(ctx, tx, audit, s.now())
	})
	return t, err
}

func (s *Store) createTool(ctx context.Context, tx *Tx, wanted voxpop.Tool) (voxpop.Tool, error) {
	t := &toolRow{Tool: wanted}
	t.Revision, t.Edit, t.MergedInto = 1, 1, ""
	if t.Status == "" {
		t.Status = voxpop.ToolActive
	}
	if err := checkTool(t.Tool); err != nil {
		return wanted, err
	}
	if t.Status != voxpop.ToolActive && t.Status != voxpop.ToolCandidate {
		return wanted, fmt.Errorf("tool %q: a new tool is active or a candidate: %w", t.Slug, voxpop.ErrInvalid)
	}
	taken, err := slugs(ctx, tx)
	if err != nil {
		return wanted, err
	}
	if taken[t.Slug] {
		return wanted, fmt.Errorf("slug %q is or was taken by another tool: %w", t.Slug, voxpop.ErrConflict)
	}
	now := s.now().UnixMilli()
	if err := insertTool(ctx, tx, t, now); err != nil || t.Status != voxpop.ToolActive {
		return t.Tool, err
	}
	return t.Tool, examineAgain(ctx, tx, t, "was created", versionRow{}, now)
}

// examineAgain gives a tool a version for its present definition and starts the re-analysis that it needs.
func examineAgain(ctx context.Context, tx *Tx, t *toolRow, what string, v versionRow, now int64) error {
	v, err := renew(ctx, tx, t, v, now)
	if err != nil {
		return err
	}
	if v.state == voxpop.VersionWalking {
		if err := examineFor(ctx, tx, "tool "+t.Slug+" "+what, []versionRow{v}, now); err != nil {
			return err
		}
	}
	return bumpCatalog(ctx, tx)
}

// changeTool runs work on a tool that was last seen at an edit, and stores it with its audit entry.
func (s *Store) changeTool(ctx context.Context, op, slug string, edit int64, audit voxpop.AuditEntry, work func(tx *Tx, t *toolRow, now int64) (changed bool, err error)) (voxpop.Tool, error) {
	var t toolRow
	err := s.write(ctx, op, func(tx *Tx) error {
		var err error
		if t, err = toolToChange(ctx, tx, slug, edit); err != nil {
			return err
		}
		now := s.now()
		audit.Before = toolJSON(t.Tool)
		changed, err := work(tx, &t, now.UnixMilli())
		if err != nil || !changed {
			return err
		}
		t.Edit++
		t.own = ""
		if err := updateTool(ctx, tx, &t, now.UnixMilli()); err != nil {
			return err
		}
		if err := noteChange(ctx, tx); err != nil {
			return err
		}
		audit.After = toolJSON(t.Tool)
		return saveAudit(ctx, tx, audit, now)
	})
	return t.Tool, err
}

func refuseMerged(t *toolRow) error {
	if t.mergedInto != 0 {
		return fmt.Errorf("tool %q is merged into %q: undo the merge first: %w", t.Slug, t.MergedInto, voxpop.ErrConflict)
	}
	return nil
}

// EditTool replaces everything but slug, status and merged-into.
func (s *Store) EditTool(ctx context.Context, wanted voxpop.Tool, audit voxpop.AuditEntry) (voxpop.Tool, error) {
	return s.changeTool(ctx, "editing a tool", wanted.Slug, wanted.Edit, audit, func(tx *Tx, t *toolRow, now int64) (bool, error) {
		if err := checkTool(wanted); err != nil {
			return false, err
		}
		matching := sameMatching(t.Tool, wanted)
		if !matching {
			if err := refuseMerged(t); err != nil {
				return false, err
			}
			t.Revision++
		}
		t.Name, t.Vendor, t.Description, t.Categories = wanted.Name, wanted.Vendor, wanted.Description, wanted.Categories
		t.Aliases, t.Home = wanted.Aliases, wanted.Home
		if matching || t.Status == voxpop.ToolCandidate {
			return true, nil
		}
		return true, examineAgain(ctx, tx, t, "was changed", versionRow{}, now)
	})
}

// SetToolStatus archives, takes back from the archive, or approves and rejects a candidate.
func (s *Store) SetToolStatus(ctx context.Context, slug string, edit int64, status voxpop.ToolStatus, audit voxpop.AuditEntry) (voxpop.Tool, error) {
	return s.changeTool(ctx, "changing the status of a tool", slug, edit, audit, func(tx *Tx, t *toolRow, now int64) (bool, error) {
		if t.Status == status {
			return false, nil
		}
		if err := refuseMerged(t); err != nil {
			return false, err
		}
		t.Revision++
		former := t.Status
		t.Status = status
		switch {
		case status == voxpop.ToolArchived:
			var newest int64 // what it has been found in stays, whatever clocks say
			err := tx.one(ctx, "SELECT COALESCE(MAX(m.created), 0) FROM mentions m JOIN tool_versions v ON v.pattern_id = m.version_id WHERE v.tool_id = ?", []any{t.id}, &newest)
			if err != nil {
				return false, err
			}
			t.archived = max(now/1000, newest+1)
			return true, bumpCatalog(ctx, tx)
		case status == voxpop.ToolActive && (former == voxpop.ToolCandidate || t.version == 0):
			t.archived = 0
			return true, examineAgain(ctx, tx, t, "was activated", versionRow{}, now)
		case status == voxpop.ToolActive:
			return true, s.unarchive(ctx, tx, t, now)
		}
		return false, fmt.Errorf("tool %q: cannot become %q: %w", t.Slug, status, voxpop.ErrInvalid)
	})
}

// unarchive looks for a tool again, also in what was created while nobody did.
func (s *Store) unarchive(ctx context.Context, tx *Tx, t *toolRow, now int64) error {
	since := t.archived
	t.archived = 0
	r := voxpop.Reanalysis{Actor: catalogActor, Reason: "tool " + t.Slug + " was taken back from the archive",
		Window: voxpop.Window{From: fromSeconds(since)}, Tools: []string{t.Slug}}
	if _, err := insertReanalysis(ctx, tx, r, now); err != nil {
		return err
	}
	return bumpCatalog(ctx, tx)
}
