package schedule

import (
	"context"
	"database/sql"
	sqldriver "database/sql/driver"
	"errors"
	"fmt"

	"github.com/voxpop-dev/voxpop"
)

// alive proves to other replicas on one PostgreSQL database that this one lives: it holds an advisory
// lock on a connection of its own. The server lets go of it the moment the process dies, however it
// dies, so that nobody waits for a lease of the dead to run out. Where a whole machine disappears, or is cut off, the
// server learns of it later; then it is the missing signs of life that tell (see heard).
//
// On SQLite the file's lock proves that there is no other process, and alive does nothing.
type alive struct {
	conn *sql.Conn
}

// aliveClass is the first of the two numbers of those locks; the second is a hash of the replica's name.
// It has no meaning but to be ours.
const aliveClass = 0x766f7870

// holders are the replicas (hashes of their names) whose processes live.
const holders = `SELECT l.objid::bigint FROM pg_locks l WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2
	AND l.classid = 1987016816 AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())`

// hashOf is the number of a replica in holders.
func hashOf(name string) string { return "(hashtext(" + name + ")::bigint & 4294967295)" }

// prove takes the lock, again when its connection broke.
func (a *alive) prove(ctx context.Context, cfg Config) error {
	if cfg.Dialect != "postgres" {
		return nil
	}
	if a.conn != nil {
		if err := a.conn.PingContext(ctx); err == nil || ctx.Err() != nil {
			return ctx.Err()
		}
		a.end()
	}
	conn, err := cfg.DB.Conn(ctx)
	if err != nil {
		return fmt.Errorf("noting that the replica lives: %w", err)
	}
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock_shared($1, hashtext($2))", int32(aliveClass), cfg.Replica); err != nil {
		return fmt.Errorf("noting that the replica lives: %w", errors.Join(err, conn.Close()))
	}
	a.conn = conn
	return nil
}

// end lets go of the lock by ending its session: a connection that went back to the pool would keep it.
func (a *alive) end() {
	if a.conn == nil {
		return
	}
	_ = a.conn.Raw(func(any) error { return sqldriver.ErrBadConn })
	_ = a.conn.Close()
	a.conn = nil
}

// alone reports whether no other replica that collects lives.
func (r *Runner) alone(ctx context.Context) (bool, error) {
	if r.Alone || r.Dialect != "postgres" {
		return r.Alone, nil
	}
	replicas, err := r.Cycles.Replicas(ctx, listened)
	if err != nil {
		return false, err
	}
	names := []string{}
	for _, other := range replicas {
		if other.Has(voxpop.Collects) && other.Name != r.Replica {
			names = append(names, other.Name)
		}
	}
	var others int64
	err = r.DB.QueryRowContext(ctx, "SELECT COUNT(*) FROM unnest($1::text[]) AS n (name) WHERE "+hashOf("n.name")+" IN ("+holders+")", names).Scan(&others)
	if err != nil {
		return false, fmt.Errorf("looking for other replicas: %w", err)
	}
	return others == 0, nil
}

// takeOver hands the running jobs of replicas that are dead or silent back to the queue, and ends the leadership of one: its
// jobs are unique, and as long as they count as running nobody else may do their work.
func (r *Runner) takeOver(ctx context.Context, silent []string) error {
	if r.Dialect != "postgres" {
		return nil
	}
	const worker = "attempted_by[array_upper(attempted_by, 1)]"
	for _, statement := range []string{
		`UPDATE river_job SET state = 'available', attempt = greatest(attempt - 1, 0) WHERE state = 'running'
			AND (` + hashOf(worker) + ` NOT IN (` + holders + `) OR ` + worker + ` = ANY($1::text[]))`,
		`DELETE FROM river_leader WHERE ` + hashOf("leader_id") + ` NOT IN (` + holders + `) OR leader_id = ANY($1::text[])`,
	} {
		if _, err := r.DB.ExecContext(ctx, statement, silent); err != nil {
			return fmt.Errorf("taking over from a replica that died: %w", err)
		}
	}
	return nil
}
