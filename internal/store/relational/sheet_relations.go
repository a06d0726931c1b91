package relational

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"github.com/voxpop-dev/voxpop"
)

// unitRelation is a row of relations as a rollup reads it.
type unitRelation struct {
	engine, rev int64
	kind        voxpop.RelationKind
	from, to    int64
	native      string
}

// sheetRelation is a statement that counts: of the present text by the engine of the sheet or, in an item without text, by the engine whose
// score of it counts.
type sheetRelation struct {
	kind                            voxpop.RelationKind
	from, to, item, created, author int64
	itemKind                        voxpop.Kind
	native                          string // id of the item at the source
}

// addRelations reads the relations of a unit into its items.
func addRelations(ctx context.Context, q querier, u unit, items []unitItem) error {
	places := make(map[int64]int, len(items))
	for i := range items {
		places[items[i].id] = i
	}
	const query = `SELECT i.id, i.native, r.engine_id, r.text_rev, r.kind, r.from_tool, r.to_tool FROM items i CROSS JOIN relations r
		WHERE i.community_id = ? AND i.created >= ? AND i.created < ? AND r.item_id = i.id`
	return each(ctx, q, query, []any{u.community, u.day, u.day + day}, func(rows *sql.Rows) error {
		var id int64
		var r unitRelation
		if err := rows.Scan(&id, &r.native, &r.engine, &r.rev, &r.kind, &r.from, &r.to); err != nil {
			return err
		}
		if place, known := places[id]; known {
			items[place].relations = append(items[place].relations, r)
		}
		return nil
	})
}

// wantedRelations are the sheets of relations that a unit should have.
func wantedRelations(source string, u unit, engines []int64, items []unitItem) map[sheetKey]string {
	out := map[sheetKey]string{}
	for _, engine := range engines {
		var said []sheetRelation
		for i := range items {
			said = append(said, items[i].relates(engine)...)
		}
		if len(said) > 0 {
			out[sheetKey{engine, u.community, day, u.day, source}] = relationSheet(said)
		}
	}
	return out
}

// relates are the relations that count for an engine.
func (it *unitItem) relates(engine int64) (out []sheetRelation) {
	if len(it.relations) == 0 {
		return nil
	}
	if !it.live {
		score, scored := it.score(engine)
		if !scored {
			return nil
		}
		engine = score.engine
	}
	for _, r := range it.relations {
		if r.engine == engine && it.countsRev(r.rev) {
			out = append(out, sheetRelation{r.kind, r.from, r.to, it.id, it.created, it.authorHash, it.kind, r.native})
		}
	}
	return out
}

var relationBytes = map[voxpop.RelationKind]byte{voxpop.Prefers: 1, voxpop.Switched: 2}

// relationSheet packs statements.
func relationSheet(said []sheetRelation) string {
	slices.SortFunc(said, func(a, b sheetRelation) int {
		return cmp.Or(cmp.Compare(a.item, b.item), cmp.Compare(relationBytes[a.kind], relationBytes[b.kind]), cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to))
	})
	var w sheetWriter
	for _, s := range said {
		w.flag(int64(relationBytes[s.kind]))
		w.kind(s.itemKind)
		w.long(s.from, s.to, s.item, s.created, s.author)
		w.text(s.native)
	}
	return w.sheet()
}

// eachRelation takes a sheet of relations apart. The ids of their items at the source are yielded as bytes, which change with the next one.
func eachRelation(sheet []byte, yield func(s *sheetRelation, native []byte)) error {
	var s sheetRelation
	r := sheetReader{rest: sheet}
	for r.more() {
		s.kind = voxpop.Prefers
		if r.flag() == int64(relationBytes[voxpop.Switched]) {
			s.kind = voxpop.Switched
		}
		s.itemKind, s.from, s.to, s.item, s.created, s.author = r.kind(), r.long(), r.long(), r.long(), r.long(), r.long()
		if native := r.text(); !r.failed {
			yield(&s, native)
		}
	}
	return r.err()
}

// buildRelations writes the sheets of relations of a unit that differ.
func (r *rolling) buildRelations(ctx context.Context, u unit, items []unitItem) error {
	if err := addRelations(ctx, r.q, u, items); err != nil {
		return err
	}
	_, err := r.buildSheets(ctx, relationSheets, r.engines, u, wantedRelations(r.sources[u.community], u, r.engines, items))
	return err
}
