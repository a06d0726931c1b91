package relational

import (
	"cmp"
	"context"
	"database/sql"
	"maps"
	"slices"

	"github.com/voxpop-dev/voxpop"
)

// Commit stores analyses by engine in one transaction and deletes their pending rows. An analysis
// of a text revision that is no longer current, or of an item whose text is gone, only loses its pending row.
func (s *Store) Commit(ctx context.Context, engine voxpop.EngineID, done []voxpop.Analysis) error {
	if len(done) == 0 {
		return nil
	}
	return s.writeTexts(ctx, "storing analyses by "+engine.String(), func(tx *Tx) error {
		now := s.now().UnixMilli()
		id, err := engineID(ctx, tx, engine, now)
		if err != nil {
			return err
		}
		current, err := currentAnalyses(ctx, tx, done)
		if err != nil {
			return err
		}
		if err := saveAnalyses(ctx, tx, current, id, now); err != nil {
			return err
		}
		ids := make([]int64, len(done))
		for i, a := range done {
			ids[i] = a.PendingID
		}
		return inChunks(ids, func(list string, args []any) error {
			_, err := tx.Exec(ctx, "DELETE FROM pending WHERE id IN "+list, args...)
			return err
		})
	})
}

// analysed is an analysis with what is stored of its item.
type analysed struct {
	*voxpop.Analysis
	community, created, indexedRev int64
	language                       string
	exclusion                      voxpop.Exclusion
}

// currentAnalyses returns those of done that still fit their item, each item once, in the order of its index entry.
func currentAnalyses(ctx context.Context, tx *Tx, done []voxpop.Analysis) ([]analysed, error) {
	byRow := make(map[int64][]*voxpop.Analysis, len(done))
	ids := make([]int64, 0, len(done))
	for i := range done {
		a := &done[i]
		byRow[a.RowID] = append(byRow[a.RowID], a)
		ids = append(ids, a.RowID)
	}
	slices.Sort(ids)
	var out []analysed
	err := inChunks(slices.Compact(ids), func(list string, args []any) error {
		query := `SELECT id, community_id, created, text_rev, analysed_rev, language, exclusion FROM items WHERE state = 'live' AND id IN ` + list
		return each(ctx, tx, query, args, func(rows *sql.Rows) error {
			var c analysed
			var id, rev int64
			err := rows.Scan(&id, &c.community, &c.created, &rev, &c.indexedRev, &c.language, &c.exclusion)
			if err != nil {
				return err
			}
			for _, a := range byRow[id] {
				if a.TextRevision == rev {
					c.Analysis = a
				}
			}
			if c.Analysis != nil {
				out = append(out, c)
			}
			return nil
		})
	})
	slices.SortFunc(out, func(a, b analysed) int {
		return cmp.Or(cmp.Compare(a.created, b.created), cmp.Compare(a.RowID, b.RowID))
	})
	return out, err
}

func saveAnalyses(ctx context.Context, tx *Tx, current []analysed, engine, now int64) error {
	marks := newMarks(tx)
	var scores []any
	var unscored []int64
	var entries []IndexEntry
	if err := noteAnalysed(ctx, tx, current); err != nil {
		return err
	}
	for _, a := range current {
		if a.Score != nil && a.Exclusion == voxpop.Counted {
			scores = append(scores, scoreRow(a.Analysis, engine, now)...)
		} else {
			unscored = append(unscored, a.RowID)
		}
		if a.indexedRev != a.TextRevision {
			entries = append(entries, IndexEntry{a.RowID, a.created, Words(a.Search), a.indexedRev > 0})
		}
		marks.add(a.community, a.created)
	}
	if err := tx.Insert(ctx, insertScores, 10, scores, upsertScores); err != nil {
		return err
	}
	err := inChunks(unscored, func(list string, args []any) error {
		_, err := tx.Exec(ctx, "DELETE FROM scores WHERE engine_id = ? AND item_id IN "+list, append([]any{engine}, args...)...)
		return err
	})
	if err != nil {
		return err
	}
	if err := tx.store.dialect.Index(ctx, tx, entries); err != nil {
		return err
	}
	return marks.save(ctx)
}

// noteAnalysed writes what an analysis says of items. Few outcomes are common, so items are updated by outcome.
func noteAnalysed(ctx context.Context, tx *Tx, current []analysed) error {
	type outcome struct{ language, exclusion string }
	ids := map[outcome][]int64{}
	for _, a := range current {
		o := outcome{clean(a.Language), string(a.Exclusion)}
		ids[o] = append(ids[o], a.RowID)
	}
	// In one order, so that two writers never wait for each other.
	outcomes := slices.SortedFunc(maps.Keys(ids), func(a, b outcome) int {
		return cmp.Or(cmp.Compare(a.language, b.language), cmp.Compare(a.exclusion, b.exclusion))
	})
	for _, o := range outcomes {
		err := inChunks(ids[o], func(list string, args []any) error {
			_, err := tx.Exec(ctx, "UPDATE items SET language = ?, exclusion = ?, analysed_rev = text_rev WHERE id IN "+list,
				append([]any{o.language, o.exclusion}, args...)...)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

const (
	insertScores = `INSERT INTO scores (item_id, engine_id, text_rev, sign, compound, confidence, positive, neutral, negative, scored_at)`
	upsertScores = `ON CONFLICT (item_id, engine_id) DO UPDATE SET text_rev = excluded.text_rev, sign = excluded.sign,
		compound = excluded.compound, confidence = excluded.confidence, positive = excluded.positive,
		neutral = excluded.neutral, negative = excluded.negative, scored_at = excluded.scored_at`
)

func scoreRow(a *voxpop.Analysis, engine, now int64) []any {
	s := a.Score
	return []any{a.RowID, engine, a.TextRevision, int64(s.Label.Sign()), voxpop.Myriad(s.Compound), voxpop.Myriad(s.Confidence),
		voxpop.Myriad(s.Positive), voxpop.Myriad(s.Neutral), voxpop.Myriad(s.Negative), now}
}
