package api

import "time"

// What was asked for within warmFor is refilled before anybody asks again, mostWarmed answers at most.
const (
	warmFor    = 10 * time.Second
	mostWarmed = 64
)

// warmer refills, in a goroutine of its own, what readers keep asking for: analyses, or all else.
type warmer struct {
	api    *API
	last   frame // what was warmed last
	signal chan struct{}
}

func newWarmer(a *API, analyses bool) *warmer {
	w := &warmer{api: a, signal: make(chan struct{}, 1)}
	go func() {
		for range w.signal {
			a.warm(analyses)
		}
	}()
	return w
}

// look sets the work going when there is a new version or hour.
func (w *warmer) look() {
	v := w.api.version.known.Load()
	if v == nil {
		return
	}
	now := frame{version: v.DataVersion, now: w.api.hour()}
	if now == w.last {
		return
	}
	w.last = now
	select {
	case w.signal <- struct{}{}:
	default: // it is at work, and will be again
	}
}

func (w *warmer) stop() { close(w.signal) }

// warm refills one answer after the other, so that after a new version or hour nobody waits
// and the database is not asked for all at once.
func (a *API) warm(analyses bool) {
	for _, target := range a.ready.lately(time.Now().Add(-warmFor), mostWarmed) {
		if isAnalysis(target) == analyses {
			a.renew(target)
		}
	}
}

// renew makes an answer anew unless it is of the newest version, or somebody is at it.
func (a *API) renew(target string) {
	kept, claimed := a.ready.begin(target, target)
	switch {
	case !claimed:
	case kept != nil && a.isFresh(kept):
		a.ready.done(target, target, nil)
	case isAnalysis(target):
		a.calmly(target, target, time.Time{})
	default:
		_, _, _ = a.flight.Do(target, a.refill(target, target))
	}
}
