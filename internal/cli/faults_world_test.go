package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/collect"
	"github.com/voxpop-dev/voxpop/internal/redditsim"
	"github.com/voxpop-dev/voxpop/internal/serve/api"
	"github.com/voxpop-dev/voxpop/internal/source/reddit"
	"github.com/voxpop-dev/voxpop/internal/source/redditjson"
	"github.com/voxpop-dev/voxpop/internal/store/sqlite"
)

const cycleEvery = 30 * time.Minute

// faultDay is when the simulated Reddit is first looked at. Clocks of a bubble begin in the year
// 2000; they are put forward to it before anything is started.
var faultDay = time.Date(2026, time.March, 4, 12, 0, 0, 0, time.UTC)

// outside is voxpop with its own store, collector and API before a simulated Reddit that it knows
// by HTTP over pipes, all on the clock of a synctest bubble.
type outside struct {
	*testing.T
	sim       *redditsim.Sim
	store     *sqlite.Store
	collector *collect.Collector
	api       *api.API
	looked    []time.Time // when cycles began
	anonymous bool        // a fault hid authors: a name that is missing is no mistake
}

// newOutside opens the database at path. The clock of the bubble says now.
func newOutside(t *testing.T, path string, now time.Time) *outside {
	t.Helper()
	time.Sleep(time.Until(now))
	o := &outside{T: t, looked: []time.Time{now}}
	o.sim = redditsim.New(redditsim.Config{Seed: 7, World: o.world(), Clock: time.Now})
	source, err := reddit.New(reddit.Config{
		ClientID: "id", ClientSecret: "secret", UserAgent: "test:voxpop:1 (by /u/tester)",
		AuthURL: "http://reddit.test", APIURL: "http://reddit.test",
		Communities: o.sim.Communities(), Interval: cycleEvery, Transport: pipes(t, o.sim.Handler()),
	})
	if err != nil {
		t.Fatal(err)
	}
	if o.store, err = sqlite.Open(t.Context(), path, sqlite.Options{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { o.store.Close() })
	if err := o.store.Configure(t.Context(), voxpop.SourceReddit, source.Communities()); err != nil {
		t.Fatal(err)
	}
	o.collector = &collect.Collector{Sources: []collect.Source{source}, View: o.store, Inbox: o.store, Record: o.store, Log: quiet(), Now: time.Now}
	o.api = api.New(api.Options{
		Reader: o.store, Cycles: o.store, Backlog: o.store, Keys: o.store, Commands: o.store,
		AdminToken: "token", Interval: cycleEvery, Log: quiet(),
	})
	return o
}

// pipes carries HTTP to a real server inside the process, so that connections break as they do.
func pipes(t *testing.T, h http.Handler) http.RoundTripper {
	t.Helper()
	l := &pipeListener{conns: make(chan net.Conn), closed: make(chan struct{})}
	server := &http.Server{Handler: h}
	go func() { _ = server.Serve(l) }()
	transport := &http.Transport{DialContext: l.dial}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		server.Close()
	})
	return transport
}

type pipeListener struct {
	conns  chan net.Conn
	closed chan struct{}
}

func (l *pipeListener) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	near, far := net.Pipe()
	select {
	case l.conns <- far:
		return near, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *pipeListener) Close() error {
	select {
	case <-l.closed:
	default:
		close(l.closed)
	}
	return nil
}

func (l *pipeListener) Addr() net.Addr { return &net.UnixAddr{Name: "pipe", Net: "pipe"} }

// cycle waits for the next half hour, collects, and brings the numbers up to date.
func (o *outside) cycle() voxpop.Cycle {
	o.Helper()
	time.Sleep(time.Until(time.Now().Truncate(cycleEvery).Add(cycleEvery)))
	o.looked = append(o.looked, time.Now())
	requested, _, err := o.store.RequestCycle(o.Context(), voxpop.TriggerSchedule, voxpop.AuditEntry{At: time.Now(), Actor: "schedule", Action: "collect"})
	if err != nil {
		o.Fatal(err)
	}
	c, err := o.collector.RunCycle(o.Context(), requested.ID)
	if err != nil {
		o.Fatal(err)
	}
	if err := catchUp(o.Context(), o.store.Store, newAnalyzer(&Settings{}, o.store.Store, quiet()), func(int) {}); err != nil {
		o.Fatal(err)
	}
	return c
}

// read asks the API.
func (o *outside) read(path string, into any) {
	o.Helper()
	rec := get(o.T, o.api, path, "token")
	if rec.Code != http.StatusOK {
		o.Fatalf("%s: %d %s", path, rec.Code, rec.Body)
	}
	if err := json.Unmarshal(rec.Body.Bytes(), into); err != nil {
		o.Fatal(err)
	}
}

// missing lists what stood in Reddit's listings when a cycle began and still does, but is not
// stored, and how much that is in all, without the communities named. What is approved only after the cycles
// looked is left out: late items are found by second looks some hours later.
func (o *outside) missing(without ...string) (missing []string, all int) {
	o.Helper()
	for _, sub := range without {
		o.sim.SetAccess(sub, redditsim.Private, "")
	}
	ids := map[voxpop.ItemID]bool{}
	var list []voxpop.ItemID
	add := func(into func(voxpop.ItemID), posts, comments []string) {
		for _, name := range append(posts, comments...) {
			into(voxpop.ItemID{Source: voxpop.SourceReddit, Native: name})
		}
	}
	posts, comments := o.sim.Visible(o.looked[0], time.Now())
	add(func(id voxpop.ItemID) { ids[id] = true }, posts, comments)
	for i, at := range o.looked[1:] {
		posts, comments := o.sim.VisibleAt(o.looked[i], at, at)
		add(func(id voxpop.ItemID) {
			if ids[id] {
				list = append(list, id)
			}
		}, posts, comments)
	}
	for _, sub := range without {
		o.sim.SetAccess(sub, redditsim.Public, "")
	}
	known, err := o.store.Known(o.Context(), list)
	if err != nil {
		o.Fatal(err)
	}
	for _, id := range list {
		if k, ok := known[id]; !ok || k.State != voxpop.StateLive {
			missing = append(missing, id.Native)
		}
	}
	return missing, len(list)
}

// check says what is wrong with the database: rules that are broken, and items that say
// something else than Reddit does.
func (o *outside) check() {
	o.Helper()
	if err := o.store.Check(o.Context(), func(problem string) { o.Errorf("database: %s", problem) }); err != nil {
		o.Error(err)
	}
	truth := o.truth()
	wrong := 0
	for it, err := range o.store.ExportItems(o.Context(), voxpop.Filter{}) {
		if err != nil {
			o.Fatal(err)
		}
		want, ok := truth[it.ID.Native]
		if !ok || !it.Edited.Equal(want.Edited) || it.State != want.State {
			continue // edited or gone since it was looked at
		}
		if o.anonymous {
			it.Author = want.Author
		}
		if difference := differs(it.Item, want); difference != "" {
			if wrong++; wrong <= 5 {
				o.Errorf("%s: %s", it.ID.Native, difference)
			}
		}
	}
	if wrong > 5 {
		o.Errorf("and %d items more are stored otherwise than Reddit has them", wrong-5)
	}
}

// differs tells what a stored item lacks of the real one. Half a surrogate pair at the end is what
// a fault added, and nothing that was lost.
func differs(stored, want voxpop.Item) string {
	plain := func(s string) string { return strings.TrimRight(s, "\uFFFD") }
	switch {
	case plain(stored.Title) != want.Title, plain(stored.Body) != want.Body:
		return fmt.Sprintf("text %.60q %.60q, want %.60q %.60q", stored.Title, stored.Body, want.Title, want.Body)
	case plain(stored.Author) != want.Author:
		return fmt.Sprintf("author %q, want %q", stored.Author, want.Author)
	case !stored.Created.Equal(want.Created), stored.ThreadID != want.ThreadID, stored.ParentID != want.ParentID, stored.Community != want.Community:
		return fmt.Sprintf("stored as %v %s %s %s", stored.Created, stored.Community, stored.ThreadID, stored.ParentID)
	}
	return ""
}

// truth is what Reddit says of all items that are stored, asked past all faults.
func (o *outside) truth() map[string]voxpop.Item {
	o.Helper()
	sound := redditsim.New(redditsim.Config{Seed: 7, World: o.world(), Clock: time.Now, RateLimit: -1})
	ask := func(method, target, form string, header http.Header) []byte {
		r := httptest.NewRequestWithContext(o.Context(), method, target, strings.NewReader(form))
		r.Header = header
		r.Header.Set("User-Agent", "test:truth:1")
		rec := httptest.NewRecorder()
		sound.Handler().ServeHTTP(rec, r)
		return rec.Body.Bytes()
	}
	login := http.Header{"Content-Type": {"application/x-www-form-urlencoded"}, "Authorization": {"Basic aWQ6c2VjcmV0"}}
	var token struct {
		Access string `json:"access_token"`
	}
	if err := json.Unmarshal(ask(http.MethodPost, "/api/v1/access_token", "grant_type=client_credentials", login), &token); err != nil {
		o.Fatal(err)
	}
	var names []string
	for it, err := range o.store.ExportItems(o.Context(), voxpop.Filter{}) {
		if err != nil {
			o.Fatal(err)
		}
		names = append(names, it.ID.Native)
	}
	truth := map[string]voxpop.Item{}
	for len(names) > 0 {
		part := names[:min(100, len(names))]
		names = names[len(part):]
		body := ask(http.MethodGet, "/api/info?raw_json=1&id="+strings.Join(part, ","), "", http.Header{"Authorization": {"Bearer " + token.Access}})
		page, err := redditjson.ParsePage(body)
		if err != nil {
			o.Fatal(err)
		}
		for _, it := range page.Items {
			truth[it.ID.Native] = it
		}
	}
	return truth
}

func (o *outside) world() *redditsim.World {
	world := redditsim.Scaled(faultDay, 2000)
	world.Start = faultDay.AddDate(0, 0, -1)
	return world
}

// grownStore is the file of a database after two sound cycles, which every case begins with.
func grownStore(t *testing.T) (path string, at time.Time) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "grown.db")
	synctest.Test(t, func(t *testing.T) {
		o := newOutside(t, path, faultDay)
		for range 2 {
			if c := o.cycle(); c.Outcome != voxpop.OutcomeSuccess {
				t.Fatalf("a sound cycle: %s %+v", c.Outcome, c.Results)
			}
		}
		at = time.Now()
	})
	return path, at
}

func copyFile(t *testing.T, from string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "voxpop.db")
	src, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	dst, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(dst, src); err != nil {
		t.Fatal(err)
	}
	if err := dst.Close(); err != nil {
		t.Fatal(err)
	}
	return to
}
