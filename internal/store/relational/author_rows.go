package relational

import (
	"cmp"
	"context"
	"database/sql"
)

// authorKey names a row of tool_authors within a unit.
type authorKey struct{ version, author int64 }

func compareAuthors(a, b authorKey) int {
	return cmp.Or(cmp.Compare(a.version, b.version), cmp.Compare(a.author, b.author))
}

// authorCount is how many items of an author name a tool, and how many mean it.
type authorCount struct{ named, inferred int64 }

func wantedAuthors(c counting, items []unitItem) map[authorKey]authorCount {
	out := map[authorKey]authorCount{}
	for i := range items {
		it := &items[i]
		if it.authorHash == 0 {
			continue
		}
		for v, inferred := range it.mentioned(c) {
			k := authorKey{v, it.authorHash}
			n := out[k]
			if inferred {
				n.inferred++
			} else {
				n.named++
			}
			out[k] = n
		}
	}
	return out
}

func storedAuthors(ctx context.Context, q querier, u unit) (map[authorKey]authorCount, error) {
	out := map[authorKey]authorCount{}
	const query = "SELECT version_id, author_hash, named, inferred FROM tool_authors WHERE community_id = ? AND day = ?"
	err := each(ctx, q, query, []any{u.community, u.day}, func(rows *sql.Rows) error {
		var k authorKey
		var n authorCount
		err := rows.Scan(&k.version, &k.author, &n.named, &n.inferred)
		out[k] = n
		return err
	})
	return out, err
}

// buildAuthors writes the rows of authors of a unit that differ.
func (r *rolling) buildAuthors(ctx context.Context, u unit, items []unitItem) error {
	have, err := storedAuthors(ctx, r.tx, u)
	if err != nil {
		return err
	}
	want := wantedAuthors(r.counting, items)
	gone, changed := differing(have, want, compareAuthors)
	r.work += len(gone) + len(changed)
	for _, k := range gone {
		_, err := r.tx.Exec(ctx, "DELETE FROM tool_authors WHERE version_id = ? AND day = ? AND community_id = ? AND author_hash = ?", k.version, u.day, u.community, k.author)
		if err != nil {
			return err
		}
	}
	flat := make([]any, 0, 6*len(changed))
	for _, k := range changed {
		flat = append(flat, k.version, u.day, u.community, k.author, want[k].named, want[k].inferred)
	}
	return r.tx.Insert(ctx, "INSERT INTO tool_authors (version_id, day, community_id, author_hash, named, inferred)", 6, flat,
		"ON CONFLICT (version_id, day, community_id, author_hash) DO UPDATE SET named = excluded.named, inferred = excluded.inferred")
}
