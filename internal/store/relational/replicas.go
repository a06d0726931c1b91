package relational

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// Heartbeat records that a replica is alive, and what it does. It does not wait for the writer's turn: however long somebody
// holds that, nobody must seem dead.
func (s *Store) Heartbeat(ctx context.Context, r voxpop.Replica) error {
	const op = "noting that the replica is alive"
	roles, engine := rolesText(r.Roles), ""
	if r.Engine != (voxpop.EngineID{}) {
		engine = clean(r.Engine.String())
	}
	return s.fail(op, s.transact(ctx, op, "", func(tx *Tx) error {
		now := s.now()
		_, err := tx.Exec(ctx, `INSERT INTO replicas (name, seen, roles, engine) VALUES (?, ?, ?, ?)
			ON CONFLICT (name) DO UPDATE SET seen = excluded.seen, roles = excluded.roles, engine = excluded.engine`,
			clean(r.Name), now.UnixMilli(), roles, engine)
		if err != nil || engine == "" {
			return err
		}
		return noteOlderPrograms(ctx, tx, engine, now)
	}))
}

func rolesText(roles []voxpop.ReplicaRole) string {
	names := make([]string, len(roles))
	for i, role := range roles {
		names[i] = clean(string(role))
	}
	return strings.Join(names, ",")
}

// ReplicaTTL is for how long a replica that was heard of counts as one that lives: some of its signs of life.
const ReplicaTTL = 10 * time.Second

// Replicas returns the replicas heard of within ttl, by name.
func (s *Store) Replicas(ctx context.Context, ttl time.Duration) ([]voxpop.Replica, error) {
	var out []voxpop.Replica
	err := each(ctx, pool{s}, "SELECT name, seen, roles, engine FROM replicas WHERE seen >= ? ORDER BY name", []any{s.now().Add(-ttl).UnixMilli()},
		func(rows *sql.Rows) error {
			var r voxpop.Replica
			var seen int64
			var roles, engine string
			err := rows.Scan(&r.Name, &seen, &roles, &engine)
			r.Seen = fromMillis(seen)
			for role := range strings.SplitSeq(roles, ",") {
				r.Roles = append(r.Roles, voxpop.ReplicaRole(role))
			}
			r.Engine.Name, r.Engine.Version, _ = strings.Cut(engine, "@")
			out = append(out, r)
			return err
		})
	return out, s.fail("listing the replicas", err)
}

// Forget removes a replica that stops. Like Heartbeat it does not wait for its turn: a process must end in time.
func (s *Store) Forget(ctx context.Context, replica string) error {
	const op = "forgetting the replica"
	return s.fail(op, s.transact(ctx, op, "", func(tx *Tx) error {
		_, err := tx.Exec(ctx, "DELETE FROM replicas WHERE name = ?", clean(replica))
		return err
	}))
}
