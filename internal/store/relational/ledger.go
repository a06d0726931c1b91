package relational

import (
	"context"
	"database/sql"

	"github.com/voxpop-dev/voxpop"
)

func (p *putting) saveLedger(ctx context.Context, ledger []voxpop.LedgerEntry) error {
	flat := make([]any, 0, 11*len(ledger))
	for _, e := range ledger {
		source := e.Source
		if source == "" {
			source = p.source
		}
		recorded := e.Recorded
		if recorded.IsZero() {
			recorded = p.now
		}
		community := clean(e.Community)
		var expected any
		if e.Expected != nil {
			expected = *e.Expected
		}
		flat = append(flat, clean(source), community, keyOf(community), string(e.Kind), seconds(e.From), seconds(e.To),
			string(e.Continuity), expected, e.Received, clean(e.Reason), millis(recorded))
	}
	return p.tx.Insert(ctx, `INSERT INTO ledger (source, community, community_key, kind, from_time, to_time,
		continuity, expected, received, reason, recorded)`, 11, flat, "")
}

// Ledger returns the entries that touch the window, newest first. Entries about a whole source
// answer for each of its communities.
func (s *Store) Ledger(ctx context.Context, f voxpop.Filter, limit int) ([]voxpop.LedgerEntry, error) {
	var w where
	if f.Source != "" {
		w.add("source = ?", clean(f.Source))
	}
	if f.Community != "" {
		w.add("(community_key = ? OR community_key = '')", keyOf(f.Community))
	}
	if f.Kind != "" {
		w.add("(kind = ? OR kind = '')", clean(string(f.Kind)))
	}
	if !f.From.IsZero() {
		w.add("to_time >= ?", seconds(f.From))
	}
	if !f.To.IsZero() {
		w.add("from_time < ?", seconds(f.To))
	}
	query := `SELECT source, community, kind, from_time, to_time, continuity, expected, received, reason, recorded
		FROM ledger` + w.clause() + " ORDER BY to_time DESC, id DESC LIMIT ?"
	var out []voxpop.LedgerEntry
	err := each(ctx, pool{s}, query, append(w.args, limit), func(rows *sql.Rows) error {
		var e voxpop.LedgerEntry
		var from, to, recorded int64
		var expected sql.NullInt64
		err := rows.Scan(&e.Source, &e.Community, &e.Kind, &from, &to, &e.Continuity, &expected, &e.Received, &e.Reason, &recorded)
		if err != nil {
			return err
		}
		e.From, e.To, e.Recorded = fromSeconds(from), fromSeconds(to), fromMillis(recorded)
		if expected.Valid {
			e.Expected = &expected.Int64
		}
		out = append(out, e)
		return nil
	})
	return out, s.fail("reading the coverage ledger", err)
}
