package reddit

import (
	"context"
	"slices"
	"strings"
	"time"
)

// Reddit leaves the items of a closed community (private, banned) out of an answer by id, as it does with items that are
// gone, and joined listings leave them out too. While some community may be closed, nothing absent is taken for deleted.

// openItems is how many marks are asked for, beside the latest post and comment, to see whether a community is open.
const openItems = 4

// findClosed finds communities of whose latest items not one is shown any more, once a task. They are looked at alone in
// the next cycle, which tells why.
func (r *run) findClosed(ctx context.Context) error {
	if r.looked {
		return nil
	}
	latest := r.latest()
	var names []string
	for _, of := range latest {
		names = append(names, of...)
	}
	shown := map[string]bool{}
	for part := range slices.Chunk(slices.Sorted(slices.Values(names)), infoIDs) {
		p, err := r.info(ctx, part)
		if err != nil {
			return err
		}
		if _, err := r.keep(ctx, p.items); err != nil {
			return err
		}
		for _, it := range p.items {
			shown[it.ID.Native] = true
		}
	}
	r.looked = true
	for sub, of := range latest {
		if slices.ContainsFunc(of, func(name string) bool { return shown[name] }) {
			continue
		}
		r.closed = append(r.closed, sub)
		if _, known := r.notes.blocked[sub]; !known {
			const words = "shows none of its latest items any more: maybe private or banned"
			r.fail(r.spelling(sub), words)
			r.cursor(keyBlocked+sub, block{}.next(words, time.Now(), r.notes.clock.now()))
		}
	}
	return nil
}

// latest are the latest items met, by configured community; those with fewer than two are left out, since one may be gone.
func (r *run) latest() map[string][]string {
	out := map[string][]string{}
	for _, sub := range r.src.subs {
		posts, comments := r.notes.front(taskPosts, sub), r.notes.front(taskComments, sub)
		names := []string{posts.Last, comments.Last}
		for _, m := range comments.Marks[max(0, len(comments.Marks)-openItems):] {
			names = append(names, m.Name)
		}
		slices.Sort(names)
		names = slices.DeleteFunc(slices.Compact(names), func(name string) bool { return name == "" })
		if len(names) > 1 {
			out[strings.ToLower(sub)] = names
		}
	}
	return out
}

// spelling is how a community is configured.
func (r *run) spelling(sub string) string {
	i := slices.IndexFunc(r.src.subs, func(s string) bool { return strings.EqualFold(s, sub) })
	if i < 0 {
		return sub
	}
	return r.src.subs[i]
}
