package api

import (
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"sync"
	"time"
)

// settle ends a request: it counts it, and answers for a handler that panicked. The log names
// the route, never the query or a header, where secrets travel.
func (a *API) settle(w *statusWriter, r *http.Request, route string, started time.Time, panicked any) {
	if panicked == nil {
		a.metrics.observe(route, w.status, time.Since(started))
		return
	}
	a.metrics.observe(route, http.StatusInternalServerError, time.Since(started))
	if err, ok := panicked.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		panic(http.ErrAbortHandler)
	}
	a.opt.Log.Error("panic while answering", "method", r.Method, "route", route, "panic", fmt.Sprint(panicked), "stack", string(debug.Stack()))
	if w.status != 0 {
		panic(http.ErrAbortHandler) // a broken answer must not look like a whole one
	}
	writeProblem(w, r, problem(http.StatusInternalServerError, "The request could not be answered because of a fault in voxpop. The log says more."))
}

// complaints keeps a lost database from filling the log: one line for each operation and ten seconds.
type complaints struct {
	mu   sync.Mutex
	last map[string]time.Time
}

func (a *API) complain(operation string, err error) {
	a.complaints.mu.Lock()
	defer a.complaints.mu.Unlock()
	if a.complaints.last == nil {
		a.complaints.last = map[string]time.Time{}
	}
	if time.Since(a.complaints.last[operation]) < 10*time.Second {
		return
	}
	a.complaints.last[operation] = time.Now()
	a.opt.Log.Error("reading the database failed", "operation", operation, "error", err)
}
