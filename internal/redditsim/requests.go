package redditsim

import (
	"net/http"
	"slices"
	"sync"
	"time"
)

// Endpoint is what a request asked for.
type Endpoint string

// The endpoints.
const (
	EndpointToken    Endpoint = "token"    // /api/v1/access_token
	EndpointPosts    Endpoint = "posts"    // /r/x/new
	EndpointComments Endpoint = "comments" // /r/x/comments
	EndpointTree     Endpoint = "tree"     // /comments/id
	EndpointMore     Endpoint = "more"     // /api/morechildren
	EndpointInfo     Endpoint = "info"     // /api/info
	EndpointAbout    Endpoint = "about"    // /r/x/about
	EndpointOptIn    Endpoint = "optin"    // /api/quarantine_optin
	EndpointUnknown  Endpoint = "unknown"
)

// Request is one line of the log of what was asked.
type Request struct {
	Time        time.Time // the simulation's
	Method      string
	URI         string // path and query
	Endpoint    Endpoint
	Communities []string // as written in the path
	UserAgent   string
	Status      int // as sent; 0 when a fault cut the connection before
	Fault       Kind
}

// requestLog keeps the newest requests and counts all.
type requestLog struct {
	mu     sync.Mutex
	counts map[Endpoint]int
	lines  []Request
}

const logLength = 20_000

func (l *requestLog) add(r Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.counts == nil {
		l.counts = make(map[Endpoint]int)
	}
	l.counts[r.Endpoint]++
	if len(l.lines) >= logLength {
		l.lines = slices.Delete(l.lines, 0, logLength/2)
	}
	l.lines = append(l.lines, r)
}

// Requests returns the newest requests (up to 20,000), oldest first.
func (s *Sim) Requests() []Request {
	s.log.mu.Lock()
	defer s.log.mu.Unlock()
	return slices.Clone(s.log.lines)
}

// Count is how many requests of the given endpoints were made, of all when none is given.
// Requests that failed count too.
func (s *Sim) Count(endpoints ...Endpoint) int {
	s.log.mu.Lock()
	defer s.log.mu.Unlock()
	n := 0
	for e, c := range s.log.counts {
		if len(endpoints) == 0 || slices.Contains(endpoints, e) {
			n += c
		}
	}
	return n
}

// ForgetRequests empties the log and the counts.
func (s *Sim) ForgetRequests() {
	s.log.mu.Lock()
	defer s.log.mu.Unlock()
	s.log.counts, s.log.lines = nil, nil
}

// agentOf is the user agent, as logged.
func agentOf(r *http.Request) string { return r.Header.Get("User-Agent") }
