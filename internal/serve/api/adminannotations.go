package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/voxpop-dev/voxpop"
)

// AnnotationFields is a note on a chart as it is sent.
type AnnotationFields struct {
	At    string `json:"at" maxLength:"40" doc:"RFC 3339 or YYYY-MM-DD (UTC)"`
	Tool  string `json:"tool,omitempty" maxLength:"100" doc:"Slug; left out: for all tools"`
	Title string `json:"title" minLength:"1" maxLength:"200"`
	Link  string `json:"link,omitempty" maxLength:"2000" doc:"http or https"`
}

// NewAnnotationInput adds a note.
type NewAnnotationInput struct{ Body AnnotationFields }

// ChangedAnnotation replaces a note.
type ChangedAnnotation struct {
	Edit int64 `json:"edit" minimum:"1" doc:"The edit that the change was made from"`
	AnnotationFields
}

// ChangedAnnotationInput is such a change as it arrives.
type ChangedAnnotationInput struct {
	NumberInput
	Body ChangedAnnotation
}

// DeleteAnnotationInput removes one.
type DeleteAnnotationInput struct {
	NumberInput
	Edit int64 `query:"edit" required:"true" minimum:"1" doc:"The edit of the note that was looked at"`
}

// DeletedBody says what is gone.
type DeletedBody struct {
	ID      int64 `json:"id"`
	Deleted bool  `json:"deleted"`
}

func (a *API) registerNotes() {
	const tag = "Administration"
	answerWith(a, a.guarded(op("GET", "/admin/annotations", "admin-annotations", tag, "Notes on charts", 404, 422), voxpop.RoleRead), a.annotations)
	commandWith(a, created(op("POST", "/admin/annotations", "create-annotation", tag, "Add a note to charts", 400, 404, 422)), a.createAnnotation)
	commandWith(a, op("PUT", "/admin/annotations/{id}", "edit-annotation", tag, "Replace a note", 400, 404, http.StatusConflict, 422), a.editAnnotation)
	commandWith(a, op("DELETE", "/admin/annotations/{id}", "delete-annotation", tag, "Remove a note", 404, http.StatusConflict, 422), a.deleteAnnotation)
}

// note reads a note, and names what is wrong with it.
func (a *API) note(ctx context.Context, in *AnnotationFields) (n voxpop.Annotation, err error) {
	if n.At, err = readTime("body.at", in.At); err != nil {
		return n, err
	}
	n.Title = strings.TrimSpace(in.Title)
	if n.Title == "" || !printable(n.Title) {
		return n, invalid("body.title", "must be one line of printable text", nil)
	}
	if n.Link = in.Link; n.Link != "" && (safeURL(n.Link) == "" || badText(n.Link) >= 0) {
		return n, invalid("body.link", "must be an absolute http or https URL", clip(n.Link, 60))
	}
	if in.Tool != "" {
		t, err := a.toolIn(ctx, "body.tool", in.Tool)
		if err != nil {
			return n, err
		}
		n.Tool = t.Slug
	}
	return n, nil
}

func (a *API) createAnnotation(ctx context.Context, in *NewAnnotationInput) (*AnnotationBody, error) {
	n, err := a.note(ctx, &in.Body)
	if err != nil {
		return nil, err
	}
	n, err = a.opt.Notes.CreateAnnotation(ctx, n, a.entryOf(ctx, "annotations.create", n.Tool))
	return a.noted("creating an annotation", &n, err)
}

func (a *API) editAnnotation(ctx context.Context, in *ChangedAnnotationInput) (*AnnotationBody, error) {
	n, err := a.note(ctx, &in.Body.AnnotationFields)
	if err != nil {
		return nil, err
	}
	n.ID, n.Edit = in.ID, in.Body.Edit
	n, err = a.opt.Notes.EditAnnotation(ctx, n, a.entryOf(ctx, "annotations.edit", fmt.Sprint(in.ID)))
	return a.noted("changing an annotation", &n, err)
}

func (a *API) noted(operation string, n *voxpop.Annotation, err error) (*AnnotationBody, error) {
	if err != nil {
		return nil, a.refused(operation, err)
	}
	a.opt.Wake()
	body := annotationBody(n)
	return &body, nil
}

func (a *API) deleteAnnotation(ctx context.Context, in *DeleteAnnotationInput) (*DeletedBody, error) {
	err := a.opt.Notes.DeleteAnnotation(ctx, in.ID, in.Edit, a.entryOf(ctx, "annotations.delete", fmt.Sprint(in.ID)))
	if err != nil {
		return nil, a.refused("deleting an annotation", err)
	}
	a.opt.Wake()
	return &DeletedBody{in.ID, true}, nil
}

// toolIn finds a tool by its slug in any case, past what is kept for other routes; location names where the request has it.
func (a *API) toolIn(ctx context.Context, location, slug string) (voxpop.Tool, error) {
	if err := checkText(location, slug, 100); err != nil {
		return voxpop.Tool{}, err
	}
	t, err := a.opt.Catalog.Tool(ctx, strings.ToLower(slug))
	if errors.Is(err, voxpop.ErrNotFound) {
		return t, unknownTool(location, slug)
	}
	if err != nil {
		err = a.asProblem("tool", err)
	}
	return t, err
}
