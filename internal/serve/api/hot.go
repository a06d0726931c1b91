package api

import (
	"context"
	"net/http"
	"strings"
	"time"
)

const (
	// staleFor is how long after a new version (or hour) the bytes of the one before may be sent.
	staleFor = 5 * time.Second
	// analysisStaleFor is the same for analyses. Whoever asks has an older one at once, with its own version, while the newest is made.
	analysisStaleFor = 2 * time.Minute
	// leaderWaits is how long the request that starts a refill waits for it before it takes
	// stale bytes: long enough that a lone reader sees new data at once where these are soon made.
	leaderWaits = 30 * time.Millisecond
	// refillsAtOnce is how many answers are made anew at a time while stale bytes are sent in their place, so that those
	// that have none are not kept waiting for a processor.
	refillsAtOnce = 1
)

// serveHot answers from ready bytes when they are of the current version and hour.
func (a *API) serveHot(w http.ResponseWriter, r *http.Request, h *hot) {
	var space [256]byte
	spelled := append(append(append(space[:0], r.URL.EscapedPath()...), '?'), r.URL.RawQuery...)
	now := time.Now()
	if v := a.version.current(now, a.tolerance()); v != nil {
		if kept := a.ready.find(spelled, now); kept != nil && kept.version == v.Number && kept.hour.Equal(a.hour()) {
			a.metrics.hits.Inc()
			kept.write(w, r)
			return
		}
	}
	a.serveCold(w, r, h, string(spelled))
}

// serveCold refills, or sends stale bytes while somebody else does.
func (a *API) serveCold(w http.ResponseWriter, r *http.Request, h *hot, spelled string) {
	query, err := h.canonical(r.URL.RawQuery)
	if err != nil {
		writeProblem(w, r, err)
		return
	}
	if a.version.current(time.Now(), a.tolerance()) == nil {
		if err := a.refreshVersion(); err != nil {
			writeProblem(w, r, err)
			return
		}
	}
	target := r.URL.EscapedPath() + "?" + query
	kept, leader := a.ready.begin(target, spelled)
	if kept != nil && a.isFresh(kept) {
		if leader {
			a.ready.done(target, spelled, nil)
		}
		a.metrics.hits.Inc()
		kept.write(w, r)
		return
	}
	if kept != nil && !a.mayBeStale(kept) {
		kept = nil
	}
	a.await(w, r, target, spelled, kept, leader)
}

// await waits for the refill of target. stale may be sent instead when it takes long; it is
// nil when nothing may.
func (a *API) await(w http.ResponseWriter, r *http.Request, target, spelled string, stale *answer, leader bool) {
	if stale != nil && !leader {
		a.metrics.stale.Inc()
		stale.write(w, r)
		return
	}
	if stale != nil && stale.analysis {
		a.flight.DoChan("calm "+target, func() (any, error) { return a.calmly(target, spelled, time.Now()), nil })
		a.metrics.stale.Inc()
		stale.write(w, r)
		return
	}
	refill := a.refill(target, spelled)
	if stale != nil {
		refill = a.inTurn(refill)
	}
	filled := a.flight.DoChan(target, refill)
	var enough <-chan time.Time
	if stale != nil {
		timer := time.NewTimer(leaderWaits)
		defer timer.Stop()
		enough = timer.C
	}
	select {
	case result := <-filled:
		a.metrics.misses.Inc()
		result.Val.(*answer).write(w, r)
	case <-enough:
		a.metrics.stale.Inc()
		stale.write(w, r)
	case <-r.Context().Done():
		panic(http.ErrAbortHandler)
	}
}

// inTurn lets few refills run at a time.
func (a *API) inTurn(refill func() (any, error)) func() (any, error) {
	return func() (any, error) {
		a.refills <- struct{}{}
		defer func() { <-a.refills }()
		return refill()
	}
}

// refill is the work of a flight: it makes the answer and keeps it.
func (a *API) refill(target, spelled string) func() (any, error) {
	return func() (any, error) {
		return a.endRefill(target, spelled, a.fill(context.Background(), target), time.Now()), nil
	}
}

// endRefill ends a refill with the answer that was made: it is kept unless something went wrong. used is when it was last asked for, where it was not kept before.
func (a *API) endRefill(target, spelled string, made *answer, used time.Time) *answer {
	keep := made
	if made.status != http.StatusOK {
		keep = nil
	}
	a.ready.end(target, spelled, keep, used)
	return made
}

func (a *API) isFresh(kept *answer) bool {
	v := a.version.known.Load()
	return v != nil && kept.version == v.Number && kept.hour.Equal(a.hour())
}

// mayBeStale reports whether bytes that have just ceased to be current may still be sent.
func (a *API) mayBeStale(kept *answer) bool {
	hour := a.hour()
	return a.version.useful(kept) &&
		(kept.hour.Equal(hour) || kept.hour.Equal(hour.Add(-time.Hour)) && a.opt.Clock().Sub(hour) < kept.staleFor())
}

// write sends the answer, or 304 to a client that has it.
func (a *answer) write(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	if a.status != http.StatusOK {
		for k, v := range a.header {
			h[k] = v
		}
		w.WriteHeader(a.status)
		_, _ = w.Write(a.body)
		return
	}
	body, etag, length := a.body, a.etagLine, a.lengthLine
	if a.packed != nil && acceptsGzip(r.Header) {
		body, etag, length = a.packed, a.packedETagLine, a.packedLenLine
		h["Content-Encoding"] = a.encodingLines
	}
	h["Etag"] = etag
	h["Cache-Control"] = revalidate
	if h["Vary"] == nil {
		h["Vary"] = varyCoding
	}
	if known := r.Header["If-None-Match"]; known != nil && a.matches(known) {
		delete(h, "Content-Encoding")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h["Content-Type"] = a.contentLine
	h["Content-Length"] = length
	_, _ = w.Write(body)
}

func (a *answer) matches(lines []string) bool {
	for _, line := range lines {
		for tag := range strings.SplitSeq(line, ",") {
			tag = strings.TrimPrefix(strings.TrimSpace(tag), "W/")
			if tag == a.etag || tag == a.packedETag || tag == "*" {
				return true
			}
		}
	}
	return false
}

// acceptsGzip reports whether gzip is named among the accepted codings, other than with weight 0.
func acceptsGzip(h http.Header) bool {
	for _, line := range h["Accept-Encoding"] {
		for coding := range strings.SplitSeq(line, ",") {
			name, weight, _ := strings.Cut(coding, ";")
			if strings.EqualFold(strings.TrimSpace(name), "gzip") {
				q := strings.TrimPrefix(strings.TrimSpace(weight), "q=")
				return q == "" || strings.Trim(q, "0.") != ""
			}
		}
	}
	return false
}
