package relational

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/rollup"
)

// Labelled returns the labelled tasks whose text has not changed, gone ones included, beside what each engine says.
func (s *Store) Labelled(ctx context.Context) ([]voxpop.LabelledTask, error) {
	return s.labelled(ctx, "")
}

// LabelledTask is one of those that Labelled returns.
func (s *Store) LabelledTask(ctx context.Context, task int64) (voxpop.LabelledTask, error) {
	found, err := s.labelled(ctx, " AND d.id = ?", task)
	if err == nil && len(found) == 0 {
		return voxpop.LabelledTask{}, s.fail("reading a label", fmt.Errorf("task %d: %w", task, voxpop.ErrNotFound))
	}
	if err != nil {
		return voxpop.LabelledTask{}, err
	}
	return found[0], nil
}

// sameText is current, but texts that are gone count.
const sameText = "i.text_rev = d.text_rev"

// labelled reads labelled tasks d that meet a further condition.
func (s *Store) labelled(ctx context.Context, which string, args ...any) ([]voxpop.LabelledTask, error) {
	out, places, err := s.labels(ctx, which, args)
	if err == nil && len(out) > 0 {
		err = s.addSigns(ctx, out, places, which, args)
	}
	return out, s.fail("reading labels", err)
}

func (s *Store) labels(ctx context.Context, which string, args []any) (out []voxpop.LabelledTask, places map[int64]int, err error) {
	places = map[int64]int{}
	query := `SELECT d.id, i.source, i.native, d.tool, d.drawn, i.thread, i.author_hash, c.name, l.person, l.sign, l.at, COALESCE(e.name, ''), COALESCE(e.version, '')
		FROM label_tasks d JOIN labels l ON l.task_id = d.id JOIN items i ON i.id = d.item_id JOIN communities c ON c.id = i.community_id
		CROSS JOIN publication p LEFT JOIN engines e ON e.id = p.engine_id WHERE ` + sameText + which + " ORDER BY d.id, l.person"
	err = each(ctx, pool{s}, query, args, func(rows *sql.Rows) error {
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
func (s *Store) addSigns(ctx context.Context, out []voxpop.LabelledTask, places map[int64]int, which string, args []any) error {
	shown, err := s.toolsShown(ctx)
	if err != nil {
		return err
	}
	put := func(task int64, e voxpop.EngineID, sign int) {
		if place, known := places[task]; known { // others were labelled since
			out[place].Signs[e] = sign
		}
	}
	query := `SELECT d.id, e.name, e.version, s.sign FROM label_tasks d JOIN labels l ON l.task_id = d.id JOIN items i ON i.id = d.item_id
		JOIN scores s ON s.item_id = d.item_id AND s.text_rev = d.text_rev JOIN engines e ON e.id = s.engine_id WHERE d.tool = '' AND ` + sameText + which
	err = each(ctx, pool{s}, query, args, func(rows *sql.Rows) error {
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
		WHERE d.tool <> '' AND ` + sameText + " AND EXISTS (SELECT 1 FROM labels l WHERE l.task_id = d.id)" + which
	err = each(ctx, pool{s}, query, args, func(rows *sql.Rows) error {
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
