package relational

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/voxpop-dev/voxpop"
)

// relationWhere are the relations r of public items i that count: of the present text by the engine that answers, or what
// an item without text was last found to say.
func (s *Store) relationWhere(ctx context.Context, kind voxpop.RelationKind, f voxpop.ToolFilter) (where, *shownTools, error) {
	var w where
	if err := checkRelation(kind); err != nil {
		return w, nil, err
	}
	c, err := s.opinionCells(ctx, f, nil)
	if err != nil {
		return w, nil, err
	}
	since, until := createdBounds(f.Window)
	w.add("r.kind = ? AND r.created >= ? AND r.created < ?", string(kind), since, until)
	w.add(`i.published = 1 AND (i.state = 'live' AND r.text_rev = i.text_rev AND r.engine_id = p.engine_id
		OR i.state <> 'live' AND r.engine_id = (SELECT s.engine_id FROM scores s WHERE s.item_id = i.id
			ORDER BY CASE WHEN s.engine_id = p.engine_id THEN 0 ELSE 1 END, s.scored_at DESC, s.engine_id DESC LIMIT 1))`)
	if c.only != nil {
		w.add("r.community_id IN (" + list(c.only) + ")")
	} else if f.Source != "" {
		w.add("i.source || '' = ?", clean(f.Source))
	}
	if f.Kind != "" {
		w.add("i.kind = ?", clean(string(f.Kind)))
	}
	return w, c.shown, nil
}

func checkRelation(kind voxpop.RelationKind) error {
	if relationBytes[kind] == 0 {
		return fmt.Errorf("relation %q: want prefers or switched: %w", kind, voxpop.ErrInvalid)
	}
	return nil
}

const relationTables = " FROM relations r CROSS JOIN publication p JOIN items i ON i.id = r.item_id"

// relates resolves the tools of a relation to those that are shown; ok is false when they are not two, or not those of the filter.
func (c *shownTools) relates(f voxpop.ToolFilter, from, to int64) (a, b *shownTool, ok bool) {
	a, b = c.byID[from], c.byID[to]
	if a == nil || b == nil || a == b {
		return a, b, false
	}
	if len(f.Tools) == 0 {
		return a, b, true
	}
	wanted := func(t *shownTool) bool {
		return slices.ContainsFunc(f.Tools, func(slug string) bool { return c.bySlug[slug] == t })
	}
	return a, b, wanted(a) || wanted(b)
}

// RelationCounts counts the items that relate two tools in one way, and the authors who do, most items first.
func (s *Store) RelationCounts(ctx context.Context, kind voxpop.RelationKind, f voxpop.ToolFilter, evidence int) ([]voxpop.RelationCount, error) {
	const op = "counting relations between tools"
	said, err := s.related(ctx, kind, f)
	if err != nil {
		return nil, s.fail(op, err)
	}
	counts := map[toolPair]*relationSum{}
	for _, r := range said {
		sum := counts[r.toolPair]
		if sum == nil {
			sum = &relationSum{authors: map[int64]bool{}}
			counts[r.toolPair] = sum
		}
		if sum.last == r.item { // of merged tools an item counts once
			continue
		}
		sum.last = r.item
		sum.items++
		sum.authors[r.author] = r.author != 0
		if len(sum.evidence) < evidence {
			sum.evidence = append(sum.evidence, r.id)
		}
	}
	return relationCounts(kind, counts), nil
}

// toolPair is two tools that are shown.
type toolPair struct{ from, to *shownTool }

// relationSum counts a pair. Items come newest first.
type relationSum struct {
	items, last int64
	authors     map[int64]bool // false for 0, who is not known
	evidence    []voxpop.ItemID
}

func relationCounts(kind voxpop.RelationKind, counts map[toolPair]*relationSum) []voxpop.RelationCount {
	out := make([]voxpop.RelationCount, 0, len(counts))
	for k, sum := range counts {
		c := voxpop.RelationCount{Kind: kind, From: k.from.slug, To: k.to.slug, Items: sum.items, Authors: int64(len(sum.authors)), Evidence: sum.evidence}
		if _, unknown := sum.authors[0]; unknown {
			c.Authors--
		}
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b voxpop.RelationCount) int {
		return cmp.Or(cmp.Compare(b.Items, a.Items), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	return out
}

// shownRelation is a statement about two tools that are shown.
type shownRelation struct {
	toolPair
	item, created, author int64
	id                    voxpop.ItemID
}

// related are the statements of a filter, those of the newest items first.
func (s *Store) related(ctx context.Context, kind voxpop.RelationKind, f voxpop.ToolFilter) ([]shownRelation, error) {
	if err := checkRelation(kind); err != nil {
		return nil, err
	}
	since, until := createdBounds(f.Window)
	c, err := s.opinionCells(ctx, f, daySpans(since, until))
	if err != nil {
		return nil, err
	}
	communities, err := c.communities(ctx)
	if err != nil {
		return nil, err
	}
	var said []shownRelation
	sources, err := s.communityNames(ctx)
	if err != nil {
		return nil, err
	}
	err = c.sheets(ctx, relationSheets, communities, func(community, _ int64, sheet []byte) error {
		return eachRelation(sheet, func(r *sheetRelation, native []byte) {
			if r.kind != kind || r.created < since || r.created >= until || f.Kind != "" && f.Kind != r.itemKind {
				return
			}
			if a, b, ok := c.shown.relates(f, r.from, r.to); ok {
				said = append(said, shownRelation{toolPair{a, b}, r.item, r.created, r.author, voxpop.ItemID{Source: sources[community].source, Native: string(native)}})
			}
		})
	})
	slices.SortFunc(said, func(a, b shownRelation) int {
		return cmp.Or(cmp.Compare(b.created, a.created), cmp.Compare(b.item, a.item))
	})
	return said, err
}

// Relations is the ledger behind the counts, newest first. One page holds an item's relations together, and so can be longer than limit.
func (s *Store) Relations(ctx context.Context, kind voxpop.RelationKind, f voxpop.ToolFilter, after *voxpop.OpinionCursor, limit int) (voxpop.RelationPage, error) {
	const op = "listing relations between tools"
	w, shown, err := s.relationWhere(ctx, kind, f)
	if err != nil {
		return voxpop.RelationPage{}, s.fail(op, err)
	}
	if after != nil {
		w.add("(r.created, r.item_id) < (?, ?)", seconds(after.Created), after.RowID)
	}
	query := `SELECT r.item_id, r.created, r.from_tool, r.to_tool, r.span_start, r.span_end, i.source, i.native, c.name` + relationTables +
		" JOIN communities c ON c.id = i.community_id" + w.clause() + " ORDER BY r.created DESC, r.item_id DESC, r.from_tool, r.to_tool"
	var page voxpop.RelationPage
	err = each(ctx, pool{s}, query, w.args, func(rows *sql.Rows) error {
		var it voxpop.RelatedItem
		var created, from, to int64
		err := rows.Scan(&it.RowID, &created, &from, &to, &it.Span.Start, &it.Span.End, &it.Item.Source, &it.Item.Native, &it.Community)
		if err != nil {
			return err
		}
		a, b, ok := shown.relates(f, from, to)
		if !ok {
			return nil
		}
		it.Kind, it.From, it.To, it.Created = kind, a.slug, b.slug, fromSeconds(created)
		if n := len(page.Items); n >= limit && page.Items[n-1].RowID != it.RowID {
			page.Next = &voxpop.OpinionCursor{Created: page.Items[n-1].Created, RowID: page.Items[n-1].RowID}
			return errStopped
		}
		if slices.ContainsFunc(page.Items, func(o voxpop.RelatedItem) bool {
			return o.RowID == it.RowID && o.From == it.From && o.To == it.To
		}) {
			return nil
		}
		page.Items = append(page.Items, it)
		return nil
	})
	if err == errStopped {
		err = nil
	}
	return page, s.fail(op, err)
}
