package relational

import (
	"cmp"
	"context"
	"database/sql"

	"github.com/voxpop-dev/voxpop"
)

// formerKey names items of a unit that keep the score of a former engine: they lost their text before engine could score them.
type formerKey struct {
	engine int64
	kind   voxpop.Kind
	former int64
}

func compareFormer(a, b formerKey) int {
	return cmp.Or(cmp.Compare(a.engine, b.engine), cmp.Compare(a.kind, b.kind), cmp.Compare(a.former, b.former))
}

// wantedFormer counts such items, of those that count.
func wantedFormer(engines []int64, items []unitItem) map[formerKey]int64 {
	out := map[formerKey]int64{}
	for i := range items {
		it := &items[i]
		if it.live || it.exclusion != voxpop.Counted {
			continue
		}
		for _, engine := range engines {
			if s, scored := it.score(engine); scored && s.engine != engine {
				out[formerKey{engine, it.kind, s.engine}]++
			}
		}
	}
	return out
}

func storedFormer(ctx context.Context, q querier, engines []int64, u unit) (map[formerKey]int64, error) {
	out := map[formerKey]int64{}
	query := "SELECT engine_id, kind, former_id, items FROM former_scores WHERE engine_id IN (" + list(engines) + ") AND day = ? AND community_id = ?"
	err := each(ctx, q, query, []any{u.day, u.community}, func(rows *sql.Rows) error {
		var k formerKey
		var n int64
		err := rows.Scan(&k.engine, &k.kind, &k.former, &n)
		out[k] = n
		return err
	})
	return out, err
}

// buildFormer writes how many items of a unit keep scores of former engines, where that changed.
func (r *rolling) buildFormer(ctx context.Context, u unit, items []unitItem) error {
	have, err := storedFormer(ctx, r.q, r.engines, u)
	if err != nil {
		return err
	}
	want := wantedFormer(r.engines, items)
	gone, changed := differing(have, want, compareFormer)
	if len(gone)+len(changed) == 0 {
		return nil
	}
	flat := make([]any, 0, 6*len(changed))
	for _, k := range changed {
		flat = append(flat, k.engine, u.day, u.community, string(k.kind), k.former, want[k])
	}
	r.write(len(gone)+len(changed), func(ctx context.Context, tx *Tx) error {
		for _, k := range gone {
			_, err := tx.Exec(ctx, "DELETE FROM former_scores WHERE engine_id = ? AND day = ? AND community_id = ? AND kind = ? AND former_id = ?",
				k.engine, u.day, u.community, string(k.kind), k.former)
			if err != nil {
				return err
			}
		}
		return tx.Insert(ctx, "INSERT INTO former_scores (engine_id, day, community_id, kind, former_id, items)", 6, flat,
			"ON CONFLICT (engine_id, day, community_id, kind, former_id) DO UPDATE SET items = excluded.items")
	})
	return nil
}

// FormerScores says of each UTC day of a filter's window how many of the scores that count come from engines before the one whose numbers are
// read, by day and engine. Days without such are left out.
func (s *Store) FormerScores(ctx context.Context, f voxpop.Filter) ([]voxpop.FormerScores, error) {
	const op = "reading scores of former engines"
	engine, err := s.answering(ctx, f)
	if err != nil {
		return nil, s.fail(op, err)
	}
	var w where
	since, until := createdBounds(f.Window)
	w.add("x.engine_id = "+engine+" AND x.day >= ? AND x.day < ?", dayOf(since), until)
	if err := s.whereCommunityIs(ctx, &w, "x.community_id", f); err != nil {
		return nil, s.fail(op, err)
	}
	if f.Source != "" {
		w.add("x.community_id IN (SELECT id FROM communities WHERE source = ?)", clean(f.Source))
	}
	if f.Kind != "" {
		w.add("x.kind = ?", clean(string(f.Kind)))
	}
	var out []voxpop.FormerScores
	query := "SELECT x.day, e.name, e.version, SUM(x.items) FROM former_scores x JOIN engines e ON e.id = x.former_id" + w.clause() +
		" GROUP BY x.day, e.id, e.name, e.version ORDER BY x.day, e.id"
	err = each(ctx, pool{s}, query, w.args, func(rows *sql.Rows) error {
		var day int64
		var n voxpop.FormerScores
		err := rows.Scan(&day, &n.Engine.Name, &n.Engine.Version, &n.Items)
		n.Day = fromSeconds(day)
		out = append(out, n)
		return err
	})
	return out, s.fail(op, err)
}
