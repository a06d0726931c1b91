package sourcetest

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
)

// Fault answers a request in place of the server. It returns false to let the request through.
type Fault func(w http.ResponseWriter, r *http.Request) bool

// Gate carries requests to a handler inside the process, so that a test can run on synctest's clock, and lets a fault
// answer instead. The zero Gate answers 404 to everything.
type Gate struct {
	mu       sync.Mutex
	handler  http.Handler
	fault    Fault
	requests int
}

// NewGate returns a gate before h.
func NewGate(h http.Handler) *Gate { return &Gate{handler: h} }

// Set makes f answer from now on; nil ends the fault.
func (g *Gate) Set(f Fault) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.fault = f
}

// Requests is how many requests have come, answered by a fault or not.
func (g *Gate) Requests() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.requests
}

// RoundTrip implements http.RoundTripper. It ends when the request's context does, whatever the handler does.
func (g *Gate) RoundTrip(r *http.Request) (*http.Response, error) {
	g.mu.Lock()
	g.requests++
	h, f := g.handler, g.fault
	g.mu.Unlock()
	if h == nil {
		h = http.NotFoundHandler()
	}
	in := r.Clone(r.Context())
	if in.Body == nil {
		in.Body = http.NoBody
	}
	in.RequestURI = r.URL.RequestURI()
	in.Host = r.URL.Host
	rec := httptest.NewRecorder()
	done := make(chan struct{})
	go func() {
		defer close(done)
		if f == nil || !f(rec, in) {
			h.ServeHTTP(rec, in)
		}
	}()
	select {
	case <-done:
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
	res := rec.Result()
	res.Request = r
	return res, nil
}

// Busy answers 429 with Retry-After to the next n requests.
func Busy(n, retryAfterSeconds int) Fault {
	var mu sync.Mutex
	return func(w http.ResponseWriter, _ *http.Request) bool {
		mu.Lock()
		defer mu.Unlock()
		if n--; n < 0 {
			return false
		}
		w.Header().Set("Retry-After", strconv.Itoa(retryAfterSeconds))
		http.Error(w, "slow down", http.StatusTooManyRequests)
		return true
	}
}

// Hang never answers.
func Hang(_ http.ResponseWriter, r *http.Request) bool {
	<-r.Context().Done()
	return true
}

// Answer gives the same status, type and body to every request.
func Answer(status int, contentType, body string) Fault {
	return func(w http.ResponseWriter, _ *http.Request) bool {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
		return true
	}
}
