package cli

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

func TestReanalysisYieldsToTraffic(t *testing.T) {
	var waited time.Duration
	now := time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC)
	load := newTraffic()
	load.now = func() time.Time { return now }
	load.wait = func(_ context.Context, d time.Duration) error { waited += d; now = now.Add(d); return nil }
	h := load.counted(http.NotFoundHandler())
	for _, c := range []struct {
		name     string
		requests int
		batch    time.Duration
		want     time.Duration
	}{
		{"the first batch", 5, 0, 0},
		{"nobody asks", 0, 40 * time.Millisecond, 0},
		{"somebody asks", 1, 40 * time.Millisecond, 120 * time.Millisecond},
		{"still somebody", 19, 40 * time.Millisecond, 120 * time.Millisecond},
		{"many ask", 20, 40 * time.Millisecond, 360 * time.Millisecond},
		{"not for ever", 500, time.Minute, time.Second},
		{"nobody any more", 0, 40 * time.Millisecond, 0},
	} {
		for range c.requests {
			h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil))
		}
		now, waited = now.Add(c.batch), 0
		if err := load.yield(t.Context()); err != nil || waited != c.want {
			t.Errorf("%s: waited %s, want %s, %v", c.name, waited, c.want, err)
		}
	}
	stopped, cancel := context.WithCancel(t.Context())
	cancel()
	load = newTraffic()
	if err := load.yield(stopped); err != nil {
		t.Errorf("with nothing to wait for: %v", err)
	}
	load.asked.Add(50)
	load.began = time.Now().Add(-time.Hour)
	if err := load.yield(stopped); !errors.Is(err, context.Canceled) {
		t.Errorf("while stopping: %v", err)
	}
}
