package relational

import (
	"cmp"
	"context"
	"database/sql"
	"maps"
	"slices"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// Commit stores analyses by engine in one transaction and deletes their pending rows. An analysis
// of a text revision that is no longer current, or of an item whose text is gone, only loses its pending row; one
// that was made with another revision of the catalog keeps it, and must be made again.
func (s *Store) Commit(ctx context.Context, engine voxpop.EngineID, done []voxpop.Analysis) error {
	if len(done) == 0 {
		return nil
	}
	var began time.Time
	err := s.writeTexts(ctx, "storing analyses by "+engine.String(), func(tx *Tx) error {
		began = tx.began
		now := s.now().UnixMilli()
		id, err := engineID(ctx, tx, engine, now)
		if err != nil {
			return err
		}
		if err := noteMissed(ctx, tx, id); err != nil {
			return err
		}
		catalog, err := readCatalog(ctx, tx)
		if err != nil {
			return err
		}
		fitting := slices.DeleteFunc(slices.Clone(done), func(a voxpop.Analysis) bool { return a.Catalog != catalog.revision })
		current, err := currentAnalyses(ctx, tx, id, fitting)
		if err != nil {
			return err
		}
		if err := saveAnalyses(ctx, tx, current, catalog, id, now); err != nil {
			return err
		}
		ids := make([]int64, len(fitting))
		for i, a := range fitting {
			ids[i] = a.PendingID
		}
		return inChunks(ids, func(list string, args []any) error {
			_, err := tx.Exec(ctx, "DELETE FROM pending WHERE id IN "+list, args...)
			return err
		})
	})
	if err == nil {
		s.analyses.note(len(done), time.Since(began))
	}
	return err
}

// analysed is an analysis with what is stored of its item.
type analysed struct {
	*voxpop.Analysis
	community, created, indexedRev int64
	language                       string
	exclusion                      voxpop.Exclusion
	former                         formerScore
}

// formerScore is what is stored of the item's score by the same engine; rev is 0 when there is none.
type formerScore struct {
	rev, sign, compound, confidence, positive, neutral, negative int64
	standIn                                                      string
}

// same reports whether the analysis says what is stored already, opinions apart.
func (a *analysed) same() bool {
	if a.indexedRev != a.TextRevision || a.language != clean(a.Language) || a.exclusion != a.Exclusion {
		return false
	}
	if a.Score == nil || a.Exclusion != voxpop.Counted {
		return a.former.rev == 0
	}
	s := a.Score
	return a.former == formerScore{a.TextRevision, int64(s.Label.Sign()), voxpop.Myriad(s.Compound), voxpop.Myriad(s.Confidence),
		voxpop.Myriad(s.Positive), voxpop.Myriad(s.Neutral), voxpop.Myriad(s.Negative), standInText(s.StandIn)}
}

// currentAnalyses returns those of done that still fit their item, each item once, in the order of its index entry.
func currentAnalyses(ctx context.Context, tx *Tx, engine int64, done []voxpop.Analysis) ([]analysed, error) {
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
		query := `SELECT i.id, i.community_id, i.created, i.text_rev, i.analysed_rev, i.language, i.exclusion, COALESCE(s.text_rev, 0), COALESCE(s.sign, 0),
			COALESCE(s.compound, 0), COALESCE(s.confidence, 0), COALESCE(s.positive, 0), COALESCE(s.neutral, 0), COALESCE(s.negative, 0), COALESCE(s.stand_in, '')
			FROM items i LEFT JOIN scores s ON s.item_id = i.id AND s.engine_id = ? WHERE i.state = 'live' AND i.id IN ` + list
		return each(ctx, tx, query, append([]any{engine}, args...), func(rows *sql.Rows) error {
			var c analysed
			var id, rev int64
			f := &c.former
			err := rows.Scan(&id, &c.community, &c.created, &rev, &c.indexedRev, &c.language, &c.exclusion,
				&f.rev, &f.sign, &f.compound, &f.confidence, &f.positive, &f.neutral, &f.negative, &f.standIn)
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

// saveAnalyses writes what differs from what is stored.
func saveAnalyses(ctx context.Context, tx *Tx, current []analysed, catalog catalogNow, engine, now int64) error {
	opinions, err := newOpinionWriter(ctx, tx, engine, catalog, current)
	if err != nil {
		return err
	}
	marks := newMarks(tx)
	var scores []any
	var unscored []int64
	var entries []IndexEntry
	var differing []analysed
	for i := range current {
		others, err := opinions.add(&current[i])
		if err != nil {
			return err
		}
		if others {
			marks.add(current[i].community, current[i].created)
		}
		if !current[i].same() {
			differing = append(differing, current[i])
		}
	}
	if err := noteAnalysed(ctx, tx, differing); err != nil {
		return err
	}
	for _, a := range differing {
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
	if err := tx.Insert(ctx, insertScores, 11, scores, upsertScores); err != nil {
		return err
	}
	err = inChunks(unscored, func(list string, args []any) error {
		_, err := tx.Exec(ctx, "DELETE FROM scores WHERE engine_id = ? AND item_id IN "+list, append([]any{engine}, args...)...)
		return err
	})
	if err != nil {
		return err
	}
	if err := saveWaiting(ctx, tx, differing, engine); err != nil {
		return err
	}
	if err := tx.store.dialect.Index(ctx, tx, entries); err != nil {
		return err
	}
	if err := opinions.save(ctx); err != nil {
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
	insertScores = `INSERT INTO scores (item_id, engine_id, text_rev, sign, compound, confidence, positive, neutral, negative, scored_at, stand_in)`
	upsertScores = `ON CONFLICT (item_id, engine_id) DO UPDATE SET text_rev = excluded.text_rev, sign = excluded.sign,
		compound = excluded.compound, confidence = excluded.confidence, positive = excluded.positive,
		neutral = excluded.neutral, negative = excluded.negative, scored_at = excluded.scored_at,
		stand_in = excluded.stand_in`
)

func scoreRow(a *voxpop.Analysis, engine, now int64) []any {
	s := a.Score
	return []any{a.RowID, engine, a.TextRevision, int64(s.Label.Sign()), voxpop.Myriad(s.Compound), voxpop.Myriad(s.Confidence),
		voxpop.Myriad(s.Positive), voxpop.Myriad(s.Neutral), voxpop.Myriad(s.Negative), now, standInText(s.StandIn)}
}
