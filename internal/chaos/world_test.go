package chaos

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop/internal/redditsim"
)

// world is the simulated Reddit that outlives every kill, and what was told about it in dumps.
type world struct {
	sim    *redditsim.Sim
	clock  *redditsim.Manual
	begin  time.Time // dumps reach up to here, live collecting begins here
	server *httptest.Server
	dumps  []string

	more    []string                      // settings of every child
	paused  atomic.Pointer[chan struct{}] // while not nil no request is answered
	waiting atomic.Int64                  // requests that wait for that
}

// latency is what each answer takes, so that there is a middle of a cycle to be killed in.
const latency = 15 * time.Millisecond

// newWorld makes a Reddit of itemsPerDay whose three days of history lie in a number of dumps.
func newWorld(t *testing.T, itemsPerDay float64, dumps int) *world {
	t.Helper()
	begin := time.Now().UTC().Truncate(24*time.Hour).AddDate(0, 0, -6)
	w := &world{begin: begin, clock: redditsim.NewManual(begin)}
	w.sim = redditsim.New(redditsim.Config{
		Seed: 7, World: redditsim.Scaled(begin, itemsPerDay), Clock: w.clock.Now, RateLimit: -1, TokenTTL: 1000 * time.Hour,
	})
	handler := w.sim.Handler()
	w.server = httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		time.Sleep(latency)
		w.stay(r)
		handler.ServeHTTP(rw, r)
	}))
	t.Cleanup(w.server.Close)
	dir := t.TempDir()
	step := 3 * 24 * time.Hour / time.Duration(dumps)
	for i := range dumps {
		from := begin.AddDate(0, 0, -3).Add(time.Duration(i) * step)
		path := filepath.Join(dir, fmt.Sprintf("dump%03d.ndjson", i))
		f, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.sim.WriteDump(f, from, from.Add(step)); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		w.dumps = append(w.dumps, path)
	}
	return w
}

// pause lets Reddit answer nobody until resume, so that a cycle stays in its middle.
func (w *world) pause() {
	c := make(chan struct{})
	w.paused.Store(&c)
}

func (w *world) resume() {
	if c := w.paused.Swap(nil); c != nil {
		close(*c)
	}
}

// stay returns when a request may be answered, or its client is gone.
func (w *world) stay(r *http.Request) {
	c := w.paused.Load()
	if c == nil {
		return
	}
	w.waiting.Add(1)
	defer w.waiting.Add(-1)
	select {
	case <-*c:
	case <-r.Context().Done():
	}
}

// settings are those of a child that collects this world into a database.
func (w *world) settings(d database, more ...string) []string {
	return append([]string{
		"DATABASE_URL=" + d.url(), "ADMIN_TOKEN=" + adminToken, "HACKERNEWS_ENABLED=false",
		"REDDIT_CLIENT_ID=chaos", "REDDIT_CLIENT_SECRET=chaos", "REDDIT_USER_AGENT=test:voxpop:0 (by /u/chaos)",
		"REDDIT_API_URL=" + w.server.URL, "REDDIT_AUTH_URL=" + w.server.URL,
		"SUBREDDITS=" + strings.Join(w.sim.Communities(), ","), "COLLECTION_INTERVAL_MINUTES=30", "RECHECK_HOURS=0",
	}, slices.Concat(w.more, more)...)
}
