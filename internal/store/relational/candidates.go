package relational

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// SaveCandidates takes what a search found.
func (s *Store) SaveCandidates(ctx context.Context, found []voxpop.Candidate) error {
	return s.write(ctx, "storing candidates", func(tx *Tx) error {
		now := s.now().UnixMilli()
		rows := make([]any, 0, 4*len(found))
		keys := make([]string, len(found))
		for i, c := range found {
			keys[i] = clean(c.Key)
			body, err := json.Marshal(c)
			if err != nil {
				return err
			}
			rows = append(rows, keys[i], string(voxpop.CandidateProposed), c.Score, clean(string(body)))
		}
		// What nobody has decided about lives as long as it is found.
		if _, err := tx.Exec(ctx, "DELETE FROM candidates WHERE state = 'proposed'"); err != nil {
			return err
		}
		err := inChunks(keys, func(list string, args []any) error {
			_, err := tx.Exec(ctx, "DELETE FROM candidates WHERE state = 'snoozed' AND until <= ? AND key IN "+list, append([]any{now}, args...)...)
			return err
		})
		if err != nil {
			return err
		}
		return tx.Insert(ctx, "INSERT INTO candidates (key, state, score, body)", 4, rows,
			"ON CONFLICT (key) DO UPDATE SET score = excluded.score, body = excluded.body")
	})
}

const candidateColumns = "SELECT state, until, decided, body FROM candidates"

func (s *Store) candidate(rows *sql.Rows) (voxpop.Candidate, error) {
	var c voxpop.Candidate
	var state, body string
	var until, decided int64
	if err := rows.Scan(&state, &until, &decided, &body); err != nil {
		return c, err
	}
	err := json.Unmarshal([]byte(body), &c)
	c.State, c.Until, c.Decided = voxpop.CandidateState(state), fromMillis(until), fromMillis(decided)
	if c.State == voxpop.CandidateSnoozed && !c.Until.After(s.now()) {
		c.State = voxpop.CandidateProposed
	}
	return c, err
}

// Candidates returns those in a state, best first.
func (s *Store) Candidates(ctx context.Context, state voxpop.CandidateState) ([]voxpop.Candidate, error) {
	out := []voxpop.Candidate{}
	// A snoozed one may be proposed by now: both are read, and told apart by the clock.
	err := each(ctx, pool{s}, candidateColumns+" WHERE state = ? OR state = 'snoozed' ORDER BY score DESC, key", []any{string(state)}, func(rows *sql.Rows) error {
		c, err := s.candidate(rows)
		if err == nil && c.State == state {
			out = append(out, c)
		}
		return err
	})
	return out, s.fail("listing candidates", err)
}

// Candidate returns one.
func (s *Store) Candidate(ctx context.Context, key string) (voxpop.Candidate, error) {
	c, err := s.oneCandidate(ctx, pool{s}, key)
	return c, s.fail("reading a candidate", err)
}

func (s *Store) oneCandidate(ctx context.Context, q querier, key string) (c voxpop.Candidate, err error) {
	err = each(ctx, q, candidateColumns+" WHERE key = ?", []any{clean(key)}, func(rows *sql.Rows) (err error) {
		c, err = s.candidate(rows)
		return err
	})
	if err == nil && c.Key == "" {
		err = fmt.Errorf("candidate %.80q: %w", key, voxpop.ErrNotFound)
	}
	return c, err
}

// decide changes the state of a candidate with its audit entry. An approved one stays what it is: a tool.
func (s *Store) decide(ctx context.Context, tx *Tx, key string, state voxpop.CandidateState, until time.Time, audit voxpop.AuditEntry) error {
	c, err := s.oneCandidate(ctx, tx, key)
	if err != nil {
		return err
	}
	if c.State == voxpop.CandidateApproved {
		return fmt.Errorf("candidate %q is a tool already: %w", c.Name, voxpop.ErrConflict)
	}
	_, err = tx.Exec(ctx, "UPDATE candidates SET state = ?, until = ?, decided = ? WHERE key = ?", string(state), millis(until), s.now().UnixMilli(), clean(key))
	if err != nil {
		return err
	}
	return saveAudit(ctx, tx, audit, s.now())
}

// RejectCandidate lets a name never be proposed again.
func (s *Store) RejectCandidate(ctx context.Context, key string, audit voxpop.AuditEntry) error {
	return s.write(ctx, "rejecting a candidate", func(tx *Tx) error {
		return s.decide(ctx, tx, key, voxpop.CandidateRejected, time.Time{}, audit)
	})
}

// SnoozeCandidate lets a name not be proposed before until.
func (s *Store) SnoozeCandidate(ctx context.Context, key string, until time.Time, audit voxpop.AuditEntry) error {
	return s.write(ctx, "snoozing a candidate", func(tx *Tx) error {
		return s.decide(ctx, tx, key, voxpop.CandidateSnoozed, until, audit)
	})
}

// ApproveCandidate makes an active tool of a candidate.
func (s *Store) ApproveCandidate(ctx context.Context, key string, wanted voxpop.Tool, audit voxpop.AuditEntry) (t voxpop.Tool, err error) {
	err = s.write(ctx, "approving a candidate", func(tx *Tx) error {
		wanted.Status = voxpop.ToolActive
		if t, err = s.createTool(ctx, tx, wanted); err != nil {
			return err
		}
		audit.After = toolJSON(t)
		return s.decide(ctx, tx, key, voxpop.CandidateApproved, time.Time{}, audit)
	})
	return t, err
}
