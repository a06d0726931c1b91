package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/voxpop-dev/voxpop"
)

const problemType = "application/problem+json"

// problem is an RFC 9457 document.
func problem(status int, detail string, errs ...*huma.ErrorDetail) *huma.ErrorModel {
	return &huma.ErrorModel{Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: detail, Errors: errs}
}

// invalid refuses one parameter: where it stands, what is allowed, what was given.
func invalid(location, message string, value any) error {
	return problem(http.StatusUnprocessableEntity, location+": "+message, &huma.ErrorDetail{Location: location, Message: message, Value: value})
}

// unavailable says that the database does not answer, and when to come back.
func unavailable() error {
	return huma.ErrorWithHeaders(
		problem(http.StatusServiceUnavailable, "The database does not answer. Collected data is safe; try again in a few seconds."),
		http.Header{"Retry-After": {"5"}})
}

// asProblem turns any error of a reader or a command into what the client may know of it.
// What is not a problem document already, nor one of the root's kinds, counts as a database
// that does not answer; the log has the rest.
func (a *API) asProblem(operation string, err error) error {
	var se huma.StatusError
	switch {
	case errors.As(err, &se):
		return err
	case errors.Is(err, voxpop.ErrNotFound):
		return problem(http.StatusNotFound, operation+": not found")
	case errors.Is(err, voxpop.ErrInvalid):
		return problem(http.StatusUnprocessableEntity, operation+": not valid")
	case errors.Is(err, voxpop.ErrConflict):
		return problem(http.StatusConflict, operation+": in conflict with what is stored")
	}
	a.complain(operation, err)
	return unavailable()
}

// writeProblem answers outside huma.
func writeProblem(w http.ResponseWriter, r *http.Request, err error) {
	var he huma.HeadersError
	if errors.As(err, &he) {
		for k, v := range he.GetHeaders() {
			w.Header()[k] = v
		}
	}
	var p *huma.ErrorModel
	if !errors.As(err, &p) {
		p = problem(http.StatusInternalServerError, "")
	}
	body, err := json.Marshal(p)
	if err != nil {
		body = []byte(`{"status":500}`)
	}
	h := w.Header()
	h.Set("Content-Type", problemType)
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Length", strconv.Itoa(len(body)+1))
	w.WriteHeader(p.Status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(append(body, '\n'))
	}
}

func notFound(w http.ResponseWriter, r *http.Request) {
	writeProblem(w, r, problem(http.StatusNotFound, "There is nothing at this path. /openapi.json lists what there is."))
}

func methodNotAllowed(w http.ResponseWriter, r *http.Request, allow string) {
	w.Header().Set("Allow", allow)
	writeProblem(w, r, problem(http.StatusMethodNotAllowed, fmt.Sprintf("This path does not take %s. It takes %s.", strconv.Quote(r.Method), allow)))
}

// completeProblem fills what huma leaves empty in its own documents: the type, and a detail
// that names the fields.
func completeProblem(ctx huma.Context, _ string, v any) (any, error) {
	p, ok := v.(*huma.ErrorModel)
	if !ok {
		return v, nil
	}
	if p.Type == "" {
		p.Type = "about:blank"
	}
	if p.Detail == "validation failed" && len(p.Errors) > 0 {
		var said []string
		for _, e := range p.Errors {
			if allowed := allowedNumber(ctx.Operation(), e); allowed != "" {
				e.Message = allowed
			}
			said = append(said, e.Location+": "+e.Message)
		}
		p.Detail = strings.Join(said, "; ")
	}
	return p, nil
}

// allowedNumber says which numbers a query parameter takes, when that is what e is about: huma names one bound of two, or
// none when it is no number at all. It is empty for anything else.
func allowedNumber(op *huma.Operation, e *huma.ErrorDetail) string {
	name, query := strings.CutPrefix(e.Location, "query.")
	if !query || (e.Message != "invalid integer" && !strings.HasPrefix(e.Message, "expected number ")) {
		return ""
	}
	for _, p := range op.Parameters {
		if p.Name == name && p.In == "query" && p.Schema != nil && p.Schema.Minimum != nil && p.Schema.Maximum != nil {
			return fmt.Sprintf("must be a whole number from %g to %g", *p.Schema.Minimum, *p.Schema.Maximum)
		}
	}
	return ""
}

func exportsBusy() error {
	return huma.ErrorWithHeaders(
		problem(http.StatusServiceUnavailable, "Too many exports are running. Try again when one has ended."),
		http.Header{"Retry-After": {"30"}})
}

func busy() error {
	return huma.ErrorWithHeaders(
		problem(http.StatusServiceUnavailable, "Other answers of this kind are being computed. Try again in a few seconds."),
		http.Header{"Retry-After": {"3"}})
}
