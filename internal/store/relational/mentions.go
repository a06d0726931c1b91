package relational

import (
	"context"
	"fmt"

	"github.com/voxpop-dev/voxpop"
)

// opinionWriter brings what is stored of what items say about tools in line with new analyses of them.
type opinionWriter struct {
	tx      *Tx
	engine  int64
	catalog catalogNow
	stored  said

	mentions, relations []any // rows to write, flat
	fadedMentions       [][]any
	fadedRelations      [][]any
}

func newOpinionWriter(ctx context.Context, tx *Tx, engine int64, catalog catalogNow, current []analysed) (*opinionWriter, error) {
	w := &opinionWriter{tx: tx, engine: engine, catalog: catalog}
	if catalog.revision == 0 {
		return w, nil // there never was a tool
	}
	ids := make([]int64, len(current))
	for i := range current {
		ids[i] = current[i].RowID
	}
	var err error
	w.stored, err = readSaid(ctx, tx, ids)
	return w, err
}

// wanted is what an analysis says, as it is stored.
func (w *opinionWriter) wanted(a *analysed) (map[mentionKey]mentionRow, map[relationKey]relationRow, error) {
	mentions, relations := map[mentionKey]mentionRow{}, map[relationKey]relationRow{}
	if a.Score == nil || a.Exclusion != voxpop.Counted {
		return mentions, relations, nil
	}
	for i := range a.Opinions {
		o := &a.Opinions[i]
		until, known := w.catalog.until[o.Version]
		if !known {
			return nil, nil, fmt.Errorf("an analysis names version %d of tool %q, which is not looked for: %w", o.Version, o.Tool, voxpop.ErrInvalid)
		}
		if until == 0 || a.created < until {
			mentions[mentionKey{o.Version, w.engine}] = rowOf(&o.ToolOpinion, a.TextRevision)
		}
	}
	for _, r := range a.Relations {
		k := relationKey{w.engine, r.Kind, w.catalog.tools[r.From], w.catalog.tools[r.To]}
		if k.from == 0 || k.to == 0 || k.from == k.to || r.Kind != voxpop.Prefers && r.Kind != voxpop.Switched {
			return nil, nil, fmt.Errorf("an analysis relates %q and %q by %q: %w", r.From, r.To, r.Kind, voxpop.ErrInvalid)
		}
		if _, twice := relations[k]; !twice {
			relations[k] = relationRow{a.TextRevision, int64(r.Span.Start), int64(r.Span.End)}
		}
	}
	return mentions, relations, nil
}

// stays reports whether a stored row outlives an analysis that does not say the same. Of a text that is gone from the item
// nothing stays; of the present text, what other engines said, and what was found by patterns that are not looked for now.
func (w *opinionWriter) stays(a *analysed, k mentionKey, rev int64) bool {
	if rev != a.TextRevision {
		return false
	}
	_, lookedFor := w.catalog.until[k.pattern]
	return k.engine != w.engine || !lookedFor && a.Score != nil && a.Exclusion == voxpop.Counted
}

// add compares an analysis with what is stored and notes what must be written. It reports whether anything must.
func (w *opinionWriter) add(a *analysed) (bool, error) {
	mentions, relations, err := w.wanted(a)
	if err != nil {
		return false, err
	}
	changed := false
	for _, k := range sorted(w.stored.mentions[a.RowID], compareMentions) {
		old := w.stored.mentions[a.RowID][k]
		if _, again := mentions[k]; !again && !w.stays(a, k, old.rev) {
			w.fadedMentions = append(w.fadedMentions, []any{a.RowID, k.pattern, k.engine})
			changed = true
		}
	}
	for _, k := range sorted(mentions, compareMentions) {
		m := mentions[k]
		if old, known := w.stored.mentions[a.RowID][k]; known && old == m {
			continue
		}
		w.mentions = append(w.mentions, a.RowID, k.pattern, k.engine, m.rev, a.created, a.community, m.inferred, m.sign, m.compound, m.confidence, m.spans)
		changed = true
	}
	for _, k := range sorted(w.stored.relations[a.RowID], compareRelations) {
		old := w.stored.relations[a.RowID][k]
		if _, again := relations[k]; !again && (k.engine == w.engine || old.rev != a.TextRevision) {
			w.fadedRelations = append(w.fadedRelations, []any{a.RowID, k.engine, string(k.kind), k.from, k.to})
			changed = true
		}
	}
	for _, k := range sorted(relations, compareRelations) {
		r := relations[k]
		if old, known := w.stored.relations[a.RowID][k]; known && old == r {
			continue
		}
		w.relations = append(w.relations, a.RowID, k.engine, string(k.kind), k.from, k.to, r.rev, r.start, r.end, a.created, a.community)
		changed = true
	}
	return changed, nil
}

const (
	insertMentions = `INSERT INTO mentions (item_id, version_id, engine_id, text_rev, created, community_id, inferred, sign, compound, confidence, spans)`
	upsertMentions = `ON CONFLICT (item_id, version_id, engine_id) DO UPDATE SET text_rev = excluded.text_rev, inferred = excluded.inferred,
		sign = excluded.sign, compound = excluded.compound, confidence = excluded.confidence, spans = excluded.spans`
	insertRelations = `INSERT INTO relations (item_id, engine_id, kind, from_tool, to_tool, text_rev, span_start, span_end, created, community_id)`
	upsertRelations = `ON CONFLICT (item_id, engine_id, kind, from_tool, to_tool) DO UPDATE SET text_rev = excluded.text_rev,
		span_start = excluded.span_start, span_end = excluded.span_end`
)

// save writes what was noted.
func (w *opinionWriter) save(ctx context.Context) error {
	for _, k := range w.fadedMentions {
		if _, err := w.tx.Exec(ctx, "DELETE FROM mentions WHERE item_id = ? AND version_id = ? AND engine_id = ?", k...); err != nil {
			return err
		}
	}
	for _, k := range w.fadedRelations {
		_, err := w.tx.Exec(ctx, "DELETE FROM relations WHERE item_id = ? AND engine_id = ? AND kind = ? AND from_tool = ? AND to_tool = ?", k...)
		if err != nil {
			return err
		}
	}
	if err := w.tx.Insert(ctx, insertMentions, 11, w.mentions, upsertMentions); err != nil {
		return err
	}
	return w.tx.Insert(ctx, insertRelations, 10, w.relations, upsertRelations)
}
