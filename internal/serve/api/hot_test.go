package api

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/voxpop-dev/voxpop"
)

const statsPath = "/api/v1/sentiment/stats?hours=24"

func get(h http.Handler, target string, headers ...string) *httptest.ResponseRecorder {
	req := httptest.NewRequest("GET", target, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, req)
	return rec
}

func TestReadyBytesAreMadeOnce(t *testing.T) {
	a, f := fakeAPI(t)
	first := get(a, statsPath)
	// Another spelling of the same query is the same answer.
	for _, spelling := range []string{statsPath, "/api/v1/sentiment/stats?hours=24&subreddit=", "/api/v1/sentiment/stats?_=1&hours=24"} {
		if again := get(a, spelling); again.Body.String() != first.Body.String() || again.Header().Get("ETag") != first.Header().Get("ETag") {
			t.Errorf("%s answers differently", spelling)
		}
	}
	if f.tallies != 1 {
		t.Errorf("%d readings for one query of one version", f.tallies)
	}
}

func TestNewVersionMakesNewBytes(t *testing.T) {
	a, f := fakeAPI(t)
	before := get(a, statsPath).Body.String()
	f.set(func() { f.version.Number++ })
	a.poll(t.Context())
	after := get(a, statsPath)
	if !strings.Contains(after.Body.String(), `"data_version":8`) || !strings.HasPrefix(after.Header().Get("ETag"), `"v8-`) {
		t.Fatalf("a lone reader must see the new version at once: %s", after.Body)
	}
	if strings.ReplaceAll(after.Body.String(), `"data_version":8`, `"data_version":7`) != before {
		t.Error("more than the version changed")
	}
}

func TestNewHourMakesNewBytes(t *testing.T) {
	now := noon
	a, _ := fakeAPI(t, func(o *Options) { o.Clock = func() time.Time { return now } })
	get(a, statsPath)
	now = noon.Add(time.Hour)
	if body := get(a, statsPath).Body.String(); !strings.Contains(body, `"to":"2026-03-04T14:00:00Z"`) {
		t.Fatalf("the window stands still: %s", body)
	}
}

// While a refill waits for the database, others get the bytes of the version before; the one
// that began it waits a moment, then does too. When they are too old, nobody does.
func TestStaleBytesServeWhileOneRefillRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, f := fakeAPI(t)
		ctx, stop := context.WithCancel(t.Context())
		go a.Run(ctx)
		synctest.Wait()
		old := get(a, statsPath).Body.String()
		time.Sleep(warmFor + time.Second) // nobody has asked lately: it is not warmed
		synctest.Wait()
		block := make(chan struct{})
		f.set(func() { f.version.Number++; f.block = block; f.tallies = 0 })
		time.Sleep(pollEvery)
		synctest.Wait()
		var leader sync.WaitGroup
		leader.Go(func() {
			began := time.Now()
			if got := get(a, statsPath).Body.String(); got != old || time.Since(began) != leaderWaits {
				t.Errorf("the leader got %s after %v", got, time.Since(began))
			}
		})
		synctest.Wait()
		for range 20 {
			began := time.Now()
			if got := get(a, statsPath).Body.String(); got != old || time.Since(began) != 0 {
				t.Fatalf("a follower got %s after %v", got, time.Since(began))
			}
		}
		leader.Wait()
		if f.tallies != 1 {
			t.Errorf("%d refills at once", f.tallies)
		}
		time.Sleep(500 * time.Millisecond)
		close(block)
		synctest.Wait()
		if got := get(a, statsPath).Body.String(); !strings.Contains(got, `"data_version":8`) {
			t.Errorf("after the refill: %s", got)
		}
		stop()
		synctest.Wait()
	})
}

func TestWhatIsAskedForOftenIsRefilledUnasked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, f := fakeAPI(t)
		ctx, stop := context.WithCancel(t.Context())
		go a.Run(ctx)
		synctest.Wait()
		get(a, statsPath)
		f.set(func() { f.version.Number++ })
		time.Sleep(pollEvery)
		synctest.Wait()
		if f.tallies != 2 {
			t.Errorf("%d readings before anybody asked again", f.tallies)
		}
		if body := get(a, statsPath).Body.String(); !strings.Contains(body, `"data_version":8`) || f.tallies != 2 {
			t.Errorf("%d readings for %s", f.tallies, body)
		}
		stop()
		synctest.Wait()
	})
}

// Bytes that are several versions old are never sent, however busy the refill is.
func TestStaleMeansJustNow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, f := fakeAPI(t)
		get(a, statsPath)
		for range 5 {
			time.Sleep(2 * time.Second)
			f.set(func() { f.version.Number++ })
			a.poll(t.Context())
		}
		kept := newAnswer(nil, voxpop.DataVersion{Number: 7}, a.hour())
		if a.mayBeStale(kept) {
			t.Error("five versions and ten seconds ago is not just now")
		}
		kept.version = 11
		if !a.mayBeStale(kept) {
			t.Error("the version before may be sent")
		}
		kept.hour = kept.hour.Add(-time.Hour)
		if a.mayBeStale(kept) {
			t.Error("half an hour into the hour, the window of the hour before is wrong")
		}
	})
}

func TestBytesOfOldVersionsLeaveMemory(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, f := fakeAPI(t)
		get(a, "/api/v1/items")
		f.set(func() { f.version.Number++ })
		a.poll(t.Context())
		time.Sleep(staleFor + time.Second)
		a.poll(t.Context())
		if n := a.ready.used(); n != 0 {
			t.Errorf("%d bytes of a version that is gone", n)
		}
	})
}

func TestManyAskOneReads(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, f := fakeAPI(t)
		f.block = make(chan struct{})
		var all sync.WaitGroup
		for range 50 {
			all.Go(func() {
				if rec := get(a, statsPath); rec.Code != 200 {
					t.Errorf("%d %s", rec.Code, rec.Body)
				}
			})
		}
		synctest.Wait()
		close(f.block)
		all.Wait()
		if f.tallies != 1 {
			t.Errorf("%d readings for 50 who asked at once", f.tallies)
		}
	})
}

func TestVersionThatMovesDuringRefill(t *testing.T) {
	a, f := fakeAPI(t)
	f.moves = true
	if rec := get(a, statsPath); rec.Code != 200 || f.tallies != 3 {
		t.Fatalf("%d after %d tries", rec.Code, f.tallies)
	}
}

func TestConditionalAndPacked(t *testing.T) {
	a, _ := fakeAPI(t)
	const target = "/api/v1/items"
	plain := get(a, target)
	packed := get(a, target, "Accept-Encoding", "br, gzip")
	if packed.Header().Get("Content-Encoding") != "gzip" || packed.Body.Len() >= plain.Body.Len() {
		t.Fatalf("not packed: %v", packed.Header())
	}
	z, err := gzip.NewReader(packed.Body)
	if err != nil {
		t.Fatal(err)
	}
	if unpacked, err := io.ReadAll(z); err != nil || !bytes.Equal(unpacked, plain.Body.Bytes()) {
		t.Fatalf("packed bytes differ: %v", err)
	}
	if get(a, target, "Accept-Encoding", "gzip;q=0").Header().Get("Content-Encoding") != "" {
		t.Error("gzip was refused and sent")
	}
	for _, tag := range []string{plain.Header().Get("ETag"), "W/" + plain.Header().Get("ETag"), `"x", ` + packed.Header().Get("ETag"), "*"} {
		rec := get(a, target, "If-None-Match", tag)
		if rec.Code != http.StatusNotModified || rec.Body.Len() != 0 || rec.Header().Get("ETag") == "" {
			t.Errorf("If-None-Match %s: %d, %d bytes", tag, rec.Code, rec.Body.Len())
		}
	}
	if rec := get(a, target, "If-None-Match", `"v6-000000000000"`); rec.Code != 200 {
		t.Errorf("an old tag: %d", rec.Code)
	}
}

func TestReadyBytesAreBounded(t *testing.T) {
	c := newReady(10_000)
	v := voxpop.DataVersion{Number: 1}
	for i := range 100 {
		key := strings.Repeat("k", i+1)
		c.begin(key, key)
		c.done(key, key, newAnswer(make([]byte, 900), v, noon))
	}
	if c.used() > 10_000 || len(c.slots) != c.order.Len() || len(c.aliases) != len(c.slots) || len(c.slots) < 3 {
		t.Fatalf("%d bytes in %d slots, %d aliases", c.used(), len(c.slots), len(c.aliases))
	}
	if c.find([]byte(strings.Repeat("k", 100)), noon) == nil || c.find([]byte("k"), noon) != nil {
		t.Error("not the oldest left")
	}
	c.begin("big", "big")
	c.done("big", "big", newAnswer(make([]byte, largestReady+1), v, noon))
	if c.find([]byte("big"), noon) != nil {
		t.Error("an answer too large was kept")
	}
}

func TestLostDatabase(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, f := fakeAPI(t)
		ctx, stop := context.WithCancel(t.Context())
		go a.Run(ctx)
		synctest.Wait()
		f.set(func() { f.down = errors.New("dial tcp: password=hunter2 refused") })
		time.Sleep(7 * time.Second)
		for _, target := range []string{statsPath, "/api/v1/items?q=x", "/api/v1/posts/t3_p00", "/api/v1/coverage", "/api/v1/export", "/api/v1/export?format=csv", "/readyz"} {
			rec := get(a, target)
			if rec.Code != 503 || rec.Header().Get("Retry-After") == "" || rec.Header().Get("Content-Type") != problemType {
				t.Errorf("%s: %d %v", target, rec.Code, rec.Header())
			}
			if strings.Contains(rec.Body.String(), "hunter2") {
				t.Errorf("%s tells a secret: %s", target, rec.Body)
			}
		}
		rec := get(a, "/api/v1/health")
		if rec.Code != 503 || !strings.Contains(rec.Body.String(), `"status":"unhealthy"`) || !strings.Contains(rec.Body.String(), `"connected":false`) {
			t.Errorf("health: %d %s", rec.Code, rec.Body)
		}
		if rec := get(a, "/healthz"); rec.Code != 200 {
			t.Errorf("healthz: %d", rec.Code)
		}
		if rec := get(a, "/api/v1/status"); rec.Code != 200 {
			t.Errorf("status: %d", rec.Code)
		}
		f.set(func() { f.down = nil })
		time.Sleep(2 * time.Second)
		if rec := get(a, statsPath); rec.Code != 200 {
			t.Errorf("after it came back: %d", rec.Code)
		}
		stop()
		synctest.Wait()
	})
}

func TestSlowDatabaseIsGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, f := fakeAPI(t)
		f.block = make(chan struct{})
		began := time.Now()
		if rec := get(a, statsPath); rec.Code != 503 || time.Since(began) != readTimeout {
			t.Errorf("%d after %v", rec.Code, time.Since(began))
		}
	})
}
