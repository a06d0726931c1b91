package redditsim

import (
	"net/http"
	"strconv"
	"sync"
	"time"
)

// ratePeriod is the span over which Reddit counts requests.
const ratePeriod = 10 * time.Minute

// limiter counts requests by client id in periods of the simulation's time.
type limiter struct {
	limit  int
	mu     sync.Mutex
	period time.Time
	used   map[string]int
}

// rate is what the three X-Ratelimit headers say.
type rate struct {
	used, remaining int
	reset           time.Duration
	exceeded        bool
}

// count notes one more request of a client.
func (l *limiter) count(client string, now time.Time) rate {
	l.mu.Lock()
	defer l.mu.Unlock()
	if period := now.Truncate(ratePeriod); !period.Equal(l.period) {
		l.period, l.used = period, make(map[string]int)
	}
	l.used[client]++
	used := l.used[client]
	limit := l.limit
	if limit < 0 {
		limit = max(1000, used)
	}
	return rate{
		used:      used,
		remaining: max(0, limit-used),
		reset:     l.period.Add(ratePeriod).Sub(now),
		exceeded:  used > limit,
	}
}

func (r rate) write(h http.Header) {
	h.Set("X-Ratelimit-Used", strconv.Itoa(r.used))
	h.Set("X-Ratelimit-Remaining", strconv.FormatFloat(float64(r.remaining), 'f', 1, 64))
	h.Set("X-Ratelimit-Reset", strconv.Itoa(int(r.reset.Seconds())))
}
