package api

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/voxpop-dev/voxpop"
)

const driversPath = "/api/v1/tools/cursor/drivers?hours=168"

// running starts an API of which test knows how many texts were cut into words. It runs until the test ends.
func running(t *testing.T, test func(a *API, f *fake, cut *atomic.Int64), change ...func(*Options)) {
	synctest.Test(t, func(t *testing.T) {
		var cut atomic.Int64
		a, f := fakeAPI(t, append(change, func(o *Options) {
			o.Clock = func() time.Time { return noon.Add(time.Since(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC))) } // where the bubble's clock begins
			o.Tokens = func(_, _, body string) []string { cut.Add(1); return strings.Fields(body) }
		})...)
		ctx, stop := context.WithCancel(t.Context())
		go a.Run(ctx)
		synctest.Wait()
		test(a, f, &cut)
		stop()
		time.Sleep(calmTimeout)
		synctest.Wait()
	})
}

func publish(f *fake) {
	f.set(func() { f.version.Number++ })
	time.Sleep(pollEvery)
	synctest.Wait()
}

// An analysis of an older version is sent at once and says so, while the newest is made by whoever steps back; when it is too old, readers wait
// for one that is made for them, not for that.
func TestOlderAnalysesServeAtOnce(t *testing.T) {
	var release chan struct{}
	running(t, func(a *API, f *fake, _ *atomic.Int64) {
		release = make(chan struct{}) // of the bubble, or time would stand still
		defer close(release)
		old := get(a, driversPath)
		time.Sleep(warmFor + time.Second)
		publish(f)
		time.Sleep(analysisStaleFor - 10*time.Second)
		for range 3 {
			began := time.Now()
			rec := get(a, driversPath)
			if rec.Body.String() != old.Body.String() || rec.Header().Get("ETag") != old.Header().Get("ETag") || time.Since(began) != 0 {
				t.Fatalf("after %v: %s", time.Since(began), rec.Body)
			}
		}
		time.Sleep(15 * time.Second)
		if body := get(a, driversPath).Body.String(); !strings.Contains(body, `"data_version":8`) {
			t.Errorf("too old: %s", body)
		}
	}, func(o *Options) { o.Calmly = func(work func()) { <-release; work() } })
}

// Numbers are never so old.
func TestOnlyAnalysesMayBeOlder(t *testing.T) {
	running(t, func(a *API, f *fake, _ *atomic.Int64) {
		targets := []string{statsPath, "/api/v1/tools?hours=168", "/api/v1/tools/cursor/sentiment?hours=168", "/api/v1/tools/cursor/aspects?hours=168", "/api/v1/movers?hours=168", driversPath}
		for _, target := range targets {
			get(a, target)
		}
		time.Sleep(warmFor + time.Second)
		publish(f)
		time.Sleep(2 * staleFor)
		for i, target := range targets {
			body := get(a, target).Body.String()
			if older := strings.Contains(body, `"data_version":7`); older != (i >= 3) {
				t.Errorf("%s: %s", target, body)
			}
		}
		synctest.Wait()
		for _, target := range targets {
			if body := get(a, target).Body.String(); !strings.Contains(body, `"data_version":8`) {
				t.Errorf("after the refill %s: %s", target, body)
			}
		}
	})
}

// The first visitor finds the analyses that pages open with, however the window is spelled; they are made again for a new version, no more often
// than once a minute, and not as if somebody had asked.
func TestAnalysesAreReadAhead(t *testing.T) {
	var calm atomic.Int64
	running(t, func(a *API, f *fake, cut *atomic.Int64) {
		time.Sleep(aheadDelay)
		synctest.Wait()
		read, made := cut.Load(), calm.Load()
		if read == 0 || made == 0 {
			t.Fatalf("%d texts read, %d answers made", read, made)
		}
		ready := len(a.ready.slots)
		for _, target := range []string{driversPath, "/api/v1/tools/cursor/drivers?range=7d", "/api/v1/tools/cursor/drivers?range=24h&end=latest", "/api/v1/tools/cursor/aspects?hours=720", "/api/v1/movers?range=30d"} {
			if get(a, target); cut.Load() != read || len(a.ready.slots) != ready {
				t.Errorf("%s was not ready", target)
			}
		}
		time.Sleep(5 * aheadEvery)
		synctest.Wait()
		if calm.Load() != made {
			t.Errorf("%d answers made for a version that had them", calm.Load()-made)
		}
		for range 5 {
			publish(f)
		}
		if calm.Load() != made {
			t.Errorf("%d answers made at once: nobody asked", calm.Load()-made)
		}
		time.Sleep(aheadEvery)
		synctest.Wait()
		if again := calm.Load() - made; again != made {
			t.Errorf("%d answers made for new versions, want %d", again, made)
		}
	}, func(o *Options) {
		o.ReadsAhead = true
		o.Calmly = func(work func()) { calm.Add(1); work() }
	})
}

func TestNothingIsReadAheadOfNothing(t *testing.T) {
	a, f := fakeAPI(t)
	targets, err := a.aheadTargets(t.Context(), frame{now: a.hour()})
	if err != nil || len(targets) != 2*len(aheadHours) { // movers
		t.Errorf("%v, %v", targets, err)
	}
	f.down = voxpop.ErrUnavailable
	a.readAhead(t.Context(), frame{version: f.version, now: a.hour()}) // complains and ends
	if a.ready.used() != 0 {
		t.Error("something was kept")
	}
}

// Who steps back neither takes the turn of those who wait nor starts threads that do not step back, and has more time.
func TestUnhurriedAnswers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, f := fakeAPI(t)
		a.labour.turn <- struct{}{}
		if made := a.fill(unhurried(), driversPath); made.status != 200 {
			t.Errorf("%d %s", made.status, made.body)
		}
		<-a.labour.turn
		order := ""
		_ = atOnce(unhurried(), func() error { time.Sleep(time.Second); order += "1"; return nil }, func() error { order += "2"; return nil })
		if order != "12" {
			t.Errorf("in the order %s", order)
		}
		f.block = make(chan struct{})
		began := time.Now()
		if made := a.fill(unhurried(), statsPath); made.status != 503 || time.Since(began) != calmTimeout {
			t.Errorf("%d after %v", made.status, time.Since(began))
		}
	})
}
