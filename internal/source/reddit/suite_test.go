package reddit

import (
	"net/http"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/redditsim"
	"github.com/voxpop-dev/voxpop/internal/source/sourcetest"
)

// TestSource runs the suite over a small simulated Reddit.
func TestSource(t *testing.T) {
	sourcetest.Exercise(t, sourcetest.Fixture{New: func(t *testing.T) sourcetest.World {
		begin := time.Date(2026, time.March, 4, 12, 0, 0, 0, time.UTC)
		clock := redditsim.NewManual(begin)
		world := redditsim.Scaled(begin, 3000)
		world.Start = begin.Truncate(24 * time.Hour)
		sim := redditsim.New(redditsim.Config{Seed: 3, World: world, Clock: clock.Now})
		since := begin.Add(-3 * time.Hour)
		return sourcetest.World{
			Handler: sim.Handler(),
			Source: func(rt http.RoundTripper) sourcetest.Source {
				src, err := New(Config{ClientID: "id", ClientSecret: "secret", Communities: sim.Communities(), Transport: rt})
				if err != nil {
					t.Fatal(err)
				}
				return src
			},
			Grow: func(n int) {
				for have := visible(sim, since); visible(sim, since) < have+n; {
					clock.Advance(time.Minute)
				}
			},
			Want: func() []voxpop.ItemID {
				var out []voxpop.ItemID
				posts, comments := sim.Visible(since, sim.Now().Add(time.Second))
				for _, name := range append(posts, comments...) {
					out = append(out, voxpop.ItemID{Source: voxpop.SourceReddit, Native: name})
				}
				return out
			},
		}
	}})
}

func visible(sim *redditsim.Sim, since time.Time) int {
	posts, comments := sim.Visible(since, sim.Now().Add(time.Second))
	return len(posts) + len(comments)
}
