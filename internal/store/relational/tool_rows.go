package relational

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/voxpop-dev/voxpop"
)

// toolDeleted is the status of a row that only keeps its slug taken.
const toolDeleted voxpop.ToolStatus = "deleted"

// toolRow is a row of tools.
type toolRow struct {
	voxpop.Tool
	id, mergedInto int64
	version        int64 // the one that answers; 0 for none
	archived       int64 // created second from which on it is not looked for; 0 for none
	own            string
}

const toolColumns = `t.id, t.slug, t.name, t.vendor, t.description, t.categories, t.status, t.aliases, t.home, t.merged_into,
	COALESCE(m.slug, ''), t.revision, t.edit, t.version_id, t.archived, t.own, t.created, t.updated
	FROM tools t LEFT JOIN tools m ON m.id = t.merged_into`

func scanTool(scan func(...any) error) (toolRow, error) {
	var t toolRow
	var categories, aliases, home string
	var created, updated int64
	err := scan(&t.id, &t.Slug, &t.Name, &t.Vendor, &t.Description, &categories, &t.Status, &aliases, &home, &t.mergedInto,
		&t.MergedInto, &t.Revision, &t.Edit, &t.version, &t.archived, &t.own, &created, &updated)
	if err != nil {
		return t, err
	}
	t.Created, t.Updated = fromMillis(created), fromMillis(updated)
	var list []alias
	err = errors.Join(json.Unmarshal([]byte(categories), &t.Categories), json.Unmarshal([]byte(aliases), &list),
		json.Unmarshal([]byte(home), &t.Home))
	for _, a := range list {
		t.Aliases = append(t.Aliases, voxpop.Alias(a))
	}
	return t, err
}

// eachTool yields the tools that are not deleted by slug.
func eachTool(ctx context.Context, q querier, yield func(toolRow)) error {
	return each(ctx, q, "SELECT "+toolColumns+" WHERE t.status <> 'deleted' ORDER BY t.slug", nil, func(rows *sql.Rows) error {
		t, err := scanTool(rows.Scan)
		if err == nil {
			yield(t)
		}
		return err
	})
}

// toolBySlug is ErrNotFound for an unknown or deleted one.
func toolBySlug(ctx context.Context, q querier, slug string) (toolRow, error) {
	var out toolRow
	err := each(ctx, q, "SELECT "+toolColumns+" WHERE t.slug = ? AND t.status <> 'deleted'", []any{clean(slug)}, func(rows *sql.Rows) (err error) {
		out, err = scanTool(rows.Scan)
		return err
	})
	if err == nil && out.id == 0 {
		err = fmt.Errorf("tool %.80q: %w", slug, voxpop.ErrNotFound)
	}
	return out, err
}

// toolToChange is toolBySlug for a change that was made from an edit; *voxpop.StaleError when there is a newer one.
func toolToChange(ctx context.Context, tx *Tx, slug string, edit int64) (toolRow, error) {
	t, err := toolBySlug(ctx, tx, slug)
	if err == nil && t.Edit != edit {
		err = &voxpop.StaleError{Newer: t.Tool}
	}
	return t, err
}

// Tools returns every tool by slug.
func (s *Store) Tools(ctx context.Context) ([]voxpop.Tool, error) {
	out := []voxpop.Tool{}
	err := eachTool(ctx, pool{s}, func(t toolRow) { out = append(out, t.Tool) })
	return out, s.fail("listing tools", err)
}

// Tool returns one tool.
func (s *Store) Tool(ctx context.Context, slug string) (voxpop.Tool, error) {
	t, err := toolBySlug(ctx, pool{s}, slug)
	return t.Tool, s.fail("reading a tool", err)
}

// insertTool gives t its id.
func insertTool(ctx context.Context, tx *Tx, t *toolRow, now int64) error {
	if err := tx.one(ctx, "SELECT COALESCE(MAX(id), 0) + 1 FROM tools", nil, &t.id); err != nil {
		return err
	}
	d := definitionOf(t.Tool)
	t.Created, t.Updated = fromMillis(now), fromMillis(now)
	return tx.Insert(ctx, `INSERT INTO tools (id, slug, name, vendor, description, categories, status, aliases, home, merged_into,
		revision, edit, version_id, archived, own, created, updated)`, 17, []any{t.id, d.Slug, clean(d.Name), clean(d.Vendor), clean(d.Description),
		asJSON(d.Categories), string(d.Status), asJSON(d.Aliases), asJSON(d.Home), t.mergedInto, d.Revision, d.Edit, t.version, t.archived, t.own, now, now}, "")
}

func updateTool(ctx context.Context, tx *Tx, t *toolRow, now int64) error {
	d := definitionOf(t.Tool)
	t.Updated = fromMillis(now)
	_, err := tx.Exec(ctx, `UPDATE tools SET name = ?, vendor = ?, description = ?, categories = ?, status = ?, aliases = ?, home = ?,
		merged_into = ?, revision = ?, edit = ?, version_id = ?, archived = ?, own = ?, updated = ? WHERE id = ?`,
		clean(d.Name), clean(d.Vendor), clean(d.Description), asJSON(d.Categories), string(d.Status), asJSON(d.Aliases), asJSON(d.Home),
		t.mergedInto, d.Revision, d.Edit, t.version, t.archived, t.own, now, t.id)
	return err
}
