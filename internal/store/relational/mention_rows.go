package relational

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/voxpop-dev/voxpop"
)

// mentionKey names a row of mentions within one item.
type mentionKey struct{ pattern, engine int64 }

// mentionRow is what a row of mentions says.
type mentionRow struct {
	rev, inferred, sign, compound, confidence int64
	spans                                     string
}

// storedSpan is one mention in the spans of a row, written as a list: alias, start, end, inferred, compound, confidence.
type storedSpan struct {
	alias                string
	start, end           int64
	inferred             int64
	compound, confidence int64
}

// MarshalJSON writes a list.
func (s storedSpan) MarshalJSON() ([]byte, error) {
	return json.Marshal([]any{s.alias, s.start, s.end, s.inferred, s.compound, s.confidence})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (s *storedSpan) UnmarshalJSON(b []byte) error {
	return json.Unmarshal(b, &[]any{&s.alias, &s.start, &s.end, &s.inferred, &s.compound, &s.confidence})
}

// rowOf is how an opinion is stored.
func rowOf(o *voxpop.ToolOpinion, rev int64) mentionRow {
	spans := make([]storedSpan, len(o.Mentions))
	for i, m := range o.Mentions {
		score := o.Score
		if m.Score != nil {
			score = *m.Score
		}
		spans[i] = storedSpan{clean(m.Alias), int64(m.Span.Start), int64(m.Span.End), flag(m.Inferred), voxpop.Myriad(score.Compound), voxpop.Myriad(score.Confidence)}
	}
	return mentionRow{rev, flag(o.Inferred), int64(o.Score.Label.Sign()), voxpop.Myriad(o.Score.Compound), voxpop.Myriad(o.Score.Confidence), asJSON(spans)}
}

// opinion is the inverse of rowOf. Shares are not kept.
func (r *mentionRow) opinion(slug string, engine voxpop.EngineID) (voxpop.ToolOpinion, error) {
	var spans []storedSpan
	if err := json.Unmarshal([]byte(r.spans), &spans); err != nil {
		return voxpop.ToolOpinion{}, fmt.Errorf("spans of a mention of %s: %w", slug, err)
	}
	o := voxpop.ToolOpinion{Tool: slug, Inferred: r.inferred != 0, Score: voxpop.Score{Engine: engine, Label: labelOfSign(r.sign),
		Compound: fromMyriad(r.compound), Confidence: fromMyriad(r.confidence)}}
	for _, s := range spans {
		score := &voxpop.Score{Engine: engine, Compound: fromMyriad(s.compound), Confidence: fromMyriad(s.confidence)}
		score.Label = voxpop.LabelOf(score.Compound)
		o.Mentions = append(o.Mentions, voxpop.Mention{Tool: slug, Alias: s.alias, Span: voxpop.Span{Start: int(s.start), End: int(s.end)},
			Inferred: s.inferred != 0, Score: score})
	}
	return o, nil
}

// relationKey names a row of relations within one item.
type relationKey struct {
	engine   int64
	kind     voxpop.RelationKind
	from, to int64
}

type relationRow struct{ rev, start, end int64 }

// said is what is stored of what items say about tools.
type said struct {
	mentions  map[int64]map[mentionKey]mentionRow
	relations map[int64]map[relationKey]relationRow
}

func readSaid(ctx context.Context, tx *Tx, items []int64) (said, error) {
	out := said{map[int64]map[mentionKey]mentionRow{}, map[int64]map[relationKey]relationRow{}}
	err := inChunks(items, func(list string, args []any) error {
		query := "SELECT item_id, version_id, engine_id, text_rev, inferred, sign, compound, confidence, spans FROM mentions WHERE item_id IN " + list
		err := each(ctx, tx, query, args, func(rows *sql.Rows) error {
			var id int64
			var k mentionKey
			var r mentionRow
			err := rows.Scan(&id, &k.pattern, &k.engine, &r.rev, &r.inferred, &r.sign, &r.compound, &r.confidence, &r.spans)
			if out.mentions[id] == nil {
				out.mentions[id] = map[mentionKey]mentionRow{}
			}
			out.mentions[id][k] = r
			return err
		})
		if err != nil {
			return err
		}
		query = "SELECT item_id, engine_id, kind, from_tool, to_tool, text_rev, span_start, span_end FROM relations WHERE item_id IN " + list
		return each(ctx, tx, query, args, func(rows *sql.Rows) error {
			var id int64
			var k relationKey
			var r relationRow
			err := rows.Scan(&id, &k.engine, &k.kind, &k.from, &k.to, &r.rev, &r.start, &r.end)
			if out.relations[id] == nil {
				out.relations[id] = map[relationKey]relationRow{}
			}
			out.relations[id][k] = r
			return err
		})
	})
	return out, err
}

func compareMentions(a, b mentionKey) int {
	return cmp.Or(cmp.Compare(a.pattern, b.pattern), cmp.Compare(a.engine, b.engine))
}

func compareRelations(a, b relationKey) int {
	return cmp.Or(cmp.Compare(a.engine, b.engine), cmp.Compare(a.kind, b.kind), cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to))
}

// sorted are the keys of a map in order, so that statements are the same each time.
func sorted[K comparable, V any](m map[K]V, compare func(a, b K) int) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, compare)
	return keys
}
