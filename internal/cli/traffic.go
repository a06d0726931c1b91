package cli

import (
	"context"
	"net/http"
	"sync/atomic"
	"time"
)

// traffic tells a re-analysis how much it may take of the machine: all of it while nobody asks the API, a quarter while
// anybody does, a tenth while many do.
type traffic struct {
	asked atomic.Int64
	now   func() time.Time
	wait  func(ctx context.Context, d time.Duration) error

	seen  int64     // requests when the last batch was let through
	began time.Time // and when that was; zero before the first
}

const (
	// manyAsk is from how many requests since the last batch on.
	manyAsk = 20
	// longestYield bounds the pause before a batch, so that a re-analysis comes to its end.
	longestYield = time.Second
)

func newTraffic() *traffic {
	return &traffic{now: time.Now, wait: func(ctx context.Context, d time.Duration) error {
		timer := time.NewTimer(d)
		defer timer.Stop()
		select {
		case <-timer.C:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}}
}

// counted is a handler whose requests are traffic.
func (t *traffic) counted(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		t.asked.Add(1)
		h.ServeHTTP(w, r)
	})
}

// yield returns when there is time for the next batch. Only one goroutine may call it.
func (t *traffic) yield(ctx context.Context) error {
	asked, now := t.asked.Load(), t.now()
	pause := time.Duration(0)
	if took := now.Sub(t.began); !t.began.IsZero() {
		switch since := asked - t.seen; {
		case since >= manyAsk:
			pause = 9 * took
		case since > 0:
			pause = 3 * took
		}
	}
	if pause = min(pause, longestYield); pause > 0 {
		if err := t.wait(ctx, pause); err != nil {
			return err
		}
	}
	t.seen, t.began = asked, t.now()
	return nil
}
