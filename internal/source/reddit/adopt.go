package reddit

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/voxpop-dev/voxpop"
)

// Posts that only their comments tell of: older than the first look, or approved long after they were written.
const (
	orphanCall = 25  // how many are worth a call of their own; fewer wait for a deep walk
	orphanMax  = 500 // remembered of one community
)

// follow notes the threads of new comments. Those that a walk cut short has stored already are new as well: what it
// noted is gone with it.
func (c *collection) follow(known map[voxpop.ItemID]voxpop.Known, items []voxpop.Item) {
	if c.kind != taskComments {
		return
	}
	for _, it := range items {
		if _, was := known[it.ID]; !was || it.Created.After(c.notes.front(c.kind, it.Community).To) {
			c.orphans[community(it)] = append(c.orphans[community(it)], it.ThreadID)
		}
	}
}

// rememberOrphans gathers, with what else a walk proved, which posts of its comments are not stored.
func (c *collection) rememberOrphans(ctx context.Context, subs []string) error {
	if c.kind != taskComments {
		return nil
	}
	for _, sub := range subs {
		key := strings.ToLower(sub)
		missing, err := c.unknown(ctx, slices.Concat(c.notes.orphans[key], c.orphans[key]))
		if err != nil {
			return err
		}
		c.remember(key, missing)
	}
	return nil
}

// adopt asks for posts that were already missing at the walk before: most of those that are missing now come with
// the next walk of posts.
func (c *collection) adopt(ctx context.Context, subs []string) error {
	var waiting []string
	for _, sub := range subs {
		key := strings.ToLower(sub)
		for _, name := range c.orphans[key] {
			if slices.Contains(c.notes.orphans[key], name) {
				waiting = append(waiting, name)
			}
		}
	}
	if len(waiting) < orphanCall && (!c.deep || len(waiting) == 0) {
		return nil
	}
	for part := range slices.Chunk(waiting, infoIDs) {
		p, err := c.info(ctx, part)
		if err != nil {
			return err
		}
		if _, err := c.keep(ctx, p.items); err != nil {
			return err
		}
	}
	for _, sub := range subs {
		key := strings.ToLower(sub)
		c.remember(key, slices.DeleteFunc(slices.Clone(c.orphans[key]), func(id string) bool { return slices.Contains(waiting, id) }))
	}
	return c.flush()
}

// remember gathers the note of a community's orphans when it differs from the one stored.
func (c *collection) remember(key string, ids []string) {
	slices.Sort(ids)
	ids = slices.Compact(ids)
	ids = ids[:min(len(ids), orphanMax)]
	c.orphans[key] = ids
	switch {
	case len(ids) > 0:
		c.cursor(keyOrphans+key, ids)
	case len(c.notes.orphans[key]) > 0:
		c.cursor(keyOrphans+key, nil)
	}
}

// unknown returns those of some fullnames that are not stored, each once.
func (r *run) unknown(ctx context.Context, names []string) ([]string, error) {
	names = slices.Compact(slices.Sorted(slices.Values(names)))
	if len(names) == 0 {
		return nil, nil
	}
	ids := make([]voxpop.ItemID, len(names))
	for i, name := range names {
		ids[i] = voxpop.ItemID{Source: voxpop.SourceReddit, Native: name}
	}
	known, err := r.view.Known(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("look up known items of reddit: %w", err)
	}
	return slices.DeleteFunc(names, func(name string) bool {
		_, found := known[voxpop.ItemID{Source: voxpop.SourceReddit, Native: name}]
		return found
	}), nil
}
