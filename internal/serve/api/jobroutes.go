package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/voxpop-dev/voxpop"
)

// mostJobs is how many of the newest re-analyses are looked at.
const mostJobs = 1000

// JobsInput is the query of admin/reanalysis/jobs.
type JobsInput struct {
	Status      string `query:"status" enum:"queued,running,done,failed,cancelled"`
	TriggerType string `query:"trigger_type" enum:"manual,automatic"`
	Limit       int    `query:"limit" minimum:"1" maximum:"200" default:"20"`
	Offset      int    `query:"offset" minimum:"0" maximum:"1000" default:"0"`
}

// JobsBody answers admin/reanalysis/jobs.
type JobsBody struct {
	Jobs   []JobBody `json:"jobs" nullable:"false"`
	Total  int       `json:"total" doc:"On all pages, among the newest 1000"`
	Limit  int       `json:"limit"`
	Offset int       `json:"offset"`
}

func (a *API) jobs(ctx context.Context, in *JobsInput) (*JobsBody, error) {
	all, err := a.opt.Reanalyses.Reanalyses(ctx, mostJobs)
	if err != nil {
		return nil, a.asProblem("re-analyses", err)
	}
	body := &JobsBody{Jobs: []JobBody{}, Limit: in.Limit, Offset: in.Offset}
	for i := range all {
		r := &all[i]
		if in.Status != "" && string(r.State) != in.Status || in.TriggerType != "" && trigger(r) != in.TriggerType {
			continue
		}
		if body.Total++; body.Total > in.Offset && len(body.Jobs) < in.Limit {
			body.Jobs = append(body.Jobs, jobBody(r, a.now()))
		}
	}
	return body, nil
}

// reanalysis returns one by its number.
func (a *API) reanalysis(ctx context.Context, id int64) (voxpop.Reanalysis, error) {
	r, err := a.opt.Reanalyses.Reanalysis(ctx, id)
	if errors.Is(err, voxpop.ErrNotFound) {
		return r, problem(http.StatusNotFound, fmt.Sprintf("path.id: there is no re-analysis %d; GET /api/v1/admin/reanalysis/jobs lists them", id))
	}
	if err != nil {
		err = a.asProblem("re-analysis", err)
	}
	return r, err
}

func (a *API) job(ctx context.Context, in *NumberInput) (*JobBody, error) {
	r, err := a.reanalysis(ctx, in.ID)
	return a.jobAnswer(&r, err)
}

func (a *API) jobAnswer(r *voxpop.Reanalysis, err error) (*JobBody, error) {
	if err != nil {
		return nil, err
	}
	body := jobBody(r, a.now())
	return &body, nil
}

func (a *API) cancelJob(ctx context.Context, in *NumberInput) (*JobBody, error) {
	return a.turnJob(ctx, in.ID, "reanalysis.cancel", a.opt.Reanalyses.CancelReanalysis)
}

func (a *API) resumeJob(ctx context.Context, in *NumberInput) (*JobBody, error) {
	return a.turnJob(ctx, in.ID, "reanalysis.resume", a.opt.Reanalyses.ResumeReanalysis)
}

func (a *API) turnJob(ctx context.Context, id int64, action string, turn func(context.Context, int64, voxpop.AuditEntry) (voxpop.Reanalysis, error)) (*JobBody, error) {
	if _, err := a.reanalysis(ctx, id); err != nil {
		return nil, err
	}
	r, err := turn(ctx, id, a.entryOf(ctx, action, fmt.Sprint(id)))
	switch {
	case errors.Is(err, voxpop.ErrConflict):
		err = &JobConflict{ErrorModel: *problem(http.StatusConflict, told(action, err, voxpop.ErrConflict))}
	case err != nil:
		err = a.refused(action, err)
	default:
		a.opt.Wake()
	}
	return a.jobAnswer(&r, err)
}

// rollBackJob undoes the change of a tool that a re-analysis was for.
func (a *API) rollBackJob(ctx context.Context, in *NumberInput) (*ToolDefinition, error) {
	r, err := a.reanalysis(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if len(r.Versions) != 1 || len(r.Tools) != 1 {
		return nil, &ToolConflict{ErrorModel: *problem(http.StatusConflict, "This re-analysis was not for the change of one tool. Roll a tool back with POST /api/v1/admin/tools/{slug}/rollback, undo a merge with POST /api/v1/admin/tools/merges/{id}/undo.")}
	}
	t, err := a.toolIn(ctx, "path.id", r.Tools[0])
	if err != nil {
		return nil, err
	}
	former, err := a.former(ctx, t.Slug, r.Versions[0])
	if err != nil {
		return nil, err
	}
	return a.rollBack(ctx, t, former)
}

// former is the newest version of a tool before another.
func (a *API) former(ctx context.Context, slug string, version int64) (int64, error) {
	versions, err := a.opt.Catalog.ToolVersions(ctx, slug)
	if err != nil {
		return 0, a.refused("rolling a tool back", err)
	}
	for i := range versions { // newest first
		if v := &versions[i]; v.ID < version && v.State == voxpop.VersionReady {
			return v.ID, nil
		}
	}
	return 0, &ToolConflict{ErrorModel: *problem(http.StatusConflict, "No former version of this tool is kept: it was new, or its numbers are deleted by now.")}
}
