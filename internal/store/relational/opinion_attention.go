package relational

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"github.com/voxpop-dev/voxpop"
)

// Engagement returns the tools with mentions in the window, most engagement first.
func (s *Store) Engagement(ctx context.Context, f voxpop.ToolFilter) ([]voxpop.ToolEngagement, error) {
	const op = "adding up engagement"
	c, err := s.opinionCells(ctx, f, spansOf(f.Window))
	if err != nil {
		return nil, s.fail(op, err)
	}
	sums := map[int64]*voxpop.ToolEngagement{}
	err = c.attention(ctx, c.tools, c.only, func(version, community int64, e voxpop.ToolEngagement) {
		if !f.Away || !slices.Contains(c.byID[version].home, community) {
			addEngagement(sums, version, e, 1)
		}
	})
	if err != nil {
		return nil, s.fail(op, err)
	}
	for _, t := range c.tools {
		if !f.Away || c.only != nil || len(t.home) == 0 {
			continue
		}
		err := c.attention(ctx, []*shownTool{t}, t.home, func(version, _ int64, e voxpop.ToolEngagement) { addEngagement(sums, version, e, -1) })
		if err != nil {
			return nil, s.fail(op, err)
		}
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

func addEngagement(sums map[int64]*voxpop.ToolEngagement, version int64, e voxpop.ToolEngagement, sign int64) {
	sum := sums[version]
	if sum == nil {
		sum = &voxpop.ToolEngagement{}
		sums[version] = sum
	}
	sum.Mentions += sign * e.Mentions
	sum.Comments += sign * e.Comments
	sum.Upvotes += sign * e.Upvotes
}

// attention yields the engagement of tools in some communities, or in whole sources (community 0) when these are nil.
func (c *opinionCells) attention(ctx context.Context, tools []*shownTool, communities []int64, yield func(version, community int64, e voxpop.ToolEngagement)) error {
	if communities == nil {
		communities = []int64{0}
	}
	if len(tools) == 0 {
		return nil
	}
	for _, sp := range c.spans {
		source, args := "(SELECT DISTINCT source FROM communities)", []any{}
		if c.f.Source != "" {
			source, args = "(?)", []any{clean(c.f.Source)}
		}
		query := `SELECT x.version_id, x.community_id, SUM(x.mentions), SUM(x.comments), SUM(x.upvotes) FROM engagement_cells x
			WHERE x.source IN ` + source + ` AND x.community_id IN (` + list(communities) + `) AND x.version_id IN (` + list(versionsOf(tools)) + ")" + c.rest() +
			" GROUP BY x.version_id, x.community_id"
		err := each(ctx, pool{c.s}, query, append(args, sp.grain, sp.since, sp.until), func(rows *sql.Rows) error {
			var version, community int64
			var e voxpop.ToolEngagement
			err := rows.Scan(&version, &community, &e.Mentions, &e.Comments, &e.Upvotes)
			if err == nil {
				yield(version, community, e)
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// AuthorTallies says, by slug, how mentions of the window's UTC days are spread over authors.
func (s *Store) AuthorTallies(ctx context.Context, f voxpop.ToolFilter) (map[string]voxpop.AuthorTally, error) {
	const op = "counting authors"
	c, err := s.opinionCells(ctx, f, nil)
	if err != nil {
		return nil, s.fail(op, err)
	}
	since, until := windowSeconds(f.Window)
	out := map[string]voxpop.AuthorTally{}
	for _, t := range c.tools {
		var w where
		w.add("version_id = ? AND day >= ? AND day < ?", t.version, dayOf(since), until)
		if c.only != nil {
			w.add("community_id IN (" + list(c.only) + ")")
		}
		if f.Away && len(t.home) > 0 {
			w.add("community_id NOT IN (" + list(t.home) + ")")
		}
		if f.Source != "" {
			w.add("community_id IN (SELECT id FROM communities WHERE source = ?)", clean(f.Source))
		}
		sum := "SUM(named + inferred)"
		if f.Named {
			sum = "SUM(named)"
		}
		query := `WITH a AS (SELECT ` + sum + ` AS n FROM tool_authors` + w.clause() + ` GROUP BY author_hash)
			SELECT COUNT(*), COALESCE(SUM(n), 0), COALESCE(MAX(n), 0), COALESCE(SUM(n * n), 0),
			COALESCE((SELECT SUM(n) FROM (SELECT n FROM a ORDER BY n DESC LIMIT 10) b), 0) FROM a WHERE n > 0`
		err := each(ctx, pool{s}, query, w.args, func(rows *sql.Rows) error {
			var a voxpop.AuthorTally
			err := rows.Scan(&a.Authors, &a.Mentions, &a.Most, &a.SumSq, &a.MostTen)
			if a.Authors > 0 {
				out[t.slug] = a
			}
			return err
		})
		if err != nil {
			return nil, s.fail(op, err)
		}
	}
	return out, nil
}
