package relational

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/voxpop-dev/voxpop"
)

// The states of an engine version: walking → walked → building → ready → retired. The ready one in
// publication.engine_id answers; the first engine of a database is ready at once. A ready one that does
// not answer, or a retired one, begins to walk again when it is chosen.
const (
	engineWalking  = "walking"
	engineWalked   = "walked"
	engineBuilding = "building"
	engineReady    = "ready"
	engineRetired  = "retired"
)

// engineID returns the id of an engine version, adding it when it is new. The first engine of a
// database answers from its first commit on and takes over the cells that were counted without one.
func engineID(ctx context.Context, tx *Tx, e voxpop.EngineID, now int64) (int64, error) {
	const query = "SELECT id FROM engines WHERE name = ? AND version = ?"
	var id int64
	err := tx.one(ctx, query, []any{e.Name, e.Version}, &id)
	if !errors.Is(err, sql.ErrNoRows) {
		return id, err
	}
	if err := tx.one(ctx, "SELECT COALESCE(MAX(id), 0) + 1 FROM engines", nil, &id); err != nil {
		return 0, err
	}
	answering, err := answeringEngine(ctx, tx)
	if err != nil {
		return 0, err
	}
	state := engineWalking
	if answering == 0 {
		state = engineReady
	}
	_, err = tx.Exec(ctx, `INSERT INTO engines (id, name, version, since, state, version_mark)
		VALUES (?, ?, ?, ?, ?, (SELECT COALESCE(MAX(id), 0) FROM tool_versions))`, id, e.Name, e.Version, now, state)
	if err != nil || answering != 0 {
		return id, err
	}
	if _, err := tx.Exec(ctx, "UPDATE cells SET engine_id = ? WHERE engine_id = 0", id); err != nil {
		return 0, err
	}
	_, err = tx.Exec(ctx, "UPDATE publication SET engine_id = ?", id)
	return id, err
}

func answeringEngine(ctx context.Context, tx *Tx) (int64, error) {
	var id int64
	err := tx.one(ctx, "SELECT engine_id FROM publication", nil, &id)
	return id, err
}

// engineIDs returns every engine version for which cells are kept: all but the retired ones, or 0
// alone while none is known.
func engineIDs(ctx context.Context, q querier) ([]int64, error) {
	var ids []int64
	err := each(ctx, q, "SELECT id FROM engines WHERE state <> 'retired' ORDER BY id", nil, func(rows *sql.Rows) error {
		var id int64
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	})
	if len(ids) == 0 {
		ids = []int64{0}
	}
	return ids, err
}

// answering is the number, as SQL, of the engine version whose cells a filter reads: of the one it names, else of the one that
// answers. ErrNotFound when the whole cells of the one it names are not kept.
func (s *Store) answering(ctx context.Context, f voxpop.Filter) (string, error) {
	if f.Engine == (voxpop.EngineID{}) {
		return "(SELECT engine_id FROM publication)", nil
	}
	var found []int64
	err := eachNumber(ctx, pool{s}, "SELECT id FROM engines WHERE name = ? AND version = ? AND state = 'ready'", []any{f.Engine.Name, f.Engine.Version},
		func(id int64) { found = append(found, id) })
	if err == nil && len(found) == 0 {
		err = fmt.Errorf("engine %q: %w", f.Engine, voxpop.ErrNotFound)
	}
	return list(found), err
}
