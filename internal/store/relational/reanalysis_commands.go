package relational

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// RequestReanalysis queues a re-analysis with its audit entry. When the same one is queued already, that is returned.
func (s *Store) RequestReanalysis(ctx context.Context, r voxpop.Reanalysis, audit voxpop.AuditEntry) (voxpop.Reanalysis, error) {
	var out reanalysisRow
	err := s.write(ctx, "requesting a re-analysis", func(tx *Tx) error {
		if err := checkScope(ctx, tx, r); err != nil {
			return err
		}
		now := s.now()
		r.Actor, r.Versions = audit.Actor, nil
		id, err := queuedAlready(ctx, tx, r)
		if err == nil && id == 0 {
			id, err = insertReanalysis(ctx, tx, r, now.UnixMilli())
		}
		if err != nil {
			return err
		}
		if out, err = reanalysisByID(ctx, tx, id); err != nil {
			return err
		}
		audit.Subject = fmt.Sprint(id)
		return saveAudit(ctx, tx, audit, now)
	})
	return out.Reanalysis, err
}

// queuedAlready is the id of the same re-analysis, asked for by the same, that has not begun; 0 when there is none.
func queuedAlready(ctx context.Context, q querier, r voxpop.Reanalysis) (int64, error) {
	open, err := openReanalyses(ctx, q)
	for _, o := range open {
		if o.State == voxpop.ReanalysisQueued && o.position == "" && len(o.Versions) == 0 && scopeOf(o.Reanalysis) == scopeOf(r) {
			return o.ID, err
		}
	}
	return 0, err
}

func scopeOf(r voxpop.Reanalysis) string {
	definitions := make([]definition, len(r.Proposed))
	for i, t := range r.Proposed {
		definitions[i] = definitionOf(t)
	}
	return asJSON([]any{r.Actor, r.Reason, seconds(r.Window.From), seconds(r.Window.To), filled(r.Tools), r.Engine, r.DryRun, definitions})
}

func checkScope(ctx context.Context, q querier, r voxpop.Reanalysis) error {
	if !r.Window.From.IsZero() && !r.Window.To.IsZero() && !r.Window.From.Before(r.Window.To) {
		return fmt.Errorf("re-analysis from %s to %s: the end must be after the begin: %w",
			r.Window.From.Format(time.RFC3339), r.Window.To.Format(time.RFC3339), voxpop.ErrInvalid)
	}
	if len(r.Proposed) > 0 && !r.DryRun {
		return fmt.Errorf("re-analysis with proposed definitions: only a dry run can have them: %w", voxpop.ErrInvalid)
	}
	for _, t := range r.Proposed {
		if err := checkTool(t); err != nil {
			return err
		}
	}
	for _, slug := range r.Tools {
		if _, err := toolBySlug(ctx, q, slug); err != nil && !proposes(r, slug) {
			return err
		}
	}
	return nil
}

func proposes(r voxpop.Reanalysis, slug string) bool {
	for _, t := range r.Proposed {
		if t.Slug == slug {
			return true
		}
	}
	return false
}

// CancelReanalysis stops a re-analysis; what it has written stays.
func (s *Store) CancelReanalysis(ctx context.Context, id int64, audit voxpop.AuditEntry) (voxpop.Reanalysis, error) {
	return s.turnReanalysis(ctx, "cancelling a re-analysis", id, voxpop.ReanalysisCancelled, audit, func(r reanalysisRow) error {
		if r.State.Over() {
			return fmt.Errorf("re-analysis %d is %s already: %w", id, r.State, voxpop.ErrConflict)
		}
		if len(r.Versions) > 0 {
			return fmt.Errorf("re-analysis %d is needed by a change of the catalog: change that back instead: %w", id, voxpop.ErrConflict)
		}
		return nil
	})
}

// ResumeReanalysis lets one that failed or was cancelled go on where it stopped.
func (s *Store) ResumeReanalysis(ctx context.Context, id int64, audit voxpop.AuditEntry) (voxpop.Reanalysis, error) {
	return s.turnReanalysis(ctx, "resuming a re-analysis", id, voxpop.ReanalysisQueued, audit, func(r reanalysisRow) error {
		superseded := r.State == voxpop.ReanalysisCancelled && r.Actor == catalogActor
		if r.State != voxpop.ReanalysisFailed && r.State != voxpop.ReanalysisCancelled || superseded {
			return fmt.Errorf("re-analysis %d is %s: only one that failed or was cancelled can be resumed: %w", id, r.State, voxpop.ErrConflict)
		}
		return nil
	})
}

func (s *Store) turnReanalysis(ctx context.Context, op string, id int64, to voxpop.ReanalysisState, audit voxpop.AuditEntry, check func(reanalysisRow) error) (voxpop.Reanalysis, error) {
	var r reanalysisRow
	err := s.write(ctx, op, func(tx *Tx) error {
		var err error
		if r, err = reanalysisByID(ctx, tx, id); err != nil {
			return err
		}
		if err := check(r); err != nil {
			return err
		}
		now := s.now()
		finished := int64(0)
		if to.Over() {
			finished = now.UnixMilli()
		}
		if _, err := tx.Exec(ctx, "UPDATE reanalyses SET state = ?, error = '', finished = ?, updated = ? WHERE id = ?", string(to), finished, now.UnixMilli(), id); err != nil {
			return err
		}
		if r, err = reanalysisByID(ctx, tx, id); err != nil {
			return err
		}
		audit.Subject = fmt.Sprint(id)
		return saveAudit(ctx, tx, audit, now)
	})
	return r.Reanalysis, err
}

// FailReanalysis ends one that cannot go on. One that is over stays as it is.
func (s *Store) FailReanalysis(ctx context.Context, id int64, reason string) error {
	return s.write(ctx, "failing a re-analysis", func(tx *Tx) error {
		now := s.now().UnixMilli()
		_, err := tx.Exec(ctx, `UPDATE reanalyses SET state = 'failed', error = ?, finished = ?, updated = ?
			WHERE id = ? AND state IN ('queued', 'running')`, clean(reason), now, now, id)
		return err
	})
}

// Reanalysis returns one; ErrNotFound when there is none.
func (s *Store) Reanalysis(ctx context.Context, id int64) (voxpop.Reanalysis, error) {
	r, err := reanalysisByID(ctx, pool{s}, id)
	return r.Reanalysis, s.fail("reading a re-analysis", err)
}

// Reanalyses returns the newest first.
func (s *Store) Reanalyses(ctx context.Context, limit int) ([]voxpop.Reanalysis, error) {
	var out []voxpop.Reanalysis
	err := each(ctx, pool{s}, "SELECT "+reanalysisColumns+" ORDER BY r.id DESC LIMIT ?", []any{limit}, func(rows *sql.Rows) error {
		r, err := scanReanalysis(rows.Scan)
		out = append(out, r.Reanalysis)
		return err
	})
	return out, s.fail("listing re-analyses", err)
}

// NextReanalysis returns the oldest that engine can run and that is not over.
func (s *Store) NextReanalysis(ctx context.Context, engine voxpop.EngineID) (voxpop.Reanalysis, error) {
	const op = "looking for a re-analysis"
	open, err := openReanalyses(ctx, pool{s})
	if err != nil {
		return voxpop.Reanalysis{}, s.fail(op, err)
	}
	for _, r := range open {
		if r.Engine == (voxpop.EngineID{}) || r.Engine.Name == engine.Name && (r.Engine.Version == "" || r.Engine.Version == engine.Version) {
			return r.Reanalysis, nil
		}
	}
	return voxpop.Reanalysis{}, s.fail(op, voxpop.ErrNotFound)
}

// StartReanalysis makes a queued one run. Counting what it will look at takes long and is done before the transaction.
func (s *Store) StartReanalysis(ctx context.Context, id int64, searches []string) error {
	const op = "starting a re-analysis"
	r, err := reanalysisByID(ctx, pool{s}, id)
	if err != nil {
		return s.fail(op, err)
	}
	if r.State != voxpop.ReanalysisQueued {
		return nil
	}
	if r.position == "" {
		if r.plan, err = s.planWalk(ctx, r.Reanalysis, searches); err != nil {
			return s.fail(op, err)
		}
		w, err := s.walkOf(r)
		if err == nil {
			r.Total, err = w.total(ctx)
		}
		if err != nil {
			return s.fail(op, err)
		}
	}
	return s.write(ctx, op, func(tx *Tx) error {
		now := s.now().UnixMilli()
		_, err := tx.Exec(ctx, `UPDATE reanalyses SET state = 'running', plan = ?, total = ?, updated = ?,
			started = CASE WHEN started = 0 THEN ? ELSE started END WHERE id = ? AND state = 'queued'`, asJSON(r.plan), r.Total, now, now, id)
		return err
	})
}
