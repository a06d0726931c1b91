package api

import (
	"net/http"
	"path"
	"sync/atomic"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"golang.org/x/sync/singleflight"
)

// API answers HTTP requests. Make one with New and keep Run going beside it; without Run it
// answers too, only slower and without events.
type API struct {
	opt    Options
	spec   huma.API
	routes *http.ServeMux
	security
	auth     *auth
	metrics  *metrics
	hub      *hub
	ready    *ready
	flight   singleflight.Group
	version  versionState
	shot     atomic.Pointer[snapshot]
	dir      directory
	shelf    shelf
	errors   knownShelf
	verdicts verdicts
	process  *process
	exports  chan struct{}
	refills  chan struct{} // holds one for every refill that runs in turn
	calm     chan struct{} // likewise for answers that nobody waits for
	labour   *labour
	receipts throttle                          // who makes them
	words    *recent[sampledKey, sampledWords] // of texts that drivers read
	findings *recent[judgedKey, judgedItem]    // of texts that were read for aspects
	started  time.Time                         // by Options.Clock
	polling  atomic.Bool
	complaints
}

// New returns an API. It does no I/O.
func New(opt Options) *API {
	opt.complete()
	a := &API{
		opt:      opt,
		routes:   http.NewServeMux(),
		security: newSecurity(opt.Origins),
		auth:     newAuth(opt.Keys, opt.AdminToken, opt.Clock),
		hub:      newHub(),
		ready:    newReady(readyBytes),
		process:  newProcess(),
		exports:  make(chan struct{}, exportsAtOnce),
		refills:  make(chan struct{}, refillsAtOnce),
		calm:     make(chan struct{}, 1),
		labour:   newLabour(),
		words:    newWords(),
		findings: newFindings(),
		started:  opt.Clock(),
	}
	a.metrics = newMetrics(opt.Metrics, a)
	a.register()
	return a
}

// ServeHTTP answers under /api/v1, /openapi.json, /docs, /healthz, /readyz and /metrics, and
// anything else with a problem document.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	started := time.Now()
	sw := &statusWriter{ResponseWriter: w}
	route := "unmatched"
	defer func() { a.settle(sw, r, route, started, recover()) }()
	setHeaders(w.Header())
	if !a.admit(sw, r) {
		return
	}
	if h, ok := hotRoute(r); ok {
		route = h.name
		a.serveHot(sw, r, h)
		return
	}
	if route = a.match(sw, r); route != "" {
		a.routes.ServeHTTP(sw, r)
		return
	}
	route = "unmatched"
}

// match finds the route of a request. When there is none it writes the problem and returns "".
func (a *API) match(w http.ResponseWriter, r *http.Request) string {
	if p := r.URL.Path; p == "" || path.Clean(p) != p {
		notFound(w, r)
		return ""
	}
	h, pattern := a.routes.Handler(r)
	if pattern != "" {
		return pattern
	}
	probe := &probe{header: http.Header{}}
	h.ServeHTTP(probe, r)
	if probe.status == http.StatusMethodNotAllowed {
		methodNotAllowed(w, r, probe.header.Get("Allow"))
		return ""
	}
	notFound(w, r)
	return ""
}

// probe takes the mux's own plain text answer, of which only status and headers matter.
type probe struct {
	header http.Header
	status int
}

func (p *probe) Header() http.Header         { return p.header }
func (p *probe) Write(b []byte) (int, error) { return len(b), nil }
func (p *probe) WriteHeader(status int)      { p.status = status }

// statusWriter remembers what was answered.
type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *statusWriter) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return w.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
