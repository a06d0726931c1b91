package api

import (
	"context"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/ask"
)

// LabelCommands ask people about mentions and texts and keep what they say. See storetest.Labels.
type LabelCommands interface {
	DrawLabels(ctx context.Context, d voxpop.LabelDraw, audit voxpop.AuditEntry) (int, error)
	LabelTasks(ctx context.Context, person string, limit int) ([]voxpop.LabelTask, error)
	LabelCounts(ctx context.Context, person string) (voxpop.LabelCount, error)
	SaveLabel(ctx context.Context, task int64, l voxpop.PersonLabel, audit voxpop.AuditEntry) error
	RemoveLabel(ctx context.Context, task int64, person string, audit voxpop.AuditEntry) error
	ImportLabels(ctx context.Context, tasks []voxpop.LabelTask, audit voxpop.AuditEntry) (int, error)
	Labelled(ctx context.Context) ([]voxpop.LabelledTask, error)
	LabelledTask(ctx context.Context, task int64) (voxpop.LabelledTask, error)
}

// usualDraw is about twenty minutes of labelling.
const usualDraw = 235

// DrawRequest asks for a sample to label.
type DrawRequest struct {
	Count int      `json:"count,omitempty" minimum:"1" maximum:"5000" doc:"235 when left out: about twenty minutes"`
	Tools []string `json:"tools,omitempty" maxItems:"100" doc:"Slugs; left out: mentions of every tool"`
	Texts bool     `json:"texts,omitempty" doc:"Whole texts instead of mentions"`
	Hours int      `json:"hours,omitempty" minimum:"1" maximum:"87600" doc:"Only items of so many hours back; left out: all that are stored"`
}

// DrawInput is such a request as it arrives.
type DrawInput struct{ Body DrawRequest }

// DrawnBody tells what was drawn.
type DrawnBody struct {
	Drawn   int   `json:"drawn" doc:"Fewer than asked for when no others are left"`
	Waiting int64 `json:"waiting" doc:"How many the asker can label now"`
}

// NextInput is the query of admin/labels/next.
type NextInput struct {
	Limit int `query:"limit" minimum:"1" maximum:"100" default:"20"`
}

// LabelTaskBody is a mention or a text to label. It does not say what an engine thinks of it.
type LabelTaskBody struct {
	ID        int64       `json:"task"`
	Item      string      `json:"item" doc:"source/id"`
	Kind      string      `json:"kind" enum:"post,comment"`
	Source    string      `json:"source"`
	Community string      `json:"community"`
	Permalink string      `json:"permalink"`
	Tool      *string     `json:"tool" doc:"Slug: what does the text say of this tool? null: what is the feeling of the whole text?"`
	ToolName  string      `json:"tool_name" doc:"Empty without a tool"`
	Text      string      `json:"text" doc:"As it is scored: title and body without code, quotes and links. Plain text, not HTML"`
	Spans     []PlaceBody `json:"spans" nullable:"false" doc:"Where text names the tool, or stands for it"`
}

// NextBody answers admin/labels/next.
type NextBody struct {
	Person   string          `json:"person" doc:"In whose name labels are kept: that of the key"`
	Tasks    []LabelTaskBody `json:"tasks" nullable:"false" doc:"In the order of drawing"`
	Labelled int64           `json:"labelled" doc:"Of what was drawn, by this person"`
	Waiting  int64           `json:"waiting"`
}

func (a *API) registerLabels() {
	if a.opt.Labelling == nil {
		return
	}
	const tag = "Labels"
	commandWith(a, op("POST", "/admin/labels/draw", "draw-labels", tag, "Draw mentions or texts to label, at random, evenly over tools, communities and confidences", 400, 404, 422), a.drawLabels)
	answerWith(a, a.guarded(op("GET", "/admin/labels/next", "next-labels", tag, "What the asker is to label next, without what engines say", 422), voxpop.RoleRead), a.nextLabels)
	answerWith(a, a.guarded(op("GET", "/admin/labels", "labels", tag, "Labels, newest first", 422), voxpop.RoleRead), a.labels)
	commandWith(a, op("PUT", "/admin/labels/{id}", "label", tag, "Label a task, or label it otherwise", 400, 404, 422), a.label)
	commandWith(a, op("DELETE", "/admin/labels/{id}", "remove-label", tag, "Take one's label of a task back", 404, 422), a.removeLabel)
	commandWith(a, op("POST", "/admin/labels", "label-item", tag, "Label an item that was not drawn, or what it says of a tool", 400, 404, 422), a.labelItem)
	answerWith(a, a.guarded(op("GET", "/admin/labels/report", "label-report", tag, "How people agree, how well engines do, and which numbers labels correct", 422), voxpop.RoleRead), a.labelReport)
	a.registerLabelFiles(tag)
}

func (a *API) drawLabels(ctx context.Context, in *DrawInput) (*DrawnBody, error) {
	d := voxpop.LabelDraw{Texts: in.Body.Texts, Count: in.Body.Count}
	if d.Count == 0 {
		d.Count = usualDraw
	}
	if in.Body.Hours > 0 {
		d.Window = ask.LastHours(a.now(), in.Body.Hours)
	}
	if d.Texts && len(in.Body.Tools) > 0 {
		return nil, invalid("body.tools", "does not go with texts", nil)
	}
	for _, slug := range in.Body.Tools {
		t, err := a.toolIn(ctx, "body.tools", slug)
		if err != nil {
			return nil, err
		}
		d.Tools = append(d.Tools, t.Slug)
	}
	n, err := a.opt.Labelling.DrawLabels(ctx, d, a.entryOf(ctx, "labels.draw", ""))
	if err != nil {
		return nil, a.refused("drawing a sample to label", err)
	}
	counts, err := a.opt.Labelling.LabelCounts(ctx, actor(ctx))
	if err != nil {
		return nil, a.asProblem("labels", err)
	}
	return &DrawnBody{n, counts.Waiting}, nil
}

func (a *API) nextLabels(ctx context.Context, in *NextInput) (*NextBody, error) {
	body := &NextBody{Person: actor(ctx)}
	tasks, err := a.opt.Labelling.LabelTasks(ctx, body.Person, in.Limit)
	if err != nil {
		return nil, a.asProblem("labels", err)
	}
	counts, err := a.opt.Labelling.LabelCounts(ctx, body.Person)
	if err != nil {
		return nil, a.asProblem("labels", err)
	}
	body.Labelled, body.Waiting = counts.Labelled, counts.Waiting
	body.Tasks, err = a.taskBodies(ctx, tasks)
	return body, err
}
