package api

import (
	"context"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/voxpop-dev/voxpop"
)

// DateRange is a span of created times.
type DateRange struct {
	Start string `json:"start,omitempty" maxLength:"40" doc:"RFC 3339 or YYYY-MM-DD (UTC); left out: from the first item on"`
	End   string `json:"end,omitempty" maxLength:"40" doc:"Exclusive; left out: to the newest item"`
}

// JobRequest asks to examine stored items again. Without a scope that is every one.
type JobRequest struct {
	DateRange *DateRange `json:"date_range,omitempty"`
	ToolIDs   []string   `json:"tool_ids,omitempty" maxItems:"100" doc:"Slugs: only items that these tools match, or matched"`
	Engine    string     `json:"engine,omitempty" maxLength:"60" doc:"Only the engine that answers can be asked for; left out: that one"`
	DryRun    bool       `json:"dry_run,omitempty" doc:"Only tell what would change"`
	BatchSize int        `json:"batch_size,omitempty" minimum:"1" maximum:"10000" doc:"Taken for the sake of older clients, and without effect: batches are sized by how busy the program is"`
}

// JobInput is such a request as it arrives.
type JobInput struct{ Body JobRequest }

// JobStarted answers it.
type JobStarted struct {
	JobID      int64         `json:"job_id"`
	Status     string        `json:"status" enum:"queued,running,done,failed,cancelled"`
	Message    string        `json:"message"`
	Parameters JobParameters `json:"parameters"`
	CreatedAt  time.Time     `json:"created_at"`
}

// JobConflict is the problem document of a job that cannot start, stop or go on as things stand.
type JobConflict struct {
	huma.ErrorModel
	ActiveJobID int64 `json:"active_job_id" doc:"The job that is in the way; 0 when it is none"`
}

func (a *API) registerJobs() {
	const tag = "Administration of tools"
	busy := func(o huma.Operation) huma.Operation {
		schema := a.spec.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[JobConflict](), true, "JobConflict")
		o.Responses = map[string]*huma.Response{"409": {
			Description: http.StatusText(http.StatusConflict), Content: map[string]*huma.MediaType{problemType: {Schema: schema}},
		}}
		return o
	}
	start := busy(op("POST", "/admin/reanalysis/jobs", "start-reanalysis", tag, "Examine stored items again, or tell what that would change", 400, 404, 422))
	start.DefaultStatus = http.StatusAccepted
	commandWith(a, start, a.startJob)
	answerWith(a, a.guarded(op("GET", "/admin/reanalysis/jobs", "reanalyses", tag, "Re-analyses, newest first", 422), voxpop.RoleRead), a.jobs)
	answerWith(a, a.guarded(op("GET", "/admin/reanalysis/jobs/{id}", "reanalysis", tag, "One re-analysis", 404, 422), voxpop.RoleRead), a.job)
	commandWith(a, busy(op("DELETE", "/admin/reanalysis/jobs/{id}", "cancel-reanalysis", tag, "Stop a re-analysis; what it has written stays", 404, 422)), a.cancelJob)
	commandWith(a, busy(op("POST", "/admin/reanalysis/jobs/{id}/resume", "resume-reanalysis", tag, "Let a re-analysis that failed or was cancelled go on", 404, 422)), a.resumeJob)
	commandWith(a, a.conflicting(op("POST", "/admin/reanalysis/jobs/{id}/rollback", "roll-back-reanalysis", tag, "Give the tool whose change it was for its definition of before", 404, 422)), a.rollBackJob)
}

func (a *API) startJob(ctx context.Context, in *JobInput) (*JobStarted, error) {
	r, err := a.scope(ctx, &in.Body)
	if err != nil {
		return nil, err
	}
	newest, err := a.opt.Reanalyses.Reanalyses(ctx, mostJobs)
	if err != nil {
		return nil, a.asProblem("re-analyses", err)
	}
	for i := range newest {
		if n := &newest[i]; !n.State.Over() {
			return nil, &JobConflict{*problem(http.StatusConflict, fmt.Sprintf("Re-analysis %d is %s: wait for its end, or cancel it.", n.ID, n.State)), n.ID}
		}
	}
	if r, err = a.opt.Reanalyses.RequestReanalysis(ctx, r, a.entryOf(ctx, "reanalysis.start", "")); err != nil {
		return nil, a.refused("requesting a re-analysis", err)
	}
	a.opt.Wake()
	message := "Stored items will be examined again."
	if r.DryRun {
		message = "Stored items will be looked at; nothing will be changed."
	}
	return &JobStarted{r.ID, string(r.State), message, jobParameters(&r), r.Requested.UTC()}, nil
}

// scope reads what is to be examined again.
func (a *API) scope(ctx context.Context, in *JobRequest) (r voxpop.Reanalysis, err error) {
	r = voxpop.Reanalysis{DryRun: in.DryRun, Reason: "an administrator asked for it"}
	if in.DateRange != nil {
		if r.Window, err = in.DateRange.window(); err != nil {
			return r, err
		}
	}
	if r.Engine, err = a.engineOf(ctx, in.Engine); err != nil {
		return r, err
	}
	for i, slug := range in.ToolIDs {
		t, err := a.toolIn(ctx, fmt.Sprintf("body.tool_ids[%d]", i), slug)
		if err != nil {
			return r, err
		}
		r.Tools = append(r.Tools, t.Slug)
	}
	return r, nil
}

func (d *DateRange) window() (w voxpop.Window, err error) {
	if d.Start != "" {
		if w.From, err = readTime("body.date_range.start", d.Start); err != nil {
			return w, err
		}
	}
	if d.End != "" {
		if w.To, err = readTime("body.date_range.end", d.End); err != nil {
			return w, err
		}
	}
	if !w.From.IsZero() && !w.To.IsZero() && !w.From.Before(w.To) {
		return w, invalid("body.date_range.start", "must be before end", d.Start)
	}
	return w, nil
}

// engineOf reads the name of an engine, with its version or without. One that does not answer would never start.
func (a *API) engineOf(ctx context.Context, s string) (voxpop.EngineID, error) {
	if s == "" {
		return voxpop.EngineID{}, nil
	}
	v, err := a.opt.Reader.Version(ctx)
	if err != nil {
		return voxpop.EngineID{}, a.asProblem("data version", err)
	}
	name, version, _ := strings.Cut(s, "@")
	if name != v.Engine.Name || version != "" && version != v.Engine.Version {
		return voxpop.EngineID{}, invalid("body.engine", fmt.Sprintf("must be the engine that answers: %s or %s", v.Engine.Name, v.Engine), clip(s, 60))
	}
	return voxpop.EngineID{Name: name, Version: version}, nil
}
