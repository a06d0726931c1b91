package relational

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// CommitReanalysis stores analyses of a batch and how far the re-analysis has come, in one transaction. A batch that is
// stored already changes nothing.
func (s *Store) CommitReanalysis(ctx context.Context, id int64, engine voxpop.EngineID, b voxpop.ReanalysisBatch, done []voxpop.Analysis) (stale bool, err error) {
	var began time.Time
	err = s.writeTexts(ctx, "storing analyses made again", func(tx *Tx) error {
		stale, began = false, tx.began
		r, err := reanalysisByID(ctx, tx, id)
		switch {
		case err != nil:
			return err
		case r.position != b.From || r.State == voxpop.ReanalysisDone:
			return nil
		case r.State != voxpop.ReanalysisRunning:
			return fmt.Errorf("re-analysis %d is %s: %w", id, r.State, voxpop.ErrConflict)
		}
		catalog, err := readCatalog(ctx, tx)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(done, func(a voxpop.Analysis) bool { return a.Catalog != catalog.revision }) {
			stale = true
			return nil
		}
		again := &reanalysing{tx: tx, row: r, catalog: catalog, now: s.now().UnixMilli()}
		return again.commit(ctx, engine, b, done)
	})
	if err == nil && !stale {
		s.again.note(len(done)+len(b.Gone), time.Since(began))
	}
	return stale, err
}

// reanalysing is a batch of a re-analysis on its way into the database.
type reanalysing struct {
	tx      *Tx
	row     reanalysisRow
	catalog catalogNow
	engine  int64
	now     int64
}

func (a *reanalysing) commit(ctx context.Context, engine voxpop.EngineID, b voxpop.ReanalysisBatch, done []voxpop.Analysis) error {
	var err error
	if a.engine, err = engineID(ctx, a.tx, engine, a.now); err != nil {
		return err
	}
	current, err := currentAnalyses(ctx, a.tx, a.engine, done)
	if err != nil {
		return err
	}
	if err := a.compare(ctx, current); err != nil {
		return err
	}
	if !a.row.DryRun {
		if err := saveAnalyses(ctx, a.tx, current, a.catalog, a.engine, a.now); err != nil {
			return err
		}
		if err := a.inherit(ctx, b.Gone); err != nil {
			return err
		}
	}
	if b.End {
		if err := a.end(ctx); err != nil {
			return err
		}
	}
	return a.note(ctx, b)
}

// note keeps how far it has come.
func (a *reanalysing) note(ctx context.Context, b voxpop.ReanalysisBatch) error {
	state, finished := voxpop.ReanalysisRunning, int64(0)
	if b.End {
		state, finished = voxpop.ReanalysisDone, a.now
	}
	_, err := a.tx.Exec(ctx, `UPDATE reanalyses SET position = ?, done = done + ?, gone = gone + ?, changes = ?, engine_id = ?, state = ?,
		finished = ?, updated = ? WHERE id = ?`, b.Position, b.Seen, int64(len(b.Gone)), asJSON(changesOf(a.row.Changes)), a.engine, string(state),
		finished, a.now, a.row.ID)
	return err
}

// end lets the versions that waited for it take over once their days are counted.
func (a *reanalysing) end(ctx context.Context) error {
	newest := int64(0)
	for _, v := range a.row.Versions {
		newest = max(newest, v)
		if err := markParts(ctx, a.tx, v); err != nil {
			return err
		}
		_, err := a.tx.Exec(ctx, `UPDATE tool_versions SET state = 'walked', engine_id = ?, dirty_mark = (SELECT COALESCE(MAX(id), 0) FROM dirty)
			WHERE id = ? AND state = 'walking'`, a.engine, v)
		if err != nil {
			return err
		}
	}
	if len(a.row.Versions) == 0 {
		return nil
	}
	if a.row.Engine != (voxpop.EngineID{}) { // it caught up for an engine that did not know these versions
		_, err := a.tx.Exec(ctx, "UPDATE engines SET version_mark = ? WHERE id = ? AND version_mark < ?", newest, a.engine, newest)
		return err
	}
	return noteChange(ctx, a.tx)
}

// compare adds what the analyses change to the counts.
func (a *reanalysing) compare(ctx context.Context, current []analysed) error {
	ids := make([]int64, len(current))
	for i := range current {
		ids[i] = current[i].RowID
	}
	stored, err := readSaid(ctx, a.tx, ids)
	if err != nil {
		return err
	}
	c := &a.row.Changes
	for i := range current {
		it := &current[i]
		if it.waits() {
			c.Waiting++
			continue
		}
		flipped := it.Score != nil && it.former.rev == it.TextRevision && it.former.sign != int64(it.Score.Label.Sign())
		if flipped {
			c.Flipped++
		}
		if a.compareTools(a.before(it, stored), a.after(it)) || flipped {
			c.Items++
		}
	}
	return nil
}

// waits reports whether an item's text is still to be analysed by the engine: what such an item says will change without a re-analysis too.
func (a *analysed) waits() bool {
	return a.indexedRev != a.TextRevision || a.exclusion == voxpop.Counted && a.former.rev != a.TextRevision
}

// before are the signs of the opinions by which an item counts now, by tool.
func (a *reanalysing) before(it *analysed, stored said) map[string]int64 {
	out := map[string]int64{}
	if it.exclusion != voxpop.Counted {
		return out
	}
	for k, m := range stored.mentions[it.RowID] {
		if slug := a.catalog.answering[k.pattern]; slug != "" && k.engine == a.engine && m.rev == it.TextRevision {
			out[slug] = m.sign
		}
	}
	return out
}

// after are those by which it will count.
func (a *reanalysing) after(it *analysed) map[string]int64 {
	out := map[string]int64{}
	if it.Score == nil || it.Exclusion != voxpop.Counted {
		return out
	}
	coming := map[string]bool{}
	for _, slug := range a.catalog.next {
		coming[slug] = true
	}
	for _, o := range it.Opinions {
		until := a.catalog.until[o.Version]
		if replaced := coming[o.Tool] && a.catalog.next[o.Version] == ""; !replaced && (until == 0 || it.created < until) {
			out[o.Tool] = int64(o.Score.Label.Sign())
		}
	}
	return out
}

func (a *reanalysing) compareTools(before, after map[string]int64) (changed bool) {
	tools := a.row.Changes.Tools
	for slug, sign := range before {
		t := tools[slug]
		t.Before++
		t.BeforeSigns += sign
		now, kept := after[slug]
		switch {
		case !kept:
			t.Lost++
			changed = true
		case now != sign:
			t.Flipped++
			changed = true
		}
		tools[slug] = t
	}
	for slug, sign := range after {
		t := tools[slug]
		t.After++
		t.AfterSigns += sign
		if _, known := before[slug]; !known {
			t.Gained++
			changed = true
		}
		tools[slug] = t
	}
	return changed
}

// markParts marks the days on which a version counts mentions that were there before it, of tools merged with it or of a
// pattern that it continues.
func markParts(ctx context.Context, tx *Tx, version int64) error {
	v, err := versionByID(ctx, tx, version)
	if err != nil || len(v.parts) == 1 && v.parts[0] == version {
		return err
	}
	return markPatterns(ctx, tx, v.parts)
}

// markPatterns marks the days of which any version that continues one of some patterns is told.
func markPatterns(ctx context.Context, tx *Tx, patterns []int64) error {
	_, err := tx.Exec(ctx, `INSERT INTO dirty (community_id, day) SELECT DISTINCT d.community_id, d.day FROM tool_days d
		WHERE d.version_id IN (SELECT v.id FROM tool_versions v WHERE v.state <> 'retired' AND v.pattern_id IN (`+list(patterns)+"))")
	return err
}
