package api

import (
	"bytes"
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/voxpop-dev/voxpop"
)

const (
	// mostLabelBytes and mostLabelLines bound an import over HTTP; voxpop labels import takes more.
	mostLabelBytes = 8 << 20
	mostLabelLines = 5000
	// mostMissing is how many of what was not found are named.
	mostMissing = 100
)

// LabelFileInput is a label file as it arrives.
type LabelFileInput struct {
	Person  string `query:"person" maxLength:"200" doc:"Whose labels those of lines without a person are; left out: the asker's"`
	RawBody []byte `contentType:"application/x-ndjson"`
}

// MissingBody is what was not found.
type MissingBody struct {
	Count int      `json:"count"`
	Names []string `json:"names" nullable:"false" doc:"Up to 100 of them"`
}

// ImportedLabelsBody tells what an import brought, and what it did not find.
type ImportedLabelsBody struct {
	Lines  int         `json:"lines"`
	Labels int         `json:"labels" doc:"Kept; those of the same person on the same were replaced"`
	Items  MissingBody `json:"items_not_found" doc:"Not stored, or without text"`
	Texts  MissingBody `json:"other_texts" doc:"Items whose text is not the file's"`
	Tools  MissingBody `json:"tools_not_found" doc:"Targets that no tool is called by"`
}

func (a *API) registerLabelFiles(tag string) {
	o := a.guarded(op("GET", "/admin/labels/export", "export-labels", tag, "All labels whose text is still there, one a line: {id, text, target, start, end, label, overall} and tool, person, drawn, at"), voxpop.RoleRead)
	o.Responses = map[string]*huma.Response{"200": {Description: "Labels", Content: map[string]*huma.MediaType{
		"application/x-ndjson": {Schema: &huma.Schema{Type: huma.TypeString, Description: "One JSON object a line"}},
	}}}
	streamWith(a, o, func(ctx context.Context, _ *struct{}, w http.ResponseWriter, _ *http.Request) error {
		return a.exportLabels(ctx, w)
	})

	in := a.guarded(op("POST", "/admin/labels/import", "import-labels", tag, "Bring labels in: a file as export writes it", 400, 413, 422), voxpop.RoleAdmin)
	in.MaxBodyBytes, in.BodyReadTimeout = mostLabelBytes, 30*time.Second
	huma.Register(a.spec, in, func(ctx context.Context, in *LabelFileInput) (*bodyOf[ImportedLabelsBody], error) {
		ctx, cancel := context.WithTimeout(ctx, commandTimeout)
		defer cancel()
		body, err := a.importLabels(ctx, in)
		if err != nil {
			return nil, err
		}
		return &bodyOf[ImportedLabelsBody]{*body}, nil
	})
}

// labelStore reads what an export needs through the API's readers.
type labelStore struct {
	LabelCommands
	Reader
	OpinionReader
}

func (a *API) exportLabels(ctx context.Context, w http.ResponseWriter) error {
	var file bytes.Buffer // so that a part never passes for the whole
	if _, err := WriteLabels(ctx, &file, labelStore{a.opt.Labelling, a.opt.Reader, a.opt.Opinions}, a.opt.Text); err != nil {
		return a.asProblem("exporting labels", err)
	}
	h := w.Header()
	h.Set("Content-Type", "application/x-ndjson")
	h.Set("Content-Disposition", `attachment; filename="voxpop-labels.ndjson"`)
	_, _ = w.Write(file.Bytes())
	return nil
}

func (a *API) importLabels(ctx context.Context, in *LabelFileInput) (*ImportedLabelsBody, error) {
	person := in.Person
	if person == "" {
		person = actor(ctx)
	}
	if !printable(person) {
		return nil, invalid("query.person", "must be one line of printable text", nil)
	}
	lines, err := ReadLabels(bytes.NewReader(in.RawBody))
	if err != nil {
		return nil, problem(http.StatusBadRequest, "body: "+err.Error())
	}
	if len(lines) == 0 || len(lines) > mostLabelLines {
		return nil, invalid("body", "must hold 1 to 5000 lines", len(lines))
	}
	tools, err := a.opt.Catalog.Tools(ctx)
	if err != nil {
		return nil, a.asProblem("tools", err)
	}
	match := &LabelMatch{Person: person, Tools: tools, Item: a.opt.Reader.Item, Text: a.opt.Text}
	tasks, missing, err := match.Tasks(ctx, lines)
	if err != nil {
		return nil, a.asProblem("items of labels", err)
	}
	n, err := SaveLabels(ctx, a.opt.Labelling, tasks, a.entryOf(ctx, "labels.import", ""))
	if err != nil {
		return nil, a.refused("importing labels", err)
	}
	a.opt.Wake()
	return &ImportedLabelsBody{len(lines), n, missingBody(missing.Items), missingBody(missing.Texts), missingBody(missing.Tools)}, nil
}

func missingBody(names []string) MissingBody {
	return MissingBody{len(names), listOf(names[:min(mostMissing, len(names))])}
}
