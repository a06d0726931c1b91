package api

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/voxpop-dev/voxpop"
)

func (f *fake) OpinionsOf(_ context.Context, ids []voxpop.ItemID) (map[voxpop.ItemID][]voxpop.ToolOpinion, error) {
	out := map[voxpop.ItemID][]voxpop.ToolOpinion{}
	for _, id := range ids {
		if o := f.opinions[id]; o != nil {
			out[id] = o
		}
	}
	return out, f.read()
}

func (f *fake) opinionItem(item *voxpop.StoredItem) voxpop.OpinionItem {
	i := voxpop.OpinionItem{StoredItem: *item, Opinions: f.opinions[item.ID]}
	i.RowID = int64(slices.IndexFunc(f.stored, func(s voxpop.StoredItem) bool { return s.ID == item.ID }) + 1)
	return i
}

func (f *fake) ToolItems(_ context.Context, tf voxpop.ToolFilter, order voxpop.ItemOrder, after *voxpop.OpinionCursor, limit int) (voxpop.OpinionPage, error) {
	type found struct {
		item  voxpop.OpinionItem
		place voxpop.OpinionCursor
	}
	var all []found
	err := f.each(tf, func(item *voxpop.StoredItem, o *voxpop.ToolOpinion) {
		if !item.State.Textless() {
			i := f.opinionItem(item)
			all = append(all, found{i, voxpop.OpinionCursor{Compound: voxpop.Myriad(o.Score.Compound), Created: i.Created, RowID: i.RowID}})
		}
	})
	key := map[voxpop.ItemOrder]int64{voxpop.PositiveFirst: 1, voxpop.NegativeFirst: -1}[order]
	before := func(a, b voxpop.OpinionCursor) int {
		return cmp.Or(cmp.Compare(key*b.Compound, key*a.Compound), b.Created.Compare(a.Created), cmp.Compare(b.RowID, a.RowID))
	}
	slices.SortFunc(all, func(a, b found) int { return before(a.place, b.place) })
	var page voxpop.OpinionPage
	for i, one := range all {
		if after != nil && before(*after, one.place) >= 0 {
			continue
		}
		if len(page.Items) == limit {
			page.Next = &all[i-1].place
			break
		}
		page.Items = append(page.Items, one.item)
	}
	return page, err
}

func (f *fake) ToolPosts(_ context.Context, tf voxpop.ToolFilter, order voxpop.ItemOrder, offset, limit int) ([]voxpop.OpinionItem, int, error) {
	var all []voxpop.OpinionItem
	tf.Kind = voxpop.KindPost
	err := f.each(tf, func(item *voxpop.StoredItem, _ *voxpop.ToolOpinion) {
		if !item.State.Textless() {
			all = append(all, f.opinionItem(item))
		}
	})
	slices.SortFunc(all, func(a, b voxpop.OpinionItem) int {
		return cmp.Or(b.Created.Compare(a.Created), cmp.Compare(b.RowID, a.RowID))
	})
	if order == voxpop.EngagementFirst {
		slices.SortStableFunc(all, func(a, b voxpop.OpinionItem) int {
			return cmp.Compare(2*b.Comments+b.Upvotes, 2*a.Comments+a.Upvotes)
		})
	}
	return all[min(offset, len(all)):min(offset+limit, len(all))], len(all), err
}

func (f *fake) Engagement(_ context.Context, tf voxpop.ToolFilter) ([]voxpop.ToolEngagement, error) {
	sums := map[string]*voxpop.ToolEngagement{}
	err := f.each(tf, func(item *voxpop.StoredItem, o *voxpop.ToolOpinion) {
		if sums[o.Tool] == nil {
			sums[o.Tool] = &voxpop.ToolEngagement{Tool: o.Tool}
		}
		sums[o.Tool].Mentions++
		sums[o.Tool].Comments += item.Comments
		sums[o.Tool].Upvotes += item.Upvotes
	})
	var out []voxpop.ToolEngagement
	for _, e := range sums {
		out = append(out, *e)
	}
	return out, err
}

func (f *fake) Trending(_ context.Context, filter voxpop.Filter, limit int) ([]voxpop.RisingPost, error) {
	var out []voxpop.RisingPost
	filter.Kind = voxpop.KindPost
	for i := range f.stored {
		if item := &f.stored[i]; f.matches(filter, item) && len(out) < limit {
			out = append(out, voxpop.RisingPost{OpinionItem: f.opinionItem(item), GainedUpvotes: int64(i + 1), GainedComments: 2, Between: 90 * time.Minute, Velocity: float64(i) + 1.0/3})
		}
	}
	return out, f.read()
}

func (f *fake) Thread(_ context.Context, post voxpop.ItemID, limit int) (voxpop.Thread, error) {
	var t voxpop.Thread
	for i := len(f.stored) - 1; i >= 0; i-- {
		item := &f.stored[i]
		switch {
		case item.ID == post && item.Kind == voxpop.KindPost:
			t.Post = f.opinionItem(item)
		case item.ID.Source != post.Source || item.ThreadID != post.Native || item.Kind != voxpop.KindComment:
		case len(t.Comments) == limit:
			t.More = true
		default:
			t.Comments = append(t.Comments, f.opinionItem(item))
		}
	}
	if t.Post.ID.Native == "" && len(t.Comments) == 0 {
		return t, cmpErr(f.read(), voxpop.ErrNotFound)
	}
	return t, f.read()
}

func (f *fake) Sample(_ context.Context, tf voxpop.ToolFilter, limit int) (voxpop.Sample, error) {
	var s voxpop.Sample
	add := func(item *voxpop.StoredItem, score *voxpop.Score) {
		if s.Of++; len(s.Items) < limit {
			s.Items = append(s.Items, voxpop.SampledItem{RowID: f.opinionItem(item).RowID, Revision: int64(len(item.Body)), Compound: score.Compound, Sign: score.Label.Sign()})
		}
	}
	if len(tf.Tools) > 0 {
		err := f.each(tf, func(item *voxpop.StoredItem, o *voxpop.ToolOpinion) { add(item, &o.Score) })
		return s, err
	}
	for i := range f.stored {
		mentions := slices.ContainsFunc(f.opinions[f.stored[i].ID], func(o voxpop.ToolOpinion) bool { return o.Tool == tf.Without })
		if item := &f.stored[i]; f.matches(tf.Filter, item) && item.Score != nil && !mentions {
			add(item, item.Score)
		}
	}
	return s, f.read()
}

func (f *fake) SampleTexts(_ context.Context, items []voxpop.SampledItem) ([]voxpop.SampledItem, error) {
	out := slices.Clone(items)
	for i := range out {
		item := &f.stored[out[i].RowID-1]
		out[i].ID, out[i].Title, out[i].Body = item.ID, item.Title, item.Body
	}
	return out, f.read()
}

func (f *fake) Annotations(_ context.Context, w voxpop.Window, tool string) ([]voxpop.Annotation, error) {
	var out []voxpop.Annotation
	for _, a := range f.notes {
		if !a.At.Before(w.From) && a.At.Before(w.To) && (tool == "" || a.Tool == "" || a.Tool == tool) {
			out = append(out, a)
		}
	}
	return out, f.read()
}
