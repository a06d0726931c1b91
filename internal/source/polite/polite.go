// Package polite is how a source behaves as a guest: it stays away for as long as it is asked to,
// takes the time from its host's clock, and does not repeat its host's addresses.
package polite

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Longest is the most that RetryAfter returns. Who asks for more wants not to be asked at all.
const Longest = 30 * 24 * time.Hour

// RetryAfter reads a Retry-After header: seconds, also with a fraction, or a date. The pause is
// from 0 to Longest; stated is false when the header does not say anything that makes sense.
func RetryAfter(value string, now time.Time) (pause time.Duration, stated bool) {
	value = strings.TrimSpace(value)
	if seconds, err := strconv.ParseFloat(value, 64); err == nil {
		if !(seconds >= 0 && seconds < 1e12) {
			return 0, false
		}
		return time.Duration(min(seconds, Longest.Seconds()) * float64(time.Second)), true
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return 0, false
	}
	return min(max(at.Sub(now), 0), Longest), true
}

// ServerTime is the server's clock in UTC and whole seconds, unless it is so far off ours that it
// must be wrong: an observation from the future could never be corrected.
func ServerTime(h http.Header, now time.Time) time.Time {
	said, err := http.ParseTime(h.Get("Date"))
	if err != nil || said.Sub(now).Abs() > 10*time.Minute {
		said = now
	}
	return said.UTC().Truncate(time.Second)
}

// Wait returns after d, or with the context's error when that ends earlier.
func Wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return ctx.Err()
	case <-ctx.Done():
		return ctx.Err()
	}
}

// WithoutAddress takes from an error of net/http the address it was about, which is long and may
// hold a secret, and leaves the cause.
func WithoutAddress(err error) error {
	var about *url.Error
	if errors.As(err, &about) {
		return about.Err
	}
	return err
}
