package reddit

import (
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

func newDay(t *testing.T, seed uint64) *day {
	t.Helper()
	d := simulate(seed)
	server := httptest.NewServer(d.sim.Handler())
	t.Cleanup(server.Close)
	d.connect(t, Config{AuthURL: server.URL, APIURL: server.URL})
	return d
}

func simulate(seed uint64) *day {
	begin := time.Date(2026, time.March, 4, 0, 0, 0, 0, time.UTC)
	d := &day{clock: redditsim.NewManual(begin), store: sourcetest.NewStore(), begin: begin}
	d.sim = redditsim.New(redditsim.Config{Seed: seed, World: redditsim.Day(begin), Clock: d.clock.Now})
	return d
}

func (d *day) connect(t *testing.T, cfg Config) {
	t.Helper()
	cfg.ClientID, cfg.ClientSecret, cfg.UserAgent = "id", "secret", "test:voxpop:1 (by /u/tester)"
	cfg.Communities = d.sim.Communities()
	var err error
	if d.src, err = New(cfg); err != nil {
		t.Fatal(err)
	}
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
	d := newDay(t, 1)
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
	d.checkLedger(t, end)
	d.checkDeletions(t)
}

// checkLedger checks that the ledger accounts for the whole day, once, and that only the flooded community has gaps.
func (d *day) checkLedger(t *testing.T, end time.Time) {
	t.Helper()
	type key struct {
		community string
		kind      voxpop.Kind
	}
	reached := map[key]time.Time{}
	for _, e := range d.store.Ledger() {
		if e.Reason == proved {
			continue // it covers a gap once more
		}
		k := key{e.Community, e.Kind}
		if at, ok := reached[k]; ok && !at.Equal(e.From) {
			t.Errorf("ledger of %v: an entry from %v follows one to %v", k, e.From, at)
		}
		reached[k] = e.To
		if e.Continuity == voxpop.Gap && e.Reason == "" {
			t.Errorf("gap without a reason: %+v", e)
		}
		if e.Continuity == voxpop.Gap && (e.Community != "claude" || e.To.Sub(e.From) > time.Hour) {
			t.Errorf("unexpected gap: %+v", e)
		}
	}
	if len(reached) != 2*len(d.src.Communities()) {
		t.Errorf("ledger has %d kinds of communities, want %d", len(reached), 2*len(d.src.Communities()))
	}
	for k, at := range reached {
		if end.Sub(at) > 15*time.Minute {
			t.Errorf("ledger of %v ends at %v", k, at)
		}
	}
}

// checkDeletions checks that what went away by the eighth hour is known to be gone at the end.
func (d *day) checkDeletions(t *testing.T) {
	t.Helper()
	until := d.begin.Add(6 * time.Hour)
	there := map[string]bool{}
	for _, at := range []time.Time{d.begin.Add(8 * time.Hour), d.sim.Now()} {
		posts, comments := d.sim.VisibleAt(d.begin, until, at)
		for _, name := range append(posts, comments...) {
			there[name] = true
		}
	}
	gone, stale := 0, 0
	for _, it := range d.store.Items() {
		if it.Created.Before(d.begin) || !it.Created.Before(until) || there[it.ID.Native] {
			continue
		}
		gone++
		if !it.State.Textless() {
			stale++
		}
	}
	if gone < 20 || stale > 0 {
		t.Errorf("%d of %d items that went away are still shown", stale, gone)
	}
}
