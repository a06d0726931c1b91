package api

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// CountsBody adds up a cycle.
type CountsBody struct {
	New       int64 `json:"new"`
	Updated   int64 `json:"updated"`
	Unchanged int64 `json:"unchanged"`
	Removed   int64 `json:"removed"`
	Requests  int64 `json:"requests" doc:"HTTP requests made, retries included"`
	Errors    int64 `json:"errors" doc:"Communities, or whole sources, that failed"`
}

func countsBody(c voxpop.CycleCounts) CountsBody {
	return CountsBody{c.New, c.Updated, c.Unchanged, c.Removed, c.Requests, c.Errors}
}

// CommunityResultBody is what a cycle did for a community.
type CommunityResultBody struct {
	Source    string  `json:"source"`
	Community string  `json:"community" doc:"Empty for the whole source"`
	Posts     int64   `json:"posts"`
	Comments  int64   `json:"comments"`
	Updated   int64   `json:"updated"`
	Error     *string `json:"error"`
}

// TaskBody is a piece of a cycle.
type TaskBody struct {
	Source   string  `json:"source"`
	Key      string  `json:"key"`
	State    string  `json:"state" enum:"pending,done,failed"`
	Attempts int     `json:"attempts"`
	Error    *string `json:"error"`
}

// CycleBody is a collection cycle.
type CycleBody struct {
	CycleID     string                `json:"cycle_id"`
	Trigger     string                `json:"trigger" enum:"schedule,admin,command"`
	State       string                `json:"state" enum:"requested,running,collected,finished"`
	RequestedAt time.Time             `json:"requested_at"`
	StartedAt   *time.Time            `json:"started_at"`
	CollectedAt *time.Time            `json:"collected_at" doc:"From then on the next cycle may start"`
	FinishedAt  *time.Time            `json:"finished_at" doc:"null until what it brought is stored, scored and counted"`
	Outcome     *string               `json:"outcome" enum:"success,partial,failed,interrupted"`
	Counts      CountsBody            `json:"counts"`
	Communities []CommunityResultBody `json:"communities" nullable:"false"`
	Tasks       []TaskBody            `json:"tasks,omitempty" doc:"Of a single cycle only"`
	Progress    *ProgressBody         `json:"progress,omitempty" doc:"Of the running cycle, as status and events tell it, once its tasks are known"`
}

// ProgressBody is how many tasks of a cycle are done.
type ProgressBody struct {
	Tasks  int `json:"tasks"`
	Done   int `json:"done" doc:"Of Tasks, those that are over, failed ones included"`
	Failed int `json:"failed"`
}

// progressOf counts tasks; nil when there are none.
func progressOf(tasks []voxpop.CycleTask) *ProgressBody {
	if len(tasks) == 0 {
		return nil
	}
	p := &ProgressBody{Tasks: len(tasks)}
	for i := range tasks {
		switch tasks[i].State {
		case voxpop.TaskDone:
			p.Done++
		case voxpop.TaskFailed:
			p.Done++
			p.Failed++
		}
	}
	return p
}

func cycleState(c *voxpop.Cycle) string {
	switch {
	case !c.Finished.IsZero():
		return "finished"
	case !c.Running():
		return "collected"
	case !c.Started.IsZero():
		return "running"
	}
	return "requested"
}

func outcome(c *voxpop.Cycle) *string { return words(string(c.Outcome)) }

// words is nil for the empty text.
func words(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func cycleBody(c *voxpop.Cycle) CycleBody {
	b := CycleBody{
		CycleID: c.ID, Trigger: string(c.Trigger), State: cycleState(c), RequestedAt: c.Requested.UTC(),
		StartedAt: optional(c.Started), CollectedAt: optional(c.Collected), FinishedAt: optional(c.Finished),
		Outcome: outcome(c), Counts: countsBody(c.Counts), Communities: []CommunityResultBody{},
	}
	for _, r := range c.Results {
		b.Communities = append(b.Communities, CommunityResultBody{r.Source, r.Community, r.Posts, r.Comments, r.Updated, words(r.Error)})
	}
	return b
}

func briefly(c *voxpop.Cycle) *CycleBody {
	if c == nil {
		return nil
	}
	b := cycleBody(c)
	return &b
}

// CyclesInput is the query of admin/cycles.
type CyclesInput struct {
	Limit int `query:"limit" minimum:"1" maximum:"200" default:"20"`
}

// CyclesBody answers admin/cycles.
type CyclesBody struct {
	Cycles []CycleBody `json:"cycles" nullable:"false" doc:"Newest first"`
}

// recentCycles tells of the last cycles what the poll saw, to everybody and without asking the database.
func (a *API) recentCycles(ctx context.Context, _ *struct{}) (*CyclesBody, error) {
	shot := a.snapshot(ctx)
	body := &CyclesBody{Cycles: make([]CycleBody, len(shot.cycles))}
	for i := range shot.cycles {
		body.Cycles[i] = cycleBody(&shot.cycles[i])
	}
	return body, nil
}

func (a *API) cycles(ctx context.Context, in *CyclesInput) (*CyclesBody, error) {
	cycles, err := a.opt.Cycles.RecentCycles(ctx, in.Limit)
	if err != nil {
		return nil, a.asProblem("cycles", err)
	}
	body := &CyclesBody{Cycles: make([]CycleBody, len(cycles))}
	for i := range cycles {
		body.Cycles[i] = cycleBody(&cycles[i])
	}
	return body, nil
}

// CycleInput names a cycle.
type CycleInput struct {
	ID string `path:"cycle_id" maxLength:"100"`
}

func (a *API) cycle(ctx context.Context, in *CycleInput) (*CycleBody, error) {
	c, err := a.opt.Cycles.Cycle(ctx, in.ID)
	if errors.Is(err, voxpop.ErrNotFound) {
		return nil, problem(http.StatusNotFound, "path.cycle_id: there is no cycle "+clip(in.ID, 60)+". GET /api/v1/admin/cycles lists them.")
	}
	if err != nil {
		return nil, a.asProblem("cycle", err)
	}
	tasks, err := a.opt.Cycles.Tasks(ctx, in.ID)
	if err != nil {
		return nil, a.asProblem("tasks of a cycle", err)
	}
	if !c.Finished.IsZero() {
		// Who is told that a cycle is finished must find its data in the next answer.
		if err := a.refreshVersion(); err != nil {
			return nil, err
		}
	}
	body := DescribeCycle(c, tasks)
	return &body, nil
}

// StartedBody answers admin/collect.
type StartedBody struct {
	Status    string    `json:"status" enum:"started,running"`
	CycleID   string    `json:"cycle_id"`
	Message   string    `json:"message"`
	Timestamp time.Time `json:"timestamp"`
}

func (a *API) collect(ctx context.Context, _ *struct{}) (*StartedBody, error) {
	now := a.now()
	c, created, err := a.opt.Commands.RequestCycle(ctx, voxpop.TriggerAdmin, voxpop.AuditEntry{At: now, Actor: actor(ctx), Action: "collect"})
	if err != nil {
		return nil, a.asProblem("starting a collection cycle", err)
	}
	a.opt.Wake()
	body := &StartedBody{Status: "started", CycleID: c.ID, Message: "A collection cycle is starting.", Timestamp: now}
	if !created {
		body.Status, body.Message = "running", "A collection cycle is under way already; this is its id."
	}
	return body, nil
}

// DescribeCycle is what admin/cycles/{cycle_id} answers of a cycle and its tasks, for programs
// that read the command line instead.
func DescribeCycle(c voxpop.Cycle, tasks []voxpop.CycleTask) CycleBody {
	b := cycleBody(&c)
	for i := range tasks {
		t := &tasks[i]
		b.Tasks = append(b.Tasks, TaskBody{t.Source, t.Key, string(t.State), t.Attempts, words(t.Error)})
	}
	return b
}
