package relational

import (
	"context"
	"database/sql"
	"errors"
)

// Of every engine two versions are kept: the newest ones, and always those that answer or are on their way to it.
const keptVersions = 2

// retireEngines gives up older engine versions and deletes their cells and, of live items, their scores and opinions, in
// short transactions. Scores of tombstones stay: nothing can replace them. A retired version that is
// chosen again starts anew.
func (s *Store) retireEngines(ctx context.Context) error {
	const op = "retiring old engine versions"
	err := s.write(ctx, op, func(tx *Tx) error {
		_, err := tx.Exec(ctx, `UPDATE engines SET state = 'retired', position = 0
			WHERE state = 'ready' AND id <> (SELECT engine_id FROM publication) AND (SELECT COUNT(*) FROM engines o
				WHERE o.name = engines.name AND o.state <> 'retired' AND o.id <> engines.id
				AND (o.id > engines.id OR o.state <> 'ready' OR o.id = (SELECT engine_id FROM publication))) >= ?`, keptVersions)
		return err
	})
	if err != nil {
		return err
	}
	for more := true; more; {
		err = s.write(ctx, op, func(tx *Tx) error {
			more, err = clearRetired(ctx, tx)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// retireStep is over how many items or cells of a retired engine one transaction goes.
const retireStep = 2000

// clearRetired deletes some of what a retired engine left; more is true when it should be called again.
func clearRetired(ctx context.Context, tx *Tx) (more bool, err error) {
	for table, key := range map[string]string{
		"cells":         "engine_id, source, community_id, kind, grain, start",
		"tool_sheets":   "family, engine_id, community_id, grain, start, source",
		"tool_opinions": "engine_id, version_id, day, community_id",
		"former_scores": "engine_id, day, community_id, kind, former_id",
	} {
		n, err := tx.Exec(ctx, "DELETE FROM "+table+" WHERE ("+key+") IN (SELECT "+key+" FROM "+table+`
			WHERE engine_id IN (SELECT id FROM engines WHERE state = 'retired') LIMIT ?)`, retireStep)
		if err != nil || n > 0 {
			return n > 0, err
		}
	}
	var engine, position, last int64
	err = tx.one(ctx, `SELECT e.id, e.position, m.last FROM engines e CROSS JOIN (SELECT COALESCE(MAX(item_id), 0) AS last FROM scores) m
		WHERE e.state = 'retired' AND e.position < m.last ORDER BY e.id LIMIT 1`, nil, &engine, &position, &last)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	next := min(position+retireStep, last)
	for _, table := range []string{"scores", "mentions", "relations", "llm_waiting"} {
		_, err = tx.Exec(ctx, "DELETE FROM "+table+` WHERE engine_id = ? AND item_id > ? AND item_id <= ?
			AND EXISTS (SELECT 1 FROM items i WHERE i.id = `+table+".item_id AND i.state = 'live')", engine, position, next)
		if err != nil {
			return false, err
		}
	}
	_, err = tx.Exec(ctx, "UPDATE engines SET position = ? WHERE id = ?", next, engine)
	return true, err
}
