// Package file reads Reddit-shaped items from files: dumps of one item a line (pushshift,
// Arctic Shift, voxpop's own export), saved listings and threads, as they are or compressed.
// It streams in constant memory, can go on where it was stopped, and counts what it skips.
package file

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// Name is the name under which the source keeps its cursors. Its items belong to the platform
// they were taken from, mostly "reddit".
const Name = "file"

// Stdin is the path that stands for standard input.
const Stdin = "-"

// Config says what to read and what to keep of it.
type Config struct {
	Paths       []string  // files, in any order, each read once; "-" reads Stdin
	Communities []string  // keep only these, compared without case and without "r/"; all when empty
	Since       time.Time // keep items created at or after; zero for no bound
	Until       time.Time // keep items created before; zero for no bound
	// OnProgress is called from Run about once a batch and at the end of a file. Optional.
	OnProgress func(Progress)
	Stdin      io.Reader        // os.Stdin when nil
	Now        func() time.Time // wall time, for the ledger; time.Now when nil
}

// Progress tells how far one file has been read.
type Progress struct {
	Path    string
	Bytes   int64 // of the file as it lies on disk (compressed)
	Total   int64 // its size; 0 when unknown
	Read    int64 // items read, kept or not
	Matched int64 // items kept
}

// Source yields the items of files. It is made for one import.
type Source struct {
	cfg    Config
	filter filter

	mu        sync.Mutex
	summaries map[string]Summary
}

// New checks the configuration. The error wraps voxpop.ErrInvalid.
func New(cfg Config) (*Source, error) {
	if len(cfg.Paths) == 0 {
		return nil, fmt.Errorf("import: no file named: %w", voxpop.ErrInvalid)
	}
	if !cfg.Since.IsZero() && !cfg.Until.IsZero() && !cfg.Since.Before(cfg.Until) {
		return nil, fmt.Errorf("import: since %s is not before until %s: %w",
			cfg.Since.UTC().Format(time.RFC3339), cfg.Until.UTC().Format(time.RFC3339), voxpop.ErrInvalid)
	}
	if cfg.Stdin == nil {
		cfg.Stdin = os.Stdin
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.OnProgress == nil {
		cfg.OnProgress = func(Progress) {}
	}
	cfg.Paths = slices.Compact(slices.Sorted(slices.Values(cfg.Paths)))
	return &Source{cfg: cfg, filter: newFilter(cfg), summaries: map[string]Summary{}}, nil
}

// Name returns "file".
func (*Source) Name() string { return Name }

type payload struct {
	Path string `json:"path"`
}

// Plan makes one task of every file. A file that is not there, is a folder or cannot be opened
// is an error before anything is read.
func (s *Source) Plan(ctx context.Context, _ voxpop.SourceView) ([]voxpop.Task, error) {
	var tasks []voxpop.Task
	var problems []error
	for _, path := range s.cfg.Paths {
		if err := readable(path); err != nil {
			problems = append(problems, err)
			continue
		}
		raw, err := json.Marshal(payload{Path: path})
		if err != nil {
			return nil, fmt.Errorf("import %s: %w", path, err)
		}
		tasks = append(tasks, voxpop.Task{Source: Name, Key: path, Payload: raw})
	}
	if err := errors.Join(problems...); err != nil {
		return nil, err
	}
	return tasks, ctx.Err()
}

func readable(path string) error {
	if path == Stdin {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("import: %w", err)
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("import: %w", err)
	}
	if info.IsDir() {
		return fmt.Errorf("import %s: is a folder; name the files in it: %w", path, voxpop.ErrInvalid)
	}
	return nil
}

// Summary tells what Run has found in a file so far, this time and, where it went on, before.
func (s *Source) Summary(path string) (Summary, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	sum, ok := s.summaries[path]
	return sum, ok
}

// Total adds up the summaries of all files.
func (s *Source) Total() Summary {
	s.mu.Lock()
	defer s.mu.Unlock()
	var total Summary
	for _, path := range s.cfg.Paths {
		total.add(s.summaries[path])
	}
	return total
}

func (s *Source) publish(sum Summary) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.summaries[sum.Path] = sum
}
