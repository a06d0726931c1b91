package relational

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/rollup"
)

// current is a condition on tasks d of items i: the text is still the one that was drawn.
const current = "i.state = 'live' AND i.text_rev = d.text_rev"

// LabelTasks returns up to limit tasks that a person has not labelled, in random order, always the same. Tasks whose text has changed or is gone are
// left out.
func (s *Store) LabelTasks(ctx context.Context, person string, limit int) ([]voxpop.LabelTask, error) {
	var out []voxpop.LabelTask
	query := `SELECT d.id, i.source, i.native, d.tool, d.drawn FROM label_tasks d JOIN items i ON i.id = d.item_id WHERE ` + current + `
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
		if err := noteChange(ctx, tx); err != nil { // labels correct what is shown
			return err
		}
		audit.Subject = fmt.Sprint(task)
		return saveAudit(ctx, tx, audit, s.now())
	})
}

func saveLabel(ctx context.Context, tx *Tx, task int64, l voxpop.PersonLabel, now int64) error {
	sign := sql.NullInt64{Int64: int64(l.Label.Sign()), Valid: l.Label != ""}
	_, err := tx.Exec(ctx, `INSERT INTO labels (task_id, person, sign, at) VALUES (?, ?, ?, ?)
		ON CONFLICT (task_id, person) DO UPDATE SET sign = excluded.sign, at = excluded.at`, task, clean(l.Person), sign, now)
	return err
}

// ImportLabels brings in labels of stored items with their tasks, in one transaction, and returns how many; those of items that are not there, or have
// no text, are left out.
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
				if err := saveLabel(ctx, tx, id, l, now); err != nil {
					return err
				}
				n++
			}
		}
		if err := noteChange(ctx, tx); err != nil {
			return err
		}
		audit.Detail = fmt.Sprintf("%d labels", n)
		return saveAudit(ctx, tx, audit, s.now())
	})
	return n, err
}

// Labelled returns the labelled tasks whose text has not changed, gone ones included, beside what each engine says.
func (s *Store) Labelled(ctx context.Context) ([]voxpop.LabelledTask, error) {
	out, places, err := s.labels(ctx)
	if err == nil && len(out) > 0 {
		err = s.addSigns(ctx, out, places)
	}
	return out, s.fail("reading labels", err)
}

// sameText is current, but texts that are gone count.
const sameText = "i.text_rev = d.text_rev"

func (s *Store) labels(ctx context.Context) (out []voxpop.LabelledTask, places map[int64]int, err error) {
	places = map[int64]int{}
	query := `SELECT d.id, i.source, i.native, d.tool, d.drawn, i.thread, i.author_hash, c.name, l.person, l.sign, l.at, COALESCE(e.name, ''), COALESCE(e.version, '')
		FROM label_tasks d JOIN labels l ON l.task_id = d.id JOIN items i ON i.id = d.item_id JOIN communities c ON c.id = i.community_id
		CROSS JOIN publication p LEFT JOIN engines e ON e.id = p.engine_id WHERE ` + sameText + " ORDER BY d.id, l.person"
	err = each(ctx, pool{s}, query, nil, func(rows *sql.Rows) error {
		t := voxpop.LabelledTask{Signs: map[voxpop.EngineID]int{}}
		var drawn, author, at int64
		var sign sql.NullInt64
		var l voxpop.PersonLabel
		err := rows.Scan(&t.ID, &t.Item.Source, &t.Item.Native, &t.Tool, &drawn, &t.Thread, &author, &t.Community, &l.Person, &sign, &at, &t.Answers.Name, &t.Answers.Version)
		if l.At = fromMillis(at); sign.Valid {
			l.Label = labelOfSign(sign.Int64)
		}
		place, known := places[t.ID]
		if !known {
			t.Drawn, t.Community, t.Thread = drawn != 0, t.Item.Source+"/"+t.Community, t.Item.Source+"/"+t.Thread
			if author != 0 {
				t.Author = strconv.FormatUint(uint64(author), 16)
			}
			place = len(out)
			places[t.ID] = place
			out = append(out, t)
		}
		out[place].Labels = append(out[place].Labels, l)
		return err
	})
	return out, places, err
}

// addSigns fills in what engines say: of texts their scores, of mentions those of the tool as it is counted now.
func (s *Store) addSigns(ctx context.Context, out []voxpop.LabelledTask, places map[int64]int) error {
	shown, err := s.toolsShown(ctx)
	if err != nil {
		return err
	}
	put := func(task int64, e voxpop.EngineID, sign int) { out[places[task]].Signs[e] = sign }
	query := `SELECT d.id, e.name, e.version, s.sign FROM label_tasks d JOIN labels l ON l.task_id = d.id JOIN items i ON i.id = d.item_id
		JOIN scores s ON s.item_id = d.item_id AND s.text_rev = d.text_rev JOIN engines e ON e.id = s.engine_id WHERE d.tool = '' AND ` + sameText
	err = each(ctx, pool{s}, query, nil, func(rows *sql.Rows) error {
		var task int64
		var e voxpop.EngineID
		var sign int
		err := rows.Scan(&task, &e.Name, &e.Version, &sign)
		put(task, e, sign)
		return err
	})
	if err != nil {
		return err
	}
	type answer struct {
		task   int64
		engine voxpop.EngineID
	}
	parts := map[answer][]rollup.Opinion{}
	query = `SELECT d.id, d.tool, m.version_id, e.name, e.version, m.sign, m.compound FROM label_tasks d JOIN items i ON i.id = d.item_id
		JOIN mentions m ON m.item_id = d.item_id AND m.text_rev = d.text_rev JOIN engines e ON e.id = m.engine_id
		WHERE d.tool <> '' AND ` + sameText + " AND EXISTS (SELECT 1 FROM labels l WHERE l.task_id = d.id)"
	err = each(ctx, pool{s}, query, nil, func(rows *sql.Rows) error {
		var a answer
		var pattern int64
		var slug string
		var o rollup.Opinion
		err := rows.Scan(&a.task, &slug, &pattern, &a.engine.Name, &a.engine.Version, &o.Sign, &o.Compound)
		if t := shown.byPart[pattern]; t != nil && (t.slug == slug || shown.owner[pattern] == slug) {
			parts[a] = append(parts[a], o)
		}
		return err
	})
	for a, opinions := range parts {
		put(a.task, a.engine, int(rollup.Combined(opinions).Sign))
	}
	return err
}
