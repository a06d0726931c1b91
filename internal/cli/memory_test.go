package cli

import (
	"context"
	"math"
	"runtime/debug"
	"testing"
	"time"
)

func TestLimitMemory(t *testing.T) {
	before := debug.SetMemoryLimit(math.MaxInt64)
	defer debug.SetMemoryLimit(before)
	ended, cancel := context.WithCancel(t.Context())
	cancel() // nothing follows
	limitMemory(ended)
	if got := debug.SetMemoryLimit(-1); got != memoryGoal {
		t.Errorf("limit %d, want %d", got, memoryGoal)
	}
	debug.SetMemoryLimit(1 << 40) // as GOMEMLIMIT does
	limitMemory(ended)
	if got := debug.SetMemoryLimit(-1); got != 1<<40 {
		t.Errorf("the operator's limit became %d", got)
	}
}

func TestGoalFollowsWhatIsInUse(t *testing.T) {
	before := debug.SetMemoryLimit(memoryGoal)
	defer debug.SetMemoryLimit(before)
	ctx, cancel := context.WithCancel(t.Context())
	ticks, inUse, ended := make(chan time.Time), make(chan int64), make(chan bool)
	go func() { followMemory(ctx, ticks, func() int64 { return <-inUse }); close(ended) }()
	want := int64(memoryGoal)
	for _, c := range []struct{ inUse, goal int64 }{
		{40 << 20, memoryGoal}, {76 << 20, memoryGoal}, {80 << 20, 104 << 20}, {81 << 20, 104 << 20}, {160 << 20, 200 << 20}, {10 << 20, memoryGoal},
	} {
		ticks <- time.Time{} // taken when the last one is done with
		if got := debug.SetMemoryLimit(-1); got != want {
			t.Errorf("a goal of %d, want %d", got, want)
		}
		inUse <- c.inUse
		want = c.goal
	}
	cancel()
	<-ended
	if got := debug.SetMemoryLimit(-1); got != memoryGoal {
		t.Errorf("the goal stays %d", got)
	}
	if n := memoryInUse(); n < 1<<20 || n > 1<<30 {
		t.Errorf("%d bytes in use", n)
	}
}

func TestRelaxMemory(t *testing.T) {
	t.Setenv("GOGC", "")
	limit, percent := debug.SetMemoryLimit(math.MaxInt64), debug.SetGCPercent(100)
	defer func() { debug.SetMemoryLimit(limit); debug.SetGCPercent(percent) }()
	relaxMemory()
	if got := debug.SetGCPercent(70); got != hastyGarbage {
		t.Errorf("garbage may grow to %d %%, want %d", got, hastyGarbage)
	}
	if got := debug.SetMemoryLimit(-1); got != hastyGoal {
		t.Errorf("limit %d, want %d", got, hastyGoal)
	}
	t.Setenv("GOGC", "70")
	relaxMemory()
	if got := debug.SetGCPercent(100); got != 70 {
		t.Errorf("the operator's percentage became %d", got)
	}
}
