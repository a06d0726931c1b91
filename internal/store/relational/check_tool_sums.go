package relational

import (
	"context"
	"database/sql"
	"errors"
	"slices"
)

// sums compares the sheets of whole sources with those of their communities.
func (c *toolCheck) sums(ctx context.Context, report func(string)) error {
	few := &sparing{report: report, what: "a number about a tool differs from the sum of the communities"}
	defer few.end()
	var all []summed
	err := each(ctx, c.q, `SELECT DISTINCT x.family, x.engine_id, x.grain, x.start, x.source FROM tool_sheets x
		WHERE x.family IN ('opinions', 'attention') AND x.engine_id NOT IN (SELECT id FROM engines WHERE state = 'retired')`, nil, func(rows *sql.Rows) error {
		var s summed
		err := rows.Scan(&s.family, &s.engine, &s.grain, &s.start, &s.source)
		all = append(all, s)
		return err
	})
	if err != nil {
		return err
	}
	slices.SortFunc(all, compareSummed)
	for _, s := range all {
		if err := c.sum(ctx, s, few); err != nil {
			return err
		}
	}
	return nil
}

func (c *toolCheck) sum(ctx context.Context, s summed, few *sparing) error {
	want, err := addedSheet(ctx, c.q, s, nil)
	if err != nil {
		return err
	}
	have, err := summedSheet(ctx, c.q, s)
	if err != nil {
		return err
	}
	if s.family == attentionSheets {
		a, err1 := attentionOf(have)
		b, err2 := attentionOf(want)
		compareMaps(few, s.source+", engagement", settled(c, a), settled(c, b), compareAttention)
		return errors.Join(err1, err2)
	}
	a, err1 := cellsOf(have)
	b, err2 := cellsOf(want)
	compareMaps(few, s.source, settled(c, a), settled(c, b), compareToolCells)
	return errors.Join(err1, err2)
}
