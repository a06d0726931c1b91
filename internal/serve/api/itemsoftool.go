package api

import (
	"context"
	"errors"
	"time"

	"github.com/voxpop-dev/voxpop"
)

const (
	mostItemTools = 8
	readsForItems = 12  // readings for one page, after which a page may stay short
	itemsAtOnce   = 200 // items looked through at a time where opinions decide
)

// toolPage is a page of items, and where the next one begins; nil for nowhere.
type toolPage struct {
	items []voxpop.StoredItem
	next  *string
	at    time.Time // the place of next
}

// goesOn notes where the next page begins.
func (p *toolPage) goesOn(c *voxpop.PageCursor) {
	p.next = writeCursor(c)
	if c != nil {
		p.at = c.Created
	}
}

// searchedTo is how far back a page of fewer than limit items looked, when another follows.
func (p *toolPage) searchedTo(limit int) *time.Time {
	if p.next == nil || len(p.items) >= limit {
		return nil
	}
	at := p.at.UTC()
	return &at
}

// itemsOf returns a page of items that mention all of the tools. The label of the filter is that of the opinion on
// the first. Where words or an author are asked for too, items are looked through until the page is full
// or a bound is reached: a page may be short, and its cursor goes on.
func (a *API) itemsOf(ctx context.Context, tools []string, filter voxpop.Filter, cursor string, limit int) (toolPage, error) {
	if filter.Query != "" || filter.Author != "" {
		return a.lookThrough(ctx, tools, filter, cursor, limit)
	}
	after, err := readOpinionCursor(cursor)
	if err != nil {
		return toolPage{}, err
	}
	var page toolPage
	for range readsForItems {
		tf := voxpop.ToolFilter{Filter: filter, Tools: tools[:1]}
		read, err := a.opt.Opinions.ToolItems(ctx, tf, voxpop.NewestFirst, after, limit-len(page.items))
		if err != nil && !errors.Is(err, voxpop.ErrNotFound) {
			return page, a.asProblem("items of a tool", err)
		}
		for i := range read.Items {
			if mentions(read.Items[i].Opinions, tools, "") {
				page.items = append(page.items, read.Items[i].StoredItem)
			}
		}
		after = read.Next
		if page.next = writeOpinionCursor(after); after != nil {
			page.at = after.Created
		}
		if after == nil || len(page.items) >= limit {
			break
		}
	}
	return page, nil
}

// lookThrough searches, and keeps what mentions the tools.
func (a *API) lookThrough(ctx context.Context, tools []string, filter voxpop.Filter, cursor string, limit int) (toolPage, error) {
	after, err := readCursor(cursor)
	if err != nil {
		return toolPage{}, err
	}
	label := filter.Label
	filter.Label = ""
	var page toolPage
	for range readsForItems {
		read, err := a.opt.Reader.Items(ctx, filter, after, itemsAtOnce)
		if err != nil {
			return page, err // the caller tells a query that cannot be read
		}
		opinions, err := a.opinionsOfAll(ctx, read.Items)
		if err != nil {
			return page, err
		}
		for _, item := range read.Items {
			if !mentions(opinions[item.ID], tools, label) {
				continue
			}
			if len(page.items) == limit {
				last := page.items[limit-1]
				page.goesOn(&voxpop.PageCursor{Created: last.Created, ID: last.ID})
				return page, nil
			}
			page.items = append(page.items, item)
		}
		after = read.Next
		page.goesOn(after)
		if len(read.Items) < itemsAtOnce { // the last ones, or enough was looked at
			break
		}
	}
	return page, nil
}

func (a *API) opinionsOfAll(ctx context.Context, items []voxpop.StoredItem) (map[voxpop.ItemID][]voxpop.ToolOpinion, error) {
	ids := make([]voxpop.ItemID, len(items))
	for i := range items {
		ids[i] = items[i].ID
	}
	out, err := a.opt.Opinions.OpinionsOf(ctx, ids)
	if err != nil {
		return nil, a.asProblem("opinions", err)
	}
	return out, nil
}

// mentions reports whether there is an opinion on each of the tools, and with a label that on the first has it.
func mentions(opinions []voxpop.ToolOpinion, tools []string, label voxpop.Label) bool {
	for i, slug := range tools {
		o := opinionOn(opinions, slug)
		if o == nil || i == 0 && label != "" && o.Score.Label != label {
			return false
		}
	}
	return true
}
