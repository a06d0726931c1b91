package relational

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"

	"github.com/voxpop-dev/voxpop"
)

// versionRow is a row of tool_versions.
type versionRow struct {
	id, toolID, revision int64
	definition           string
	pattern              int64
	parts, bases         []int64
	state                voxpop.VersionState
	engine, dirtyMark    int64
	created              int64
}

const versionColumns = "v.id, v.tool_id, v.revision, v.definition, v.pattern_id, v.parts, v.bases, v.state, v.engine_id, v.dirty_mark, v.created"

func scanVersion(scan func(...any) error, more ...any) (versionRow, error) {
	var v versionRow
	var parts, bases string
	err := scan(append([]any{&v.id, &v.toolID, &v.revision, &v.definition, &v.pattern, &parts, &bases, &v.state, &v.engine, &v.dirtyMark, &v.created}, more...)...)
	if err != nil {
		return v, err
	}
	return v, errors.Join(json.Unmarshal([]byte(parts), &v.parts), json.Unmarshal([]byte(bases), &v.bases))
}

func versionByID(ctx context.Context, q querier, id int64) (versionRow, error) {
	var out versionRow
	err := each(ctx, q, "SELECT "+versionColumns+" FROM tool_versions v WHERE v.id = ?", []any{id}, func(rows *sql.Rows) (err error) {
		out, err = scanVersion(rows.Scan)
		return err
	})
	if err == nil && out.id == 0 {
		err = voxpop.ErrNotFound
	}
	return out, err
}

// usedVersions are the versions for which cells are kept: all but the retired ones.
func usedVersions(ctx context.Context, q querier) ([]versionRow, error) {
	var out []versionRow
	err := each(ctx, q, "SELECT "+versionColumns+" FROM tool_versions v WHERE v.state <> 'retired' ORDER BY v.id", nil, func(rows *sql.Rows) error {
		v, err := scanVersion(rows.Scan)
		out = append(out, v)
		return err
	})
	return out, err
}

// addVersion stores a version and gives it its id. A pattern of 0 is a new one, and counts.
func addVersion(ctx context.Context, tx *Tx, v *versionRow, t *toolRow, now int64) error {
	if err := tx.one(ctx, "SELECT COALESCE(MAX(id), 0) + 1 FROM tool_versions", nil, &v.id); err != nil {
		return err
	}
	v.toolID, v.revision, v.definition, v.created = t.id, t.Revision, toolJSON(t.Tool), now
	if v.pattern == 0 {
		v.pattern = v.id
		v.parts = append([]int64{v.id}, v.parts...)
	}
	return tx.Insert(ctx, "INSERT INTO tool_versions (id, tool_id, revision, definition, pattern_id, parts, bases, state, engine_id, dirty_mark, created)", 11,
		[]any{v.id, v.toolID, v.revision, v.definition, v.pattern, asJSON(v.parts), asJSON(numbers(v.bases)), string(v.state), v.engine, v.dirtyMark, now}, "")
}

// numbers is never nil, so that it is an empty list in JSON.
func numbers(list []int64) []int64 {
	if list == nil {
		return []int64{}
	}
	return list
}

// renew gives a tool a version for its present definition, which a re-analysis must examine before it answers. What was on
// its way to answer no longer is. While nothing has been analysed there is nothing to examine again, and it answers at once.
func renew(ctx context.Context, tx *Tx, t *toolRow, v versionRow, now int64) (versionRow, error) {
	if t.version != 0 {
		former, err := versionByID(ctx, tx, t.version)
		if err != nil {
			return v, err
		}
		v.bases = append(v.bases, former.pattern)
	}
	merged, err := mergedParts(ctx, tx, t)
	if err != nil {
		return v, err
	}
	v.parts = append(v.parts, merged...)
	if err := supersede(ctx, tx, t, now); err != nil {
		return v, err
	}
	v.state = voxpop.VersionWalking
	var scored int64
	if err := tx.one(ctx, "SELECT COUNT(*) FROM (SELECT item_id FROM scores LIMIT 1) s", nil, &scored); err != nil {
		return v, err
	}
	if scored == 0 {
		v.state = voxpop.VersionReady
	}
	if err := addVersion(ctx, tx, &v, t, now); err != nil {
		return v, err
	}
	if v.state == voxpop.VersionReady {
		t.version = v.id
		_, err := tx.Exec(ctx, "UPDATE tools SET version_id = ? WHERE id = ?", v.id, t.id)
		return v, err
	}
	return v, nil
}

// mergedParts are the patterns of other tools that the newest version of a tool counts, be it that which answers or one on its way.
func mergedParts(ctx context.Context, tx *Tx, t *toolRow) ([]int64, error) {
	var newest versionRow
	err := each(ctx, tx, "SELECT "+versionColumns+" FROM tool_versions v WHERE v.tool_id = ? AND v.state <> 'retired' ORDER BY v.id DESC LIMIT 1", []any{t.id},
		func(rows *sql.Rows) (err error) {
			newest, err = scanVersion(rows.Scan)
			return err
		})
	return slices.DeleteFunc(newest.parts, func(p int64) bool { return p == newest.pattern }), err
}

// supersede gives up versions of a tool that were on their way, and takes them out of the re-analyses that run for them.
func supersede(ctx context.Context, tx *Tx, t *toolRow, now int64) error {
	var gone []int64
	err := each(ctx, tx, "SELECT id FROM tool_versions WHERE tool_id = ? AND state IN ('walking', 'walked')", []any{t.id}, func(rows *sql.Rows) error {
		var id int64
		err := rows.Scan(&id)
		gone = append(gone, id)
		return err
	})
	if err != nil || len(gone) == 0 {
		return err
	}
	if _, err := tx.Exec(ctx, "UPDATE tool_versions SET state = 'retired' WHERE tool_id = ? AND state IN ('walking', 'walked')", t.id); err != nil {
		return err
	}
	return dropVersions(ctx, tx, gone, t.Slug, now)
}

// ToolVersions returns the versions of a tool that are kept, newest first.
func (s *Store) ToolVersions(ctx context.Context, slug string) ([]voxpop.ToolVersion, error) {
	const op = "listing versions of a tool"
	t, err := toolBySlug(ctx, pool{s}, slug)
	if err != nil {
		return nil, s.fail(op, err)
	}
	var out []voxpop.ToolVersion
	err = each(ctx, pool{s}, "SELECT "+versionColumns+" FROM tool_versions v WHERE v.tool_id = ? AND v.state <> 'retired' ORDER BY v.id DESC", []any{t.id},
		func(rows *sql.Rows) error {
			v, err := scanVersion(rows.Scan)
			if err != nil {
				return err
			}
			def, err := toolFromJSON(v.definition)
			out = append(out, voxpop.ToolVersion{ID: v.id, Slug: t.Slug, Revision: v.revision, Tool: def, State: v.state,
				Answers: v.id == t.version, Parts: v.parts, Created: fromMillis(v.created)})
			return err
		})
	return out, s.fail(op, err)
}
