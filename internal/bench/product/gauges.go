package product

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"
)

// Footprint is what a process takes for itself.
type Footprint struct {
	Goroutines  float64 `json:"goroutines"`
	Descriptors float64 `json:"descriptors"` // open files and connections; 0 where the system does not tell
	Heap        float64 `json:"heap_mb"`     // what the last garbage collection left alive, with stacks and globals
	Memory      float64 `json:"memory_mb"`   // resident
}

// Footprint reads what the program tells about itself, and what the system does.
func (s *Process) Footprint(ctx context.Context) (f Footprint, err error) {
	gauges, err := s.gauges(ctx)
	if err != nil {
		return f, err
	}
	for _, name := range []string{"go_goroutines", "go_memstats_next_gc_bytes", "go_gc_gogc_percent"} {
		if _, told := gauges[name]; !told {
			return f, fmt.Errorf("/metrics does not tell %s", name)
		}
	}
	// The next collection is due when what the last one left alive has grown by GOGC percent.
	alive := gauges["go_memstats_next_gc_bytes"] / (1 + gauges["go_gc_gogc_percent"]/100)
	f = Footprint{Goroutines: gauges["go_goroutines"], Heap: alive / (1 << 20)}
	if s.cmd != nil {
		f.Memory = s.Memory()
		f.Descriptors = s.descriptors()
	}
	return f, nil
}

// descriptors is how many files and connections the process has open; 0 where the system does not tell.
func (s *Process) descriptors() float64 {
	open, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", s.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	return float64(len(open))
}

// gauges reads the metrics that have no labels.
func (s *Process) gauges(ctx context.Context) (map[string]float64, error) {
	out := map[string]float64{}
	err := s.metrics(ctx, func(line string) {
		name, value, two := strings.Cut(line, " ")
		if v, err := strconv.ParseFloat(value, 64); two && err == nil {
			out[name] = v
		}
	})
	return out, err
}

// metrics yields the lines of what the program tells about itself.
func (s *Process) metrics(ctx context.Context, yield func(line string)) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.API+"/metrics", http.NoBody)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	lines := bufio.NewScanner(resp.Body)
	for lines.Scan() {
		yield(lines.Text())
	}
	return lines.Err()
}
