// Package world gives benchmarks a simulated Reddit: history as a dump, live hours over HTTP,
// at a speed and with a latency of choice.
package world

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"sync/atomic"
	"time"

	"github.com/voxpop-dev/voxpop/internal/redditsim"
)

// World is a simulated Reddit over HTTP. Its clock stands still until Run.
type World struct {
	Sim *redditsim.Sim
	URL string

	start   time.Time
	clock   *redditsim.Manual
	running atomic.Pointer[redditsim.Clock]
	latency atomic.Int64 // nanoseconds before each answer
	server  *http.Server
}

// Open makes a world of the fourteen default communities. It holds items items in the days before
// start, evenly over the days, and goes on at that rate. more are talked about beside the tools of every day.
func Open(items, days int, start time.Time, more ...redditsim.Tool) (*World, error) {
	scene := redditsim.Scaled(start, float64(items)/float64(days))
	scene.Tools = append(scene.Tools, more...)
	scene.Start = start.UTC().AddDate(0, 0, -days).Truncate(24 * time.Hour)
	return open(scene, start)
}

// OpenDay makes the world of a day at its real pace, floods included, which begins at begin.
func OpenDay(begin time.Time) (*World, error) { return open(redditsim.Day(begin), begin) }

func open(scene *redditsim.World, start time.Time) (*World, error) {
	w := &World{start: start, clock: redditsim.NewManual(start)}
	w.Sim = redditsim.New(redditsim.Config{Seed: 1, World: scene, Clock: w.now, RateLimit: -1})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("simulated Reddit: %w", err)
	}
	w.URL = "http://" + l.Addr().String()
	handler := w.Sim.Handler()
	w.server = &http.Server{ReadHeaderTimeout: 10 * time.Second, Handler: http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if d := time.Duration(w.latency.Load()); d > 0 {
			time.Sleep(d)
		}
		handler.ServeHTTP(rw, r)
	})}
	go func() { _ = w.server.Serve(l) }() // ends with ErrServerClosed, through Close
	return w, nil
}

func (w *World) now() time.Time {
	if running := w.running.Load(); running != nil {
		return (*running)()
	}
	return w.clock.Now()
}

// Run lets the clock run, factor times as fast as the wall's.
func (w *World) Run(factor float64) {
	clock := redditsim.Accelerated(w.now(), factor)
	w.running.Store(&clock)
}

// Advance moves a clock that does not run.
func (w *World) Advance(d time.Duration) { w.clock.Advance(d) }

// SetLatency delays every answer from now on.
func (w *World) SetLatency(d time.Duration) { w.latency.Store(int64(d)) }

// Dump writes the days before start as an archive would, and returns how large the file is.
func (w *World) Dump(path string, days int) (size int64, err error) {
	f, err := os.Create(path)
	if err != nil {
		return 0, fmt.Errorf("writing a dump: %w", err)
	}
	defer f.Close()
	if err := w.Sim.WriteDump(f, w.start.AddDate(0, 0, -days), w.start); err != nil {
		return 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return 0, fmt.Errorf("writing a dump: %w", err)
	}
	return info.Size(), f.Close()
}

// Close ends the world.
func (w *World) Close() error { return w.server.Close() }
