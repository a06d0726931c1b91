package relational

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/voxpop-dev/voxpop"
)

// mostDrawnFrom bounds how many mentions or texts a sample is drawn from: the newest.
const mostDrawnFrom = 300000

// drawable is a mention, or a text, that can be drawn.
type drawable struct {
	item, rev, community int64
	tool                 string
	confidence           int64 // tenths
	order                uint32
}

// DrawLabels draws a sample for people to label, at random, from what the engine that answers has scored and nobody was asked
// about before. Strata of tool, community and confidence get their share of the sample: the list is put in their order, at random
// within each, and every n-th is taken from a random start on. It returns how many were drawn.
func (s *Store) DrawLabels(ctx context.Context, d voxpop.LabelDraw, audit voxpop.AuditEntry) (n int, err error) {
	const op = "drawing a sample to label"
	if d.Count < 1 {
		return 0, s.fail(op, fmt.Errorf("%d items: %w", d.Count, voxpop.ErrInvalid))
	}
	read := s.drawableMentions
	if d.Texts {
		read = s.drawableTexts
	}
	all, err := read(ctx, d)
	if err != nil {
		return 0, s.fail(op, err)
	}
	chosen := systematic(all, d.Count, rand.Float64())
	rand.Shuffle(len(chosen), func(i, j int) { chosen[i], chosen[j] = chosen[j], chosen[i] })
	err = s.write(ctx, op, func(tx *Tx) error {
		if n, err = saveTasks(ctx, tx, chosen, true, s.now().UnixMilli()); err != nil {
			return err
		}
		audit.Detail = fmt.Sprintf("%d drawn", n)
		return saveAudit(ctx, tx, audit, s.now())
	})
	return n, err
}

// systematic takes count of all, evenly over their strata.
func systematic(all []drawable, count int, start float64) (chosen []drawable) {
	for i := range all {
		all[i].order = rand.Uint32()
	}
	slices.SortFunc(all, func(a, b drawable) int {
		return cmp.Or(cmp.Compare(a.tool, b.tool), cmp.Compare(a.community, b.community), cmp.Compare(a.confidence, b.confidence), cmp.Compare(a.order, b.order))
	})
	count = min(count, len(all))
	for i := range count {
		chosen = append(chosen, all[int((float64(i)+start)*float64(len(all))/float64(count))])
	}
	return chosen
}

// shownNow is a condition on items i of a window: people can be asked what they say.
const shownNow = "i.state = 'live' AND i.exclusion = '' AND i.published = 1 AND i.created >= ? AND i.created < ?"

func (s *Store) drawableTexts(ctx context.Context, d voxpop.LabelDraw) (all []drawable, err error) {
	since, until := createdBounds(d.Window)
	query := `SELECT i.id, i.text_rev, i.community_id, s.confidence FROM publication p CROSS JOIN items i
		JOIN scores s ON s.item_id = i.id AND s.engine_id = p.engine_id AND s.text_rev = i.text_rev
		WHERE ` + shownNow + ` AND NOT EXISTS (SELECT 1 FROM label_tasks d WHERE d.item_id = i.id AND d.tool = '') ORDER BY i.created DESC LIMIT ?`
	err = each(ctx, pool{s}, query, []any{since, until, mostDrawnFrom}, func(rows *sql.Rows) error {
		var t drawable
		err := rows.Scan(&t.item, &t.rev, &t.community, &t.confidence)
		t.confidence /= 1000
		all = append(all, t)
		return err
	})
	return all, err
}

func (s *Store) drawableMentions(ctx context.Context, d voxpop.LabelDraw) (all []drawable, err error) {
	shown, err := s.toolsShown(ctx)
	if err != nil {
		return nil, err
	}
	for _, slug := range d.Tools {
		if shown.bySlug[slug] == nil {
			return nil, fmt.Errorf("tool %q: %w", slug, voxpop.ErrNotFound)
		}
	}
	since, until := createdBounds(d.Window)
	drawn, err := s.drawnMentions(ctx)
	if err != nil {
		return nil, err
	}
	query := `SELECT i.id, i.text_rev, i.community_id, m.version_id, m.confidence FROM publication p CROSS JOIN items i
		JOIN mentions m ON m.item_id = i.id AND m.engine_id = p.engine_id AND m.text_rev = i.text_rev
		WHERE ` + shownNow + ` ORDER BY i.created DESC LIMIT ?`
	err = each(ctx, pool{s}, query, []any{since, until, mostDrawnFrom}, func(rows *sql.Rows) error {
		var t drawable
		var version int64
		if err := rows.Scan(&t.item, &t.rev, &t.community, &version, &t.confidence); err != nil {
			return err
		}
		t.confidence /= 1000
		tool := shown.byPart[version]
		if tool == nil {
			return nil // of a version that does not answer
		}
		t.tool = tool.slug
		key := taskKey{t.item, t.tool}
		if drawn[key] || len(d.Tools) > 0 && !slices.Contains(d.Tools, t.tool) {
			return nil
		}
		drawn[key] = true // parts of a merged tool are one
		all = append(all, t)
		return nil
	})
	return all, err
}

type taskKey struct {
	item int64
	tool string
}

// drawnMentions are those that somebody was asked about.
func (s *Store) drawnMentions(ctx context.Context) (map[taskKey]bool, error) {
	out := map[taskKey]bool{}
	err := each(ctx, pool{s}, "SELECT item_id, tool FROM label_tasks WHERE tool <> ''", nil, func(rows *sql.Rows) error {
		var k taskKey
		err := rows.Scan(&k.item, &k.tool)
		out[k] = true
		return err
	})
	return out, err
}

// saveTasks stores tasks that are not there yet, and returns how many.
func saveTasks(ctx context.Context, tx *Tx, chosen []drawable, drawn bool, now int64) (n int, err error) {
	var last int64
	if err := tx.one(ctx, "SELECT COALESCE(MAX(id), 0) FROM label_tasks", nil, &last); err != nil {
		return 0, err
	}
	for _, t := range chosen {
		last++
		changed, err := tx.Exec(ctx, `INSERT INTO label_tasks (id, item_id, tool, text_rev, drawn, place, at) VALUES (?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (item_id, tool) DO NOTHING`, last, t.item, t.tool, t.rev, flag(drawn), last, now)
		if err != nil {
			return n, err
		}
		n += int(changed)
	}
	return n, nil
}
