package relational

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/voxpop-dev/voxpop"
)

// ToolPosts returns some of the live posts that mention the one tool of the filter, most engagement or newest first, and how many there
// are.
func (s *Store) ToolPosts(ctx context.Context, f voxpop.ToolFilter, order voxpop.ItemOrder, offset, limit int) (items []voxpop.OpinionItem, total int, err error) {
	const op = "listing posts that mention a tool"
	if order != voxpop.NewestFirst && order != voxpop.EngagementFirst || offset < 0 || limit < 1 {
		return nil, 0, s.fail(op, fmt.Errorf("order %q, %d items from %d: want engagement or newest, and a page: %w", order, limit, offset, voxpop.ErrInvalid))
	}
	posts, err := s.mentioningPosts(ctx, f)
	if err != nil {
		return nil, 0, s.fail(op, err)
	}
	newest := func(a, b sheetPost) int {
		return cmp.Or(cmp.Compare(b.created, a.created), cmp.Compare(b.item, a.item))
	}
	slices.SortFunc(posts, func(a, b sheetPost) int {
		if order == voxpop.EngagementFirst {
			return cmp.Or(cmp.Compare(b.engagement(), a.engagement()), newest(a, b))
		}
		return newest(a, b)
	})
	var ids []int64
	for _, p := range posts[min(offset, len(posts)):min(offset+limit, len(posts))] {
		ids = append(ids, p.item)
	}
	// What was deleted a moment ago is not shown: its day has yet to be counted again.
	items, err = s.opinionItems(ctx, ids, " AND i.state = 'live' AND i.published = 1")
	return items, len(posts), s.fail(op, err)
}

// mentioningPosts are the posts of a filter, in no order.
func (s *Store) mentioningPosts(ctx context.Context, f voxpop.ToolFilter) ([]sheetPost, error) {
	since, until := createdBounds(f.Window)
	c, err := s.opinionCells(ctx, f, daySpans(since, until))
	if err != nil {
		return nil, err
	}
	tool, err := c.one()
	if err != nil {
		return nil, err
	}
	communities, err := c.communities(ctx)
	if err != nil || f.Kind == voxpop.KindComment {
		return nil, err
	}
	var posts []sheetPost
	err = c.sheets(ctx, postSheets, communities, func(community, _ int64, sheet []byte) error {
		if f.Away && slices.Contains(tool.home, community) {
			return nil
		}
		return eachPost(sheet, func(p sheetPost) {
			if p.version == tool.version && p.created >= since && p.created < until && !(f.Named && p.inferred != 0) {
				posts = append(posts, p)
			}
		})
	})
	return posts, err
}

// daySpans are the days that hold created seconds.
func daySpans(since, until int64) []span {
	if since >= until {
		return nil
	}
	return []span{{day, dayOf(since), until}}
}
