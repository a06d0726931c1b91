package relational

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// standInText is how a score keeps by whom and why it was made for another engine.
func standInText(s voxpop.StandIn) string {
	if s.Reason == "" {
		return ""
	}
	return string(s.Reason) + " " + clean(s.Engine.String())
}

// standInOf is the inverse. problem is why the last try to ask failed, pause why nobody is asked now, gone that the text is.
func standInOf(text, problem string, pause voxpop.Pause, gone bool) voxpop.StandIn {
	reason, engine, _ := strings.Cut(text, " ")
	name, version, _ := strings.Cut(engine, "@")
	s := voxpop.StandIn{Engine: voxpop.EngineID{Name: name, Version: version}, Reason: voxpop.StandInReason(reason)}
	switch {
	case s.Reason != voxpop.StandInWaiting:
	case gone:
		s.Reason = voxpop.StandInGone
	case problem != "":
		s.Reason, s.Detail = voxpop.StandInFailed, problem
	case pause.Reason != "":
		s.Reason, s.Detail = pause.Reason, pause.Detail
	}
	return s
}

// waits reports whether a stored stand-in waits for a language model.
func waits(standIn string) bool { return strings.HasPrefix(standIn, string(voxpop.StandInWaiting)+" ") }

// saveWaiting lets items wait whose scores say so, and others wait no longer.
func saveWaiting(ctx context.Context, tx *Tx, differing []analysed, engine int64) error {
	var rows []any
	var over []int64
	for _, a := range differing {
		switch {
		case a.Score != nil && a.Exclusion == voxpop.Counted && a.Score.StandIn.Reason == voxpop.StandInWaiting:
			rows = append(rows, a.RowID, engine, a.TextRevision, a.created)
		case waits(a.former.standIn):
			over = append(over, a.RowID)
		}
	}
	const fresh = " = CASE WHEN llm_waiting.text_rev = excluded.text_rev THEN llm_waiting."
	err := tx.Insert(ctx, "INSERT INTO llm_waiting (item_id, engine_id, text_rev, created)", 4, rows,
		"ON CONFLICT (item_id, engine_id) DO UPDATE SET tries"+fresh+"tries ELSE 0 END, due"+fresh+"due ELSE 0 END, problem"+fresh+
			"problem ELSE '' END, text_rev = excluded.text_rev")
	if err != nil {
		return err
	}
	return inChunks(over, func(list string, args []any) error {
		_, err := tx.Exec(ctx, "DELETE FROM llm_waiting WHERE engine_id = ? AND item_id IN "+list, append([]any{engine}, args...)...)
		return err
	})
}

// Unanswered returns up to limit items for whose score by engine a language model is to be asked now, newest first.
func (s *Store) Unanswered(ctx context.Context, engine voxpop.EngineID, limit int) ([]voxpop.PendingItem, error) {
	const query = `SELECT i.id, i.text_rev, i.source, i.native, i.kind, c.name, i.created, i.distinguished, t.author, t.title, t.body
		FROM engines e JOIN llm_waiting w ON w.engine_id = e.id JOIN items i ON i.id = w.item_id AND i.text_rev = w.text_rev
		JOIN texts t ON t.item_id = i.id JOIN communities c ON c.id = i.community_id
		WHERE e.name = ? AND e.version = ? AND w.due <= ? ORDER BY w.created DESC, w.item_id DESC LIMIT ?`
	var out []voxpop.PendingItem
	err := each(ctx, pool{s}, query, []any{engine.Name, engine.Version, s.now().UnixMilli(), limit}, func(rows *sql.Rows) error {
		var p voxpop.PendingItem
		it := &p.Item
		var created int64
		err := rows.Scan(&p.RowID, &p.TextRevision, &it.ID.Source, &it.ID.Native, &it.Kind, &it.Community, &created, &it.Distinguished,
			&it.Author, &it.Title, &it.Body)
		it.State, it.Created = voxpop.StateLive, fromSeconds(created)
		out = append(out, p)
		return err
	})
	return out, s.fail("looking for what a language model is to be asked", err)
}

// Times after which an item is asked about again.
const (
	answeredAgain = time.Hour       // when nothing came of an answer: the catalog changed meanwhile
	firstAgain    = 5 * time.Minute // after the first failure; four times as long after each further one,
	lastAgain     = 24 * time.Hour  // but not longer than this
)

// askAgain is how long to wait after so many failures.
func askAgain(tries int64) time.Duration {
	return min(lastAgain, firstAgain<<(2*min(max(tries-1, 0), 8)))
}
