package api

import (
	"context"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// MergeRequest counts several tools as one.
type MergeRequest struct {
	Sources []string         `json:"sources" minItems:"1" maxItems:"50" doc:"Slugs of the tools whose mentions are to count for target"`
	Target  string           `json:"target" maxLength:"100" doc:"Slug of the tool that counts from then on"`
	DryRun  bool             `json:"dry_run,omitempty" doc:"Only tell what would change, and what is in the way"`
	Edits   map[string]int64 `json:"edits,omitempty" doc:"By slug, the edits of the tools that were looked at, as the dry run tells them; left out: the newest"`
}

// MergeInput is a merge as it arrives.
type MergeInput struct{ Body MergeRequest }

// MergeBody is a merge.
type MergeBody struct {
	ID      int64            `json:"id" doc:"0 for a dry run"`
	Target  string           `json:"target"`
	Sources []string         `json:"sources" nullable:"false" doc:"They keep their mentions, and can be taken out again"`
	Edits   map[string]int64 `json:"edits" doc:"The edits of the tools that it was made from"`
	Actor   string           `json:"actor"`
	Merged  *time.Time       `json:"merged_at"`
	Undone  *time.Time       `json:"undone_at" doc:"null while it holds"`
}

func mergeBody(m *voxpop.Merge) MergeBody {
	return MergeBody{m.ID, m.Into, listOf(m.Sources), m.Edits, m.Actor, optional(m.Merged), optional(m.Undone)}
}

// MergeReportBody says what a merge does.
type MergeReportBody struct {
	DryRun    bool             `json:"dry_run" doc:"Nothing was changed"`
	Merge     MergeBody        `json:"merge"`
	Conflicts []string         `json:"conflicts" nullable:"false" doc:"Why it cannot be done; empty when it can"`
	Mentions  map[string]int64 `json:"mentions" doc:"Counted mentions of every tool as it stands, by slug"`
	Together  int64            `json:"together" doc:"Counted mentions of target afterwards: an item that mentions two of the tools counts once"`
	Aliases   []string         `json:"shared_aliases" nullable:"false" doc:"Aliases that more than one of the tools has"`
}

func (a *API) mergeTools(ctx context.Context, in *MergeInput) (*MergeReportBody, error) {
	m := voxpop.Merge{Into: strings.ToLower(in.Body.Target), Actor: actor(ctx)}
	for _, slug := range in.Body.Sources {
		m.Sources = append(m.Sources, strings.ToLower(slug))
	}
	if err := a.mergeable(ctx, &m, in.Body.Edits); err != nil {
		return nil, err
	}
	report, err := a.opt.Catalog.MergeTools(ctx, m, in.Body.DryRun, a.entryOf(ctx, "tools.merge", m.Into))
	if err != nil {
		return nil, a.refused("merging tools", err)
	}
	if !in.Body.DryRun {
		a.stir()
	}
	body := &MergeReportBody{in.Body.DryRun, mergeBody(&report.Merge), listOf(report.Conflicts), report.Mentions, report.Together, listOf(report.Aliases)}
	return body, nil
}

// mergeable finds the tools of a merge and the edits that it is made from.
func (a *API) mergeable(ctx context.Context, m *voxpop.Merge, edits map[string]int64) error {
	all, err := a.opt.Catalog.Tools(ctx)
	if err != nil {
		return a.asProblem("tools", err)
	}
	bySlug := map[string]*voxpop.Tool{}
	for i := range all {
		bySlug[all[i].Slug] = &all[i]
	}
	m.Edits = map[string]int64{}
	note := func(location, slug string) error {
		t := bySlug[slug]
		if t == nil {
			return unknownTool(location, slug)
		}
		if _, twice := m.Edits[slug]; twice {
			return invalid(location, "is named twice", clip(slug, 60))
		}
		if m.Edits[slug] = t.Edit; edits[slug] != 0 && edits[slug] != t.Edit {
			return a.refused("merging tools", &voxpop.StaleError{Newer: *t})
		}
		return nil
	}
	if err := note("body.target", m.Into); err != nil {
		return err
	}
	for _, slug := range m.Sources {
		if err := note("body.sources", slug); err != nil {
			return err
		}
	}
	return nil
}

// MergesBody answers admin/tools/merge-history.
type MergesBody struct {
	Merges []MergeBody `json:"merges" nullable:"false" doc:"Newest first, undone ones too"`
}

func (a *API) merges(ctx context.Context, _ *struct{}) (*MergesBody, error) {
	merges, err := a.opt.Catalog.Merges(ctx)
	if err != nil {
		return nil, a.asProblem("merges", err)
	}
	body := &MergesBody{Merges: []MergeBody{}}
	for i := range merges {
		body.Merges = append(body.Merges, mergeBody(&merges[i]))
	}
	return body, nil
}

// NumberInput names something by its number.
type NumberInput struct {
	ID int64 `path:"id" minimum:"1"`
}

func (a *API) undoMerge(ctx context.Context, in *NumberInput) (*MergeBody, error) {
	m, err := a.opt.Catalog.UndoMerge(ctx, in.ID, a.entryOf(ctx, "tools.unmerge", ""))
	if err != nil {
		return nil, a.refused("undoing a merge", err)
	}
	a.stir()
	body := mergeBody(&m)
	return &body, nil
}
