package relational

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/voxpop-dev/voxpop"
)

// StartCycle stores the plan: the started time, the tasks and the failures of planning. A cycle
// without tasks ends at once. Starting a started cycle returns its tasks and changes nothing.
func (s *Store) StartCycle(ctx context.Context, cycleID string, tasks []voxpop.Task, failures []voxpop.CommunityResult) ([]voxpop.CycleTask, error) {
	cycleID = clean(cycleID)
	var out []voxpop.CycleTask
	err := s.write(ctx, "starting cycle "+cycleID, func(tx *Tx) error {
		n, err := tx.Exec(ctx, "UPDATE cycles SET started = ? WHERE id = ? AND started = 0 AND open = 1", s.now().UnixMilli(), cycleID)
		if err != nil {
			return err
		}
		if n == 1 {
			if err := s.savePlan(ctx, tx, cycleID, tasks, failures); err != nil {
				return err
			}
		} else if _, err := oneCycle(ctx, tx, "id = ?", cycleID); err != nil {
			return err
		}
		out, err = readTasks(ctx, tx, cycleID)
		return err
	})
	return out, err
}

func (s *Store) savePlan(ctx context.Context, tx *Tx, cycleID string, tasks []voxpop.Task, failures []voxpop.CommunityResult) error {
	for i, t := range tasks {
		communities, err := json.Marshal(t.Communities)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `INSERT INTO tasks (cycle_id, source, key, place, communities, payload, state) VALUES (?, ?, ?, ?, ?, ?, 'pending')
			ON CONFLICT (cycle_id, source, key) DO NOTHING`, cycleID, clean(t.Source), clean(t.Key), i, clean(string(communities)), t.Payload)
		if err != nil {
			return err
		}
	}
	if err := addResults(ctx, tx, cycleID, failures); err != nil {
		return err
	}
	_, err := s.closeIfDone(ctx, tx, cycleID)
	return err
}

// Tasks returns the tasks of a cycle in the order of its plan.
func (s *Store) Tasks(ctx context.Context, cycleID string) ([]voxpop.CycleTask, error) {
	tasks, err := readTasks(ctx, pool{s}, clean(cycleID))
	return tasks, s.fail("reading the tasks of a cycle", err)
}

func readTasks(ctx context.Context, q querier, cycleID string) ([]voxpop.CycleTask, error) {
	var out []voxpop.CycleTask
	err := each(ctx, q, `SELECT source, key, communities, payload, state, attempts, error, n_new, n_updated, n_unchanged, n_removed,
		n_requests, n_errors FROM tasks WHERE cycle_id = ? ORDER BY place, source, key`, []any{cycleID}, func(rows *sql.Rows) error {
		t := voxpop.CycleTask{CycleID: cycleID}
		var communities string
		n := &t.Counts
		err := rows.Scan(&t.Source, &t.Key, &communities, &t.Payload, &t.State, &t.Attempts, &t.Error,
			&n.New, &n.Updated, &n.Unchanged, &n.Removed, &n.Requests, &n.Errors)
		if err == nil {
			err = json.Unmarshal([]byte(communities), &t.Communities)
		}
		out = append(out, t)
		return err
	})
	return out, err
}

// EndTask sets a task's end and adds its counts and results to the cycle. When it was the last one,
// the cycle is collected and gets its outcome in the same transaction (ended true).
// A task that has ended already is left alone.
func (s *Store) EndTask(ctx context.Context, t voxpop.CycleTask, results []voxpop.CommunityResult) (ended bool, err error) {
	if t.State != voxpop.TaskDone && t.State != voxpop.TaskFailed {
		return false, fmt.Errorf("ending task %s of %s: state %q: want done or failed: %w", t.Key, t.Source, t.State, voxpop.ErrInvalid)
	}
	err = s.write(ctx, "ending task "+clean(t.Key)+" of "+clean(t.Source), func(tx *Tx) error {
		n := t.Counts
		changed, err := tx.Exec(ctx, `UPDATE tasks SET state = ?, attempts = ?, error = ?, `+addCounts+` WHERE cycle_id = ? AND source = ? AND key = ? AND state = 'pending'`,
			string(t.State), t.Attempts, clean(t.Error), n.New, n.Updated, n.Unchanged, n.Removed, n.Requests, n.Errors,
			clean(t.CycleID), clean(t.Source), clean(t.Key))
		if err != nil {
			return err
		}
		if changed == 0 {
			return s.taskExists(ctx, tx, t)
		}
		if err := addResults(ctx, tx, clean(t.CycleID), withFailure(t, results)); err != nil {
			return err
		}
		ended, err = s.closeIfDone(ctx, tx, clean(t.CycleID))
		return err
	})
	return ended, err
}

func (s *Store) taskExists(ctx context.Context, tx *Tx, t voxpop.CycleTask) error {
	var state string
	err := tx.one(ctx, "SELECT state FROM tasks WHERE cycle_id = ? AND source = ? AND key = ?",
		[]any{clean(t.CycleID), clean(t.Source), clean(t.Key)}, &state)
	return notFound(err, "task")
}

// withFailure adds a result for every community of a failed task that has no error of its own.
func withFailure(t voxpop.CycleTask, results []voxpop.CommunityResult) []voxpop.CommunityResult {
	if t.State != voxpop.TaskFailed {
		return results
	}
	said := map[communityKey]bool{}
	for _, r := range results {
		if r.Error != "" {
			said[communityKey{r.Source, keyOf(r.Community)}] = true
		}
	}
	reason := t.Error
	if reason == "" {
		reason = "failed without a reason"
	}
	out := append([]voxpop.CommunityResult(nil), results...)
	for _, c := range communitiesOf(t.Task) {
		if !said[communityKey{t.Source, keyOf(c)}] {
			out = append(out, voxpop.CommunityResult{Source: t.Source, Community: c, Error: reason})
		}
	}
	return out
}

// communitiesOf are the communities of a task; the empty name is the whole source.
func communitiesOf(t voxpop.Task) []string {
	if len(t.Communities) == 0 {
		return []string{""}
	}
	return t.Communities
}

// addCounts adds to what earlier attempts of a task stored.
const addCounts = `n_new = n_new + ?, n_updated = n_updated + ?, n_unchanged = n_unchanged + ?,
	n_removed = n_removed + ?, n_requests = n_requests + ?, n_errors = n_errors + ?`

// RetryTask notes a failed attempt of a task that will be tried again, and adds what the attempt did
// store (its counts and the results) to the cycle. Errors among the results do not count yet: the task's end
// says what failed. A task that has ended is left alone, and so is one that this attempt was noted of already.
func (s *Store) RetryTask(ctx context.Context, t voxpop.CycleTask, results []voxpop.CommunityResult) error {
	return s.write(ctx, "noting an attempt of task "+clean(t.Key)+" of "+clean(t.Source), func(tx *Tx) error {
		n := t.Counts
		changed, err := tx.Exec(ctx, "UPDATE tasks SET attempts = ?, error = ?, "+addCounts+" WHERE cycle_id = ? AND source = ? AND key = ? AND state = 'pending' AND attempts < ?",
			t.Attempts, clean(t.Error), n.New, n.Updated, n.Unchanged, n.Removed, n.Requests, n.Errors,
			clean(t.CycleID), clean(t.Source), clean(t.Key), t.Attempts)
		if err != nil {
			return err
		}
		if changed == 0 {
			return s.taskExists(ctx, tx, t)
		}
		kept := slices.Clone(results)
		for i := range kept {
			kept[i].Error = ""
		}
		return addResults(ctx, tx, clean(t.CycleID), kept)
	})
}

// closeIfDone marks an open cycle as collected when no task of it is pending.
func (s *Store) closeIfDone(ctx context.Context, tx *Tx, cycleID string) (bool, error) {
	tasks, err := readTasks(ctx, tx, cycleID)
	if err != nil {
		return false, err
	}
	for _, t := range tasks {
		if t.State == voxpop.TaskPending {
			return false, nil
		}
	}
	results, err := readResults(ctx, tx, cycleID)
	if err != nil {
		return false, err
	}
	outcome := outcomeOf(tasks, results)
	if outcome == voxpop.OutcomeSuccess && askedNobody(tasks) {
		if outcome, err = outcomeBefore(ctx, tx, cycleID); err != nil {
			return false, err
		}
	}
	n, err := tx.Exec(ctx, `UPDATE cycles SET collected = ?, outcome = ?, open = NULL,
		pending_mark = (SELECT COALESCE(MAX(id), 0) FROM pending) WHERE id = ? AND open = 1`,
		s.now().UnixMilli(), string(outcome), cycleID)
	return n == 1, err
}

// askedNobody reports whether a cycle made no request and received nothing: every source rests.
func askedNobody(tasks []voxpop.CycleTask) bool {
	return !slices.ContainsFunc(tasks, func(t voxpop.CycleTask) bool { return t.Counts != voxpop.CycleCounts{} })
}

// outcomeBefore judges a cycle that asked nobody. It proves nothing: after one that failed, its sources rest because of that, and
// nothing was collected since.
func outcomeBefore(ctx context.Context, tx *Tx, cycleID string) (voxpop.Outcome, error) {
	outcome := voxpop.OutcomeSuccess
	err := each(ctx, tx, "SELECT outcome FROM cycles WHERE collected > 0 AND id <> ? ORDER BY collected DESC, id DESC LIMIT 1", []any{cycleID}, func(rows *sql.Rows) error {
		var before string
		err := rows.Scan(&before)
		if before == string(voxpop.OutcomeFailed) {
			outcome = voxpop.OutcomeFailed
		}
		return err
	})
	return outcome, err
}

// outcomeOf judges a cycle. It failed when every task failed, or when nothing was received and every
// community of every task has an error; planning that failed without leaving a task failed as well.
func outcomeOf(tasks []voxpop.CycleTask, results []voxpop.CommunityResult) voxpop.Outcome {
	failed := map[communityKey]bool{}
	for _, r := range results {
		if r.Error != "" {
			failed[communityKey{r.Source, keyOf(r.Community)}] = true
		}
	}
	var counts voxpop.CycleCounts
	bad, idle, silent := 0, 0, true
	for _, t := range tasks {
		if t.State == voxpop.TaskDone && len(t.Communities) == 0 && t.Counts == (voxpop.CycleCounts{}) {
			idle++ // it had nothing to ask for, which proves nothing
			continue
		}
		counts.Add(t.Counts)
		if t.State == voxpop.TaskFailed {
			bad++
		}
		for _, c := range communitiesOf(t.Task) {
			silent = silent && (failed[communityKey{t.Source, keyOf(c)}] || failed[communityKey{t.Source, ""}])
		}
	}
	received := counts.New + counts.Updated + counts.Unchanged + counts.Removed
	switch {
	case bad == 0 && len(failed) == 0:
		return voxpop.OutcomeSuccess
	case bad == len(tasks)-idle, silent && received == 0:
		return voxpop.OutcomeFailed
	}
	return voxpop.OutcomePartial
}
