package relational

import (
	"context"
	"database/sql"
	"errors"

	"github.com/voxpop-dev/voxpop"
)

// ChooseEngine keeps which engine is to score, with its audit entry; the empty name lets the settings decide again.
func (s *Store) ChooseEngine(ctx context.Context, name string, audit voxpop.AuditEntry) error {
	return s.write(ctx, "choosing an engine", func(tx *Tx) error {
		if err := setMeta(ctx, tx, "engine", name); err != nil {
			return err
		}
		return saveAudit(ctx, tx, audit, s.now())
	})
}

// EngineChoice is the name that ChooseEngine kept; empty when the settings decide.
func (s *Store) EngineChoice(ctx context.Context) (name string, err error) {
	name, err = metaOf(ctx, pool{s}, "engine")
	return name, s.fail("reading which engine was chosen", err)
}

// EngineStates returns every engine version that scores are kept of, newest first.
func (s *Store) EngineStates(ctx context.Context) ([]voxpop.EngineState, error) {
	const query = `SELECT e.name, e.version, e.since, e.state, CASE WHEN e.id = p.engine_id THEN 1 ELSE 0 END,
		CASE WHEN e.state = 'walking' THEN e.position ELSE m.items END, m.items,
		(SELECT COUNT(*) FROM llm_waiting w WHERE w.engine_id = e.id)
		FROM engines e CROSS JOIN publication p CROSS JOIN (SELECT COALESCE(MAX(id), 0) AS items FROM items) m
		WHERE e.state <> 'retired' ORDER BY e.id DESC`
	var out []voxpop.EngineState
	err := each(ctx, pool{s}, query, nil, func(rows *sql.Rows) error {
		var e voxpop.EngineState
		var since, answers int64
		err := rows.Scan(&e.Name, &e.Version, &since, &e.State, &answers, &e.Walked, &e.Items, &e.Waiting)
		e.Since, e.Answers = fromMillis(since), answers != 0
		out = append(out, e)
		return err
	})
	return out, s.fail("listing engines", err)
}

// EngineBehind reports whether Backfill has still to be called for an engine: it is new, on its way over the items, chosen again, or missed
// what another one analysed.
func (s *Store) EngineBehind(ctx context.Context, e voxpop.EngineID) (bool, error) {
	query := `SELECT CASE WHEN e.missed = 1 AND NOT EXISTS (SELECT 1` + otherVersions + `) THEN 1
		WHEN e.state IN ('walked', 'building') OR e.state = 'ready' AND e.id = p.engine_id THEN 0 ELSE 1 END
		FROM engines e CROSS JOIN publication p WHERE e.name = ? AND e.version = ?`
	behind := int64(1)
	args := append(otherVersionsOf(e, s.now()), e.Name, e.Version)
	err := s.reader.QueryRowContext(ctx, s.dialect.Rebind(query), args...).Scan(&behind)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return behind != 0, s.fail("asking how far an engine is", err)
}
