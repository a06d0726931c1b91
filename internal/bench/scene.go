package bench

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/voxpop-dev/voxpop/internal/bench/load"
	"github.com/voxpop-dev/voxpop/internal/bench/product"
	"github.com/voxpop-dev/voxpop/internal/bench/world"
)

// Config says what to measure and how thoroughly.
type Config struct {
	Binary string    // of the program
	Root   string    // of the repository: for Go benchmarks
	Items  int       // in the database under load
	Log    io.Writer // what is being done
	// Span is how long single measurements last; DefaultSpan is for figures worth keeping.
	Span time.Duration
}

// DefaultSpan is how long one measurement under load lasts.
const DefaultSpan = 3 * time.Second

const (
	historyDays = 30
	// behind is how far in the past the live part begins, so that a clock that runs speed times
	// as fast as the wall's does not overtake it.
	behind = 5 * 24 * time.Hour
	// speed lets a cycle that follows the last one by three seconds find half an hour of new items.
	speed = 600
)

func (c Config) say(format string, args ...any) {
	fmt.Fprintf(c.Log, "%s  %s\n", time.Now().Format("15:04:05"), fmt.Sprintf(format, args...))
}

// scene is a program with a filled database, and the Reddit it collects from.
type scene struct {
	product.Program
	world    *world.World
	dump     string // the file the database was filled from
	dumpSize int64
	imported imported
}

// imported is what `voxpop import --json` tells.
type imported struct {
	New     int64   `json:"new"`
	Seconds float64 `json:"seconds"`
}

// build fills a database with about items items in a folder of its own.
func (c Config) build(ctx context.Context, items int) (*scene, error) {
	binary, err := filepath.Abs(c.Binary)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "voxpop-bench-")
	if err != nil {
		return nil, fmt.Errorf("making a folder: %w", err)
	}
	s := &scene{}
	s.Program = product.Program{Binary: binary, Dir: dir, Database: "bench.db"}
	if s.world, err = world.Open(items, historyDays, time.Now().Add(-behind)); err != nil {
		s.close()
		return nil, err
	}
	s.Reddit, s.Communities = s.world.URL, s.world.Sim.Communities()
	s.dump = filepath.Join(dir, "history.ndjson")
	if s.dumpSize, err = s.world.Dump(s.dump, historyDays); err != nil {
		s.close()
		return nil, err
	}
	if err := s.Command(ctx, &s.imported, "import", "--json", s.dump); err != nil {
		s.close()
		return nil, err
	}
	c.say("imported %d items in %.1f s", s.imported.New, s.imported.Seconds)
	return s, nil
}

func (s *scene) close() {
	if s.world != nil {
		s.world.Close()
	}
	os.RemoveAll(s.Dir)
}

// databaseSize is what the database takes on disk, log included.
func (s *scene) databaseSize() (bytes int64) {
	for _, suffix := range []string{"", "-wal"} {
		if info, err := os.Stat(filepath.Join(s.Dir, s.Database+suffix)); err == nil {
			bytes += info.Size()
		}
	}
	return bytes
}

// start serves, lets the clock run and waits until the first cycle is over.
func (s *scene) start(ctx context.Context) (*product.Process, error) {
	p, err := s.Serve(ctx)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, 3*time.Minute)
	defer cancel()
	if err := p.Settle(ctx); err != nil {
		p.Stop()
		return nil, fmt.Errorf("waiting for the first cycle: %w", err)
	}
	return p, nil
}

// endpoints are what readers ask for: health and the data endpoints.
var endpoints = []load.Endpoint{
	{Name: "health", Path: "/api/v1/health"},
	{Name: "stats", Path: "/api/v1/sentiment/stats?hours=720"},
	{Name: "trends", Path: "/api/v1/sentiment/trends?hours=720"},
	{Name: "recent", Path: "/api/v1/posts/recent?hours=720&limit=50"},
	{Name: "items search", Path: "/api/v1/items?q=cursor&hours=720"},
	{Name: "subreddits", Path: "/api/v1/subreddits"},
}
