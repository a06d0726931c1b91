package cli

import (
	"math"
	"runtime/debug"
)

// memoryGoal is what Go may take before it collects garbage more eagerly than usual: with the
// program itself and SQLite's caches, which come on top, that stays below 200 MB. More is taken where
// more is in use.
const memoryGoal = 96 << 20

// limitMemory sets the goal, unless the environment (GOMEMLIMIT) has set one.
func limitMemory() {
	if debug.SetMemoryLimit(-1) == math.MaxInt64 {
		debug.SetMemoryLimit(memoryGoal)
	}
}
