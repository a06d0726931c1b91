package relational

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/voxpop-dev/voxpop"
)

const (
	// risingFor is how old a post can be to rise.
	risingFor = 7 * 24 * time.Hour
	// halving is in how much age a post's velocity counts half.
	halving = 24 * time.Hour
)

// Trending returns the live posts of the window that rise fastest at its end; a window without an end ends with the newest item.
func (s *Store) Trending(ctx context.Context, f voxpop.Filter, limit int) ([]voxpop.RisingPost, error) {
	const op = "reading rising posts"
	end, err := s.endOf(ctx, f.Window)
	if err != nil {
		return nil, s.fail(op, err)
	}
	if since := end.Add(-risingFor); f.From.Before(since) {
		f.From = since
	}
	f.Kind = voxpop.KindPost
	w, err := s.itemWhere(ctx, f)
	if err == nil {
		err = s.whereCommunity(ctx, &w, f)
	}
	if err != nil {
		return nil, s.fail(op, err)
	}
	since, until := createdBounds(f.Window)
	w.add("i.kind = 'post' AND i.prev_observed > 0 AND i.created >= ? AND i.created < ?", since, until)
	var all []rising
	query := "SELECT i.id, i.created, i.observed - i.prev_observed, i.upvotes - i.prev_upvotes, i.comments - i.prev_comments FROM items i" + w.clause()
	err = each(ctx, pool{s}, query, w.args, func(rows *sql.Rows) error {
		var r rising
		var created, between int64
		err := rows.Scan(&r.id, &created, &between, &r.GainedUpvotes, &r.GainedComments)
		r.Between = time.Duration(between) * time.Millisecond
		r.Velocity = velocity(r.RisingPost, end.Sub(fromSeconds(created)))
		if r.Velocity > 0 {
			all = append(all, r)
		}
		return err
	})
	if err != nil {
		return nil, s.fail(op, err)
	}
	slices.SortFunc(all, func(a, b rising) int { return cmp.Or(cmp.Compare(b.Velocity, a.Velocity), cmp.Compare(a.id, b.id)) })
	all = all[:min(limit, len(all))]
	out, err := s.risingItems(ctx, all)
	return out, s.fail(op, err)
}

type rising struct {
	voxpop.RisingPost
	id int64
}

// velocity is (upvotes + 2·comments) gained per hour between two observations, halved for every 24 hours of age.
func velocity(p voxpop.RisingPost, age time.Duration) float64 {
	if p.Between <= 0 {
		return 0
	}
	gained := float64(p.GainedUpvotes + 2*p.GainedComments)
	return gained / p.Between.Hours() * math.Exp2(-max(0, age.Hours())/halving.Hours())
}

func (s *Store) endOf(ctx context.Context, w voxpop.Window) (time.Time, error) {
	if !w.To.IsZero() {
		return w.To, nil
	}
	v, err := s.Version(ctx)
	return v.Newest, err
}

func (s *Store) risingItems(ctx context.Context, all []rising) ([]voxpop.RisingPost, error) {
	ids := make([]int64, len(all))
	for i := range all {
		ids[i] = all[i].id
	}
	items, err := s.opinionItems(ctx, ids, " AND i.published = 1")
	byID := map[int64]voxpop.OpinionItem{}
	for _, it := range items {
		byID[it.RowID] = it
	}
	var out []voxpop.RisingPost
	for _, r := range all {
		if it, ok := byID[r.id]; ok {
			r.OpinionItem = it
			out = append(out, r.RisingPost)
		}
	}
	return out, err
}

// Thread returns a post and up to limit of the comments below it, oldest first, tombstones too.
func (s *Store) Thread(ctx context.Context, post voxpop.ItemID, limit int) (voxpop.Thread, error) {
	op := "reading thread " + clean(post.String())
	var ids []int64
	var root int64
	err := eachNumber(ctx, pool{s}, "SELECT id FROM items WHERE source = ? AND native = ? AND kind = 'post' AND published = 1",
		[]any{clean(post.Source), clean(post.Native)}, func(id int64) { root, ids = id, append(ids, id) })
	if err == nil {
		err = eachNumber(ctx, pool{s}, `SELECT id FROM items WHERE source = ? AND thread = ? AND kind = 'comment' AND published = 1
			ORDER BY created, id LIMIT ?`, []any{clean(post.Source), clean(post.Native), limit + 1}, func(id int64) { ids = append(ids, id) })
	}
	if err == nil && len(ids) == 0 {
		err = fmt.Errorf("%w", voxpop.ErrNotFound)
	}
	if err != nil {
		return voxpop.Thread{}, s.fail(op, err)
	}
	items, err := s.opinionItems(ctx, ids, " AND i.published = 1")
	var t voxpop.Thread
	for _, it := range items {
		switch {
		case it.RowID == root:
			t.Post = it
		case len(t.Comments) == limit:
			t.More = true
		default:
			t.Comments = append(t.Comments, it)
		}
	}
	return t, s.fail(op, err)
}
