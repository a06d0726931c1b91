package cli

import (
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop/internal/redditsim"
)

// TestDemoWorld: the simulated history is as long as was asked for, and the usual one the same whatever less is.
func TestDemoWorld(t *testing.T) {
	now := time.Date(2026, time.March, 4, 12, 30, 0, 0, time.UTC)
	for days, want := range map[int]int{1: redditsim.DemoDays, 30: redditsim.DemoDays, 31: 31, 90: 90} {
		if got := demoWorld(now, days).Start; !got.Equal(time.Date(2026, time.March, 4-want, 0, 0, 0, 0, time.UTC)) {
			t.Errorf("%d days begin at %v", days, got)
		}
	}
	first := now.AddDate(0, 0, -90)
	sim := redditsim.New(redditsim.Config{Seed: 1, World: demoWorld(now, 90), Clock: func() time.Time { return now }})
	if posts, comments := sim.Created(first, first.AddDate(0, 0, 5)); posts < 50 || comments < 500 {
		t.Errorf("%d posts and %d comments in its first days", posts, comments)
	}
}
