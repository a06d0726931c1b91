package api

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/voxpop-dev/voxpop"
)

const usualRecentHours = 24

// RecentInput is the query of posts/recent.
type RecentInput struct {
	Subreddit string `query:"subreddit" maxLength:"200" doc:"Community, in any case."`
	Source    string `query:"source" maxLength:"40"`
	SpanInput
	Limit int `query:"limit" minimum:"1" maximum:"500" default:"100"`
}

// recent answers with a bare list, as the predecessor did. Tombstones are left out.
func (a *API) recent(ctx context.Context, in *RecentInput) (*[]PostBody, error) {
	f, err := a.frame(ctx)
	if err != nil {
		return nil, err
	}
	window, err := in.resolve(f, usualRecentHours)
	if err != nil {
		return nil, err
	}
	filter, _, err := a.filter(ctx, f, WhereInput{Subreddit: in.Subreddit, Source: in.Source, Kind: string(voxpop.KindPost)})
	if err != nil {
		return nil, err
	}
	filter.Window = window.window()
	var items []voxpop.StoredItem
	var after *voxpop.PageCursor
	for len(items) < in.Limit {
		page, err := a.opt.Reader.Items(ctx, filter, after, in.Limit-len(items))
		if err != nil {
			return nil, a.asProblem("recent posts", err)
		}
		items = append(items, page.Items...)
		if after = page.Next; after == nil || len(page.Items) == 0 {
			break
		}
	}
	posts, err := a.postBodies(ctx, f, items)
	return &posts, err
}

// PostInput names one item.
type PostInput struct {
	ID string `path:"id" maxLength:"300" doc:"t3_1abcd, 1abcd, or source/id with the slash written %2F"`
}

// SourcePostInput names one item by its source and id.
type SourcePostInput struct {
	Source string `path:"source" maxLength:"40"`
	ID     string `path:"id" maxLength:"300"`
}

func (a *API) sourcePost(ctx context.Context, in *SourcePostInput) (*ItemBody, error) {
	return a.post(ctx, &PostInput{ID: in.Source + "/" + in.ID})
}

func (a *API) post(ctx context.Context, in *PostInput) (*ItemBody, error) {
	f, err := a.frame(ctx)
	if err != nil {
		return nil, err
	}
	id, err := readItemID(in.ID)
	if err != nil {
		return nil, err
	}
	item, err := a.opt.Reader.Item(ctx, id)
	if errors.Is(err, voxpop.ErrNotFound) {
		return nil, unknownItem(id)
	}
	if err != nil {
		return nil, a.asProblem("post", err)
	}
	bodies, err := a.itemBodies(ctx, f, []voxpop.StoredItem{item})
	if err != nil {
		return nil, err
	}
	return &bodies[0], nil
}

// readItemID reads the id of an item in a path.
func readItemID(s string) (voxpop.ItemID, error) {
	if err := checkText("path.id", s, 300); err != nil {
		return voxpop.ItemID{}, err
	}
	id, err := voxpop.ParseItemID(s)
	if err != nil {
		return id, invalid("path.id", "must be t3_1abcd, 1abcd or source/id", clip(s, 60))
	}
	if id.Source == voxpop.SourceReddit && !strings.Contains(id.Native, "_") {
		id.Native = "t3_" + id.Native
	}
	return id, nil
}

func unknownItem(id voxpop.ItemID) error {
	return problem(http.StatusNotFound, "path.id: there is no item "+clip(id.String(), 80)+". GET /api/v1/items lists items.")
}
