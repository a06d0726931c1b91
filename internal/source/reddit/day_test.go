package reddit

import (
	"fmt"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/redditsim"
	"github.com/voxpop-dev/voxpop/internal/source/sourcetest"
)

// day is a simulated Reddit with a clock moved by hand, and a collector that knows it only by HTTP.
type day struct {
	sim   *redditsim.Sim
	clock *redditsim.Manual
	store *sourcetest.Store
	src   *Source
	begin time.Time
}

func newDay(t *testing.T, seed uint64, change func(*Config)) *day {
	t.Helper()
	begin := time.Date(2026, time.March, 4, 0, 0, 0, 0, time.UTC)
	clock := redditsim.NewManual(begin)
	d := &day{clock: clock, store: sourcetest.NewStore(), begin: begin}
	d.sim = redditsim.New(redditsim.Config{Seed: seed, World: redditsim.Day(begin), Clock: clock.Now})
	server := httptest.NewServer(d.sim.Handler())
	t.Cleanup(server.Close)
	cfg := Config{
		ClientID: "id", ClientSecret: "secret", Communities: d.sim.Communities(),
		AuthURL: server.URL, APIURL: server.URL, UserAgent: "test:voxpop:1 (by /u/tester)",
	}
	if change != nil {
		change(&cfg)
	}
	src, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	d.src = src
	return d
}

// cycle moves the clock and collects once.
func (d *day) cycle(t *testing.T, after time.Duration) {
	t.Helper()
	d.clock.Advance(after)
	if err := sourcetest.Cycle(t.Context(), d.src, d.store); err != nil {
		t.Fatalf("cycle at %v: %v", d.clock.Now(), err)
	}
}

// capture is the share of fullnames that are stored as live.
func (d *day) capture(names []string) (share float64, missed []string) {
	for _, name := range names {
		it, ok := d.store.Item(voxpop.ItemID{Source: voxpop.SourceReddit, Native: name})
		if !ok || it.State != voxpop.StateLive {
			missed = append(missed, name)
		}
	}
	return 1 - float64(len(missed))/float64(max(1, len(names))), missed
}

// TestSimulatedDay is the promise of the README: one day in 48 half-hour cycles.
func TestSimulatedDay(t *testing.T) {
	if testing.Short() {
		t.Skip("collects a whole day")
	}
	for _, seed := range []uint64{1, 2} {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			d := newDay(t, seed, nil)
			for range 48 {
				d.cycle(t, 30*time.Minute)
			}
			end := d.begin.Add(24 * time.Hour)
			posts, comments := d.sim.Visible(d.begin, end)
			postShare, lostPosts := d.capture(posts)
			commentShare, lostComments := d.capture(comments)
			inDay := 0
			for _, it := range d.store.Items() {
				if !it.Created.Before(d.begin) {
					inDay++
				}
			}
			cost := float64(d.sim.Count()) / float64(inDay)
			t.Logf("posts %.4f of %d, comments %.4f of %d; %d requests, %.4f for each of %d new items (listings %d+%d, info %d, trees %d, more %d)",
				postShare, len(posts), commentShare, len(comments), d.sim.Count(), cost, inDay,
				d.sim.Count(redditsim.EndpointPosts), d.sim.Count(redditsim.EndpointComments), d.sim.Count(redditsim.EndpointInfo),
				d.sim.Count(redditsim.EndpointTree), d.sim.Count(redditsim.EndpointMore))
			if postShare < 0.999 {
				t.Errorf("%d posts missed, such as %v", len(lostPosts), lostPosts[:min(3, len(lostPosts))])
			}
			if commentShare < 0.999 {
				t.Errorf("%d comments missed, such as %v", len(lostComments), lostComments[:min(3, len(lostComments))])
			}
			if cost > 0.05 {
				t.Errorf("%.4f requests for each new item, want at most 0.05", cost)
			}
			if got := d.store.Counts().Requests; got != int64(d.sim.Count()) {
				t.Errorf("batches tell of %d requests, %d were made", got, d.sim.Count())
			}
			for _, f := range d.store.Failures() {
				t.Errorf("failure: %+v", f)
			}
		})
	}
}
