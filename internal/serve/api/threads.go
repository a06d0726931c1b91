package api

import (
	"context"
	"errors"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/ask"
)

// ThreadInput names a thread by its post, or by any comment in it.
type ThreadInput struct {
	ID    string `path:"id" maxLength:"300" doc:"t3_1abcd, 1abcd, or source/id with the slash written %2F; a comment's id leads to its thread"`
	Limit int    `query:"limit" minimum:"1" maximum:"1000" default:"500" doc:"Comments, oldest first"`
}

// SourceThreadInput names a thread by source and id.
type SourceThreadInput struct {
	Source string `path:"source" maxLength:"40"`
	ID     string `path:"id" maxLength:"300"`
	Limit  int    `query:"limit" minimum:"1" maximum:"1000" default:"500" doc:"Comments, oldest first"`
}

// CommentBody is a comment where it stands in its thread.
type CommentBody struct {
	ItemBody
	Depth int `json:"depth" doc:"1 for an answer to the post; a comment stands behind what it answers"`
}

// ThreadBody answers threads/{id}.
type ThreadBody struct {
	Post     *ItemBody     `json:"post" doc:"null when it is not stored"`
	Comments []CommentBody `json:"comments" nullable:"false" doc:"In the order in which a thread is read: answers behind what they answer"`
	Count    int           `json:"count" doc:"Comments listed"`
	More     bool          `json:"more" doc:"More of them are stored"`
	Meta
}

func (a *API) sourceThread(ctx context.Context, in *SourceThreadInput) (*ThreadBody, error) {
	return a.thread(ctx, &ThreadInput{ID: in.Source + "/" + in.ID, Limit: in.Limit})
}

func (a *API) thread(ctx context.Context, in *ThreadInput) (*ThreadBody, error) {
	f, err := a.frame(ctx)
	if err != nil {
		return nil, err
	}
	id, err := readItemID(in.ID)
	if err != nil {
		return nil, err
	}
	c, err := a.catalog(ctx, f)
	if err != nil {
		return nil, err
	}
	t, err := a.readThread(ctx, id, in.Limit)
	if errors.Is(err, voxpop.ErrNotFound) {
		return nil, unknownItem(id)
	}
	if err != nil {
		return nil, a.asProblem("thread", err)
	}
	body := &ThreadBody{Comments: []CommentBody{}, Count: len(t.Comments), More: t.More, Meta: f.meta()}
	if t.Post.ID.Native != "" {
		post := a.opinionItem(c, &t.Post)
		body.Post = &post
	}
	for _, b := range ask.Branches(t.Comments) {
		body.Comments = append(body.Comments, CommentBody{a.opinionItem(c, &t.Comments[b.Index]), b.Depth})
	}
	return body, nil
}

// readThread reads the thread of a post or, where there is none of this id, of a comment.
func (a *API) readThread(ctx context.Context, id voxpop.ItemID, limit int) (voxpop.Thread, error) {
	t, err := a.opt.Opinions.Thread(ctx, id, limit)
	if !errors.Is(err, voxpop.ErrNotFound) {
		return t, err
	}
	item, err := a.opt.Reader.Item(ctx, id)
	if err != nil {
		return t, err
	}
	return a.opt.Opinions.Thread(ctx, voxpop.ItemID{Source: id.Source, Native: item.ThreadID}, limit)
}
