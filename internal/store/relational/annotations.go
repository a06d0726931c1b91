package relational

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"slices"

	"github.com/voxpop-dev/voxpop"
)

// newest are up to limit items, newest first.
func newest(items map[int64]voxpop.StoredItem, limit int) []voxpop.StoredItem {
	var out []voxpop.StoredItem
	for _, it := range items {
		out = append(out, it)
	}
	slices.SortFunc(out, func(a, b voxpop.StoredItem) int {
		return cmp.Or(b.Created.Compare(a.Created), cmp.Compare(b.RowID, a.RowID))
	})
	return out[:min(limit, len(out))]
}

// Annotations returns those in the window about a tool or about all; an empty slug asks for every one. Oldest first.
func (s *Store) Annotations(ctx context.Context, w voxpop.Window, tool string) ([]voxpop.Annotation, error) {
	const op = "listing annotations"
	since, until := createdBounds(w)
	var of where
	of.add("a.at >= ? AND a.at < ?", since, until)
	if tool != "" {
		t, err := toolBySlug(ctx, pool{s}, tool)
		if err != nil {
			return nil, s.fail(op, err)
		}
		of.add("a.tool_id IN (0, ?)", t.id)
	}
	var out []voxpop.Annotation
	err := each(ctx, pool{s}, annotationColumns+of.clause()+" ORDER BY a.at, a.id", of.args, func(rows *sql.Rows) error {
		a, err := scanAnnotation(rows)
		out = append(out, a)
		return err
	})
	return out, s.fail(op, err)
}

const annotationColumns = "SELECT a.id, a.at, COALESCE(t.slug, ''), a.title, a.link, a.edit, a.created FROM annotations a LEFT JOIN tools t ON t.id = a.tool_id"

func scanAnnotation(rows *sql.Rows) (voxpop.Annotation, error) {
	var a voxpop.Annotation
	var at, created int64
	err := rows.Scan(&a.ID, &at, &a.Tool, &a.Title, &a.Link, &a.Edit, &created)
	a.At, a.Created = fromSeconds(at), fromMillis(created)
	return a, err
}

// checkAnnotation returns the id of its tool, 0 for all.
func checkAnnotation(ctx context.Context, tx *Tx, a voxpop.Annotation) (int64, error) {
	const longest = 500
	link, err := url.Parse(a.Link)
	switch {
	case clean(a.Title) == "" || len(a.Title) > longest:
		return 0, fmt.Errorf("annotation: needs a title of at most %d bytes: %w", longest, voxpop.ErrInvalid)
	case seconds(a.At) <= 0 || seconds(a.At) >= lastCreated:
		return 0, fmt.Errorf("annotation %.80q: needs a time: %w", a.Title, voxpop.ErrInvalid)
	case a.Link != "" && (err != nil || link.Scheme != "http" && link.Scheme != "https" || link.Host == "" || len(a.Link) > voxpop.MaxURL):
		return 0, fmt.Errorf("annotation %.80q: the link must be a whole address with http or https: %w", a.Title, voxpop.ErrInvalid)
	case a.Tool == "":
		return 0, nil
	}
	t, err := toolBySlug(ctx, tx, a.Tool)
	return t.id, err
}

// annotationByID is ErrNotFound for an unknown one, and ErrConflict for one that was changed since edit.
func annotationByID(ctx context.Context, tx *Tx, id, edit int64) (voxpop.Annotation, error) {
	var a voxpop.Annotation
	err := each(ctx, tx, annotationColumns+" WHERE a.id = ?", []any{id}, func(rows *sql.Rows) (err error) {
		a, err = scanAnnotation(rows)
		return err
	})
	switch {
	case err != nil:
	case a.ID == 0:
		err = fmt.Errorf("annotation %d: %w", id, voxpop.ErrNotFound)
	case a.Edit != edit:
		err = fmt.Errorf("annotation %d was changed meanwhile (edit %d): %w", id, a.Edit, voxpop.ErrConflict)
	}
	return a, err
}

func annotationJSON(a voxpop.Annotation) string {
	return asJSON(map[string]any{"id": a.ID, "at": a.At, "tool": a.Tool, "title": a.Title, "link": a.Link, "edit": a.Edit})
}

// CreateAnnotation adds a note to charts. The very same one that is there already is returned.
func (s *Store) CreateAnnotation(ctx context.Context, a voxpop.Annotation, audit voxpop.AuditEntry) (voxpop.Annotation, error) {
	err := s.write(ctx, "creating an annotation", func(tx *Tx) error {
		tool, err := checkAnnotation(ctx, tx, a)
		if err != nil {
			return err
		}
		var same voxpop.Annotation
		err = each(ctx, tx, annotationColumns+" WHERE a.at = ? AND a.tool_id = ? AND a.title = ? AND a.link = ?",
			[]any{seconds(a.At), tool, clean(a.Title), clean(a.Link)}, func(rows *sql.Rows) (err error) {
				same, err = scanAnnotation(rows)
				return err
			})
		if err != nil || same.ID != 0 {
			a = same
			return err
		}
		if err := tx.one(ctx, "SELECT COALESCE(MAX(id), 0) + 1 FROM annotations", nil, &a.ID); err != nil {
			return err
		}
		now := s.now()
		a.Edit, a.Created, a.At = 1, fromMillis(now.UnixMilli()), fromSeconds(seconds(a.At))
		err = tx.Insert(ctx, "INSERT INTO annotations (id, at, tool_id, title, link, edit, created)", 7,
			[]any{a.ID, seconds(a.At), tool, clean(a.Title), clean(a.Link), a.Edit, now.UnixMilli()}, "")
		if err != nil {
			return err
		}
		audit.After = annotationJSON(a)
		return s.auditVisible(ctx, tx, audit)
	})
	return a, err
}

// auditVisible saves an audit entry of a change that readers see.
func (s *Store) auditVisible(ctx context.Context, tx *Tx, audit voxpop.AuditEntry) error {
	if err := noteChange(ctx, tx); err != nil {
		return err
	}
	return saveAudit(ctx, tx, audit, s.now())
}

// EditAnnotation replaces an annotation. A stale edit is ErrConflict.
func (s *Store) EditAnnotation(ctx context.Context, a voxpop.Annotation, audit voxpop.AuditEntry) (voxpop.Annotation, error) {
	err := s.write(ctx, "editing an annotation", func(tx *Tx) error {
		old, err := annotationByID(ctx, tx, a.ID, a.Edit)
		if err != nil {
			return err
		}
		tool, err := checkAnnotation(ctx, tx, a)
		if err != nil {
			return err
		}
		a.Edit, a.Created, a.At = old.Edit+1, old.Created, fromSeconds(seconds(a.At))
		_, err = tx.Exec(ctx, "UPDATE annotations SET at = ?, tool_id = ?, title = ?, link = ?, edit = ? WHERE id = ?",
			seconds(a.At), tool, clean(a.Title), clean(a.Link), a.Edit, a.ID)
		if err != nil {
			return err
		}
		audit.Before, audit.After = annotationJSON(old), annotationJSON(a)
		return s.auditVisible(ctx, tx, audit)
	})
	return a, err
}

// DeleteAnnotation removes one. A stale edit is ErrConflict.
func (s *Store) DeleteAnnotation(ctx context.Context, id, edit int64, audit voxpop.AuditEntry) error {
	return s.write(ctx, "deleting an annotation", func(tx *Tx) error {
		old, err := annotationByID(ctx, tx, id, edit)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "DELETE FROM annotations WHERE id = ?", id); err != nil {
			return err
		}
		audit.Before = annotationJSON(old)
		return s.auditVisible(ctx, tx, audit)
	})
}
