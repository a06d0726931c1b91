package relational

import (
	"cmp"
	"context"
	"database/sql"
)

// A sheet is one row that holds what is known of all tools in an hour or a UTC day of a community, or of a whole source, so that answers
// about many tools read few rows. Its family says what: see the files sheet_*.go. Equal contents are equal bytes.
type family string

const (
	opinionSheets   family = "opinions"  // cells of opinions by engine, of communities and sources
	attentionSheets family = "attention" // cells of engagement, likewise, of no engine
	postSheets      family = "posts"     // posts of a community's day that mention tools, of no engine
	relationSheets  family = "relations" // what items of a community's day say about two tools, by engine
)

// sheetKey names a sheet within its family. community is 0 for one of a whole source, engine 0 where it does not depend on one.
type sheetKey struct {
	engine, community, grain, start int64
	source                          string
}

func compareSheets(a, b sheetKey) int {
	return cmp.Or(cmp.Compare(a.engine, b.engine), cmp.Compare(a.community, b.community), cmp.Compare(a.grain, b.grain),
		cmp.Compare(a.start, b.start), cmp.Compare(a.source, b.source))
}

// storedSheets are those of one day of a community, or of a whole source (community 0).
func storedSheets(ctx context.Context, q querier, f family, engines []int64, source string, u unit) (map[sheetKey]string, error) {
	query := `SELECT engine_id, grain, start, sheet FROM tool_sheets WHERE family = ? AND engine_id IN (` + list(engines) + `)
		AND community_id = ? AND grain IN (3600, 86400) AND start >= ? AND start < ? AND source = ?`
	out := map[sheetKey]string{}
	err := each(ctx, q, query, []any{string(f), u.community, u.day, u.day + day, source}, func(rows *sql.Rows) error {
		k := sheetKey{community: u.community, source: source}
		var sheet sql.RawBytes
		err := rows.Scan(&k.engine, &k.grain, &k.start, &sheet)
		out[k] = string(sheet)
		return err
	})
	return out, err
}

// bytesPerRow is how much of a sheet counts as the work of one row.
const bytesPerRow = 256

// buildSheets makes the sheets of a family of a unit equal those that are wanted, and returns the keys of what it changed.
func (r *rolling) buildSheets(ctx context.Context, f family, engines []int64, u unit, want map[sheetKey]string) ([]sheetKey, error) {
	have, err := storedSheets(ctx, r.q, f, engines, r.sources[u.community], u)
	if err != nil {
		return nil, err
	}
	return r.replaceSheets(f, have, want), nil
}

// replaceSheets makes the sheets that are stored equal those that are wanted, and returns the keys of what it changes.
func (r *rolling) replaceSheets(f family, have, want map[sheetKey]string) []sheetKey {
	gone, changed := differing(have, want, compareSheets)
	differ := append(gone, changed...)
	for _, k := range differ {
		r.write(1+len(want[k])/bytesPerRow, func(ctx context.Context, tx *Tx) error { return saveSheet(ctx, tx, f, k, want[k]) })
	}
	return differ
}

// saveSheet writes a sheet. An empty one goes.
func saveSheet(ctx context.Context, tx *Tx, f family, k sheetKey, sheet string) error {
	if sheet == "" {
		_, err := tx.Exec(ctx, `DELETE FROM tool_sheets WHERE family = ? AND engine_id = ? AND community_id = ? AND grain = ? AND start = ? AND source = ?`,
			string(f), k.engine, k.community, k.grain, k.start, k.source)
		return err
	}
	_, err := tx.Exec(ctx, `INSERT INTO tool_sheets (family, engine_id, community_id, grain, start, source, sheet) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (family, engine_id, community_id, grain, start, source) DO UPDATE SET sheet = excluded.sheet`,
		string(f), k.engine, k.community, k.grain, k.start, k.source, []byte(sheet))
	return err
}

// summed names a sheet of a source whose communities have changed.
type summed struct {
	family family
	sheetKey
}

func compareSummed(a, b summed) int {
	return cmp.Or(cmp.Compare(a.family, b.family), compareSheets(a.sheetKey, b.sheetKey))
}

// noteSums notes that sheets of a source change with those of a community.
func (r *rolling) noteSums(f family, changed []sheetKey, want map[sheetKey]string) {
	for _, k := range changed {
		of := summed{f, k}
		of.community = 0
		if r.sums[of] == nil {
			r.sums[of] = map[int64]string{}
		}
		r.sums[of][k.community] = want[k]
	}
}

// buildSums adds up anew those sheets of sources that changed.
func (r *rolling) buildSums(ctx context.Context) error {
	for _, s := range sorted(r.sums, compareSummed) {
		want, err := addedSheet(ctx, r.q, s, r.sums[s])
		if err != nil {
			return err
		}
		have, err := summedSheet(ctx, r.q, s)
		if err != nil {
			return err
		}
		r.replaceSheets(s.family, have, want)
	}
	return nil
}

// summedSheet is what is stored as the sum.
func summedSheet(ctx context.Context, q querier, s summed) (map[sheetKey]string, error) {
	out := map[sheetKey]string{}
	const query = "SELECT sheet FROM tool_sheets WHERE family = ? AND engine_id = ? AND community_id = 0 AND grain = ? AND start = ? AND source = ?"
	err := each(ctx, q, query, []any{string(s.family), s.engine, s.grain, s.start, s.source}, func(rows *sql.Rows) error {
		var sheet sql.RawBytes
		err := rows.Scan(&sheet)
		out[s.sheetKey] = string(sheet)
		return err
	})
	return out, err
}

// addedSheet is the sum of what the communities of a source have in an hour or day; an empty map of nothing. Sheets that a rollup has
// anew stand for those that are stored.
func addedSheet(ctx context.Context, q querier, s summed, anew map[int64]string) (map[sheetKey]string, error) {
	var opinions opinionSum
	var attention attentionSum
	add := attention.add
	if s.family == opinionSheets {
		add = opinions.add
	}
	const query = `SELECT c.id, x.sheet FROM communities c CROSS JOIN tool_sheets x WHERE c.source = ? AND x.family = ? AND x.engine_id = ?
		AND x.community_id = c.id AND x.grain = ? AND x.start = ?`
	err := each(ctx, q, query, []any{s.source, string(s.family), s.engine, s.grain, s.start}, func(rows *sql.Rows) error {
		var community int64
		var sheet sql.RawBytes
		if err := rows.Scan(&community, &sheet); err != nil {
			return err
		}
		if _, known := anew[community]; known {
			return nil
		}
		return add(sheet)
	})
	for _, sheet := range anew {
		if err == nil {
			err = add([]byte(sheet))
		}
	}
	sheet := opinions.sheet() + attention.sheet() // of which one is empty
	if err != nil || sheet == "" {
		return nil, err
	}
	return map[sheetKey]string{s.sheetKey: sheet}, nil
}
