package relational

import (
	"context"
	"database/sql"

	"github.com/voxpop-dev/voxpop"
)

// hashOf orders items by a fixed hash of their number (Knuth's multiplicative one), so that every sample of
// the same items is the same, and a smaller one the begin of a larger.
func hashOf(number string) string { return "((" + number + " * 2654435761) & 4294967295)" }

// hashes is how many values the hash has.
const hashes = int64(1) << 32

// sampling is what a sample is drawn from: choice yields item_id of all that may be in it and a hash below ?, from an index alone; rest
// joins what must hold of them besides, and compound and sign.
type sampling struct {
	choice, rest string
	args         []any // of the choice, then below, then of the rest
	restArgs     []any
	of           int64
}

// Sample returns up to limit live scored items of the filter, chosen by a fixed hash.
func (s *Store) Sample(ctx context.Context, f voxpop.ToolFilter, limit int) (voxpop.Sample, error) {
	const op = "reading a sample"
	choose := s.sampleOfItems
	if len(f.Tools) > 0 {
		choose = s.sampleOfOpinions
	}
	from, err := choose(ctx, f)
	if err != nil {
		return voxpop.Sample{}, s.fail(op, err)
	}
	below := hashes
	if from.of > 4*int64(limit) { // most need not be looked at; some of what is has no text
		below = hashes / from.of * (2*int64(limit) + 100)
	}
	out := voxpop.Sample{Of: from.of}
	out.Items, err = s.draw(ctx, from, below, limit)
	if err == nil && len(out.Items) < limit && below < hashes {
		out.Items, err = s.draw(ctx, from, hashes, limit)
	}
	return out, s.fail(op, err)
}

func (s *Store) draw(ctx context.Context, from sampling, below int64, limit int) ([]voxpop.SampledItem, error) {
	query := "WITH o AS MATERIALIZED (" + from.choice + ") SELECT i.source, i.native, t.title, t.body, " + from.rest +
		" ORDER BY " + hashOf("o.item_id") + ", o.item_id LIMIT ?"
	args := append(append(append([]any{}, from.args...), below), from.restArgs...)
	var out []voxpop.SampledItem
	err := each(ctx, pool{s}, query, append(args, limit), func(rows *sql.Rows) error {
		var it voxpop.SampledItem
		var compound int64
		err := rows.Scan(&it.ID.Source, &it.ID.Native, &it.Title, &it.Body, &compound, &it.Sign)
		it.Compound = fromMyriad(compound)
		out = append(out, it)
		return err
	})
	return out, err
}

// sampleOfOpinions draws from the opinions on a tool.
func (s *Store) sampleOfOpinions(ctx context.Context, f voxpop.ToolFilter) (sampling, error) {
	l, err := s.mentionList(ctx, f, voxpop.NewestFirst)
	if err != nil {
		return sampling{}, err
	}
	var from sampling
	err = eachNumber(ctx, pool{s}, "SELECT COUNT(*) FROM ("+l.opinions()+") o WHERE 1 = 1"+l.label, l.where.args, func(n int64) { from.of = n })
	l.where.add(hashOf("m.item_id") + " < ?")
	from.choice, from.args = "SELECT o.item_id, o.compound, o.sign FROM ("+l.opinions()+") o WHERE 1 = 1"+l.label, l.where.args
	from.rest = `o.compound, o.sign FROM o JOIN items i ON i.id = o.item_id JOIN texts t ON t.item_id = i.id WHERE i.published = 1` + ofKind(f.Kind) +
		" AND EXISTS (SELECT 1 FROM mentions x WHERE x.item_id = i.id AND x.text_rev = i.text_rev AND x.version_id IN (" + list(l.tool.parts) + "))"
	return from, err
}

func ofKind(k voxpop.Kind) string {
	if k == "" {
		return ""
	}
	return " AND i.kind = '" + string(k) + "'"
}

// sampleOfItems draws from all scored items. How many these are is told by the cells.
func (s *Store) sampleOfItems(ctx context.Context, f voxpop.ToolFilter) (sampling, error) {
	var from sampling
	of, err := s.Tally(ctx, f.Filter)
	if err != nil {
		return from, err
	}
	from.of = map[voxpop.Label]int64{"": of.Scored(), voxpop.Positive: of.Positive, voxpop.Negative: of.Negative, voxpop.Neutral: of.Neutral}[f.Label]
	var w where
	if err := s.whereCommunity(ctx, &w, f.Filter); err != nil {
		return from, err
	}
	since, until := createdBounds(f.Window)
	w.add("i.created >= ? AND i.created < ?", since, until)
	w.add(hashOf("i.id") + " < ?")
	from.choice, from.args = "SELECT i.id AS item_id FROM items i"+w.clause(), w.args
	rest, err := s.itemWhere(ctx, f.Filter)
	rest.add("i.exclusion = ''")
	from.rest = `s.compound, s.sign FROM o JOIN items i ON i.id = o.item_id JOIN texts t ON t.item_id = i.id JOIN scores s ON s.item_id = i.id
		AND s.engine_id = (SELECT engine_id FROM publication) AND s.text_rev = i.text_rev` + rest.clause()
	from.restArgs = rest.args
	return from, err
}

// MatchPreview returns live items that any of searches finds or that are in any of the home communities, newest first.
func (s *Store) MatchPreview(ctx context.Context, searches, home []string, w voxpop.Window, limit int) ([]voxpop.StoredItem, error) {
	const op = "finding items that a tool may match"
	plan := walkPlan{Searches: searches}
	var err error
	if plan.Homes, err = communityIDs(ctx, pool{s}, home); err != nil {
		return nil, s.fail(op, err)
	}
	way, err := s.walkOf(reanalysisRow{Reanalysis: voxpop.Reanalysis{Window: w}, plan: plan})
	if err != nil {
		return nil, s.fail(op, err)
	}
	var found []int64
	for leg := range way.legs {
		ids, _, _, err := (&walk{s, way.legs[leg : leg+1]}).next(ctx, firstPlace, limit)
		if err != nil {
			return nil, s.fail(op, err)
		}
		for _, p := range ids {
			found = append(found, p.item)
		}
	}
	byID := map[int64]voxpop.StoredItem{}
	err = inChunks(found, func(list string, args []any) error {
		items, err := s.hydrate(ctx, "FROM items i WHERE i.published = 1 AND i.state = 'live' AND i.id IN "+list, args, "i.id", len(args))
		for _, it := range items {
			byID[it.RowID] = it
		}
		return err
	})
	return newest(byID, limit), s.fail(op, err)
}
