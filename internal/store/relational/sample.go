package relational

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/voxpop-dev/voxpop"
)

// hashOrder orders items by a fixed hash of their number (Knuth's multiplicative one), so that every sample of
// the same items is the same, and a smaller one the begin of a larger.
const hashOrder = "(%s * 2654435761) & 4294967295"

// Sample returns up to limit live scored items of the filter, chosen by a fixed hash.
func (s *Store) Sample(ctx context.Context, f voxpop.ToolFilter, limit int) (voxpop.Sample, error) {
	const op = "reading a sample"
	choose := s.sampleOfItems
	if len(f.Tools) > 0 {
		choose = s.sampleOfOpinions
	}
	from, args, err := choose(ctx, f)
	if err != nil {
		return voxpop.Sample{}, s.fail(op, err)
	}
	var out voxpop.Sample
	if err := eachNumber(ctx, pool{s}, "SELECT COUNT(*) FROM ("+from+") o", args, func(n int64) { out.Of = n }); err != nil {
		return out, s.fail(op, err)
	}
	query := `WITH o AS (SELECT * FROM (` + from + `) o ORDER BY ` + fmt.Sprintf(hashOrder, "o.item_id") + `, o.item_id LIMIT ?)
		SELECT i.source, i.native, t.title, t.body, o.compound, o.sign FROM o JOIN items i ON i.id = o.item_id JOIN texts t ON t.item_id = i.id
		ORDER BY ` + fmt.Sprintf(hashOrder, "o.item_id") + ", o.item_id"
	err = each(ctx, pool{s}, query, append(args[:len(args):len(args)], limit), func(rows *sql.Rows) error {
		var it voxpop.SampledItem
		var compound int64
		err := rows.Scan(&it.ID.Source, &it.ID.Native, &it.Title, &it.Body, &compound, &it.Sign)
		it.Compound = fromMyriad(compound)
		out.Items = append(out.Items, it)
		return err
	})
	return out, s.fail(op, err)
}

// sampleOfOpinions chooses among the opinions on a tool.
func (s *Store) sampleOfOpinions(ctx context.Context, f voxpop.ToolFilter) (string, []any, error) {
	l, err := s.mentionList(ctx, f, voxpop.NewestFirst)
	if err != nil {
		return "", nil, err
	}
	l.where.add(`EXISTS (SELECT 1 FROM items i WHERE i.id = m.item_id AND i.state = 'live' AND i.published = 1 AND i.text_rev = m.text_rev` + ofKind(f.Kind) + ")")
	return "SELECT o.item_id, o.compound, o.sign FROM (" + l.opinions() + ") o WHERE 1 = 1" + l.label, l.where.args, nil
}

func ofKind(k voxpop.Kind) string {
	if k == "" {
		return ""
	}
	return " AND i.kind = '" + string(k) + "'"
}

// sampleOfItems chooses among all scored items.
func (s *Store) sampleOfItems(ctx context.Context, f voxpop.ToolFilter) (string, []any, error) {
	w, err := s.itemWhere(ctx, f.Filter)
	if err == nil {
		err = s.whereCommunity(ctx, &w, f.Filter)
	}
	if err != nil {
		return "", nil, err
	}
	since, until := createdBounds(f.Window)
	w.add("i.created >= ? AND i.created < ?", since, until)
	w.add("i.exclusion = ''")
	return `SELECT i.id AS item_id, s.compound, s.sign FROM items i JOIN scores s ON s.item_id = i.id
		AND s.engine_id = (SELECT engine_id FROM publication) AND s.text_rev = i.text_rev` + w.clause(), w.args, nil
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
