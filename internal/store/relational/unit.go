package relational

import (
	"context"
	"database/sql"
	"iter"
	"strconv"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/rollup"
)

// unitItem is what a rollup reads of an item: the item with its scores by all engines.
type unitItem struct {
	id, created, authorHash, rev int64
	kind                         voxpop.Kind
	thread                       string
	live, published              bool
	exclusion                    voxpop.Exclusion
	upvotes, comments            int64
	scores                       []unitScore
	mentions                     []unitMention
	relations                    []unitRelation
}

type unitScore struct{ engine, rev, sign, compound, at int64 }

// readUnit reads the items of a unit in the order of their numbers.
func readUnit(ctx context.Context, q querier, u unit) ([]unitItem, error) {
	const query = `SELECT i.id, i.created, i.author_hash, i.text_rev, i.kind, i.thread, i.state, i.exclusion, i.upvotes, i.comments, i.published,
		s.engine_id, s.text_rev, s.sign, s.compound, s.scored_at
		FROM items i LEFT JOIN scores s ON s.item_id = i.id
		WHERE i.community_id = ? AND i.created >= ? AND i.created < ?`
	var out []unitItem
	places := map[int64]int{}
	err := each(ctx, q, query, []any{u.community, u.day, u.day + day}, func(rows *sql.Rows) error {
		var it unitItem
		var state voxpop.State
		var engine, rev, sign, compound, at sql.NullInt64
		var published int64
		err := rows.Scan(&it.id, &it.created, &it.authorHash, &it.rev, &it.kind, &it.thread, &state, &it.exclusion, &it.upvotes, &it.comments, &published,
			&engine, &rev, &sign, &compound, &at)
		if err != nil {
			return err
		}
		place, known := places[it.id]
		if !known {
			it.live, it.published = !state.Textless(), published != 0
			place = len(out)
			places[it.id] = place
			out = append(out, it)
		}
		if engine.Valid {
			out[place].scores = append(out[place].scores, unitScore{engine.Int64, rev.Int64, sign.Int64, compound.Int64, at.Int64})
		}
		return nil
	})
	return out, err
}

// score is the score that counts for an engine: of the current text; for a tombstone the last one
// this engine gave, else the last one of any engine, since it can never be scored again.
func (it *unitItem) score(engine int64) (unitScore, bool) {
	var best unitScore
	found := false
	for _, s := range it.scores {
		switch {
		case s.engine == engine && (!it.live || s.rev == it.rev):
			return s, true
		case !it.live && (!found || s.at > best.at || s.at == best.at && s.engine > best.engine):
			best, found = s, true
		}
	}
	return best, found
}

// rowsFor are the items as the rollup sees them under one engine.
func rowsFor(items []unitItem, engine int64) iter.Seq[rollup.Row] {
	return func(yield func(rollup.Row) bool) {
		for i := range items {
			it := &items[i]
			s, scored := it.score(engine)
			row := rollup.Row{
				Kind: it.kind, Created: fromSeconds(it.created), Thread: it.thread,
				Counted: it.exclusion == voxpop.Counted,
				Scored:  scored, Label: labelOfSign(s.sign), Compound: s.compound,
			}
			if it.authorHash != 0 {
				row.Author = strconv.FormatUint(uint64(it.authorHash), 16)
			}
			if !yield(row) {
				return
			}
		}
	}
}
