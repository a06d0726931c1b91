package product

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"time"
)

// Memory is the resident set of the process in MB; 0 where the system does not tell.
func (s *Process) Memory() float64 {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", s.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	fields := bytes.Fields(b)
	if len(fields) < 2 {
		return 0
	}
	pages, err := strconv.ParseFloat(string(fields[1]), 64)
	if err != nil {
		return 0
	}
	return pages * float64(os.Getpagesize()) / (1 << 20)
}

// Watch samples memory until ctx ends. The samples are in MB, sampleEvery apart.
func (s *Process) Watch(ctx context.Context) (samples []float64) {
	for {
		samples = append(samples, s.Memory())
		select {
		case <-ctx.Done():
			return samples
		case <-time.After(sampleEvery):
		}
	}
}

const (
	sampleEvery = 100 * time.Millisecond
	// sustained is for how many samples memory must stay above a bound to count as sustained.
	sustained = int(5 * time.Second / sampleEvery)
)

// Sustained is the highest value that memory never fell below for five seconds.
func Sustained(samples []float64) float64 {
	if len(samples) == 0 {
		return 0
	}
	window, highest := min(sustained, len(samples)), 0.0
	for i := range len(samples) - window + 1 {
		highest = max(highest, slices.Min(samples[i:i+window]))
	}
	return highest
}
