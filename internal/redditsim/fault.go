package redditsim

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// Kind is what goes wrong.
type Kind string

// The kinds of fault. Those that garble things touch every third member of a listing,
// beginning with the first, so that a test can ask for the others.
const (
	StatusCode      Kind = "status"           // answers Status, with Retry-After if RetryAfter is set
	Hang            Kind = "hang"             // says nothing until the client gives up
	Drip            Kind = "drip"             // sends the body in Pieces parts, Pause (wall time) apart
	ResetBefore     Kind = "reset before"     // breaks the connection instead of answering
	ResetInside     Kind = "reset inside"     // breaks it half-way through the body
	Truncate        Kind = "truncate"         // sends half of the JSON as if it were all
	HTMLPage        Kind = "html"             // answers 200 with a web page
	EmptyBody       Kind = "empty"            // answers 200 with nothing
	EmptyListing    Kind = "empty listing"    // answers 200 with a listing of nothing
	MalformedFields Kind = "malformed fields" // right types, impossible values
	WrongTypes      Kind = "wrong types"      // numbers for strings, objects for numbers
	NullAuthors     Kind = "null authors"     // author is null
	Duplicates      Kind = "duplicates"       // members of a listing come twice
	Shuffle         Kind = "shuffle"          // members of a listing come in another order
	AbsurdRate      Kind = "absurd rate"      // rate headers without sense
	NoRate          Kind = "no rate"          // rate headers are missing
	ClockSkew       Kind = "clock skew"       // Date is off by Skew
	HugeBody        Kind = "huge"             // the sound answer with 10 MB of padding
	NULBytes        Kind = "nul"              // \u0000 in texts
	LoneSurrogates  Kind = "lone surrogates"  // half a surrogate pair in texts
)

// Kinds lists every kind of fault.
func Kinds() []Kind {
	return []Kind{StatusCode, Hang, Drip, ResetBefore, ResetInside, Truncate, HTMLPage, EmptyBody,
		EmptyListing, MalformedFields, WrongTypes, NullAuthors, Duplicates, Shuffle, AbsurdRate, NoRate,
		ClockSkew, HugeBody, NULBytes, LoneSurrogates}
}

// Fault says which requests something goes wrong with, and what. Several faults may strike
// the same request; they work in the order in which they were injected.
type Fault struct {
	Kind Kind
	// Endpoint, Community and Match restrict it; empty ones match everything. A request for
	// several communities matches if one of them does; one that names none (info, more)
	// matches no Community. Match must not read the request's body.
	Endpoint  Endpoint
	Community string
	Match     func(*http.Request) bool
	// From and Until restrict it to a span of the simulation's time; zero is open.
	From, Until time.Time
	// Skip lets that many matching requests pass first; Times is how many it then strikes, 0
	// for all.
	Skip, Times int

	Status     int           // for StatusCode
	RetryAfter time.Duration // for StatusCode; zero sends no Retry-After
	Skew       time.Duration // for ClockSkew
	Pieces     int           // for Drip; zero is 20
	Pause      time.Duration // for Drip; zero is 20 ms
}

// Step is a fault with its hour, for Script.
type Step struct {
	After, For time.Duration // from the start of the script; For zero: to the end of time
	Fault      Fault
}

// Script places faults in time, counted from start.
func Script(start time.Time, steps ...Step) []Fault {
	faults := make([]Fault, 0, len(steps))
	for _, step := range steps {
		f := step.Fault
		f.From = start.Add(step.After)
		if step.For > 0 {
			f.Until = f.From.Add(step.For)
		}
		faults = append(faults, f)
	}
	return faults
}

// Inject makes faults happen from now on. The function it returns takes them back.
func (s *Sim) Inject(faults ...Fault) (heal func()) {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	added := make([]*activeFault, len(faults))
	for i, f := range faults {
		added[i] = &activeFault{Fault: f}
	}
	s.faults.active = append(s.faults.active, added...)
	return func() {
		s.faults.mu.Lock()
		defer s.faults.mu.Unlock()
		s.faults.active = slices.DeleteFunc(s.faults.active, func(f *activeFault) bool { return slices.Contains(added, f) })
	}
}

// Heal takes back all faults.
func (s *Sim) Heal() {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.active = nil
}

type faults struct {
	mu     sync.Mutex
	active []*activeFault
}

type activeFault struct {
	Fault
	seen, struck int
}

// strike returns the faults that hit a request, and counts them.
func (f *faults) strike(r *http.Request, where route, now time.Time) []Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	var hit []Fault
	for _, a := range f.active {
		if !a.matches(where, now) || a.Match != nil && !a.Match(r) || a.Times > 0 && a.struck >= a.Times {
			continue
		}
		if a.seen++; a.seen <= a.Skip {
			continue
		}
		a.struck++
		hit = append(hit, a.Fault)
	}
	return hit
}

func (f *Fault) matches(where route, now time.Time) bool {
	named := func(name string) bool { return strings.EqualFold(name, f.Community) }
	switch {
	case f.Endpoint != "" && f.Endpoint != where.endpoint,
		f.Community != "" && !slices.ContainsFunc(where.communities, named),
		!f.From.IsZero() && now.Before(f.From),
		!f.Until.IsZero() && !now.Before(f.Until):
		return false
	}
	return true
}

// drip sends a body piece by piece until the client gives up.
func drip(w http.ResponseWriter, r *http.Request, p *reply) {
	size := max(1, (len(p.body)+p.pieces-1)/p.pieces)
	for piece := range slices.Chunk(p.body, size) {
		if _, err := w.Write(piece); err != nil {
			return
		}
		flush(w)
		select {
		case <-r.Context().Done():
			return
		case <-time.After(p.pause):
		}
	}
}
