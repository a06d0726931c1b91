package reddit

import (
	"context"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/voxpop-dev/voxpop/internal/source/polite"
)

// Reddit allows 100 requests a minute and client id, averaged over ten minutes.
const (
	paceRequests = 1000
	paceWindow   = 10 * time.Minute
)

// pace keeps to Reddit's rate: what its headers say while they make sense, else no more than paceRequests in any
// paceWindow. It never waits while there is room. Safe for concurrent use.
type pace struct {
	mu    sync.Mutex
	sent  [paceRequests]time.Time // a ring of the last requests
	next  int
	left  float64   // requests left by the headers
	reset time.Time // until when left holds
	hold  time.Time // no request before: what a 429 asked for
}

// wait returns when a request may go out. If that is after ctx's deadline it fails at once.
func (c *client) wait(ctx context.Context) error {
	for {
		d, err := c.book(ctx, time.Now())
		if err != nil {
			return err
		}
		if d <= 0 {
			return ctx.Err()
		}
		if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < d {
			return errPaused(d)
		}
		if err := polite.Wait(ctx, d); err != nil {
			return err
		}
	}
}

// take notes a request at now and returns 0, or returns how long there is no room.
func (p *pace) take(now time.Time) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	if d := p.hold.Sub(now); d > 0 {
		return d
	}
	if d := p.reset.Sub(now); d > 0 {
		if p.left < 1 {
			return d
		}
		p.left--
	} else if d := p.sent[p.next].Add(paceWindow).Sub(now); d > 0 {
		return d
	}
	p.sent[p.next] = now
	p.next = (p.next + 1) % paceRequests
	return 0
}

// rateHeaders are how many requests an answer says are left, and until when; not sound when it does not say.
func rateHeaders(h http.Header, now time.Time) (left float64, until time.Time, sound bool) {
	left, err1 := strconv.ParseFloat(h.Get("X-Ratelimit-Remaining"), 64)
	reset, err2 := strconv.ParseFloat(h.Get("X-Ratelimit-Reset"), 64)
	if err1 != nil || err2 != nil || !(left >= 0 && left < 1e6) || !(reset > 0 && reset <= longestWindow.Seconds()) {
		return 0, time.Time{}, false
	}
	return left, now.Add(time.Duration(reset * float64(time.Second))), true
}

// observe notes what an answer says.
func (p *pace) observe(left float64, until time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.left, p.reset = left, until
}

// holdUntil keeps every request back until t.
func (p *pace) holdUntil(t time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if t.After(p.hold) {
		p.hold = t
	}
}

// held is until when requests are kept back; the zero time when they are not.
func (p *pace) held(now time.Time) time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.hold.After(now) {
		return p.hold
	}
	return time.Time{}
}

const (
	longestPause  = 24 * time.Hour
	longestWindow = time.Hour // of the rate limit; a header that tells of more is not believed
)

// leastPause follows a 429, whatever it says.
const leastPause = 2 * time.Second

// statedPause is what Retry-After says; 0 when it says nothing.
func statedPause(h http.Header, now time.Time) time.Duration {
	d, _ := polite.RetryAfter(h.Get("Retry-After"), now)
	return min(d, longestPause)
}

// retryAfter is the pause that a 429 asks for: Retry-After, else the end of the rate window; 0 when it says nothing.
func retryAfter(h http.Header, now time.Time) time.Duration {
	if d, stated := polite.RetryAfter(h.Get("Retry-After"), now); stated {
		return min(d, longestPause)
	}
	if d, _ := polite.RetryAfter(h.Get("X-Ratelimit-Reset"), now); d <= longestWindow {
		return d
	}
	return 0
}
