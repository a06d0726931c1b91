package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"sync"
	"time"
)

// aborted is how metrics name a request whose client left, or whose answer broke off.
const aborted = 499

// settle ends a request: it counts it, and answers for a handler that panicked. The log names
// the route, never the query or a header, where secrets travel.
func (a *API) settle(w *statusWriter, r *http.Request, route string, started time.Time, panicked any) {
	if panicked == nil {
		a.metrics.observe(route, w.status, time.Since(started))
		return
	}
	if err, ok := panicked.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		a.metrics.observe(route, aborted, time.Since(started))
		panic(http.ErrAbortHandler)
	}
	a.metrics.observe(route, http.StatusInternalServerError, time.Since(started))
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
	if errors.Is(err, context.Canceled) {
		return // somebody left, or the program ends
	}
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
