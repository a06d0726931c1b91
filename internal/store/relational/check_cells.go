package relational

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/rollup"
)

// checkCells recomputes the cells of every day of every community, one day in memory at a time, and the sums over
// communities. Days that are marked as changed are not due yet and left out.
func checkCells(ctx context.Context, q querier, report func(string)) error {
	engines, err := checkedEngines(ctx, q)
	if err != nil {
		return err
	}
	units, err := unmarkedUnits(ctx, q)
	if err != nil {
		return err
	}
	few := &sparing{report: report, what: "a cell differs from its rows"}
	tools, err := newToolCheck(ctx, q, report)
	if err != nil {
		return err
	}
	for _, u := range units {
		if err := u.check(ctx, q, engines, few, tools); err != nil {
			return err
		}
	}
	few.end()
	tools.few.end()
	if err := tools.sums(ctx, report); err != nil {
		return err
	}
	return checkSums(ctx, q, report)
}

// checkedEngine is an engine whose cells are kept; of one that is not whole yet some days have none.
type checkedEngine struct {
	id    int64
	name  string
	whole bool
}

func checkedEngines(ctx context.Context, q querier) ([]checkedEngine, error) {
	var out []checkedEngine
	err := each(ctx, q, `SELECT e.id, e.name || '@' || e.version, CASE WHEN e.state = 'ready' OR e.id = p.engine_id THEN 1 ELSE 0 END
		FROM engines e CROSS JOIN publication p WHERE e.state <> 'retired' ORDER BY e.id`, nil, func(rows *sql.Rows) error {
		var e checkedEngine
		err := rows.Scan(&e.id, &e.name, &e.whole)
		out = append(out, e)
		return err
	})
	if len(out) == 0 {
		out = []checkedEngine{{0, "no engine", true}}
	}
	return out, err
}

type checkedUnit struct {
	unit
	source, community string
}

// unmarkedUnits lists the days of communities that hold items and are not marked.
func unmarkedUnits(ctx context.Context, q querier) ([]checkedUnit, error) {
	var out []checkedUnit
	err := each(ctx, q, `SELECT u.community_id, u.day, c.source, c.name FROM (
			SELECT DISTINCT community_id, created - created % 86400 AS day FROM items) u
		JOIN communities c ON c.id = u.community_id
		WHERE NOT EXISTS (SELECT 1 FROM dirty d WHERE d.community_id = u.community_id AND d.day = u.day)
		ORDER BY u.community_id, u.day`, nil, func(rows *sql.Rows) error {
		var u checkedUnit
		err := rows.Scan(&u.unit.community, &u.day, &u.source, &u.community)
		out = append(out, u)
		return err
	})
	return out, err
}

func (u checkedUnit) check(ctx context.Context, q querier, engines []checkedEngine, few *sparing, tools *toolCheck) error {
	items, err := readUnit(ctx, q, u.unit)
	if err != nil {
		return err
	}
	var counted []int64
	for _, e := range engines {
		have, err := storedTallies(ctx, q, e.id, u, few)
		if err != nil {
			return err
		}
		if len(have) == 0 && !e.whole {
			continue
		}
		counted = append(counted, e.id)
		built := rollup.Build(time.Unix(u.day, 0).UTC(), rowsFor(items, e.id))
		want := make(map[cellKey]*voxpop.Tally, len(built))
		for s, t := range built {
			want[cellKey{u.source, u.unit.community, s.Kind, grainSeconds(s.Grain), s.Start.Unix()}] = t
		}
		u.compare(e.name, want, have, few)
	}
	if err := u.checkFormer(ctx, q, counted, items, few); err != nil {
		return err
	}
	return tools.unit(ctx, u, counted, items)
}

func storedTallies(ctx context.Context, q querier, engine int64, u checkedUnit, few *sparing) (map[cellKey]*voxpop.Tally, error) {
	out := map[cellKey]*voxpop.Tally{}
	const query = "SELECT kind, grain, start, " + tallyColumns + ` FROM cells WHERE engine_id = ? AND source = ? AND community_id = ?
		AND start >= ? AND start < ?`
	err := each(ctx, q, query, []any{engine, u.source, u.unit.community, u.day, u.day + day}, func(rows *sql.Rows) error {
		k := cellKey{source: u.source, community: u.unit.community}
		var t tallyScan
		if err := rows.Scan(append([]any{&k.kind, &k.grain, &k.start}, t.columns()...)...); err != nil {
			return err
		}
		sum := &voxpop.Tally{}
		if err := t.addTo(sum); err != nil {
			few.add(u.describe(k) + ": " + err.Error())
		}
		out[k] = sum
		return nil
	})
	return out, err
}

func (u checkedUnit) compare(engine string, want, have map[cellKey]*voxpop.Tally, few *sparing) {
	all := maps.Clone(want)
	maps.Copy(all, have)
	for _, k := range slices.SortedFunc(maps.Keys(all), compareCells) {
		switch w, h := want[k], have[k]; {
		case h == nil:
			few.add(u.describe(k) + " by " + engine + " is missing")
		case w == nil:
			few.add(u.describe(k) + " by " + engine + " counts items that are not there")
		case *w != *h:
			few.add(u.describe(k) + " by " + engine + ": " + difference(w, h))
		}
	}
}

func compareCells(a, b cellKey) int {
	return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.grain, b.grain), cmp.Compare(a.kind, b.kind))
}

func (u checkedUnit) describe(k cellKey) string {
	grain := "hour"
	if k.grain == day {
		grain = "day"
	}
	kind := string(k.kind)
	if kind == "" {
		kind = "all kinds"
	}
	return fmt.Sprintf("%s %s, %s, %s from %s", u.source, u.community, kind, grain, time.Unix(k.start, 0).UTC().Format(time.RFC3339))
}

// difference says what a cell holds and what it should hold.
func difference(want, have *voxpop.Tally) string {
	var parts []string
	for _, f := range []struct {
		name       string
		have, want int64
	}{
		{"items", have.Items, want.Items}, {"excluded", have.Excluded, want.Excluded},
		{"positive", have.Positive, want.Positive}, {"negative", have.Negative, want.Negative},
		{"neutral", have.Neutral, want.Neutral}, {"sum", have.Sum, want.Sum}, {"sum of squares", have.SumSq, want.SumSq},
	} {
		if f.have != f.want {
			parts = append(parts, fmt.Sprintf("%s %d instead of %d", f.name, f.have, f.want))
		}
	}
	if have.Threads != want.Threads {
		parts = append(parts, "spread over threads")
	}
	if have.Authors != want.Authors {
		parts = append(parts, "spread over authors")
	}
	return strings.Join(parts, ", ")
}

// checkFormer compares how many items keep scores of former engines.
func (u checkedUnit) checkFormer(ctx context.Context, q querier, engines []int64, items []unitItem, few *sparing) error {
	have, err := storedFormer(ctx, q, engines, u.unit)
	if err != nil {
		return err
	}
	gone, changed := differing(have, wantedFormer(engines, items), compareFormer)
	if n := len(gone) + len(changed); n > 0 {
		few.add(fmt.Sprintf("%s %s, day %s: %d counts of scores that former engines gave", u.source, u.community, time.Unix(u.day, 0).UTC().Format(time.DateOnly), n))
	}
	return nil
}
