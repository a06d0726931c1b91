package api

import (
	"context"
	"encoding/json"
	"net/http"
	"reflect"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/voxpop-dev/voxpop"
)

// SpecVersion is the version of the HTTP interface. It moves when the specification does.
const SpecVersion = "1.16.0"

const description = `What developers say about AI developer tools, and how they feel about them.

Windows are whole UTC hours: hours=N means the running hour and the N-1 before it. Every answer echoes its window and names the data version it belongs to; all answers of one version agree. Drivers, aspects and movers may be of a version that was current up to two minutes ago. Errors are RFC 9457 problem documents.`

func (a *API) register() {
	config := huma.DefaultConfig("voxpop", SpecVersion)
	config.Info.Description = description
	config.OpenAPIPath, config.DocsPath, config.SchemasPath = "", "", "" // ours are below
	config.CreateHooks = nil                                             // no $schema links
	config.Transformers = []huma.Transformer{completeProblem}
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"key":     {Type: "http", Scheme: "bearer", Description: "ADMIN_TOKEN, or a key made with voxpop keys create. X-Admin-Token and X-API-Key carry it as well."},
		"session": {Type: "apiKey", In: "cookie", Name: sessionCookie},
	}
	a.spec = humago.New(a.routes, config)
	a.registerData()
	a.registerTools()
	a.registerThemes()
	a.registerReceipts()
	a.registerState()
	a.registerAdmin()
	a.registerAdministration()
	a.registerSession()
	a.registerPlain()
}

// op describes an operation; the handler's answer is the body.
func op(method, path, id, tag, summary string, errors ...int) huma.Operation {
	return huma.Operation{
		OperationID: id, Method: method, Path: "/api/v1" + path, Summary: summary, Tags: []string{tag},
		Errors: append(errors, http.StatusServiceUnavailable), DefaultStatus: http.StatusOK,
	}
}

type bodyOf[T any] struct{ Body T }

// answerWith registers a handler that reads within the readers' time limit.
func answerWith[I, T any](a *API, o huma.Operation, handler func(context.Context, *I) (*T, error)) {
	huma.Register(a.spec, o, func(ctx context.Context, in *I) (*bodyOf[T], error) {
		ctx, cancel := context.WithTimeout(ctx, patience(ctx))
		defer cancel()
		body, err := handler(ctx, in)
		if err != nil {
			return nil, err
		}
		return &bodyOf[T]{*body}, nil
	})
}

func (a *API) registerData() {
	const tag = "Sentiment and items"
	answerWith(a, op("GET", "/sentiment/stats", "sentiment-stats", tag, "Sentiment of a window", 404, 422), a.stats)
	answerWith(a, op("GET", "/sentiment/trends", "sentiment-trends", tag, "Sentiment over time", 404, 422), a.trends)
	answerWith(a, op("GET", "/posts/recent", "recent-posts", tag, "Newest posts", 404, 422), a.recent)
	answerWith(a, op("GET", "/posts/{id}", "post", tag, "One item", 404, 422), a.post)
	answerWith(a, op("GET", "/posts/{source}/{id}", "post-of-source", tag, "One item, by source and id", 404, 422), a.sourcePost)
	answerWith(a, op("GET", "/items", "items", tag, "Search posts and comments", 404, 422), a.items)
	answerWith(a, op("GET", "/subreddits", "subreddits", tag, "Communities"), a.subreddits)
	o := op("GET", "/export", "export", tag, "Export items, scores or cells as a stream", 404, 422)
	o.Responses = map[string]*huma.Response{"200": {Description: "Rows, oldest first", Content: map[string]*huma.MediaType{
		"application/x-ndjson": {Schema: &huma.Schema{Type: huma.TypeString, Description: "One JSON object a line"}},
		"text/csv":             {Schema: &huma.Schema{Type: huma.TypeString}},
	}}}
	streamWith(a, o, a.export)
}

func (a *API) registerState() {
	const tag = "State"
	o := op("GET", "/health", "health", tag, "Health of the program; 503 when unhealthy")
	o.Middlewares = huma.Middlewares{noStore}
	huma.Register(a.spec, o, func(ctx context.Context, in *struct{}) (*healthAnswer, error) {
		body, err := a.health(ctx, in)
		if err != nil {
			return nil, err
		}
		out := &healthAnswer{Status: http.StatusOK, Body: *body}
		if body.Status == unhealthy {
			out.Status, out.RetryAfter = http.StatusServiceUnavailable, "5"
		}
		return out, nil
	})
	o = op("GET", "/status", "status", tag, "All that a status page shows")
	o.Middlewares = huma.Middlewares{noStore}
	answerWith(a, o, a.status)
	o = op("GET", "/coverage", "coverage", tag, "What was collected without gaps, and what was not", 404, 422)
	o.Middlewares = huma.Middlewares{noStore}
	answerWith(a, o, a.coverageRoute)
	o = op("GET", "/cycles", "recent-cycles", tag, "The last 20 collection cycles")
	o.Middlewares = huma.Middlewares{noStore}
	answerWith(a, o, a.recentCycles)
	o = op("GET", "/latency", "latency", tag, "How long answers took lately, by route")
	o.Middlewares = huma.Middlewares{noStore}
	answerWith(a, o, a.latencyRoute)
	a.registerEvents(tag)
}

func (a *API) registerEvents(tag string) {
	o := op("GET", "/events", "events", tag, "Announcements of data versions and cycles")
	registry := a.spec.OpenAPI().Components.Schemas
	registry.Schema(reflect.TypeFor[VersionEvent](), true, "VersionEvent")
	registry.Schema(reflect.TypeFor[CycleEvent](), true, "CycleEvent")
	o.Responses = map[string]*huma.Response{"200": {
		Description: "Server-sent events: version with a VersionEvent, cycle with a CycleEvent; a comment every 15 seconds",
		Content:     map[string]*huma.MediaType{"text/event-stream": {Schema: &huma.Schema{Type: huma.TypeString}}},
	}}
	streamWith(a, o, func(_ context.Context, _ *struct{}, w http.ResponseWriter, r *http.Request) error {
		a.events(w, r)
		return nil
	})
}

// healthAnswer has a status of its own.
type healthAnswer struct {
	Status     int
	RetryAfter string `header:"Retry-After"`
	Body       HealthBody
}

func noStore(ctx huma.Context, next func(huma.Context)) {
	ctx.SetHeader("Cache-Control", "no-store")
	next(ctx)
}

func (a *API) registerAdmin() {
	const tag = "Administration"
	collect := a.guarded(op("POST", "/admin/collect", "collect", tag, "Start a collection cycle"), voxpop.RoleAdmin)
	collect.DefaultStatus = http.StatusAccepted
	answerWith(a, collect, a.collect)
	answerWith(a, a.guarded(op("GET", "/admin/cycles", "cycles", tag, "Recent collection cycles", 422), voxpop.RoleRead), a.cycles)
	answerWith(a, a.guarded(op("GET", "/admin/cycles/{cycle_id}", "cycle", tag, "One collection cycle", 404), voxpop.RoleRead), a.cycle)

	push := a.guarded(op("POST", "/items", "push-items", tag, "Push items in: all of them, or none", 400, 413, 422), voxpop.RoleAdmin)
	push.MaxBodyBytes, push.BodyReadTimeout = pushBytes, 30*time.Second
	push.SkipValidateBody = true
	push.RequestBody = a.takes("application/json", reflect.TypeFor[PushRequest]())
	huma.Register(a.spec, push, func(ctx context.Context, in *PushInput) (*bodyOf[PushBody], error) {
		body, err := a.push(ctx, in)
		if err != nil {
			return nil, err
		}
		return &bodyOf[PushBody]{*body}, nil
	})
}

func (a *API) takes(contentType string, t reflect.Type) *huma.RequestBody {
	schema := a.spec.OpenAPI().Components.Schemas.Schema(t, true, t.Name())
	return &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{contentType: {Schema: schema}}}
}

// LoginRequest is what a login takes.
type LoginRequest struct {
	Key string `json:"key"`
}

// LoginInput is a login as it arrives.
type LoginInput struct {
	RawBody []byte `contentType:"application/json"`
}

func (a *API) registerSession() {
	const tag = "Session"
	answers := func(o huma.Operation) huma.Operation {
		schema := a.spec.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[SessionBody](), true, "SessionBody")
		o.Responses = map[string]*huma.Response{"200": {Description: "Who is logged in", Content: map[string]*huma.MediaType{"application/json": {Schema: schema}}}}
		return o
	}
	in := answers(op("POST", "/session", "log-in", tag, "Log in with a key; sets a cookie for 12 hours", 400, 401, 429))
	in.MaxBodyBytes, in.SkipValidateBody = 4096, true
	in.RequestBody = a.takes("application/json", reflect.TypeFor[LoginRequest]())
	in.RequestBody.Content["application/x-www-form-urlencoded"] = in.RequestBody.Content["application/json"]
	streamWith(a, in, func(_ context.Context, in *LoginInput, w http.ResponseWriter, r *http.Request) error {
		return a.logIn(w, r, in.RawBody)
	})
	streamWith(a, answers(op("GET", "/session", "session", tag, "Who is logged in", 429)), func(_ context.Context, _ *struct{}, w http.ResponseWriter, r *http.Request) error {
		return a.whoami(w, r)
	})
	streamWith(a, answers(op("DELETE", "/session", "log-out", tag, "Log out")), func(_ context.Context, _ *struct{}, w http.ResponseWriter, r *http.Request) error {
		a.logOut(w, r)
		return nil
	})
}

// streamWith registers a handler that writes for itself, or returns a problem without having
// written.
func streamWith[I any](a *API, o huma.Operation, handler func(context.Context, *I, http.ResponseWriter, *http.Request) error) {
	huma.Register(a.spec, o, func(_ context.Context, in *I) (*huma.StreamResponse, error) {
		return &huma.StreamResponse{Body: func(ctx huma.Context) {
			r, w := humago.Unwrap(ctx)
			if err := handler(ctx.Context(), in, w, r); err != nil {
				writeProblem(w, r, err)
			}
		}}, nil
	})
}

func (a *API) registerPlain() {
	a.routes.HandleFunc("GET /healthz", a.healthz)
	a.routes.HandleFunc("GET /readyz", a.readyz)
	a.routes.Handle("GET /metrics", a.metrics.page)
	spec, err := json.Marshal(a.spec.OpenAPI())
	if err != nil {
		panic("api: the specification cannot be written: " + err.Error()) // a fault of ours, found by any test
	}
	a.routes.HandleFunc("GET /openapi.json", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-cache")
		_, _ = w.Write(spec)
	})
	a.registerDocs()
}
