package cli

import (
	"math"
	"runtime/debug"
	"testing"
)

func TestLimitMemory(t *testing.T) {
	before := debug.SetMemoryLimit(math.MaxInt64)
	defer debug.SetMemoryLimit(before)
	limitMemory()
	if got := debug.SetMemoryLimit(-1); got != memoryGoal {
		t.Errorf("limit %d, want %d", got, memoryGoal)
	}
	debug.SetMemoryLimit(1 << 40) // as GOMEMLIMIT does
	limitMemory()
	if got := debug.SetMemoryLimit(-1); got != 1<<40 {
		t.Errorf("the operator's limit became %d", got)
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
