package relational

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// SaveThemes replaces the run of a scope.
func (s *Store) SaveThemes(ctx context.Context, run voxpop.ThemeRun) error {
	rows := make([]any, 0, 5*len(run.Topics))
	for place := range run.Topics {
		t := &run.Topics[place]
		body, err := json.Marshal(t)
		if err != nil {
			return err
		}
		rows = append(rows, clean(run.Tool), run.Days, place, clean(t.ID), clean(string(body)))
	}
	return s.write(ctx, "storing themes", func(tx *Tx) error {
		if err := dropThemes(ctx, tx, "tool = ? AND days = ?", clean(run.Tool), run.Days); err != nil {
			return err
		}
		err := tx.Insert(ctx, "INSERT INTO theme_runs (tool, days, from_time, to_time, made, total, read, copies, unassigned)", 9,
			[]any{clean(run.Tool), run.Days, seconds(run.From), seconds(run.To), millis(run.Made), run.Total, run.Read, run.Copies, run.Unassigned}, "")
		if err != nil {
			return err
		}
		if err := tx.Insert(ctx, "INSERT INTO themes (tool, days, place, id, body)", 5, rows, ""); err != nil {
			return err
		}
		return noteChange(ctx, tx)
	})
}

// dropThemes deletes the runs that a condition on theme_runs selects, with their topics.
func dropThemes(ctx context.Context, tx *Tx, condition string, args ...any) error {
	_, err := tx.Exec(ctx, "DELETE FROM themes WHERE EXISTS (SELECT 1 FROM theme_runs r WHERE r.tool = themes.tool AND r.days = themes.days AND r."+condition+")", args...)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "DELETE FROM theme_runs WHERE "+condition, args...)
	return err
}

// DropThemes removes runs that were made before t.
func (s *Store) DropThemes(ctx context.Context, t time.Time) error {
	return s.write(ctx, "dropping old themes", func(tx *Tx) error { return dropThemes(ctx, tx, "made < ?", millis(t)) })
}

const runColumns = "r.tool, r.days, r.from_time, r.to_time, r.made, r.total, r.read, r.copies, r.unassigned"

func runInto(run *voxpop.ThemeRun, from, to, made *int64) []any {
	return []any{&run.Tool, &run.Days, from, to, made, &run.Total, &run.Read, &run.Copies, &run.Unassigned}
}

// Themes returns the run of a scope. Run and topics are read in one statement, so that they belong together.
func (s *Store) Themes(ctx context.Context, scope voxpop.ThemeScope) (voxpop.ThemeRun, error) {
	var run voxpop.ThemeRun
	found := false
	err := each(ctx, pool{s}, "SELECT "+runColumns+`, COALESCE(t.body, '') FROM theme_runs r LEFT JOIN themes t ON t.tool = r.tool AND t.days = r.days
		WHERE r.tool = ? AND r.days = ? ORDER BY t.place`, []any{clean(scope.Tool), scope.Days}, func(rows *sql.Rows) error {
		var from, to, made int64
		var body string
		if err := rows.Scan(append(runInto(&run, &from, &to, &made), &body)...); err != nil {
			return err
		}
		found = true
		run.From, run.To, run.Made = fromSeconds(from), fromSeconds(to), fromMillis(made)
		if body == "" {
			return nil
		}
		var t voxpop.Topic
		err := json.Unmarshal([]byte(body), &t)
		run.Topics = append(run.Topics, t)
		return err
	})
	if err == nil && !found {
		err = voxpop.ErrNotFound
	}
	return run, s.fail("reading themes", err)
}

// ThemesMade returns when the run of a scope was made. It is asked every few seconds, and reads no topics.
func (s *Store) ThemesMade(ctx context.Context, scope voxpop.ThemeScope) (time.Time, error) {
	var made int64
	query := s.dialect.Rebind("SELECT made FROM theme_runs WHERE tool = ? AND days = ?")
	err := s.reader.QueryRowContext(ctx, query, clean(scope.Tool), scope.Days).Scan(&made)
	if errors.Is(err, sql.ErrNoRows) {
		err = voxpop.ErrNotFound
	}
	return fromMillis(made), s.fail("asking for the time of themes", err)
}

// Theme returns a topic by its id.
func (s *Store) Theme(ctx context.Context, id string) (voxpop.Topic, voxpop.ThemeRun, error) {
	var topic voxpop.Topic
	var run voxpop.ThemeRun
	var from, to, made int64
	var body string
	query := s.dialect.Rebind("SELECT " + runColumns + `, t.body FROM themes t JOIN theme_runs r ON r.tool = t.tool AND r.days = t.days
		WHERE t.id = ? ORDER BY r.made DESC, r.days DESC LIMIT 1`)
	err := s.reader.QueryRowContext(ctx, query, clean(id)).Scan(append(runInto(&run, &from, &to, &made), &body)...)
	if errors.Is(err, sql.ErrNoRows) {
		err = voxpop.ErrNotFound
	}
	if err == nil {
		err = json.Unmarshal([]byte(body), &topic)
	}
	run.From, run.To, run.Made = fromSeconds(from), fromSeconds(to), fromMillis(made)
	return topic, run, s.fail("reading a theme", err)
}
