package api

import (
	"bytes"
	"math"
	"os"
	runtimemetrics "runtime/metrics"
	"strconv"
	"sync"
	"time"
)

// process watches what the program takes, without cgo: /proc where there is one, else what
// the Go runtime knows.
type process struct {
	mu      sync.Mutex
	at      time.Time
	used    time.Duration // CPU time until then
	percent float64
}

func newProcess() *process {
	p := &process{}
	p.sample()
	return p
}

// sample measures CPU use since the sample before.
func (p *process) sample() {
	now, used := time.Now(), cpuTime()
	p.mu.Lock()
	defer p.mu.Unlock()
	if passed := now.Sub(p.at); !p.at.IsZero() && passed > 0 {
		p.percent = max(0, 100*float64(used-p.used)/float64(passed))
	}
	p.at, p.used = now, used
}

func (p *process) body(uptime time.Duration) ProcessBody {
	p.mu.Lock()
	defer p.mu.Unlock()
	return ProcessBody{
		UptimeSeconds: tenths(uptime.Seconds()),
		MemoryMB:      tenths(float64(memory()) / (1 << 20)),
		CPUPercent:    tenths(p.percent),
		PID:           os.Getpid(),
	}
}

func tenths(x float64) float64 { return math.Round(x*10) / 10 }

// memory is the resident set in bytes, or what the runtime holds.
func memory() uint64 {
	if b, err := os.ReadFile("/proc/self/statm"); err == nil {
		if fields := bytes.Fields(b); len(fields) > 1 {
			if pages, err := strconv.ParseUint(string(fields[1]), 10, 64); err == nil {
				return pages * uint64(os.Getpagesize())
			}
		}
	}
	samples := []runtimemetrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	runtimemetrics.Read(samples)
	return samples[0].Value.Uint64() - samples[1].Value.Uint64()
}

// clockTick is the unit of /proc/self/stat: a hundredth of a second on every Linux that Go runs on.
const clockTick = 10 * time.Millisecond

func cpuTime() time.Duration {
	if b, err := os.ReadFile("/proc/self/stat"); err == nil {
		// The name in parentheses may hold spaces; utime and stime are the 12th and 13th field after it.
		if fields := bytes.Fields(b[bytes.LastIndexByte(b, ')')+1:]); len(fields) > 12 {
			user, err1 := strconv.ParseInt(string(fields[11]), 10, 64)
			system, err2 := strconv.ParseInt(string(fields[12]), 10, 64)
			if err1 == nil && err2 == nil {
				return time.Duration(user+system) * clockTick
			}
		}
	}
	samples := []runtimemetrics.Sample{{Name: "/cpu/classes/total:cpu-seconds"}, {Name: "/cpu/classes/idle:cpu-seconds"}}
	runtimemetrics.Read(samples)
	return time.Duration((samples[0].Value.Float64() - samples[1].Value.Float64()) * float64(time.Second))
}
