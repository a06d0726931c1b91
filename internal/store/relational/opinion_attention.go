package relational

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/rollup"
)

// Engagement returns the tools with mentions in the window, most engagement first.
func (s *Store) Engagement(ctx context.Context, f voxpop.ToolFilter) ([]voxpop.ToolEngagement, error) {
	const op = "adding up engagement"
	c, err := s.opinionCells(ctx, f, spansOf(f.Window))
	if err != nil {
		return nil, s.fail(op, err)
	}
	sums := map[int64]*voxpop.ToolEngagement{}
	communities := wholeSource
	if c.only != nil {
		communities = c.only
	}
	err = c.attention(ctx, communities, func(t *shownTool, community int64, sum rollup.AttentionSum) {
		if !f.Away || !slices.Contains(t.home, community) {
			addEngagement(sums, t.version, sum, 1)
		}
	})
	if err == nil && c.only == nil {
		err = c.attention(ctx, c.homes(), func(t *shownTool, community int64, sum rollup.AttentionSum) {
			if slices.Contains(t.home, community) {
				addEngagement(sums, t.version, sum, -1)
			}
		})
	}
	out := make([]voxpop.ToolEngagement, 0, len(sums))
	for version, e := range sums {
		if e.Tool = c.byID[version].slug; e.Mentions > 0 {
			out = append(out, *e)
		}
	}
	slices.SortFunc(out, func(a, b voxpop.ToolEngagement) int {
		return cmp.Or(cmp.Compare(b.Engagement(), a.Engagement()), cmp.Compare(a.Tool, b.Tool))
	})
	return out, s.fail(op, err)
}

func addEngagement(sums map[int64]*voxpop.ToolEngagement, version int64, e rollup.AttentionSum, sign int64) {
	sum := sums[version]
	if sum == nil {
		sum = &voxpop.ToolEngagement{}
		sums[version] = sum
	}
	sum.Mentions += sign * e.Mentions
	sum.Comments += sign * e.Comments
	sum.Upvotes += sign * e.Upvotes
}

// attention yields the engagement of the filter's tools in some communities.
func (c *opinionCells) attention(ctx context.Context, communities []int64, yield func(t *shownTool, community int64, sum rollup.AttentionSum)) error {
	return c.sheets(ctx, attentionSheets, communities, func(community, _ int64, sheet []byte) error {
		return eachAttention(sheet, func(id attentionID, sum rollup.AttentionSum) {
			if t := c.byID[id.version]; t != nil && !(c.f.Named && id.inferred != 0) {
				yield(t, community, sum)
			}
		})
	})
}

// AuthorTallies says, by slug, how mentions of the window's UTC days are spread over authors.
func (s *Store) AuthorTallies(ctx context.Context, f voxpop.ToolFilter) (map[string]voxpop.AuthorTally, error) {
	const op = "counting authors"
	c, err := s.opinionCells(ctx, f, nil)
	if err != nil {
		return nil, s.fail(op, err)
	}
	out := map[string]voxpop.AuthorTally{}
	for _, t := range c.tools {
		items, err := c.authors(ctx, t)
		if err != nil {
			return nil, s.fail(op, err)
		}
		if a := spread(items); a.Authors > 0 {
			out[t.slug] = a
		}
	}
	return out, nil
}

// authors is how many items of each author mention a tool.
func (c *opinionCells) authors(ctx context.Context, t *shownTool) (map[int64]int64, error) {
	since, until := windowSeconds(c.f.Window)
	var w where
	w.add("version_id = ? AND day >= ? AND day < ?", t.version, dayOf(since), until)
	c.inCommunities(&w, "community_id", t)
	items := map[int64]int64{}
	err := each(ctx, pool{c.s}, "SELECT authors FROM tool_days"+w.clause(), w.args, func(rows *sql.Rows) error {
		var authors sql.RawBytes
		if err := rows.Scan(&authors); err != nil {
			return err
		}
		return eachAuthor(authors, func(author int64, n authorCount) {
			items[author] += n.named
			if !c.f.Named {
				items[author] += n.inferred
			}
		})
	})
	return items, err
}

// spread tells how unevenly authors write. Those of no item do not count.
func spread(items map[int64]int64) voxpop.AuthorTally {
	var a voxpop.AuthorTally
	counts := make([]int64, 0, len(items))
	for _, n := range items {
		if n > 0 {
			a.Authors++
			a.Mentions += n
			a.SumSq += n * n
			counts = append(counts, n)
		}
	}
	slices.SortFunc(counts, func(x, y int64) int { return cmp.Compare(y, x) })
	for i, n := range counts[:min(10, len(counts))] {
		if i == 0 {
			a.Most = n
		}
		a.MostTen += n
	}
	return a
}
