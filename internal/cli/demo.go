package cli

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/redditsim"
	"github.com/voxpop-dev/voxpop/internal/source/file"
	"github.com/voxpop-dev/voxpop/internal/store/relational"
)

type demoCmd struct {
	Seed uint64 `default:"1" help:"Another number makes another simulated history."`
	Days int    `default:"30" help:"Days of history (1 to 90)."`
}

// Run serves a simulated Reddit from a throw-away database: history comes in as a dump through
// the file source, the live minutes over HTTP through the Reddit source.
func (c *demoCmd) Run(ctx context.Context, s *Settings, log *slog.Logger) error {
	if c.Days < 1 || c.Days > 90 {
		return invalid("--days", c.Days, "days between 1 and 90")
	}
	dir, err := os.MkdirTemp("", "voxpop-demo-")
	if err != nil {
		return fmt.Errorf("making a folder for the demo: %w", err)
	}
	defer os.RemoveAll(dir)
	now := time.Now()
	world := demoWorld(now, c.Days)
	sim := redditsim.New(redditsim.Config{Seed: c.Seed, World: world})
	url, stop, err := sim.Start("127.0.0.1:0")
	if err != nil {
		return err
	}
	defer stop()
	demo := demoSettings(s, dir, url, sim.Communities())
	log.Info("This is a demo: Reddit, its people, tools and subreddits are simulated, and nothing is kept")
	return serve(ctx, demo, log, serveOptions{
		simulated: true,
		tools:     demoTools(world),
		alone: func(ctx context.Context, store *relational.Store) error {
			if err := annotate(ctx, world, store, now); err != nil {
				return err
			}
			return importHistory(ctx, sim, store, now.AddDate(0, 0, -c.Days), now, log)
		},
	})
}

// demoWorld is the world of the demonstration, begun earlier when more days are asked for than it has.
func demoWorld(now time.Time, days int) *redditsim.World {
	world := redditsim.Demo(now)
	if days > redditsim.DemoDays {
		world.Start = now.UTC().Truncate(24*time.Hour).AddDate(0, 0, -days)
	}
	return world
}

// demoSettings keeps what concerns this machine (ports, logs) and replaces what concerns the world.
func demoSettings(s *Settings, dir, url string, communities []string) *Settings {
	demo := *s
	demo.DatabaseURL = "sqlite:" + filepath.Join(dir, "demo.db")
	demo.RedditClientID, demo.RedditClientSecret = "demo", "demo"
	demo.RedditUsername, demo.RedditPassword = "", ""
	demo.RedditUserAgent = "demo:voxpop:" + Version() + " (by /u/simulated)"
	demo.RedditAPIURL, demo.RedditAuthURL = url, url
	demo.Subreddits = communities
	demo.HackerNews, demo.Feeds = "false", nil
	demo.CollectionInterval = 1
	demo.Roles = []string{string(voxpop.ServesAPI), string(voxpop.Collects), string(voxpop.Analyzes)}
	return &demo
}

func importHistory(ctx context.Context, sim *redditsim.Sim, store *relational.Store, from, to time.Time, log *slog.Logger) error {
	began := time.Now()
	r, w := io.Pipe()
	go func() { w.CloseWithError(sim.WriteDump(w, from, to)) }()
	defer r.Close()
	src, err := file.New(file.Config{Paths: []string{file.Stdin}, Stdin: r})
	if err != nil {
		return err
	}
	counts, err := drain(ctx, src, store, log)
	log.Info("Simulated history imported", "items", counts.New, "days", int(to.Sub(from).Hours()/24), "seconds", time.Since(began).Seconds())
	return err
}
