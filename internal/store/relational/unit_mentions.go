package relational

import (
	"context"
	"database/sql"
	"slices"
	"strconv"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/rollup"
)

// unitMention is a row of mentions as a rollup reads it.
type unitMention struct{ pattern, engine, rev, inferred, sign, compound int64 }

// counting says which versions count the mentions of a pattern.
type counting map[int64][]int64

func readCounting(ctx context.Context, q querier) (counting, error) {
	used, err := usedVersions(ctx, q)
	out := counting{}
	for _, v := range used {
		for _, p := range v.parts {
			out[p] = append(out[p], v.id)
		}
	}
	return out, err
}

const unitMentionColumns = "m.version_id, m.engine_id, m.text_rev, m.inferred, m.sign, m.compound"

func (m *unitMention) columns() []any {
	return []any{&m.pattern, &m.engine, &m.rev, &m.inferred, &m.sign, &m.compound}
}

// addMentions reads the mentions of a unit into its items.
func addMentions(ctx context.Context, q querier, u unit, items []unitItem) error {
	places := make(map[int64]int, len(items))
	for i := range items {
		places[items[i].id] = i
	}
	query := "SELECT i.id, " + unitMentionColumns + ` FROM items i CROSS JOIN mentions m
		WHERE i.community_id = ? AND i.created >= ? AND i.created < ? AND m.item_id = i.id`
	return each(ctx, q, query, []any{u.community, u.day, u.day + day}, func(rows *sql.Rows) error {
		var id int64
		var m unitMention
		if err := rows.Scan(append([]any{&id}, m.columns()...)...); err != nil {
			return err
		}
		if place, known := places[id]; known {
			items[place].mentions = append(items[place].mentions, m)
		}
		return nil
	})
}

// readMentioned reads those items of a unit that mention a tool, as far as engagement needs them.
func readMentioned(ctx context.Context, q querier, u unit) ([]unitItem, error) {
	query := "SELECT i.id, i.created, i.text_rev, i.kind, i.state, i.upvotes, i.comments, " + unitMentionColumns + ` FROM items i CROSS JOIN mentions m
		WHERE i.community_id = ? AND i.created >= ? AND i.created < ? AND m.item_id = i.id`
	var out []unitItem
	places := map[int64]int{}
	err := each(ctx, q, query, []any{u.community, u.day, u.day + day}, func(rows *sql.Rows) error {
		var it unitItem
		var state voxpop.State
		var m unitMention
		err := rows.Scan(append([]any{&it.id, &it.created, &it.rev, &it.kind, &state, &it.upvotes, &it.comments}, m.columns()...)...)
		if err != nil {
			return err
		}
		place, known := places[it.id]
		if !known {
			it.live = !state.Textless()
			place = len(out)
			places[it.id] = place
			out = append(out, it)
		}
		out[place].mentions = append(out[place].mentions, m)
		return nil
	})
	return out, err
}

// counts reports whether a row of mentions is of the item's text: of the present one or, for a tombstone, of the last.
func (it *unitItem) counts(m unitMention) bool { return it.countsRev(m.rev) }

// countsRev reports whether what was found in a revision of the item's text counts.
func (it *unitItem) countsRev(rev int64) bool { return !it.live || rev == it.rev }

func (it *unitItem) author() string {
	if it.authorHash == 0 {
		return ""
	}
	return strconv.FormatUint(uint64(it.authorHash), 16)
}

// opinionsFor are what the items say about tools under one engine, by the versions that count it.
func opinionsFor(items []unitItem, engine int64, c counting) map[int64][]rollup.Opinion {
	out := map[int64][]rollup.Opinion{}
	eachSaid(items, engine, c, func(_ *unitItem, version int64, o rollup.Opinion) { out[version] = append(out[version], o) })
	return out
}

// eachSaid yields what the items say about tools under one engine, in their order, each item once a version that counts it. The mentions
// of an item are by the engine whose score of it counts.
func eachSaid(items []unitItem, engine int64, c counting, yield func(it *unitItem, version int64, o rollup.Opinion)) {
	for i := range items {
		it := &items[i]
		if len(it.mentions) == 0 || it.exclusion != voxpop.Counted {
			continue
		}
		score, scored := it.score(engine)
		if !scored {
			continue
		}
		said := map[int64][]rollup.Opinion{}
		for _, m := range it.mentions {
			if m.engine != score.engine || !it.counts(m) {
				continue
			}
			o := rollup.Opinion{Kind: it.kind, Created: fromSeconds(it.created), Thread: it.thread, Author: it.author(),
				Inferred: m.inferred != 0, Sign: m.sign, Compound: m.compound}
			for _, v := range c[m.pattern] {
				said[v] = append(said[v], o)
			}
		}
		for v, opinions := range said {
			yield(it, v, rollup.Combined(opinions))
		}
	}
}

// attentionFor are the items that mention tools, by the versions that count it, whichever engine scored them.
func attentionFor(items []unitItem, c counting) map[int64][]rollup.Attention {
	out := map[int64][]rollup.Attention{}
	for i := range items {
		it := &items[i]
		for v, inferred := range it.mentioned(c) {
			out[v] = append(out[v], rollup.Attention{Created: fromSeconds(it.created), Inferred: inferred, Comments: it.comments, Upvotes: it.upvotes})
		}
	}
	return out
}

// mentioned are the versions that count the item, and whether it is inferred for them.
func (it *unitItem) mentioned(c counting) map[int64]bool {
	out := map[int64]bool{}
	for _, m := range it.mentions {
		if !it.counts(m) {
			continue
		}
		for _, v := range c[m.pattern] {
			inferred, known := out[v]
			out[v] = (inferred || !known) && m.inferred != 0
		}
	}
	return out
}

func keysOf[V any](m map[int64]V) []int64 {
	keys := make([]int64, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
