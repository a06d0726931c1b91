package relational

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// checkSums compares the cells of whole sources with the sums over their communities. Both change in the
// same transaction, so this holds for marked days too. One cell is in memory at a time: cells of a
// source come first (community 0), then those they add up.
func checkSums(ctx context.Context, q querier, report func(string)) error {
	few := &sparing{report: report, what: "a cell of a source differs from the sum of its communities"}
	var at sumKey
	var whole, sum voxpop.Tally
	compare := func() {
		if whole != sum {
			few.add(at.String() + ": " + difference(&sum, &whole))
		}
	}
	err := each(ctx, q, `SELECT engine_id, source, kind, grain, start, community_id, `+tallyColumns+` FROM cells
		ORDER BY engine_id, source, kind, grain, start, community_id`, nil, func(rows *sql.Rows) error {
		var k sumKey
		var community int64
		var t tallyScan
		if err := rows.Scan(append([]any{&k.engine, &k.source, &k.kind, &k.grain, &k.start, &community}, t.columns()...)...); err != nil {
			return err
		}
		if k != at {
			compare()
			at, whole, sum = k, voxpop.Tally{}, voxpop.Tally{}
		}
		into := &sum
		if community == 0 {
			into = &whole
		}
		if err := t.addTo(into); err != nil {
			few.add(k.String() + ": " + err.Error())
		}
		return nil
	})
	compare()
	few.end()
	return err
}

type sumKey struct {
	engine       int64
	source, kind string
	grain, start int64
}

func (k sumKey) String() string {
	return fmt.Sprintf("%s, kind %q, %d s from %s, engine number %d", k.source, k.kind, k.grain,
		time.Unix(k.start, 0).UTC().Format(time.RFC3339), k.engine)
}
