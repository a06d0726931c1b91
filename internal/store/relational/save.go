package relational

import (
	"cmp"
	"context"
	"slices"

	"github.com/voxpop-dev/voxpop"
)

// save writes the listed entries: new rows in bulk, changed ones one by one in the order of their
// numbers, then pending rows and dirty marks.
func (p *putting) save(ctx context.Context) error {
	var fresh, touched []*entry
	for _, e := range p.order {
		p.count(e)
		switch {
		case e.fresh:
			fresh = append(fresh, e)
		case e.touched:
			touched = append(touched, e)
		}
		if e.dirty {
			p.marks.add(e.communityID, e.created)
		}
	}
	if err := p.insert(ctx, fresh); err != nil {
		return err
	}
	slices.SortFunc(touched, func(a, b *entry) int { return cmp.Compare(a.id, b.id) })
	if err := p.update(ctx, touched); err != nil {
		return err
	}
	if err := p.markNoticed(ctx, touched); err != nil {
		return err
	}
	var pending []any
	for _, e := range p.order {
		if e.text && !e.state.Textless() {
			pending = append(pending, e.id, p.now.UnixMilli())
		}
	}
	return p.tx.Insert(ctx, "INSERT INTO pending (item_id, at)", 2, pending, "")
}

func (p *putting) insert(ctx context.Context, fresh []*entry) error {
	if len(fresh) == 0 {
		return nil
	}
	var last int64
	if err := p.tx.one(ctx, "SELECT COALESCE(MAX(id), 0) FROM items", nil, &last); err != nil {
		return err
	}
	items, texts := make([]any, 0, len(fresh)*itemColumnCount), make([]any, 0, len(fresh)*7)
	for _, e := range fresh {
		last++
		e.id = last
		if e.state.Textless() {
			e.exclusion = voxpop.ExcludedEmpty // no text to score will ever come
		}
		items = append(items, e.id, e.source, e.native, string(e.kind), e.communityID, e.created, e.thread, e.parent,
			e.authorHash, string(e.state), string(e.exclusion), e.distinguished, e.origin, e.upvotes, e.comments,
			e.edited, e.observed, e.firstStored, e.recheck, e.textHash)
		if !e.state.Textless() {
			texts = append(texts, e.id, e.author, e.title, e.url, e.permalink, e.flair, e.body)
		}
	}
	if err := p.tx.Insert(ctx, insertItems, itemColumnCount, items, ""); err != nil {
		return err
	}
	return p.tx.Insert(ctx, "INSERT INTO texts (item_id, author, title, url, permalink, flair, body)", 7, texts, "")
}

const (
	insertItems = `INSERT INTO items (id, source, native, kind, community_id, created, thread, parent,
		author_hash, state, exclusion, distinguished, origin, upvotes, comments,
		edited, observed, first_stored, recheck, text_hash)`
	itemColumnCount = 20
)

func (p *putting) update(ctx context.Context, touched []*entry) error {
	var buried []burial
	var changed []int64
	visible := false
	for _, e := range touched {
		visible = visible || e.updated || e.removed
		_, err := p.tx.Exec(ctx, `UPDATE items SET author_hash = ?, state = ?, distinguished = ?, upvotes = ?, comments = ?, edited = ?,
			observed = ?, recheck = ?, misses = ?, missed = ?, text_hash = ?, text_rev = ?, prev_observed = ?, prev_upvotes = ?, prev_comments = ? WHERE id = ?`,
			e.authorHash, string(e.state), e.distinguished, e.upvotes, e.comments, e.edited,
			e.observed, e.recheck, e.misses, e.missed, e.textHash, e.textRev, e.former.at, e.former.upvotes, e.former.comments, e.id)
		if err != nil {
			return err
		}
		switch {
		case e.removed:
			buried = append(buried, burial{e.id, e.communityID, e.created})
		case e.text:
			_, err = p.tx.Exec(ctx, "UPDATE texts SET author = ?, title = ?, url = ?, permalink = ?, flair = ?, body = ? WHERE item_id = ?",
				e.author, e.title, e.url, e.permalink, e.flair, e.body, e.id)
			changed = append(changed, e.id)
		case e.updated:
			_, err = p.tx.Exec(ctx, "UPDATE texts SET author = ?, title = ?, url = ?, permalink = ?, flair = ? WHERE item_id = ?",
				e.author, e.title, e.url, e.permalink, e.flair, e.id)
		}
		if err != nil {
			return err
		}
	}
	if visible {
		if err := noteChange(ctx, p.tx); err != nil {
			return err
		}
	}
	// What was answered about a former text goes with it.
	err := inChunks(changed, func(list string, args []any) error {
		_, err := p.tx.Exec(ctx, "DELETE FROM llm_answers WHERE item_id IN "+list, args...)
		return err
	})
	if err != nil {
		return err
	}
	return buryTexts(ctx, p.tx, buried)
}

// markNoticed marks the days of items that mention tools and were noticed more, or less, than before.
func (p *putting) markNoticed(ctx context.Context, touched []*entry) error {
	byID := map[int64]*entry{}
	for _, e := range touched {
		if e.noticed && !e.dirty {
			byID[e.id] = e
		}
	}
	days := &marks{tx: p.tx, table: "dirty_engagement", units: map[unit]bool{}}
	err := inChunks(keysOf(byID), func(list string, args []any) error {
		return eachNumber(ctx, p.tx, "SELECT DISTINCT item_id FROM mentions WHERE item_id IN "+list, args, func(id int64) {
			days.add(byID[id].communityID, byID[id].created)
		})
	})
	if err != nil {
		return err
	}
	return days.save(ctx)
}

// count adds an entry to the counts of the batch and of its community.
func (p *putting) count(e *entry) {
	switch {
	case e.fresh:
		p.counts.New++
	case e.removed:
		p.counts.Removed++
	case e.updated:
		p.counts.Updated++
	case e.community != "":
		p.counts.Unchanged++
	}
	if e.community == "" {
		return
	}
	r := p.results.of(e.source, e.community)
	switch {
	case e.fresh && e.kind == voxpop.KindPost:
		r.Posts++
	case e.fresh:
		r.Comments++
	case e.updated || e.removed:
		r.Updated++
	}
}
