package relational

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/voxpop-dev/voxpop"
)

// shownTool is a tool as readers see it: with the version that answers for it.
type shownTool struct {
	id, version, pattern int64
	slug                 string
	parts                []int64
	home                 []int64 // communities that are about it
}

// shownTools are the tools that answer for themselves, as of a revision of the catalog. A merged tool does so until a version that
// counts its mentions answers, and again once none does.
type shownTools struct {
	revision  int64
	tools     []*shownTool          // by slug
	bySlug    map[string]*shownTool // with the slugs of merged ones
	byID      map[int64]*shownTool  // likewise
	byVersion map[int64]*shownTool
	byPart    map[int64]*shownTool
	owner     map[int64]string // pattern → slug of the tool whose it is, merged or not
}

// toolsShown reads them once for each revision of the catalog.
func (s *Store) toolsShown(ctx context.Context) (*shownTools, error) {
	revision, err := s.CatalogRevision(ctx)
	if err != nil {
		return nil, err
	}
	if known := s.shown.Load(); known != nil && known.revision == revision {
		return known, nil
	}
	out, err := readShown(ctx, pool{s})
	if err != nil {
		return nil, err
	}
	out.revision = revision
	s.shown.Store(out)
	return out, nil
}

func readShown(ctx context.Context, q querier) (*shownTools, error) {
	var all []*shownTool
	var homes [][]string
	const query = `SELECT t.id, t.slug, t.home, v.id, v.pattern_id, v.parts FROM tools t JOIN tool_versions v ON v.id = t.version_id
		WHERE t.status <> 'deleted' ORDER BY t.slug`
	err := each(ctx, q, query, nil, func(rows *sql.Rows) error {
		t := &shownTool{}
		var home, parts string
		var names []string
		if err := rows.Scan(&t.id, &t.slug, &home, &t.version, &t.pattern, &parts); err != nil {
			return err
		}
		err := errors.Join(json.Unmarshal([]byte(home), &names), json.Unmarshal([]byte(parts), &t.parts))
		all, homes = append(all, t), append(homes, names)
		return err
	})
	if err != nil {
		return nil, err
	}
	out := &shownTools{bySlug: map[string]*shownTool{}, byID: map[int64]*shownTool{}, byVersion: map[int64]*shownTool{},
		byPart: map[int64]*shownTool{}, owner: map[int64]string{}}
	for i, t := range all {
		if t.home, err = communityIDs(ctx, q, homes[i]); err != nil {
			return nil, err
		}
		holder := holderOf(t, all)
		out.bySlug[t.slug], out.byID[t.id], out.owner[t.pattern] = holder, holder, t.slug
		if holder != t {
			continue
		}
		out.tools = append(out.tools, t)
		out.byVersion[t.version] = t
		for _, p := range t.parts {
			out.byPart[p] = t
		}
	}
	return out, nil
}

// holderOf is the tool that counts the mentions of t: itself, or the one with the most parts among those that count them too.
func holderOf(t *shownTool, all []*shownTool) *shownTool {
	holder := t
	for _, o := range all {
		if len(o.parts) > len(holder.parts) && slices.Contains(o.parts, t.pattern) {
			holder = o
		}
	}
	return holder
}

// choose returns the tools that a filter names, each once; all that are shown when it names none.
func (c *shownTools) choose(f voxpop.ToolFilter) ([]*shownTool, error) {
	if len(f.Tools) == 0 {
		return c.tools, nil
	}
	var out []*shownTool
	for _, slug := range f.Tools {
		t := c.bySlug[slug]
		if t == nil {
			return nil, fmt.Errorf("tool %.80q: %w", slug, voxpop.ErrNotFound)
		}
		if !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out, nil
}
