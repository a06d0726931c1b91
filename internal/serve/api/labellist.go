package api

import (
	"cmp"
	"context"
	"slices"

	"github.com/voxpop-dev/voxpop"
)

// LabelsInput is the query of admin/labels.
type LabelsInput struct {
	Person string `query:"person" maxLength:"200" doc:"Only what this person says"`
	Tool   string `query:"tool" maxLength:"100" doc:"Slug: only of its mentions; texts: only of whole texts"`
	Offset int    `query:"offset" minimum:"0" maximum:"1000000" default:"0"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

// LabelsBody answers admin/labels.
type LabelsBody struct {
	Labels []LabelBody `json:"labels" nullable:"false" doc:"Newest first; those of a text that has changed since are left out"`
	Total  int         `json:"total" doc:"On all pages"`
}

func (a *API) labels(ctx context.Context, in *LabelsInput) (*LabelsBody, error) {
	tasks, err := a.opt.Labelling.Labelled(ctx)
	if err != nil {
		return nil, a.asProblem("labels", err)
	}
	tool := in.Tool
	if tool == "texts" {
		tool = ""
	}
	body := &LabelsBody{Labels: []LabelBody{}}
	asker := actor(ctx)
	for i := range tasks {
		t := &tasks[i]
		if in.Tool != "" && t.Tool != tool {
			continue
		}
		seen := slices.ContainsFunc(t.Labels, func(l voxpop.PersonLabel) bool { return l.Person == asker })
		for k := range t.Labels {
			if l := &t.Labels[k]; in.Person == "" || l.Person == in.Person {
				body.Labels = append(body.Labels, labelBody(t, l, seen))
			}
		}
	}
	slices.SortStableFunc(body.Labels, func(x, y LabelBody) int {
		return cmp.Or(y.At.Compare(x.At), cmp.Compare(y.Task, x.Task), cmp.Compare(x.Person, y.Person))
	})
	body.Total = len(body.Labels)
	body.Labels = body.Labels[min(in.Offset, body.Total):min(in.Offset+in.Limit, body.Total)]
	return body, nil
}
