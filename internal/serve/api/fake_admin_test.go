package api

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/analyze/tools"
)

// administration wires the fake with the real rules.
func administration(f *fake) Administration {
	return Administration{
		Catalog: f, Reanalyses: f, Candidates: candidates{f}, Notes: f, KeyRing: f, Audit: f, Engines: f, EngineOptions: engineOptions, EngineFigures: engineFigures(),
		Labelling: &desk{fake: f}, Text: func(_, title, body string) string { return strings.TrimSpace(title + "\n" + body) },
		Check: func(t voxpop.Tool, catalog []voxpop.Tool) (out []Fault) {
			for _, fault := range tools.Check(t, catalog) {
				out = append(out, Fault(fault))
			}
			return out
		},
		Compare: func(catalog []voxpop.Tool, before *voxpop.Tool, after voxpop.Tool) (Comparison, error) {
			c, err := tools.NewChange(catalog, before, after)
			if err != nil {
				return Comparison{}, err
			}
			return Comparison{Searches: c.Searches, Home: c.Home, Find: func(i *voxpop.StoredItem) (string, []voxpop.Mention, []voxpop.Mention) {
				text := i.Title + "\n" + i.Body
				before, after := c.Find(tools.Input{Source: i.ID.Source, Community: i.Community, Kind: i.Kind, Text: text})
				return text, before, after
			}}, nil
		},
	}
}

// command runs a change with the lock held and notes its audit entry.
func (f *fake) command(audit voxpop.AuditEntry, change func() error) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.noWrites {
		return errors.New("writer: disk full")
	}
	if err := change(); err != nil {
		return err
	}
	f.audits = append(f.audits, audit)
	return nil
}

func (f *fake) Tool(_ context.Context, slug string) (voxpop.Tool, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if t := f.tool(slug); t != nil {
		return *t, f.down
	}
	return voxpop.Tool{}, cmpErr(f.down, fmt.Errorf("tool %q: %w", slug, voxpop.ErrNotFound))
}

func (f *fake) CreateTool(_ context.Context, t voxpop.Tool, audit voxpop.AuditEntry) (voxpop.Tool, error) {
	t.Edit, t.Revision, t.Created, t.Updated = 1, 1, noon, noon
	return t, f.command(audit, func() error {
		if f.tool(t.Slug) != nil {
			return fmt.Errorf("creating a tool: slug %q is or was taken by another tool: %w", t.Slug, voxpop.ErrConflict)
		}
		f.tools = append(f.tools, t)
		return nil
	})
}

// change replaces a tool that was last seen at an edit.
func (f *fake) change(slug string, edit int64, audit voxpop.AuditEntry, change func(*voxpop.Tool) error) (out voxpop.Tool, err error) {
	err = f.command(audit, func() error {
		if f.raced != nil {
			f.raced(f.tool(slug))
		}
		t := f.tool(slug)
		if t == nil {
			return voxpop.ErrNotFound
		}
		if t.Edit != edit {
			return fmt.Errorf("changing: %w", &voxpop.StaleError{Newer: *t})
		}
		if err := change(t); err != nil {
			return err
		}
		t.Edit++
		out = *t
		return nil
	})
	return out, err
}

func (f *fake) EditTool(_ context.Context, wanted voxpop.Tool, audit voxpop.AuditEntry) (voxpop.Tool, error) {
	return f.change(wanted.Slug, wanted.Edit, audit, func(t *voxpop.Tool) error {
		*t = wanted
		return nil
	})
}

func (f *fake) SetToolStatus(_ context.Context, slug string, edit int64, status voxpop.ToolStatus, audit voxpop.AuditEntry) (voxpop.Tool, error) {
	return f.change(slug, edit, audit, func(t *voxpop.Tool) error {
		if t.MergedInto != "" {
			return fmt.Errorf("tool %q is merged into %q: undo the merge first: %w", t.Slug, t.MergedInto, voxpop.ErrConflict)
		}
		t.Status = status
		return nil
	})
}

func (f *fake) MergeTools(_ context.Context, m voxpop.Merge, dry bool, audit voxpop.AuditEntry) (voxpop.MergeReport, error) {
	report := voxpop.MergeReport{Merge: m, Mentions: map[string]int64{m.Into: 12}, Together: 12, Aliases: []string{"Cursor"}}
	for _, slug := range m.Sources {
		if t := f.tool(slug); t.Status == voxpop.ToolCandidate {
			report.Conflicts = append(report.Conflicts, fmt.Sprintf("%q is a candidate: approve it first", slug))
		}
	}
	if dry {
		return report, f.read()
	}
	return report, f.command(audit, func() error {
		if len(report.Conflicts) > 0 {
			return fmt.Errorf("%s: %w", strings.Join(report.Conflicts, "; "), voxpop.ErrConflict)
		}
		report.Merge.ID, report.Merge.Merged = int64(len(f.mergings)+1), noon
		f.mergings = append(f.mergings, report.Merge)
		for _, slug := range m.Sources {
			t := f.tool(slug)
			t.MergedInto, t.Status, t.Edit = m.Into, voxpop.ToolArchived, t.Edit+1
		}
		return nil
	})
}

func (f *fake) UndoMerge(_ context.Context, id int64, audit voxpop.AuditEntry) (m voxpop.Merge, err error) {
	err = f.command(audit, func() error {
		if id > int64(len(f.mergings)) {
			return voxpop.ErrNotFound
		}
		m = f.mergings[id-1]
		if !m.Undone.IsZero() {
			return fmt.Errorf("merge %d is undone already: %w", id, voxpop.ErrConflict)
		}
		m.Undone = noon
		f.mergings[id-1] = m
		return nil
	})
	return m, err
}

func (f *fake) Merges(context.Context) ([]voxpop.Merge, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.mergings), f.down
}

func (f *fake) ToolLoss(_ context.Context, slug string) (voxpop.ToolLoss, error) {
	return voxpop.ToolLoss{Mentions: 12, Gone: 1, Relations: 5, Annotations: 2, Versions: 1}, f.read()
}

func (f *fake) DeleteTool(ctx context.Context, slug string, edit int64, audit voxpop.AuditEntry) (voxpop.ToolLoss, error) {
	_, err := f.change(slug, edit, audit, func(t *voxpop.Tool) error {
		if slug == "claude-code" {
			return fmt.Errorf("deleting a tool: tool %q is used by re-analysis 3: wait for its end, or cancel it: %w", slug, voxpop.ErrConflict)
		}
		return nil
	})
	if err != nil {
		return voxpop.ToolLoss{}, err
	}
	f.set(func() { f.tools = slices.DeleteFunc(f.tools, func(t voxpop.Tool) bool { return t.Slug == slug }) })
	return f.ToolLoss(ctx, slug)
}

func (f *fake) RollBackTool(ctx context.Context, slug string, edit, version int64, audit voxpop.AuditEntry) (voxpop.Tool, error) {
	versions, _ := f.ToolVersions(ctx, slug)
	return f.change(slug, edit, audit, func(t *voxpop.Tool) error {
		at := slices.IndexFunc(versions, func(v voxpop.ToolVersion) bool { return v.ID == version })
		if at < 0 {
			return fmt.Errorf("version %d of tool %q: %w", version, slug, voxpop.ErrNotFound)
		}
		t.Aliases, t.Home = versions[at].Tool.Aliases, versions[at].Tool.Home
		return nil
	})
}

func (f *fake) MatchPreview(_ context.Context, searches, home []string, w voxpop.Window, limit int) (out []voxpop.StoredItem, reached time.Time, err error) {
	for _, i := range f.stored {
		if w.From.IsZero() || !i.Created.Before(w.From) {
			out = append(out, i)
		}
	}
	if len(out) > limit {
		out, reached = out[:limit], out[limit-1].Created
	}
	return out, reached, f.read()
}
