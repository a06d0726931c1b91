package feed_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/source/feed"
	"github.com/voxpop-dev/voxpop/internal/source/sourcetest"
)

// blog serves an Atom feed that still holds all of its entries, with validators.
type blog struct {
	mu      sync.Mutex
	entries []string
	version int
	header  map[string]string
	asked   []http.Header
}

func (b *blog) add(n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.version++
	for range n {
		i := len(b.entries)
		at := time.Now().Add(-time.Minute).UTC().Format(time.RFC3339)
		b.entries = append(b.entries, fmt.Sprintf(`<entry><id>urn:e:%d</id><title>Entry %d</title><link href="/e/%d"/><published>%s</published><updated>%s</updated><content type="html">&lt;p&gt;body %d&lt;/p&gt;</content></entry>`, i, i, i, at, at, i))
	}
}

func (b *blog) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.asked = append(b.asked, r.Header.Clone())
	for k, v := range b.header {
		w.Header().Set(k, v)
	}
	tag := fmt.Sprintf(`"v%d"`, b.version)
	w.Header().Set("ETag", tag)
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	_, _ = fmt.Fprint(w, xml.Header+`<feed xmlns="http://www.w3.org/2005/Atom"><title>The  Tool
		Blog</title>`+strings.Join(b.entries, "\n")+`</feed>`)
}

const address = "https://blog.example/feed.xml?token=hidden"

func source(t *testing.T, rt http.RoundTripper, change func(*feed.Config)) *feed.Source {
	t.Helper()
	cfg := feed.Config{URLs: []string{address}, Transport: rt}
	if change != nil {
		change(&cfg)
	}
	src, err := feed.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return src
}

func TestSuite(t *testing.T) {
	sourcetest.Exercise(t, sourcetest.Fixture{New: func(t *testing.T) sourcetest.World {
		b := &blog{}
		b.add(200)
		seen := func() []voxpop.ItemID {
			store := sourcetest.NewStore()
			if err := sourcetest.Cycle(t.Context(), source(t, sourcetest.NewGate(b), nil), store); err != nil {
				t.Fatal(err)
			}
			var ids []voxpop.ItemID
			for _, it := range store.Items() {
				ids = append(ids, it.ID)
			}
			if len(ids) != len(b.entries) {
				t.Errorf("%d ids of %d entries", len(ids), len(b.entries))
			}
			return ids
		}
		return sourcetest.World{
			Handler: b,
			Source: func(rt http.RoundTripper) sourcetest.Source {
				return source(t, rt, func(c *feed.Config) { c.MinInterval = time.Nanosecond })
			},
			Grow: b.add,
			Want: seen,
		}
	}})
}

// bench is one feed with a gate before it and a store, on synctest's clock.
type bench struct {
	*blog
	gate  *sourcetest.Gate
	store *sourcetest.Store
}

func inBubble(t *testing.T, test func(t *testing.T, b bench)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		b := &blog{header: map[string]string{}}
		b.add(3)
		test(t, bench{b, sourcetest.NewGate(b), sourcetest.NewStore()})
	})
}

// cycle runs a cycle as a new process and returns how many requests it made.
func (b bench) cycle(t *testing.T) int {
	t.Helper()
	before := b.gate.Requests()
	if err := sourcetest.Cycle(t.Context(), source(t, b.gate, nil), b.store); err != nil {
		t.Fatal(err)
	}
	return b.gate.Requests() - before
}

func TestEntriesBecomePosts(t *testing.T) {
	inBubble(t, func(t *testing.T, b bench) {
		b.cycle(t)
		it := b.store.Items()[0]
		if it.Community != "The Tool Blog" || it.Kind != voxpop.KindPost || !strings.HasPrefix(it.Title, "Entry ") || !strings.HasPrefix(it.Body, "body ") ||
			!strings.HasPrefix(it.Permalink, "https://blog.example/e/") || it.ThreadID != it.ID.Native || it.URL != "" || !it.Edited.IsZero() {
			t.Errorf("%+v", it)
		}
	})
}

func TestAFeedIsAskedRarelyAndOnlyForChanges(t *testing.T) {
	inBubble(t, func(t *testing.T, b bench) {
		b.cycle(t)
		if n := b.cycle(t); n != 0 {
			t.Errorf("%d requests at once after a look", n)
		}
		time.Sleep(30 * time.Minute)
		b.cycle(t)
		if got := b.asked[1].Get("If-None-Match"); got != `"v1"` || b.asked[1].Get("User-Agent") != feed.DefaultUserAgent {
			t.Errorf("second request %v", b.asked[1])
		}
		time.Sleep(31 * time.Minute) // nothing was new: the pause has grown to 45 minutes
		if n := b.cycle(t); n != 0 {
			t.Errorf("%d requests although the feed is quiet", n)
		}
		for range 20 {
			time.Sleep(24 * time.Hour)
			if n := b.cycle(t); n != 1 {
				t.Fatalf("%d requests after a day", n)
			}
		}
	})
}

func TestCacheControlAndRetryAfterAreObeyed(t *testing.T) {
	inBubble(t, func(t *testing.T, b bench) {
		b.header["Cache-Control"] = "public, max-age=7200"
		b.cycle(t)
		time.Sleep(119 * time.Minute)
		if n := b.cycle(t); n != 0 {
			t.Errorf("%d requests while the answer is fresh", n)
		}
		time.Sleep(2 * time.Minute)
		b.gate.Set(sourcetest.Busy(1, 100_000))
		b.cycle(t)
		if f := b.store.Failures(); len(f) != 1 || f[0].Community != "The Tool Blog" || !strings.Contains(f[0].Reason, "429") {
			t.Fatalf("failures %+v", f)
		}
		time.Sleep(99_000 * time.Second)
		if n := b.cycle(t); n != 0 {
			t.Errorf("%d requests before Retry-After has passed", n)
		}
		time.Sleep(1000 * time.Second)
		if n := b.cycle(t); n != 1 {
			t.Errorf("%d requests after it", n)
		}
	})
}

func TestFailuresKeepTheAddressSecretAndWaitLonger(t *testing.T) {
	inBubble(t, func(t *testing.T, b bench) {
		b.gate.Set(sourcetest.Answer(404, "text/html", "gone"))
		b.cycle(t)
		time.Sleep(31 * time.Minute)
		if n := b.cycle(t); n != 0 {
			t.Errorf("%d requests half an hour after a failure, want an hour's wait", n)
		}
		b.gate.Set(sourcetest.Hang)
		time.Sleep(time.Hour)
		b.cycle(t)
		for _, f := range b.store.Failures() {
			if strings.Contains(f.Reason, "hidden") || !strings.Contains(f.Reason, "blog.example/feed.xml") {
				t.Errorf("reason %q", f.Reason)
			}
		}
		if len(b.store.Failures()) != 2 || len(b.store.Ledger()) != 0 {
			t.Errorf("failures %+v, ledger %+v", b.store.Failures(), b.store.Ledger())
		}
	})
}

func TestTheLedgerProvesOverlap(t *testing.T) {
	inBubble(t, func(t *testing.T, b bench) {
		want := func(c voxpop.Continuity, received int64) {
			t.Helper()
			b.cycle(t)
			l := b.store.Ledger()
			if e := l[len(l)-1]; e.Continuity != c || e.Received != received || e.Community != "The Tool Blog" {
				t.Errorf("last entry %+v, want %s with %d", e, c, received)
			}
			time.Sleep(25 * time.Hour)
		}
		want(voxpop.Unknown, 3)
		if e := b.store.Ledger()[0]; e.To.Sub(e.From) != time.Minute {
			t.Errorf("the first entry is from %v to %v, want from the oldest entry on", e.From, e.To)
		}
		b.add(2)
		want(voxpop.Complete, 2)
		b.entries = nil
		b.add(0)
		for i := range 4 {
			b.entries = append(b.entries, fmt.Sprintf(`<entry><id>other%d</id><title>x</title></entry>`, i))
		}
		want(voxpop.Gap, 4)
	})
}

func TestEntriesWithoutADateStayWhereTheyWereFirstSeen(t *testing.T) {
	inBubble(t, func(t *testing.T, b bench) {
		b.entries = []string{`<entry><id>a</id><title>undated</title></entry>`, `<entry><id>b</id><title>future</title><published>2190-01-01T00:00:00Z</published></entry>`,
			`<entry><id>c</id><title>changed</title><updated>` + time.Now().Add(-time.Hour).UTC().Format(time.RFC3339) + `</updated></entry>`}
		b.cycle(t)
		before := b.store.Items()
		time.Sleep(25 * time.Hour)
		b.add(1)
		b.entries[2] = strings.Replace(b.entries[2], "<updated>", "<updated>"+time.Now().Add(-time.Minute).UTC().Format(time.RFC3339)+"</updated><x>", 1)
		b.entries[2] = strings.Replace(b.entries[2], "</updated></entry>", "</x></entry>", 1)
		b.cycle(t)
		for _, it := range before {
			now, _ := b.store.Item(it.ID)
			if !now.Created.Equal(it.Created) || it.Created.After(it.Observed) {
				t.Errorf("%q: created %v, then %v", it.Title, it.Created, now.Created)
			}
			if (it.Title == "changed") != !now.Edited.IsZero() {
				t.Errorf("%q: edited %v", it.Title, now.Edited)
			}
		}
	})
}

func TestAnOversizedFeedIsAFailure(t *testing.T) {
	inBubble(t, func(t *testing.T, b bench) {
		b.gate.Set(sourcetest.Answer(200, "application/xml", strings.Repeat(" ", 11<<20)))
		b.cycle(t)
		if f := b.store.Failures(); len(f) != 1 || !strings.Contains(f[0].Reason, "10 MiB") {
			t.Errorf("failures %+v", f)
		}
	})
}

func TestConfigIsChecked(t *testing.T) {
	for _, url := range []string{"", "example.org/feed", "file:///etc/passwd", "https://user:secret@example.org/feed", "http://"} {
		_, err := feed.New(feed.Config{URLs: []string{url}})
		if !errors.Is(err, voxpop.ErrInvalid) || strings.Contains(err.Error(), "secret") {
			t.Errorf("New(%q): %v", url, err)
		}
	}
	if _, err := feed.New(feed.Config{MinInterval: time.Hour, MaxInterval: time.Minute}); !errors.Is(err, voxpop.ErrInvalid) {
		t.Errorf("intervals the wrong way round: %v", err)
	}
}
