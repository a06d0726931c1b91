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
	if err := addRelations(ctx, c.q, u.unit, items); err != nil {
		return err
	}
	where := fmt.Sprintf("%s %s, day %s", u.source, u.community, time.Unix(u.day, 0).UTC().Format(time.DateOnly))
	if err := c.opinions(ctx, u, whole, items, where); err != nil {
		return err
	}
	if err := c.authors(ctx, u, items, where); err != nil {
		return err
	}
	if err := c.lists(ctx, u, whole, items, where); err != nil {
		return err
	}
	relations, err := storedSheets(ctx, c.q, relationSheets, whole, u.source, u.unit)
	if err != nil {
		return err
	}
	compareSheetMaps(c.few, where+", relations", relations, wantedRelations(u.source, u.unit, whole, items))
	if c.refreshed[u.unit] {
		return nil
	}
	return c.attention(ctx, u, items, where)
}

func (c *toolCheck) opinions(ctx context.Context, u checkedUnit, whole []int64, items []unitItem, where string) error {
	sheets, err := storedSheets(ctx, c.q, opinionSheets, whole, u.source, u.unit)
	if err != nil {
		return err
	}
	have, err := cellsOf(sheets)
	if err != nil {
		c.few.add(where + ": " + err.Error())
	}
	want := wantedToolCells(u.source, u.unit, whole, c.counting, items)
	compareMaps(c.few, where+", cells of tools", settled(c, have), settled(c, want), compareToolCells)
	return nil
}

func (c *toolCheck) authors(ctx context.Context, u checkedUnit, items []unitItem, where string) error {
	lists, err := storedAuthors(ctx, c.q, u.unit)
	if err != nil {
		return err
	}
	have, err := authorsOf(lists)
	if err != nil {
		c.few.add(where + ": " + err.Error())
	}
	want := wantedAuthors(c.counting, items)
	compareMaps(c.few, where+", authors", settled(c, have), settled(c, want), compareAuthors)
	return nil
}

func (c *toolCheck) lists(ctx context.Context, u checkedUnit, whole []int64, items []unitItem, where string) error {
	have, err := storedLists(ctx, c.q, whole, u.unit)
	if err != nil {
		return err
	}
	want := wantedLists(whole, c.counting, items)
	gone, changed := differing(settled(c, have), settled(c, want), compareLists)
	for _, k := range append(gone, changed...) {
		c.few.add(fmt.Sprintf("%s, lists of opinions: that of %+v has %d bytes that are not the %d it should have", where, k, len(have[k]), len(want[k])))
	}
	return nil
}

func (c *toolCheck) attention(ctx context.Context, u checkedUnit, items []unitItem, where string) error {
	sheets, err := storedSheets(ctx, c.q, attentionSheets, noEngine, u.source, u.unit)
	if err != nil {
		return err
	}
	have, err := attentionOf(sheets)
	if err != nil {
		c.few.add(where + ": " + err.Error())
	}
	want := wantedAttention(u.source, u.unit, c.counting, items)
	compareMaps(c.few, where+", engagement", settled(c, have), settled(c, want), compareAttention)
	posts, err := storedSheets(ctx, c.q, postSheets, noEngine, u.source, u.unit)
	if err != nil {
		return err
	}
	listed, err := postsOf(posts)
	if err != nil {
		c.few.add(where + ": " + err.Error())
	}
	wanted, err := postsOf(wantedPosts(u.source, u.unit, c.counting, items))
	if err != nil {
		return err
	}
	compareMaps(c.few, where+", posts", settled(c, listed), settled(c, wanted), comparePosts)
	return nil
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

// compareSheetMaps is compareMaps for sheets that nobody could read in a report.
func compareSheetMaps(few *sparing, what string, have, want map[sheetKey]string) {
	gone, changed := differing(have, want, compareSheets)
	for _, k := range append(gone, changed...) {
		few.add(fmt.Sprintf("%s: sheet %+v has %d bytes that are not the %d it should have", what, k, len(have[k]), len(want[k])))
	}
}

// versioned is a key of what is kept for a version of a tool.
type versioned interface {
	comparable
	ofVersion() int64
}

func (k opinionID) ofVersion() int64   { return k.version }
func (k attentionID) ofVersion() int64 { return k.version }
func (k authorKey) ofVersion() int64   { return k.version }
func (k listKey) ofVersion() int64     { return k.version }
func (k postKey) ofVersion() int64     { return k.version }

// settled takes out of all what is of versions that are being built or deleted.
func settled[K versioned, V any](c *toolCheck, all map[K]V) map[K]V {
	maps.DeleteFunc(all, func(k K, _ V) bool { return !c.settled[k.ofVersion()] })
	return all
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
