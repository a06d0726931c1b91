package api

import (
	"errors"
	"net/http"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/voxpop-dev/voxpop"
)

// ToolConflict is the problem document of a change that cannot be made as things stand.
type ToolConflict struct {
	huma.ErrorModel
	Newer *ToolDefinition `json:"newer" doc:"The tool as it is now, when the change was made from an older state; else null"`
}

// conflicting says in the specification that an operation may be refused with a ToolConflict.
func (a *API) conflicting(o huma.Operation) huma.Operation {
	schema := a.spec.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[ToolConflict](), true, "ToolConflict")
	o.Responses = map[string]*huma.Response{"409": {
		Description: http.StatusText(http.StatusConflict), Content: map[string]*huma.MediaType{problemType: {Schema: schema}},
	}}
	return o
}

// refused is asProblem for commands of administrators, who are told what the store has against them.
func (a *API) refused(operation string, err error) error {
	var stale *voxpop.StaleError
	if errors.As(err, &stale) {
		newer := definitionBody(&stale.Newer)
		return &ToolConflict{*problem(http.StatusConflict, stale.Error()), &newer}
	}
	if errors.Is(err, voxpop.ErrConflict) {
		return &ToolConflict{ErrorModel: *problem(http.StatusConflict, told(operation, err, voxpop.ErrConflict))}
	}
	for kind, status := range map[error]int{voxpop.ErrInvalid: http.StatusUnprocessableEntity, voxpop.ErrNotFound: http.StatusNotFound} {
		if errors.Is(err, kind) {
			return problem(status, told(operation, err, kind))
		}
	}
	return a.asProblem(operation, err)
}

// told is the text of an error of a kind, without the kind behind it. The store says itself what it was about to do.
func told(operation string, err, kind error) string {
	text := strings.TrimSuffix(err.Error(), ": "+kind.Error())
	if text == kind.Error() || badText(text) >= 0 {
		text = operation + ": " + kind.Error()
	}
	return clip(text, 500)
}

// faulty refuses a definition with all that is wrong with it. where names the place of a field in the request.
func faulty(where func(field string) string, faults []Fault) error {
	var said []string
	p := problem(http.StatusUnprocessableEntity, "")
	for _, f := range faults {
		said = append(said, where(f.Field)+": "+f.Reason)
		p.Errors = append(p.Errors, &huma.ErrorDetail{Location: where(f.Field), Message: f.Reason})
	}
	p.Detail = clip(strings.Join(said, "; "), 2000)
	return p
}
