package relational

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/rollup"
)

// OpinionsOf returns what public items say about tools.
func (s *Store) OpinionsOf(ctx context.Context, ids []voxpop.ItemID) (map[voxpop.ItemID][]voxpop.ToolOpinion, error) {
	const op = "reading what items say about tools"
	bySource := map[string][]string{}
	for _, id := range ids {
		bySource[clean(id.Source)] = append(bySource[clean(id.Source)], clean(id.Native))
	}
	names := map[int64]voxpop.ItemID{}
	for source, natives := range bySource {
		err := inChunks(natives, func(list string, args []any) error {
			return each(ctx, pool{s}, "SELECT id, native FROM items WHERE published = 1 AND source = ? AND native IN "+list, append([]any{source}, args...),
				func(rows *sql.Rows) error {
					var row int64
					id := voxpop.ItemID{Source: source}
					err := rows.Scan(&row, &id.Native)
					names[row] = id
					return err
				})
		})
		if err != nil {
			return nil, s.fail(op, err)
		}
	}
	rows, err := s.opinionsByRow(ctx, keysOf(names))
	out := map[voxpop.ItemID][]voxpop.ToolOpinion{}
	for row, opinions := range rows {
		out[names[row]] = opinions
	}
	return out, s.fail(op, err)
}

// readMention is a row of mentions as it is shown.
type readMention struct {
	pattern int64
	engine  voxpop.EngineID
	mentionRow
}

// opinionsByRow reads the opinions of items by their numbers: those of the present text by the engine that answers or, of an item
// without text that this engine never scored, those by the engine that scored it last.
func (s *Store) opinionsByRow(ctx context.Context, ids []int64) (map[int64][]voxpop.ToolOpinion, error) {
	shown, err := s.toolsShown(ctx)
	if err != nil || len(shown.tools) == 0 || len(ids) == 0 {
		return nil, err
	}
	rows := map[int64][]readMention{}
	err = inChunks(ids, func(list string, args []any) error {
		query := `SELECT m.item_id, m.version_id, e.name, e.version, m.text_rev, m.inferred, m.sign, m.compound, m.confidence, m.spans
			FROM items i CROSS JOIN publication p JOIN mentions m ON m.item_id = i.id JOIN engines e ON e.id = m.engine_id
			WHERE p.one = 1 AND i.id IN ` + list + ` AND (m.text_rev = i.text_rev OR i.state <> 'live')
			AND (m.engine_id = p.engine_id OR i.state <> 'live' AND m.engine_id = (SELECT s.engine_id FROM scores s WHERE s.item_id = i.id
				ORDER BY CASE WHEN s.engine_id = p.engine_id THEN 0 ELSE 1 END, s.scored_at DESC, s.engine_id DESC LIMIT 1)) ORDER BY m.item_id, m.version_id`
		return each(ctx, pool{s}, query, args, func(r *sql.Rows) error {
			var id int64
			var m readMention
			err := r.Scan(&id, &m.pattern, &m.engine.Name, &m.engine.Version, &m.rev, &m.inferred, &m.sign, &m.compound, &m.confidence, &m.spans)
			rows[id] = append(rows[id], m)
			return err
		})
	})
	out := map[int64][]voxpop.ToolOpinion{}
	for id, mentions := range rows {
		opinions, e := shown.opinions(mentions)
		if e != nil {
			return nil, e
		}
		if len(opinions) > 0 {
			out[id] = opinions
		}
	}
	return out, err
}

// opinions are the mentions of one item by the tools that count them. A mention keeps the tool by whose alias it was found.
func (c *shownTools) opinions(mentions []readMention) ([]voxpop.ToolOpinion, error) {
	type sum struct {
		voxpop.ToolOpinion
		parts []rollup.Opinion
	}
	by := map[string]*sum{}
	for _, m := range mentions {
		t := c.byPart[m.pattern]
		if t == nil {
			continue // of a version that does not answer
		}
		o, err := m.opinion(c.owner[m.pattern], m.engine)
		if err != nil {
			return nil, err
		}
		one := rollup.Opinion{Inferred: m.inferred != 0, Sign: m.sign, Compound: m.compound}
		if known := by[t.slug]; known != nil {
			known.Mentions = append(known.Mentions, o.Mentions...)
			known.Score.Confidence = max(known.Score.Confidence, o.Score.Confidence)
			known.parts = append(known.parts, one)
			continue
		}
		o.Tool = t.slug
		by[t.slug] = &sum{o, []rollup.Opinion{one}}
	}
	out := make([]voxpop.ToolOpinion, 0, len(by))
	for _, o := range by {
		all := rollup.Combined(o.parts)
		o.Inferred, o.Score.Compound, o.Score.Label = all.Inferred, fromMyriad(all.Compound), labelOfSign(all.Sign)
		slices.SortStableFunc(o.Mentions, func(a, b voxpop.Mention) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
		out = append(out, o.ToolOpinion)
	}
	slices.SortFunc(out, func(a, b voxpop.ToolOpinion) int { return cmp.Compare(a.Tool, b.Tool) })
	return out, nil
}
