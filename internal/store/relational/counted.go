package relational

import (
	"context"
	"database/sql"
	"errors"
	"iter"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/rollup"
)

// counter reads what counts in the items created from since to before until under an engine. A counter is called day by day, so
// that few rows are held in memory.
type counter func(engine, since, until int64, yield func(voxpop.CountedRow) error) error

// CountedItems yields the items that Tally counts as scored, in no order. While a day waits for its rollup the two may differ.
func (s *Store) CountedItems(ctx context.Context, f voxpop.Filter) iter.Seq2[voxpop.CountedRow, error] {
	var w where
	w.add("i.exclusion = ''")
	if f.Source != "" {
		w.add("i.source = ?", clean(f.Source))
	}
	err := s.whereCommunity(ctx, &w, f)
	return s.counted(ctx, "reading the items behind a number", f.Window, func(engine, since, until int64, yield func(voxpop.CountedRow) error) error {
		if err != nil {
			return err
		}
		return s.eachCountable(ctx, w.and("i.created >= ? AND i.created < ?", since, until), f.Kind, func(it *countable) error {
			score, scored := it.score(engine)
			if !scored {
				return nil
			}
			return yield(it.row("", score.sign, score.compound))
		})
	})
}

// CountedMentions yields what ToolTally counts of the tools of a filter, in no order: each item once a tool. While a day waits for
// its rollup the two may differ.
func (s *Store) CountedMentions(ctx context.Context, f voxpop.ToolFilter) iter.Seq2[voxpop.CountedRow, error] {
	cells, err := s.opinionCells(ctx, f, nil)
	return s.counted(ctx, "reading the mentions behind a number", f.Window, func(engine, since, until int64, yield func(voxpop.CountedRow) error) error {
		if err != nil {
			return err
		}
		for _, t := range cells.tools {
			if err := cells.counted(ctx, t, engine, since, until, yield); err != nil {
				return err
			}
		}
		return nil
	})
}

// counted reads the days of a window that have items.
func (s *Store) counted(ctx context.Context, op string, w voxpop.Window, read counter) iter.Seq2[voxpop.CountedRow, error] {
	return func(yield func(voxpop.CountedRow, error) bool) {
		version, err := s.Version(ctx)
		engine := int64(0)
		if err == nil {
			err = eachNumber(ctx, pool{s}, "SELECT engine_id FROM publication", nil, func(id int64) { engine = id })
		}
		since, until := windowSeconds(w)
		since, until = max(since, seconds(version.Oldest)), min(until, seconds(version.Newest)+1)
		for err == nil {
			if since, err = s.firstFrom(ctx, since, until); err != nil || since >= until {
				break
			}
			next := min(dayOf(since)+day, until)
			err = read(engine, since, next, func(r voxpop.CountedRow) error {
				if !yield(r, nil) {
					return errStopped
				}
				return nil
			})
			since = next
		}
		if err != nil && !errors.Is(err, errStopped) {
			yield(voxpop.CountedRow{}, s.fail(op, err))
		}
	}
}

// firstFrom is when the first item from since on was created; until, if there is none before.
func (s *Store) firstFrom(ctx context.Context, since, until int64) (first int64, err error) {
	err = eachNumber(ctx, pool{s}, "SELECT COALESCE(MIN(created), ?) FROM items WHERE created >= ? AND created < ?", []any{until, since, until}, func(at int64) { first = at })
	return first, err
}

// countable is an item with its scores, and by which name a reader knows it.
type countable struct {
	unitItem
	name voxpop.ItemID
}

func (it *countable) row(tool string, sign, compound int64) voxpop.CountedRow {
	return voxpop.CountedRow{Item: it.name, Tool: tool, Gone: !it.live, Sign: int(sign), Compound: compound}
}

// eachCountable yields published items in no order. They change with the next one.
func (s *Store) eachCountable(ctx context.Context, w where, kind voxpop.Kind, yield func(*countable) error) error {
	if kind != "" {
		w = w.and("i.kind = ?", string(kind))
	}
	w = w.and("i.published = 1")
	query := `SELECT i.id, i.source, i.native, i.text_rev, i.state, i.exclusion, s.engine_id, s.text_rev, s.sign, s.compound, s.scored_at
		FROM items i JOIN scores s ON s.item_id = i.id` + w.clause() + " ORDER BY i.id"
	var last countable
	flush := func() error {
		if last.id == 0 {
			return nil
		}
		return yield(&last)
	}
	err := each(ctx, pool{s}, query, w.args, func(rows *sql.Rows) error {
		var it countable
		var state voxpop.State
		var sc unitScore
		err := rows.Scan(&it.id, &it.name.Source, &it.name.Native, &it.rev, &state, &it.exclusion, &sc.engine, &sc.rev, &sc.sign, &sc.compound, &sc.at)
		if err != nil {
			return err
		}
		if it.id != last.id {
			if err := flush(); err != nil {
				return err
			}
			it.live = !state.Textless()
			last = it
		}
		last.scores = append(last.scores, sc)
		return nil
	})
	if err != nil {
		return err
	}
	return flush()
}

// counted yields what counts for one tool.
func (c *opinionCells) counted(ctx context.Context, t *shownTool, engine, since, until int64, yield func(voxpop.CountedRow) error) error {
	mentions, ids, err := c.mentionsOf(ctx, t, since, until)
	if err != nil {
		return err
	}
	counting := counting{}
	for _, p := range t.parts {
		counting[p] = []int64{t.version}
	}
	return inChunks(ids, func(list string, args []any) error {
		var w where
		w.add("i.id IN "+list, args...)
		return c.s.eachCountable(ctx, w, c.f.Kind, func(it *countable) error {
			it.mentions = mentions[it.id]
			var failed error
			eachSaid([]unitItem{it.unitItem}, engine, counting, func(_ *unitItem, _ int64, o rollup.Opinion) {
				if !c.f.Named || !o.Inferred {
					failed = yield(it.row(t.slug, o.Sign, o.Compound))
				}
			})
			return failed
		})
	})
}

// mentionsOf are the mentions of a tool by item, of all engines, and these items by number.
func (c *opinionCells) mentionsOf(ctx context.Context, t *shownTool, since, until int64) (map[int64][]unitMention, []int64, error) {
	var w where
	w.add("m.version_id IN ("+list(t.parts)+") AND m.created >= ? AND m.created < ?", since, until)
	c.inCommunities(&w, "m.community_id", t)
	out := map[int64][]unitMention{}
	err := each(ctx, pool{c.s}, "SELECT m.item_id, "+unitMentionColumns+" FROM mentions m"+w.clause(), w.args, func(rows *sql.Rows) error {
		var id int64
		var m unitMention
		err := rows.Scan(append([]any{&id}, m.columns()...)...)
		out[id] = append(out[id], m)
		return err
	})
	return out, keysOf(out), err
}
