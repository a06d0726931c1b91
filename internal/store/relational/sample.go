package relational

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"github.com/voxpop-dev/voxpop"
)

// hashOf orders items by a fixed hash of their number (Knuth's multiplicative one), so that every sample of
// the same items is the same, and a smaller one the begin of a larger.
func hashOf(number string) string { return "((" + number + " * 2654435761) & 4294967295)" }

// hashOfItem is hashOf of a number.
func hashOfItem(number int64) int64 { return number * 2654435761 & 4294967295 }

// hashes is how many values the hash has.
const hashes = int64(1) << 32

// Sample returns up to limit live scored items of the filter, chosen by a fixed hash, without their texts.
func (s *Store) Sample(ctx context.Context, f voxpop.ToolFilter, limit int) (voxpop.Sample, error) {
	const op = "reading a sample"
	c, err := s.opinionCells(ctx, f, nil)
	if err != nil {
		return voxpop.Sample{}, s.fail(op, err)
	}
	var out voxpop.Sample
	if len(f.Tools) > 0 {
		out, err = c.sample(ctx, limit)
	} else {
		out, err = s.sampleOfItems(ctx, f, limit)
	}
	return out, s.fail(op, err)
}

// drawn is an item of a sample, as small as can be while there are many.
type drawn struct{ hash, item, rev, compound, sign int64 }

func compareDrawn(a, b drawn) int {
	return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.item, b.item))
}

// sample draws of what is said of a tool.
func (c *opinionCells) sample(ctx context.Context, limit int) (voxpop.Sample, error) {
	tool, err := c.one()
	if err != nil {
		return voxpop.Sample{}, err
	}
	var out voxpop.Sample
	few := firstFew[drawn]{most: limit, compare: compareDrawn}
	err = c.said(ctx, tool, func(l *listed) {
		out.Of++
		if l.live != 0 {
			few.add(drawn{hashOfItem(l.item), l.item, l.rev, l.compound, l.sign})
		}
	})
	for _, d := range few.first() {
		out.Items = append(out.Items, voxpop.SampledItem{RowID: d.item, Revision: d.rev, Compound: fromMyriad(d.compound), Sign: int(d.sign)})
	}
	return out, err
}

// sampleOfItems draws at least limit of all scored items, where there are so many. How many these are is told by the cells.
func (s *Store) sampleOfItems(ctx context.Context, f voxpop.ToolFilter, limit int) (voxpop.Sample, error) {
	tally, err := s.Tally(ctx, f.Filter)
	if err != nil {
		return voxpop.Sample{}, err
	}
	out := voxpop.Sample{Of: map[voxpop.Label]int64{"": tally.Scored(), voxpop.Positive: tally.Positive, voxpop.Negative: tally.Negative, voxpop.Neutral: tally.Neutral}[f.Label]}
	left, err := s.mentioning(ctx, f)
	if err != nil {
		return out, err
	}
	out.Of -= int64(len(left))
	below := hashes
	if out.Of > 4*int64(limit) { // most need not be looked at; some of what is has no text
		below = hashes / (out.Of + int64(len(left))) * (2*int64(limit) + 100)
	}
	out.Items, err = s.draw(ctx, f, below, left)
	if err == nil && len(out.Items) < limit && below < hashes {
		out.Items, err = s.draw(ctx, f, hashes, left)
	}
	slices.SortFunc(out.Items, func(a, b voxpop.SampledItem) int {
		return cmp.Or(cmp.Compare(hashOfItem(a.RowID), hashOfItem(b.RowID)), cmp.Compare(a.RowID, b.RowID))
	})
	out.Items = out.Items[:min(limit, len(out.Items))]
	return out, err
}

// mentioning are the items of a filter that mention the tool that it leaves out.
func (s *Store) mentioning(ctx context.Context, f voxpop.ToolFilter) (map[int64]bool, error) {
	out := map[int64]bool{}
	if f.Without == "" {
		return out, nil
	}
	f.Tools, f.Without = []string{f.Without}, ""
	f.Label = "" // that of the item
	c, err := s.opinionCells(ctx, f, nil)
	if err != nil {
		return nil, err
	}
	return out, c.said(ctx, c.tools[0], func(l *listed) { out[l.item] = true })
}

// draw reads the live scored items with small hashes but those that are left out. What may be among them is told by an index alone.
func (s *Store) draw(ctx context.Context, f voxpop.ToolFilter, below int64, left map[int64]bool) ([]voxpop.SampledItem, error) {
	var w where
	if err := s.whereCommunity(ctx, &w, f.Filter); err != nil {
		return nil, err
	}
	since, until := createdBounds(f.Window)
	w.add("i.created >= ? AND i.created < ?", since, until)
	w.add(hashOf("i.id")+" < ?", below)
	rest, err := s.itemWhere(ctx, f.Filter)
	if err != nil {
		return nil, err
	}
	rest.add("i.exclusion = ''")
	query := "WITH o AS MATERIALIZED (SELECT i.id AS item_id FROM items i" + w.clause() + `) SELECT i.id, i.text_rev, s.compound, s.sign
		FROM o JOIN items i ON i.id = o.item_id JOIN scores s ON s.item_id = i.id
		AND s.engine_id = (SELECT engine_id FROM publication) AND s.text_rev = i.text_rev` + rest.clause()
	var out []voxpop.SampledItem
	err = each(ctx, pool{s}, query, append(w.args, rest.args...), func(rows *sql.Rows) error {
		var it voxpop.SampledItem
		var compound int64
		err := rows.Scan(&it.RowID, &it.Revision, &compound, &it.Sign)
		it.Compound = fromMyriad(compound)
		if !left[it.RowID] {
			out = append(out, it)
		}
		return err
	})
	return out, err
}

// SampleTexts reads the ids and texts of sampled items. Those whose text is gone or another meanwhile are left out.
func (s *Store) SampleTexts(ctx context.Context, items []voxpop.SampledItem) ([]voxpop.SampledItem, error) {
	rows := make([]int64, len(items))
	for i := range items {
		rows[i] = items[i].RowID
	}
	slices.Sort(rows)
	found := make(map[int64]voxpop.SampledItem, len(items))
	err := inChunks(rows, func(list string, args []any) error {
		const query = "SELECT i.id, i.text_rev, i.source, i.native, t.title, t.body FROM items i JOIN texts t ON t.item_id = i.id WHERE i.published = 1 AND i.id IN "
		return each(ctx, pool{s}, query+list, args, func(rows *sql.Rows) error {
			var it voxpop.SampledItem
			err := rows.Scan(&it.RowID, &it.Revision, &it.ID.Source, &it.ID.Native, &it.Title, &it.Body)
			found[it.RowID] = it
			return err
		})
	})
	if err != nil {
		return nil, s.fail("reading the texts of a sample", err)
	}
	out := make([]voxpop.SampledItem, 0, len(items))
	for _, it := range items {
		if text, ok := found[it.RowID]; ok && text.Revision == it.Revision {
			it.ID, it.Title, it.Body = text.ID, text.Title, text.Body
			out = append(out, it)
		}
	}
	return out, nil
}
