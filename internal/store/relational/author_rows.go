package relational

import (
	"cmp"
	"context"
	"database/sql"
)

// authorKey names an author of a unit who mentions a version's tool. Author 0 stands for the unit itself: that the tool is mentioned in it,
// by whomever.
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
		for v, inferred := range it.mentioned(c) {
			out[authorKey{v, 0}] = authorCount{}
			if it.authorHash == 0 {
				continue
			}
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

// authorLists packs authors, by version.
func authorLists(authors map[authorKey]authorCount) map[int64]string {
	writers := map[int64]*sheetWriter{}
	for _, k := range sorted(authors, compareAuthors) {
		w := writers[k.version]
		if w == nil {
			w = &sheetWriter{}
			writers[k.version] = w
		}
		if k.author != 0 {
			w.long(k.author)
			w.short(authors[k].named, authors[k].inferred)
		}
	}
	out := make(map[int64]string, len(writers))
	for v, w := range writers {
		out[v] = w.sheet()
	}
	return out
}

// eachAuthor takes a list of authors apart.
func eachAuthor(list []byte, yield func(author int64, n authorCount)) error {
	r := sheetReader{rest: list}
	for r.more() {
		author, n := r.long(), authorCount{r.short(), r.short()}
		if !r.failed {
			yield(author, n)
		}
	}
	return r.err()
}

func storedAuthors(ctx context.Context, q querier, u unit) (map[int64]string, error) {
	out := map[int64]string{}
	const query = "SELECT version_id, authors FROM tool_days WHERE community_id = ? AND day = ?"
	err := each(ctx, q, query, []any{u.community, u.day}, func(rows *sql.Rows) error {
		var version int64
		var authors sql.RawBytes
		err := rows.Scan(&version, &authors)
		out[version] = string(authors)
		return err
	})
	return out, err
}

// authorsOf is the inverse of authorLists.
func authorsOf(lists map[int64]string) (map[authorKey]authorCount, error) {
	out := map[authorKey]authorCount{}
	for version, list := range lists {
		out[authorKey{version, 0}] = authorCount{}
		err := eachAuthor([]byte(list), func(author int64, n authorCount) { out[authorKey{version, author}] = n })
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// buildAuthors writes the lists of authors of a unit that differ.
func (r *rolling) buildAuthors(ctx context.Context, u unit, items []unitItem) error {
	have, err := storedAuthors(ctx, r.q, u)
	if err != nil {
		return err
	}
	want := authorLists(wantedAuthors(r.counting, items))
	gone, changed := differing(have, want, cmp.Compare[int64])
	if len(gone)+len(changed) == 0 {
		return nil
	}
	flat := make([]any, 0, 4*len(changed))
	for _, version := range changed {
		flat = append(flat, version, u.day, u.community, []byte(want[version]))
	}
	r.write(len(gone)+len(changed), func(ctx context.Context, tx *Tx) error {
		for _, version := range gone {
			if _, err := tx.Exec(ctx, "DELETE FROM tool_days WHERE version_id = ? AND day = ? AND community_id = ?", version, u.day, u.community); err != nil {
				return err
			}
		}
		return tx.Insert(ctx, "INSERT INTO tool_days (version_id, day, community_id, authors)", 4, flat,
			"ON CONFLICT (version_id, day, community_id) DO UPDATE SET authors = excluded.authors")
	})
	return nil
}
