package llm

import (
	"time"

	"github.com/voxpop-dev/voxpop"
)

// The circuit opens after so many failed calls in a row, for a minute at first, then for twice as long each time.
const (
	opensAfter = 3
	firstOpen  = time.Minute
	longOpen   = 30 * time.Minute
)

// breaker is a circuit breaker: closed, it lets calls through; open, it does not; when its time is over it lets through until the
// next failure, which opens it again, or the next success, which closes it.
type breaker struct {
	failures int // in a row
	opened   int // in a row
	open     voxpop.Pause
}

// pause is why no call may be made, nil when one may.
func (b *breaker) pause(now time.Time) *voxpop.Pause {
	if b.open.Reason == "" || !now.Before(b.open.Until) {
		return nil
	}
	p := b.open
	return &p
}

// note takes how a call ended, nil for well, and returns why the circuit has opened, if so.
func (b *breaker) note(f *failure, now time.Time) *voxpop.Pause {
	if f == nil {
		*b = breaker{}
		return nil
	}
	b.failures++
	if b.failures < opensAfter && b.opened == 0 && f.rest == 0 {
		return nil
	}
	rest := max(f.rest, min(longOpen, firstOpen<<min(b.opened, 10)))
	b.failures, b.opened = 0, b.opened+1
	b.open = voxpop.Pause{Reason: voxpop.StandInUnavailable, Detail: f.detail, Since: now, Until: now.Add(rest)}
	return b.pause(now)
}
