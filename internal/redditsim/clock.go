package redditsim

import (
	"sync"
	"time"
)

// Clock tells the simulation what time it is. It may stand still, jump forward or run at
// any speed; the simulated Reddit shows whatever exists at the instant it returns.
type Clock func() time.Time

// Fixed is a clock that always says t.
func Fixed(t time.Time) Clock { return func() time.Time { return t } }

// WallFrom is a clock that says start now and then runs with the wall clock. Given
// time.Now() it is the wall clock.
func WallFrom(start time.Time) Clock { return Accelerated(start, 1) }

// Accelerated is a clock that says start now and then runs factor times as fast as the
// wall clock.
func Accelerated(start time.Time, factor float64) Clock {
	begun := time.Now()
	return func() time.Time {
		return start.Add(time.Duration(float64(time.Since(begun)) * factor))
	}
}

// Manual is a clock moved by hand. It is safe for concurrent use.
type Manual struct {
	mu  sync.Mutex
	now time.Time
}

// NewManual returns a clock that says t until it is moved.
func NewManual(t time.Time) *Manual { return &Manual{now: t} }

// Now is the Clock of m.
func (m *Manual) Now() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.now
}

// Advance moves the clock by d, which may be negative, and returns the new time.
func (m *Manual) Advance(d time.Duration) time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = m.now.Add(d)
	return m.now
}

// Set moves the clock to t.
func (m *Manual) Set(t time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = t
}
