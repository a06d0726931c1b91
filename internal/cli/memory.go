package cli

import (
	"context"
	"math"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// memoryGoal is what Go may take before it collects garbage more eagerly than usual: with the
// program itself and SQLite's caches, which come on top, that stays below 200 MB. More is taken where
// more is in use.
const memoryGoal = 96 << 20

// limitMemory sets the goal, unless the environment (GOMEMLIMIT) has set one, and keeps it above what is in use while ctx lasts.
func limitMemory(ctx context.Context) {
	if debug.SetMemoryLimit(-1) != math.MaxInt64 {
		return
	}
	debug.SetMemoryLimit(memoryGoal)
	ticker := time.NewTicker(followMemoryEvery)
	go func() {
		defer ticker.Stop()
		followMemory(ctx, ticker.C, memoryInUse)
	}()
}

const (
	followMemoryEvery = 2 * time.Second
	// goalStep keeps the goal from moving at every look.
	goalStep = 8 << 20
)

// followMemory raises the goal where what is in use leaves less than a quarter of that to collect in, and lowers it again. Near a limit garbage is
// collected all the time, on up to half of the processors, which makes every answer wait.
func followMemory(ctx context.Context, ticks <-chan time.Time, inUse func() int64) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticks:
		}
		if goal := goalFor(inUse()); goal != debug.SetMemoryLimit(-1) {
			debug.SetMemoryLimit(goal)
		}
	}
}

// goalFor is the goal while so many bytes are in use.
func goalFor(inUse int64) int64 {
	return max(memoryGoal, (inUse+inUse/4+goalStep-1)/goalStep*goalStep)
}

// memoryInUse is what Go holds that no collection would free, in bytes: what the last one left, stacks, and what the runtime needs for itself.
func memoryInUse() int64 {
	samples := []metrics.Sample{
		{Name: "/gc/heap/live:bytes"}, {Name: "/memory/classes/total:bytes"},
		{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/memory/classes/heap/unused:bytes"},
		{Name: "/memory/classes/heap/free:bytes"}, {Name: "/memory/classes/heap/released:bytes"},
	}
	metrics.Read(samples)
	n := int64(samples[0].Value.Uint64() + samples[1].Value.Uint64())
	for _, heap := range samples[2:] {
		n -= int64(heap.Value.Uint64())
	}
	return n
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
