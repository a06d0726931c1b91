package relational

import (
	"context"

	"github.com/voxpop-dev/voxpop"
)

// SeedTools adds those of the program's own tools that are new, and updates those that nobody has edited since. When rules, the
// version of how mentions are found and scored, is another than before, every tool is examined again.
func (s *Store) SeedTools(ctx context.Context, own []voxpop.Tool, rules string) (added, changed int, err error) {
	err = s.write(ctx, "seeding the catalog", func(tx *Tx) error {
		added, changed = 0, 0
		now := s.now().UnixMilli()
		started, err := newRules(ctx, tx, rules, now)
		if err != nil {
			return err
		}
		changed = len(started)
		known, err := slugs(ctx, tx)
		if err != nil {
			return err
		}
		for _, t := range own {
			if err := checkTool(t); err != nil {
				return err
			}
			var v versionRow
			if !known[t.Slug] {
				added++
				v, err = seedNew(ctx, tx, t, now)
			} else {
				var updated bool
				v, updated, err = seedAgain(ctx, tx, t, now)
				if updated {
					changed++
				}
			}
			if err != nil {
				return err
			}
			if v.state == voxpop.VersionWalking {
				started = append(started, v)
			}
		}
		if added+changed == 0 {
			return nil
		}
		if err := examineFor(ctx, tx, "the program brought new definitions", started, now); err != nil {
			return err
		}
		return bumpCatalog(ctx, tx)
	})
	return added, changed, err
}

// slugs are those that are or were taken.
func slugs(ctx context.Context, q querier) (map[string]bool, error) {
	out := map[string]bool{}
	err := eachText(ctx, q, "SELECT slug FROM tools", nil, func(slug string) { out[slug] = true })
	return out, err
}

func seedNew(ctx context.Context, tx *Tx, own voxpop.Tool, now int64) (versionRow, error) {
	t := &toolRow{Tool: own, own: ownHash(own)}
	t.Revision, t.Edit, t.MergedInto = 1, 1, ""
	if t.Status == "" {
		t.Status = voxpop.ToolActive
	}
	if t.Status == voxpop.ToolArchived {
		t.archived = now / 1000
	}
	if err := insertTool(ctx, tx, t, now); err != nil || t.Status == voxpop.ToolCandidate {
		return versionRow{}, err
	}
	return renew(ctx, tx, t, versionRow{}, now)
}

// seedAgain updates a tool that is as an earlier program brought it.
func seedAgain(ctx context.Context, tx *Tx, own voxpop.Tool, now int64) (versionRow, bool, error) {
	hash := ownHash(own)
	var same int64
	err := tx.one(ctx, "SELECT COUNT(*) FROM tools WHERE slug = ? AND (own = '' OR own = ? OR status = 'deleted')", []any{own.Slug, hash}, &same)
	if err != nil || same == 1 {
		return versionRow{}, false, err
	}
	t, err := toolBySlug(ctx, tx, own.Slug)
	if err != nil || t.mergedInto != 0 {
		return versionRow{}, false, err
	}
	matching := sameMatching(t.Tool, own)
	t.Name, t.Vendor, t.Description, t.Categories, t.Aliases, t.Home = own.Name, own.Vendor, own.Description, own.Categories, own.Aliases, own.Home
	t.own = hash
	t.Edit++
	if !matching {
		t.Revision++
	}
	if err := updateTool(ctx, tx, &t, now); err != nil || matching || t.Status == voxpop.ToolCandidate {
		return versionRow{}, true, err
	}
	v, err := renew(ctx, tx, &t, versionRow{}, now)
	return v, true, err
}

// newRules gives every tool a new version when mentions are found or scored by other rules than before.
func newRules(ctx context.Context, tx *Tx, rules string, now int64) ([]versionRow, error) {
	const key = "tool_rules"
	former, err := metaOf(ctx, tx, key)
	if err != nil || former == rules {
		return nil, err
	}
	if err := setMeta(ctx, tx, key, rules); err != nil {
		return nil, err
	}
	var tools []toolRow
	if err := eachTool(ctx, tx, func(t toolRow) { tools = append(tools, t) }); err != nil {
		return nil, err
	}
	var out []versionRow
	renewed := map[int64]int64{} // pattern → the one that takes its place
	for i := range tools {
		t := &tools[i]
		if t.version == 0 && t.Status != voxpop.ToolActive {
			continue
		}
		v, err := renew(ctx, tx, t, versionRow{}, now)
		if err != nil {
			return nil, err
		}
		for _, base := range v.bases {
			renewed[base] = v.pattern
		}
		out = append(out, v)
	}
	for _, v := range out {
		for i, p := range v.parts {
			if other, known := renewed[p]; known {
				v.parts[i] = other
			}
		}
		if _, err := tx.Exec(ctx, "UPDATE tool_versions SET parts = ? WHERE id = ?", asJSON(v.parts), v.id); err != nil {
			return nil, err
		}
	}
	return out, nil
}
