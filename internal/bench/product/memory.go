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

// DatabaseSize is what the database takes on disk in bytes, as the program tells it: not older than half a minute.
func (s *Process) DatabaseSize(ctx context.Context) (int64, error) {
	var status struct {
		Bytes int64 `json:"storage_bytes"`
	}
	err := s.call(ctx, "GET", "/api/v1/status", &status)
	return status.Bytes, err
}

// Items is how many items the database holds.
func (s *Process) Items(ctx context.Context) (n int64, err error) {
	var all struct {
		Communities []struct{ Posts, Comments int64 }
	}
	err = s.call(ctx, "GET", "/api/v1/subreddits", &all)
	for _, c := range all.Communities {
		n += c.Posts + c.Comments
	}
	return n, err
}

// NewestItems are the API paths of the newest items, at most 200.
func (s *Process) NewestItems(ctx context.Context, n int) (paths []string, err error) {
	var page struct {
		Items []struct{ ID, Source string }
	}
	if err := s.call(ctx, "GET", "/api/v1/items?limit="+strconv.Itoa(n), &page); err != nil {
		return nil, err
	}
	if len(page.Items) == 0 {
		return nil, fmt.Errorf("the database holds no items")
	}
	for _, it := range page.Items {
		paths = append(paths, "/api/v1/posts/"+it.Source+"/"+it.ID)
	}
	return paths, nil
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

// restShare is how much of a processor a process at rest takes at most.
const restShare = 0.2

// Rest waits until the process has next to nothing to do: what it does by itself after a start, such as looking for themes, is over.
func (s *Process) Rest(ctx context.Context) error {
	for before := s.cpu(); ; {
		if err := s.pause(ctx, restSpan); err != nil {
			return err
		}
		now := s.cpu()
		if now-before < restShare*restSpan.Seconds() {
			return nil
		}
		before = now
	}
}

const (
	restSpan = 3 * time.Second
	ticks    = 100 // a second, in /proc
)

// cpu is how many seconds of processor time the process has taken; 0 where the system does not tell.
func (s *Process) cpu() float64 {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	fields := bytes.Fields(b[bytes.LastIndexByte(b, ')')+1:])
	if len(fields) < 13 {
		return 0
	}
	user, err1 := strconv.ParseFloat(string(fields[11]), 64)
	system, err2 := strconv.ParseFloat(string(fields[12]), 64)
	if err1 != nil || err2 != nil {
		return 0
	}
	return (user + system) / ticks
}
