package relational

import (
	"context"
	"database/sql"
	"encoding/json"
	"slices"
	"strings"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/rollup"
)

// inherit gives items without text, which nobody can examine again, the mentions that the versions took over from had:
// those by aliases that the new definition still has.
func (a *reanalysing) inherit(ctx context.Context, gone []int64) error {
	if len(gone) == 0 || len(a.row.Versions) == 0 {
		return nil
	}
	stored, err := readSaid(ctx, a.tx, gone)
	if err != nil {
		return err
	}
	marks := newMarks(a.tx)
	var flat []any
	for _, id := range a.row.Versions {
		v, err := versionByID(ctx, a.tx, id)
		if err != nil {
			return err
		}
		def, err := toolFromJSON(v.definition)
		if err != nil {
			return err
		}
		err = eachGone(ctx, a.tx, gone, func(item, created, community int64) error {
			rows, err := inherited(stored.mentions[item], v, def)
			for _, engine := range keysOf(rows) {
				m := rows[engine]
				flat = append(flat, item, v.pattern, engine, m.rev, created, community, m.inferred, m.sign, m.compound, m.confidence, m.spans)
				marks.add(community, created)
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	if err := a.tx.Insert(ctx, insertMentions, 11, flat, "ON CONFLICT DO NOTHING"); err != nil {
		return err
	}
	return marks.save(ctx)
}

func eachGone(ctx context.Context, tx *Tx, items []int64, yield func(item, created, community int64) error) error {
	return inChunks(items, func(list string, args []any) error {
		query := "SELECT id, created, community_id FROM items WHERE state <> 'live' AND id IN " + list + " ORDER BY id"
		return each(ctx, tx, query, args, func(rows *sql.Rows) error {
			var item, created, community int64
			if err := rows.Scan(&item, &created, &community); err != nil {
				return err
			}
			return yield(item, created, community)
		})
	})
}

// inherited are the rows, by engine, that a version gets from what is stored of one item. What it has of its own stays.
func inherited(stored map[mentionKey]mentionRow, v versionRow, def voxpop.Tool) (map[int64]mentionRow, error) {
	out := map[int64]mentionRow{}
	for _, k := range sorted(stored, compareMentions) {
		if !slices.Contains(v.bases, k.pattern) {
			continue
		}
		if _, own := stored[mentionKey{v.pattern, k.engine}]; own {
			continue
		}
		m, some, err := narrowed(stored[k], def)
		if err != nil {
			return nil, err
		}
		if some {
			out[k.engine] = m
		}
	}
	return out, nil
}

// narrowed is a row with those of its mentions that a definition still has; some is false when there are none.
func narrowed(m mentionRow, def voxpop.Tool) (_ mentionRow, some bool, err error) {
	var spans []storedSpan
	if err := json.Unmarshal([]byte(m.spans), &spans); err != nil {
		return m, false, err
	}
	kept := slices.DeleteFunc(slices.Clone(spans), func(s storedSpan) bool { return !hasAlias(def, s.alias) })
	if len(kept) == len(spans) || len(kept) == 0 {
		return m, len(kept) > 0, nil
	}
	opinions := make([]rollup.Opinion, len(kept))
	m.confidence = 0
	for i, s := range kept {
		sign := int64(voxpop.LabelOf(fromMyriad(s.compound)).Sign())
		opinions[i] = rollup.Opinion{Inferred: s.inferred != 0, Sign: sign, Compound: s.compound}
		m.confidence = max(m.confidence, s.confidence)
	}
	all := rollup.Combined(opinions)
	m.inferred, m.sign, m.compound, m.spans = flag(all.Inferred), all.Sign, all.Compound, asJSON(kept)
	return m, true, nil
}

// hasAlias reports whether a definition has an alias; what was inferred from a home needs one.
func hasAlias(def voxpop.Tool, alias string) bool {
	if alias == "" {
		return len(def.Home) > 0
	}
	return slices.ContainsFunc(def.Aliases, func(a voxpop.Alias) bool { return strings.EqualFold(a.Text, alias) })
}
