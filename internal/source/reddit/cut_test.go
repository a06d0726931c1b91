package reddit

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/redditsim"
	"github.com/voxpop-dev/voxpop/internal/source/sourcetest"
)

// quiet is a small simulated Reddit without floods, and collectors of it that do not know each other.
type quiet struct {
	sim   *redditsim.Sim
	clock *redditsim.Manual
	begin time.Time
	url   string
	asked map[string]bool // fullnames that /api/info was asked for
}

func newQuiet(t *testing.T, seed uint64, itemsPerDay float64) *quiet {
	t.Helper()
	begin := time.Date(2026, time.March, 4, 0, 0, 0, 0, time.UTC)
	q := &quiet{begin: begin, clock: redditsim.NewManual(begin), asked: map[string]bool{}}
	q.sim = redditsim.New(redditsim.Config{Seed: seed, World: redditsim.Scaled(begin, itemsPerDay), Clock: q.clock.Now, RateLimit: -1})
	handler := q.sim.Handler()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/api/info" {
			for _, name := range strings.Split(r.URL.Query().Get("id"), ",") {
				q.asked[name] = true
			}
		}
		handler.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	q.url = server.URL
	return q
}

func (q *quiet) collector(t *testing.T) *day {
	t.Helper()
	d := &day{sim: q.sim, clock: q.clock, store: sourcetest.NewStore(), begin: q.begin}
	d.connect(t, Config{AuthURL: q.url, APIURL: q.url})
	return d
}

// A collector that dies again and again in the middle of its cycles lacks nothing, once one cycle is left in peace, but
// what was shown late: approved when the walks had passed its place, and not yet met by the second look.
func TestCutShortLosesNothing(t *testing.T) {
	for seed := range uint64(4) {
		q := newQuiet(t, seed, 4000)
		d := q.collector(t)
		random := rand.New(rand.NewPCG(seed, 1))
		cuts := 0
		for range 18 {
			q.clock.Advance(20 * time.Minute)
			err := sourcetest.CycleStopping(t.Context(), d.src, d.store, random.IntN(20))
			if errors.Is(err, sourcetest.ErrStopped) {
				cuts++
			} else if err != nil {
				t.Fatal(err)
			}
		}
		d.cycle(t, 0)
		posts, comments := q.sim.Visible(q.begin, q.clock.Now())
		_, missed := d.capture(append(posts, comments...))
		for _, name := range missed {
			overlap := overlapComments
			if strings.HasPrefix(name, "t3_") {
				overlap = overlapPosts
			}
			if late, _ := q.sim.Withheld(name); late <= overlap {
				t.Errorf("seed %d: %s was shown after %s and is missing", seed, name, late)
			}
		}
		if cuts < 6 || len(missed) > 10 {
			t.Errorf("seed %d: %d cuts, %d of %d missing", seed, cuts, len(missed), len(posts)+len(comments))
		}
	}
}

// Posts that only comments tell of are not forgotten when a walk is cut short after it has stored the comments.
func TestCutShortRemembersOrphans(t *testing.T) {
	q := newQuiet(t, 5, 3000)
	known := 0
	for commits := 1; ; commits += 2 {
		d := q.collector(t)
		clear(q.asked)
		err := sourcetest.CycleStopping(t.Context(), d.src, d.store, commits)
		if err == nil {
			break
		}
		if !errors.Is(err, sourcetest.ErrStopped) {
			t.Fatal(err)
		}
		d.cycle(t, 0)
		noted := d.orphans(t)
		for _, it := range d.store.Items() {
			thread := voxpop.ItemID{Source: voxpop.SourceReddit, Native: it.ThreadID}
			if _, stored := d.store.Item(thread); stored {
				continue
			}
			known++
			if !slices.Contains(noted, it.ThreadID) && !q.asked[it.ThreadID] {
				t.Fatalf("cut after %d commits: %s is of %s, which is neither stored nor remembered", commits, it.ID, it.ThreadID)
			}
		}
	}
	if known == 0 {
		t.Error("no comment without its post: nothing was tested")
	}
}

// orphans are the posts that the notes of all communities remember.
func (d *day) orphans(t *testing.T) (out []string) {
	t.Helper()
	notes, err := d.store.Cursors(t.Context(), voxpop.SourceReddit, keyOrphans)
	if err != nil {
		t.Fatal(err)
	}
	for key, value := range notes {
		var names []string
		if err := json.Unmarshal(value, &names); err != nil {
			t.Fatal(fmt.Errorf("%s: %w", key, err))
		}
		out = append(out, names...)
	}
	return out
}
