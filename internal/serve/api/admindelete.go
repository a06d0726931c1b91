package api

import (
	"context"

	"github.com/voxpop-dev/voxpop"
)

// LossBody is what deleting a tool loses.
type LossBody struct {
	Slug        string `json:"slug"`
	Name        string `json:"name" doc:"What confirm must be"`
	Edit        int64  `json:"edit" doc:"The edit of the tool that was looked at"`
	DryRun      bool   `json:"dry_run" doc:"Nothing was deleted"`
	Mentions    int64  `json:"mentions" doc:"Counted ones"`
	Gone        int64  `json:"gone" doc:"Of them in items without text: nothing can find these again"`
	Relations   int64  `json:"relations" doc:"Preferences and switches that name the tool"`
	Annotations int64  `json:"annotations"`
	Versions    int64  `json:"versions" doc:"Definitions with numbers of their own"`
}

func lossBody(t *voxpop.Tool, l voxpop.ToolLoss, dry bool) *LossBody {
	return &LossBody{t.Slug, t.Name, t.Edit, dry, l.Mentions, l.Gone, l.Relations, l.Annotations, l.Versions}
}

func (a *API) toolLoss(ctx context.Context, in *SlugInput) (*LossBody, error) {
	t, err := a.toolAt(ctx, in.Slug, 0)
	if err != nil {
		return nil, err
	}
	loss, err := a.opt.Catalog.ToolLoss(ctx, t.Slug)
	if err != nil {
		return nil, a.refused("counting what a tool has", err)
	}
	return lossBody(&t, loss, true), nil
}

// DeleteToolInput deletes a tool.
type DeleteToolInput struct {
	SlugInput
	Body struct {
		Confirm string `json:"confirm,omitempty" maxLength:"200" doc:"The name of the tool, as it is written in the catalog; not needed with dry_run"`
		Edit    int64  `json:"edit,omitempty" minimum:"0" doc:"The edit of the tool that was looked at; left out: the newest"`
		DryRun  bool   `json:"dry_run,omitempty" doc:"Only tell what would be lost"`
	}
}

func (a *API) deleteTool(ctx context.Context, in *DeleteToolInput) (*LossBody, error) {
	if in.Body.DryRun {
		return a.toolLoss(ctx, &in.SlugInput)
	}
	t, err := a.toolAt(ctx, in.Slug, in.Body.Edit)
	if err != nil {
		return nil, err
	}
	if in.Body.Confirm != t.Name {
		return nil, invalid("body.confirm", "must be the name of the tool, "+clip(t.Name, 200)+"; dry_run tells what would be lost", clip(in.Body.Confirm, 60))
	}
	loss, err := a.opt.Catalog.DeleteTool(ctx, t.Slug, t.Edit, a.entryOf(ctx, "tools.delete", t.Slug))
	if err != nil {
		return nil, a.refused("deleting a tool", err)
	}
	a.stir()
	return lossBody(&t, loss, false), nil
}

// RollBackInput gives a tool a former definition.
type RollBackInput struct {
	SlugInput
	Body struct {
		Version int64 `json:"version" minimum:"1" doc:"The id of one of the versions of the tool, from GET admin/tools/{slug}"`
		Edit    int64 `json:"edit,omitempty" minimum:"0" doc:"The edit that the change was made from; left out: the newest"`
	}
}

func (a *API) rollBackTool(ctx context.Context, in *RollBackInput) (*ToolDefinition, error) {
	t, err := a.toolAt(ctx, in.Slug, in.Body.Edit)
	if err != nil {
		return nil, err
	}
	return a.rollBack(ctx, t, in.Body.Version)
}

// rollBack checks the former definition first: since then another tool may have taken one of its names.
func (a *API) rollBack(ctx context.Context, t voxpop.Tool, version int64) (*ToolDefinition, error) {
	versions, err := a.opt.Catalog.ToolVersions(ctx, t.Slug)
	if err != nil {
		return nil, a.refused("rolling a tool back", err)
	}
	for i := range versions {
		if v := &versions[i]; v.ID == version {
			was := t
			was.Aliases, was.Home = v.Tool.Aliases, v.Tool.Home
			if err := a.check(ctx, inTool, was); err != nil {
				return nil, err
			}
		}
	}
	t, err = a.opt.Catalog.RollBackTool(ctx, t.Slug, t.Edit, version, a.entryOf(ctx, "tools.rollback", t.Slug))
	return a.changed("rolling a tool back", t, err)
}
