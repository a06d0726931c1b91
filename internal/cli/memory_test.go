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
