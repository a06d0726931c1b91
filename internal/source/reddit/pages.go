package reddit

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"github.com/voxpop-dev/voxpop"
)

// pages fetches page after page and hands each out. done is true when the known was met.
func (c *collection) pages(ctx context.Context, w *walk) (done bool, err error) {
	for n := 0; n < maxPages; n++ {
		p, err := c.page(ctx, w, w.bottom)
		if err != nil {
			return false, err
		}
		if len(p.items) == 0 && n > 0 {
			if p, err = c.otherAnchors(ctx, w); err != nil {
				return false, err
			}
		}
		if n == 0 {
			w.began = c.notes.clock.now()
			if err := c.emptyGroup(w, p); err != nil {
				return false, err
			}
		}
		if len(p.items) == 0 {
			return false, nil
		}
		known, err := c.keep(ctx, p.items)
		if err != nil {
			return false, err
		}
		c.follow(known, p.items)
		stalled := c.take(w, p, known)
		if w.arrived(p, known) {
			return true, nil
		}
		w.bottom = p.after
		if w.bottom == "" && len(p.items) >= pageSize-10 && len(w.seen) < wholeListing {
			// A full page that claims to be the last one: see for ourselves.
			w.bottom = p.items[len(p.items)-1].ID.Native
		}
		if w.bottom == "" || stalled || (w.until.IsZero() && len(w.seen) >= listingDepth) {
			return false, nil
		}
		if err := c.flush(); err != nil {
			return false, err
		}
	}
	return false, nil
}

// emptyGroup refuses to believe that several communities which had items have none: blocked is not empty.
func (c *collection) emptyGroup(w *walk, p page) error {
	if len(p.items) > 0 || len(w.subs) == 1 {
		return nil
	}
	for _, sub := range w.subs {
		if !c.notes.front(c.kind, sub).Seen.IsZero() {
			return fmt.Errorf("reddit shows no %s at all of %d communities that had some: maybe blocked: %w", c.kind, len(w.subs), voxpop.ErrUnavailable)
		}
	}
	return nil
}

func (c *collection) page(ctx context.Context, w *walk, after string) (page, error) {
	query := url.Values{"limit": {fmt.Sprint(pageSize)}}
	if after != "" {
		query.Set("after", after)
		query.Set("count", fmt.Sprint(len(w.seen)))
	}
	path := "/r/" + strings.Join(w.subs, "+") + "/new"
	if c.kind == taskComments {
		path = "/r/" + strings.Join(w.subs, "+") + "/comments"
	}
	return c.list(ctx, path, query)
}

// otherAnchors tries to go on from earlier items of the last page: an anchor that was deleted meanwhile leads nowhere.
func (c *collection) otherAnchors(ctx context.Context, w *walk) (page, error) {
	if len(w.seen) >= wholeListing {
		return page{}, nil
	}
	for _, back := range []int{2, 12} {
		if i := len(w.last.items) - back; i >= 0 {
			p, err := c.page(ctx, w, w.last.items[i].ID.Native)
			if err != nil || len(p.items) > 0 {
				return p, err
			}
		}
	}
	return page{}, nil
}
