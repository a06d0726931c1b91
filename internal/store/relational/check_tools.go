package relational

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// toolCheck recomputes what a day of a community says about tools, and the sums over sources.
type toolCheck struct {
	q         querier
	counting  counting
	settled   map[int64]bool // versions whose cells are whole
	refreshed map[unit]bool  // days of which the engagement is not due yet
	few       *sparing
}

func newToolCheck(ctx context.Context, q querier, report func(string)) (*toolCheck, error) {
	c := &toolCheck{q: q, settled: map[int64]bool{}, refreshed: map[unit]bool{}, few: &sparing{report: report, what: "a number about a tool differs from its rows"}}
	used, err := usedVersions(ctx, q)
	if err != nil {
		return nil, err
	}
	for _, v := range used {
		c.settled[v.id] = v.state == voxpop.VersionReady || v.state == voxpop.VersionWalked
	}
	if c.counting, err = readCounting(ctx, q); err != nil {
		return nil, err
	}
	return c, each(ctx, q, "SELECT DISTINCT community_id, day FROM dirty_engagement", nil, func(rows *sql.Rows) error {
		var u unit
		err := rows.Scan(&u.community, &u.day)
		c.refreshed[u] = true
		return err
	})
}

// unit compares a day of a community. whole are the engines that have cells for it.
func (c *toolCheck) unit(ctx context.Context, u checkedUnit, whole []int64, items []unitItem) error {
	if len(c.counting) == 0 {
		return nil
	}
	if err := addMentions(ctx, c.q, u.unit, items); err != nil {
		return err
	}
	where := fmt.Sprintf("%s %s, day %s", u.source, u.community, time.Unix(u.day, 0).UTC().Format(time.DateOnly))
	cells, err := storedToolCells(ctx, c.q, u.unit)
	if err != nil {
		return err
	}
	maps.DeleteFunc(cells, func(k toolCellKey, _ toolCell) bool {
		return !slices.Contains(whole, k.engine) || !c.settled[k.version]
	})
	want := wantedToolCells(u.unit, whole, c.counting, items)
	maps.DeleteFunc(want, func(k toolCellKey, _ toolCell) bool { return !c.settled[k.version] })
	compareMaps(c.few, where+", cells of tools", cells, want, compareToolCells)
	authors, err := storedAuthors(ctx, c.q, u.unit)
	if err != nil {
		return err
	}
	maps.DeleteFunc(authors, func(k authorKey, _ authorCount) bool { return !c.settled[k.version] })
	wanted := wantedAuthors(c.counting, items)
	maps.DeleteFunc(wanted, func(k authorKey, _ authorCount) bool { return !c.settled[k.version] })
	compareMaps(c.few, where+", authors", authors, wanted, compareAuthors)
	if c.refreshed[u.unit] {
		return nil
	}
	have, err := storedAttention(ctx, c.q, u.source, u.unit)
	if err != nil {
		return err
	}
	sums := wantedAttention(u.unit, c.counting, items)
	c.drop(have)
	c.drop(sums)
	compareMaps(c.few, where+", engagement", have, sums, compareAttention)
	return nil
}

// drop leaves out what is being built or deleted.
func (c *toolCheck) drop(sums attentionSums) {
	for k := range sums {
		if !c.settled[k.version] {
			delete(sums, k)
		}
	}
}

func compareMaps[K, V comparable](few *sparing, what string, have, want map[K]V, compare func(a, b K) int) {
	gone, changed := differing(have, want, compare)
	for _, k := range gone {
		few.add(fmt.Sprintf("%s: %+v counts what is not there", what, k))
	}
	for _, k := range changed {
		few.add(fmt.Sprintf("%s: %+v is %+v instead of %+v", what, k, have[k], want[k]))
	}
}

// sums compares the cells of whole sources with those of their communities.
func (c *toolCheck) sums(ctx context.Context, report func(string)) error {
	few := &sparing{report: report, what: "a number about a tool differs from the sum of the communities"}
	defer few.end()
	all := map[sumOf]map[int64]bool{}
	spoken := map[sourceDay]map[int64]bool{}
	err := each(ctx, c.q, `SELECT x.engine_id, x.version_id, x.source, x.start FROM tool_cells x WHERE x.grain = 86400
		UNION SELECT x.engine_id, x.version_id, c.source, x.start FROM tool_community_cells x JOIN communities c ON c.id = x.community_id
		WHERE x.grain = 86400`, nil, func(rows *sql.Rows) error {
		var s sumOf
		var version int64
		err := rows.Scan(&s.engine, &version, &s.source, &s.day)
		if c.settled[version] {
			note(all, s, version)
			note(spoken, sourceDay{s.source, s.day}, version)
		}
		return err
	})
	if err != nil {
		return err
	}
	retired := map[int64]bool{}
	if err := eachNumber(ctx, c.q, "SELECT id FROM engines WHERE state = 'retired'", nil, func(id int64) { retired[id] = true }); err != nil {
		return err
	}
	for _, s := range sorted(all, compareSums) {
		if retired[s.engine] {
			continue
		}
		have, err := s.stored(ctx, c.q, keysOf(all[s]))
		if err != nil {
			return err
		}
		want, err := s.wanted(ctx, c.q, keysOf(all[s]))
		if err != nil {
			return err
		}
		compareMaps(few, s.source, have, want, compareToolCells)
	}
	for _, d := range sorted(spoken, compareSourceDays) {
		have, err := storedAttention(ctx, c.q, d.source, unit{0, d.day})
		if err != nil {
			return err
		}
		want, err := addedAttention(ctx, c.q, d, keysOf(spoken[d]))
		if err != nil {
			return err
		}
		c.drop(have)
		c.drop(want)
		compareMaps(few, d.source+", engagement", have, want, compareAttention)
	}
	return nil
}

// checkVersions looks at the lists that rules in SQL cannot read: what a version counts must be there.
func checkVersions(ctx context.Context, q querier, report func(string)) error {
	few := &sparing{report: report, what: "a version counts mentions by a pattern that is unknown"}
	defer few.end()
	known := map[int64]bool{}
	if err := eachNumber(ctx, q, "SELECT id FROM tool_versions", nil, func(id int64) { known[id] = true }); err != nil {
		return err
	}
	used, err := usedVersions(ctx, q)
	slices.SortFunc(used, func(a, b versionRow) int { return cmp.Compare(a.id, b.id) })
	for _, v := range used {
		for _, p := range v.parts {
			if !known[p] {
				few.add(fmt.Sprintf("version number %d, pattern %d", v.id, p))
			}
		}
	}
	return err
}
