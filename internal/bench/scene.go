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
	"github.com/voxpop-dev/voxpop/internal/redditsim"
)

// Config says what to measure and how thoroughly.
type Config struct {
	Binary string    // of the program
	Root   string    // of the repository: for Go benchmarks
	Items  int       // in the database under load
	Large  int       // in the large database of Large; 0: LargeItems
	Cycles int       // of Soak
	Log    io.Writer // what is being done
	// Databases are the URLs of two databases for Compare.
	Databases []string
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

// history is a simulated Reddit and a dump of its past.
type history struct {
	world    *world.World
	dump     string // file
	dumpSize int64
	days     int
	until    time.Time // its end
}

// scene is a program with a filled database, and the Reddit it collects from.
type scene struct {
	product.Program
	*history
	imported imported
	drop     func() error // of the database
	owner    bool         // of the history
}

// imported is what `voxpop import --json` tells.
type imported struct {
	New     int64   `json:"new"`
	Seconds float64 `json:"seconds"`
	Stages  struct {
		Stored   float64 `json:"stored"`
		Analysed float64 `json:"analysed"`
		Counted  float64 `json:"counted"`
		Purged   float64 `json:"purged"`
	} `json:"stage_seconds"`
}

// remember makes a Reddit with about items items in the days before now, and their dump.
func remember(items, days int) (*history, error) {
	return rememberUntil(items, days, time.Now().Add(-behind))
}

// rememberUntil does so for the days before a time, with more tools to talk about.
func rememberUntil(items, days int, until time.Time, more ...redditsim.Tool) (*history, error) {
	dir, err := os.MkdirTemp("", "voxpop-bench-")
	if err != nil {
		return nil, fmt.Errorf("making a folder: %w", err)
	}
	h := &history{dump: filepath.Join(dir, "history.ndjson"), days: days, until: until}
	if h.world, err = world.Open(items, days, until, more...); err == nil {
		h.dumpSize, err = h.world.Dump(h.dump, days)
	}
	if err != nil {
		h.close()
		return nil, err
	}
	return h, nil
}

func (h *history) close() {
	if h.world != nil {
		h.world.Close()
	}
	os.RemoveAll(filepath.Dir(h.dump))
}

// build fills an SQLite database with about items items.
func (c Config) build(ctx context.Context, items int) (*scene, error) {
	h, err := remember(items, historyDays)
	if err != nil {
		return nil, err
	}
	s, err := c.fill(ctx, h, sqliteGround)
	if err != nil {
		h.close()
		return nil, err
	}
	s.owner = true
	return s, nil
}

// fill imports a history into a new database.
func (c Config) fill(ctx context.Context, h *history, g ground) (*scene, error) {
	s, err := c.stage(h, g)
	if err != nil {
		return nil, err
	}
	if err := c.importInto(ctx, g, s); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// stage is a scene as its database is.
func (c Config) stage(h *history, g ground) (*scene, error) {
	binary, err := filepath.Abs(c.Binary)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "voxpop-bench-")
	if err != nil {
		return nil, fmt.Errorf("making a folder: %w", err)
	}
	s := &scene{history: h, drop: func() error { return nil }}
	s.Program = product.Program{Binary: binary, Dir: dir, Reddit: h.world.URL, Communities: h.world.Sim.Communities()}
	if s.Database, s.drop, err = g.make(dir); err != nil {
		os.RemoveAll(dir)
		return nil, err
	}
	return s, nil
}

func (c Config) importInto(ctx context.Context, g ground, s *scene) error {
	if err := s.Command(ctx, &s.imported, "import", "--json", s.dump); err != nil {
		return err
	}
	c.say("%s: imported %d items in %.1f s", g.name, s.imported.New, s.imported.Seconds)
	return nil
}

func (s *scene) close() {
	if err := s.drop(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
	}
	if s.owner {
		s.history.close()
	}
	os.RemoveAll(s.Dir)
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
