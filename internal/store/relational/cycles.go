package relational

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// newCycleID is a version 7 UUID: random, and in the order of time.
func newCycleID(now time.Time) string {
	var b [16]byte
	rand.Read(b[6:])
	ms := now.UnixMilli()
	for i := range 6 {
		b[i] = byte(ms >> (40 - 8*i))
	}
	b[6], b[8] = b[6]&0x0f|0x70, b[8]&0x3f|0x80
	x := hex.EncodeToString(b[:])
	return x[:8] + "-" + x[8:12] + "-" + x[12:16] + "-" + x[16:20] + "-" + x[20:]
}

// RequestCycle records a cycle with its audit entry, or returns the one that is open.
func (s *Store) RequestCycle(ctx context.Context, trigger voxpop.Trigger, audit voxpop.AuditEntry) (c voxpop.Cycle, created bool, err error) {
	err = s.write(ctx, "requesting a cycle", func(tx *Tx) error {
		id := newCycleID(s.now())
		n, err := tx.Exec(ctx, "INSERT INTO cycles (id, cause, requested, open) VALUES (?, ?, ?, 1) ON CONFLICT (open) DO NOTHING",
			id, string(trigger), s.now().UnixMilli())
		if err != nil {
			return err
		}
		if created = n == 1; created {
			if audit.Subject == "" {
				audit.Subject = id
			}
			if err := saveAudit(ctx, tx, audit, s.now()); err != nil {
				return err
			}
		}
		c, err = oneCycle(ctx, tx, "open = 1")
		return err
	})
	return c, created, err
}

// OpenCycle returns the cycle that is requested or running; ErrNotFound when there is none.
func (s *Store) OpenCycle(ctx context.Context) (voxpop.Cycle, error) {
	c, err := oneCycle(ctx, pool{s}, "open = 1")
	return c, s.fail("looking for an open cycle", err)
}

// Cycle returns a cycle with its results; ErrNotFound when there is none.
func (s *Store) Cycle(ctx context.Context, id string) (voxpop.Cycle, error) {
	id = clean(id)
	c, err := oneCycle(ctx, pool{s}, "id = ?", id)
	return c, s.fail("reading cycle "+id, err)
}

// RecentCycles returns the newest cycles first, with their results.
func (s *Store) RecentCycles(ctx context.Context, limit int) ([]voxpop.Cycle, error) {
	cycles, err := readCycles(ctx, pool{s}, "1 = 1 ORDER BY requested DESC, id DESC LIMIT ?", limit)
	return cycles, s.fail("reading the cycles", err)
}

func oneCycle(ctx context.Context, q querier, condition string, args ...any) (voxpop.Cycle, error) {
	cycles, err := readCycles(ctx, q, condition, args...)
	if err == nil && len(cycles) == 0 {
		err = voxpop.ErrNotFound
	}
	if err != nil {
		return voxpop.Cycle{}, err
	}
	return cycles[0], nil
}

// readCycles adds up what tasks and results say. A community counts as an error once, in however
// many tasks it failed.
func readCycles(ctx context.Context, q querier, condition string, args ...any) ([]voxpop.Cycle, error) {
	query := `WITH chosen AS (SELECT * FROM cycles WHERE ` + condition + `)
		SELECT c.id, c.cause, c.requested, c.started, c.collected, c.finished, c.outcome,
		COALESCE(t.a, 0), COALESCE(t.b, 0), COALESCE(t.c, 0), COALESCE(t.d, 0), COALESCE(t.e, 0),
		(SELECT COUNT(*) FROM results r WHERE r.cycle_id = c.id AND r.error <> '')
		FROM chosen c LEFT JOIN (SELECT cycle_id, SUM(n_new) AS a, SUM(n_updated) AS b, SUM(n_unchanged) AS c, SUM(n_removed) AS d,
			SUM(n_requests) AS e FROM tasks WHERE cycle_id IN (SELECT id FROM chosen) GROUP BY cycle_id) t ON t.cycle_id = c.id
		ORDER BY c.requested DESC, c.id DESC`
	var out []voxpop.Cycle
	err := each(ctx, q, query, args, func(rows *sql.Rows) error {
		var c voxpop.Cycle
		var requested, started, collected, finished int64
		n := &c.Counts
		err := rows.Scan(&c.ID, &c.Trigger, &requested, &started, &collected, &finished, &c.Outcome,
			&n.New, &n.Updated, &n.Unchanged, &n.Removed, &n.Requests, &n.Errors)
		c.Requested, c.Started = fromMillis(requested), fromMillis(started)
		c.Collected, c.Finished = fromMillis(collected), fromMillis(finished)
		out = append(out, c)
		return err
	})
	if err != nil {
		return nil, err
	}
	for i := range out {
		if out[i].Results, err = readResults(ctx, q, out[i].ID); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func readResults(ctx context.Context, q querier, cycleID string) ([]voxpop.CommunityResult, error) {
	var out []voxpop.CommunityResult
	err := each(ctx, q, `SELECT source, community, posts, comments, updated, error FROM results WHERE cycle_id = ?
		ORDER BY source, community_key`, []any{cycleID}, func(rows *sql.Rows) error {
		var r voxpop.CommunityResult
		err := rows.Scan(&r.Source, &r.Community, &r.Posts, &r.Comments, &r.Updated, &r.Error)
		out = append(out, r)
		return err
	})
	return out, err
}

// addResults adds results to those of a cycle. The last error of a community stands.
func addResults(ctx context.Context, tx *Tx, cycleID string, results []voxpop.CommunityResult) error {
	for _, r := range results {
		name := clean(r.Community)
		_, err := tx.Exec(ctx, `INSERT INTO results (cycle_id, source, community_key, community, posts, comments, updated, error)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (cycle_id, source, community_key) DO UPDATE SET
			posts = results.posts + excluded.posts, comments = results.comments + excluded.comments,
			updated = results.updated + excluded.updated,
			error = CASE WHEN excluded.error <> '' THEN excluded.error ELSE results.error END`,
			cycleID, clean(r.Source), keyOf(name), name, r.Posts, r.Comments, r.Updated, clean(r.Error))
		if err != nil {
			return err
		}
	}
	return nil
}

// EndCycle closes a cycle that cannot go on: collected and finished now, with this outcome. The
// reason becomes a result about no source. A cycle that is closed already is left alone.
func (s *Store) EndCycle(ctx context.Context, cycleID string, outcome voxpop.Outcome, reason string) error {
	return s.write(ctx, "ending cycle "+clean(cycleID), func(tx *Tx) error {
		c, err := oneCycle(ctx, tx, "id = ?", clean(cycleID))
		if err != nil || !c.Running() {
			return err
		}
		now := s.now().UnixMilli()
		_, err = tx.Exec(ctx, "UPDATE cycles SET collected = ?, finished = ?, outcome = ?, open = NULL WHERE id = ?", now, now, string(outcome), c.ID)
		if err != nil || reason == "" {
			return err
		}
		return addResults(ctx, tx, c.ID, []voxpop.CommunityResult{{Error: reason}})
	})
}

// FinishCycles sets the finished time of collected cycles once everything that was pending when they
// were collected is analysed, and every day that was dirty by then is rolled up.
func (s *Store) FinishCycles(ctx context.Context) error {
	return s.write(ctx, "finishing cycles", func(tx *Tx) error {
		_, err := tx.Exec(ctx, `UPDATE cycles SET dirty_mark = (SELECT COALESCE(MAX(id), 0) FROM dirty)
			WHERE finished = 0 AND pending_mark IS NOT NULL AND dirty_mark IS NULL
			AND NOT EXISTS (SELECT 1 FROM pending p WHERE p.id <= cycles.pending_mark)`)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE cycles SET finished = ? WHERE finished = 0 AND dirty_mark IS NOT NULL
			AND NOT EXISTS (SELECT 1 FROM dirty d WHERE d.id <= cycles.dirty_mark)`, s.now().UnixMilli())
		return err
	})
}

func notFound(err error, what string) error {
	if errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("%s: %w", what, voxpop.ErrNotFound)
	}
	return err
}
