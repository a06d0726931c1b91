package relational

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/voxpop-dev/voxpop"
)

// current is a condition on tasks d of items i: the text is still the one that was drawn.
const current = "i.state = 'live' AND i.text_rev = d.text_rev"

// LabelTasks returns up to limit drawn tasks that a person has not labelled, in random order, always the same. Tasks whose text has changed or is gone
// are left out.
func (s *Store) LabelTasks(ctx context.Context, person string, limit int) ([]voxpop.LabelTask, error) {
	var out []voxpop.LabelTask
	query := `SELECT d.id, i.source, i.native, d.tool, d.drawn FROM label_tasks d JOIN items i ON i.id = d.item_id WHERE d.drawn = 1 AND ` + current + `
		AND NOT EXISTS (SELECT 1 FROM labels l WHERE l.task_id = d.id AND l.person = ?) ORDER BY d.place LIMIT ?`
	err := each(ctx, pool{s}, query, []any{clean(person), limit}, func(rows *sql.Rows) error {
		var t voxpop.LabelTask
		var drawn int64
		err := rows.Scan(&t.ID, &t.Item.Source, &t.Item.Native, &t.Tool, &drawn)
		t.Drawn = drawn != 0
		out = append(out, t)
		return err
	})
	return out, s.fail("looking for what is to be labelled", err)
}

// LabelCounts tells how far a person is with the tasks that LabelTasks returns.
func (s *Store) LabelCounts(ctx context.Context, person string) (c voxpop.LabelCount, err error) {
	query := `SELECT COUNT(l.task_id), COUNT(*) - COUNT(l.task_id) FROM label_tasks d JOIN items i ON i.id = d.item_id
		LEFT JOIN labels l ON l.task_id = d.id AND l.person = ? WHERE d.drawn = 1 AND ` + current
	err = each(ctx, pool{s}, query, []any{clean(person)}, func(rows *sql.Rows) error { return rows.Scan(&c.Labelled, &c.Waiting) })
	return c, s.fail("counting labels", err)
}

// SaveLabel keeps what a person says of a task, in the place of what they said before.
func (s *Store) SaveLabel(ctx context.Context, task int64, l voxpop.PersonLabel, audit voxpop.AuditEntry) error {
	return s.write(ctx, "keeping a label", func(tx *Tx) error {
		var n int64
		if err := tx.one(ctx, "SELECT COUNT(*) FROM label_tasks WHERE id = ?", []any{task}, &n); err != nil {
			return err
		}
		if n == 0 {
			return fmt.Errorf("task %d: %w", task, voxpop.ErrNotFound)
		}
		if err := saveLabel(ctx, tx, task, l, s.now().UnixMilli()); err != nil {
			return err
		}
		audit.Subject = fmt.Sprint(task)
		return s.auditVisible(ctx, tx, audit) // labels correct what is shown
	})
}

// RemoveLabel takes back what a person says of a task.
func (s *Store) RemoveLabel(ctx context.Context, task int64, person string, audit voxpop.AuditEntry) error {
	return s.write(ctx, "removing a label", func(tx *Tx) error {
		n, err := tx.Exec(ctx, "DELETE FROM labels WHERE task_id = ? AND person = ?", task, clean(person))
		if err != nil {
			return err
		}
		if n == 0 {
			return fmt.Errorf("%s has no label on task %d: %w", person, task, voxpop.ErrNotFound)
		}
		audit.Subject = fmt.Sprint(task)
		return s.auditVisible(ctx, tx, audit)
	})
}

func saveLabel(ctx context.Context, tx *Tx, task int64, l voxpop.PersonLabel, now int64) error {
	sign := sql.NullInt64{Int64: int64(l.Label.Sign()), Valid: l.Label != ""}
	_, err := tx.Exec(ctx, `INSERT INTO labels (task_id, person, sign, at) VALUES (?, ?, ?, ?)
		ON CONFLICT (task_id, person) DO UPDATE SET sign = excluded.sign, at = excluded.at`, task, clean(l.Person), sign, now)
	return err
}

// ImportLabels brings in labels of stored items with their tasks, in one transaction, and returns how many; those of items that are not there, or have
// no text, are left out. A label keeps its time where it has one that is over.
func (s *Store) ImportLabels(ctx context.Context, tasks []voxpop.LabelTask, audit voxpop.AuditEntry) (n int, err error) {
	err = s.write(ctx, "importing labels", func(tx *Tx) error {
		n = 0
		now := s.now().UnixMilli()
		for _, t := range tasks {
			d := drawable{tool: clean(t.Tool)}
			err := tx.one(ctx, "SELECT id, text_rev FROM items WHERE source = ? AND native = ? AND state = 'live'", []any{clean(t.Item.Source), clean(t.Item.Native)}, &d.item, &d.rev)
			if errors.Is(err, sql.ErrNoRows) {
				continue
			}
			if err != nil {
				return err
			}
			if _, err := saveTasks(ctx, tx, []drawable{d}, t.Drawn, now); err != nil {
				return err
			}
			var id int64
			if err := tx.one(ctx, "SELECT id FROM label_tasks WHERE item_id = ? AND tool = ?", []any{d.item, d.tool}, &id); err != nil {
				return err
			}
			for _, l := range t.Labels {
				at := now
				if !l.At.IsZero() {
					at = min(at, l.At.UnixMilli())
				}
				if err := saveLabel(ctx, tx, id, l, at); err != nil {
					return err
				}
				n++
			}
		}
		audit.Detail = fmt.Sprintf("%d labels", n)
		return s.auditVisible(ctx, tx, audit)
	})
	return n, err
}
