package cli

import (
	"math"
	"os"
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

const (
	// hastyGarbage and hastyGoal are for commands that do their work and end: garbage may grow to three times
	// what is in use before it is collected, which costs less of the processor.
	hastyGarbage = 300
	hastyGoal    = 2 * memoryGoal
)

// relaxMemory trades memory for speed, unless the environment (GOGC, GOMEMLIMIT) says otherwise.
func relaxMemory() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(hastyGarbage)
	}
	if debug.SetMemoryLimit(-1) == math.MaxInt64 {
		debug.SetMemoryLimit(hastyGoal)
	}
}
