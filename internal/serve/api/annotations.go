package api

import (
	"context"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// AnnotationsInput is the query of annotations.
type AnnotationsInput struct {
	Tool string `query:"tool" maxLength:"100" doc:"Slug: those about this tool and those about all; left out: every one."`
	SpanInput
}

// AnnotationBody is a note on a chart: something that happened.
type AnnotationBody struct {
	ID      int64     `json:"id"`
	At      time.Time `json:"at"`
	Tool    *string   `json:"tool" doc:"Slug; null for all tools"`
	Title   string    `json:"title"`
	Link    string    `json:"link" doc:"http or https, or empty"`
	Edit    int64     `json:"edit" doc:"A change must name the edit that it was made from"`
	Created time.Time `json:"created"`
}

// AnnotationsBody answers annotations.
type AnnotationsBody struct {
	Annotations []AnnotationBody `json:"annotations" nullable:"false" doc:"Oldest first"`
	Count       int              `json:"count"`
	Window      *WindowBody      `json:"window" doc:"null when the query names none: all of time"`
	Meta
}

func annotationBody(a *voxpop.Annotation) AnnotationBody {
	b := AnnotationBody{ID: a.ID, At: a.At.UTC(), Title: a.Title, Link: safeURL(a.Link), Edit: a.Edit, Created: a.Created.UTC()}
	if a.Tool != "" {
		b.Tool = &a.Tool
	}
	return b
}

func (a *API) annotations(ctx context.Context, in *AnnotationsInput) (*AnnotationsBody, error) {
	f, err := a.frame(ctx)
	if err != nil {
		return nil, err
	}
	window, err := in.exact(f)
	if err != nil {
		return nil, err
	}
	w := voxpop.Window{From: time.Unix(0, 0).UTC(), To: f.now.Add(longestSpan)}
	if window != nil {
		w = window.window()
	}
	tool, err := a.filterTool(ctx, f, in.Tool)
	if err != nil {
		return nil, err
	}
	found, err := a.opt.Opinions.Annotations(ctx, w, tool)
	if err != nil {
		return nil, a.asProblem("annotations", err)
	}
	body := &AnnotationsBody{Annotations: []AnnotationBody{}, Count: len(found), Window: window, Meta: f.meta()}
	for i := range found {
		body.Annotations = append(body.Annotations, annotationBody(&found[i]))
	}
	return body, nil
}
