package load

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func server(t *testing.T) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("/good", func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, strings.Repeat("x", 1000)) })
	mux.HandleFunc("/bad", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })
	mux.HandleFunc("/events", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, "event: version\ndata: {}\n\n")
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

var both = []Endpoint{{"good", "/good"}, {"bad", "/bad"}}

func TestErrorsAreCounted(t *testing.T) {
	s := server(t)
	for name, run := range map[string]func() Result{
		"closed": func() Result {
			return Users{Base: s.URL, Endpoints: both, Count: 4, Ramp: 1000}.Run(t.Context(), 100*time.Millisecond)
		},
		"open": func() Result {
			return Attack{Base: s.URL, Endpoints: both, Rate: 200, Users: 4}.Run(t.Context(), 100*time.Millisecond)
		},
		"as fast as it goes": func() Result {
			return Attack{Base: s.URL, Endpoints: both, Users: 4}.Run(t.Context(), 100*time.Millisecond)
		},
	} {
		r := run()
		good, bad := r.ByName["good"], r.ByName["bad"]
		if good.Requests == 0 || good.Errors != 0 {
			t.Errorf("%s: good: %+v", name, good)
		}
		if bad.Requests == 0 || bad.Errors != bad.Requests || len(bad.Samples) == 0 || len(bad.Samples) > samplesKept {
			t.Errorf("%s: bad: %+v", name, bad)
		}
		if r.All.Requests != good.Requests+bad.Requests || r.All.Errors != bad.Errors {
			t.Errorf("%s: all: %+v", name, r.All)
		}
	}
}

// A connection that stays open costs the program under test two goroutines and their memory: the runs that follow would measure those.
func TestNoConnectionStaysOpen(t *testing.T) {
	for name, run := range map[string]func(base string) Result{
		"closed": func(base string) Result {
			return Users{Base: base, Endpoints: both[:1], Count: 4}.Run(t.Context(), 50*time.Millisecond)
		},
		"open": func(base string) Result {
			return Attack{Base: base, Endpoints: both[:1], Rate: 200, Users: 4}.Run(t.Context(), 50*time.Millisecond)
		},
	} {
		s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "x") }))
		var opened atomic.Int64
		closed := make(chan bool, 1000)
		s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
			switch state {
			case http.StateNew:
				opened.Add(1)
			case http.StateClosed:
				closed <- true
			}
		}
		s.Start()
		if r := run(s.URL); r.All.Requests == 0 {
			t.Errorf("%s: nothing was asked for", name)
		}
		for range opened.Load() {
			select {
			case <-closed:
			case <-time.After(10 * time.Second):
				t.Fatalf("%s: a connection is still open", name)
			}
		}
		s.Close()
	}
}

func TestRaw(t *testing.T) {
	s := server(t)
	addr := strings.TrimPrefix(s.URL, "http://")
	rate, err := Raw(t.Context(), addr, "/good", []string{"Accept-Encoding: gzip"}, 2, 50*time.Millisecond)
	if err != nil || rate <= 0 {
		t.Errorf("%v a second, %v", rate, err)
	}
	if _, err := Raw(t.Context(), addr, "/bad", nil, 1, 50*time.Millisecond); err == nil {
		t.Error("a bad answer is no error")
	}
}

func TestStreams(t *testing.T) {
	s := server(t)
	open := OpenStreams(t.Context(), s.URL+"/events", 3)
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	for open.events.Load() < 3 {
		if !pause(ctx, time.Millisecond) {
			t.Fatal("no events")
		}
	}
	if events, broken := open.Close(); events != 3 || broken != 0 {
		t.Errorf("%d events, %d broken", events, broken)
	}
	refused := OpenStreams(t.Context(), s.URL+"/bad", 2)
	refused.working.Wait()
	if events, broken := refused.Close(); events != 0 || broken != 2 {
		t.Errorf("%d events, %d broken", events, broken)
	}
}

func TestQuantile(t *testing.T) {
	var sorted []time.Duration
	for i := 1; i <= 100; i++ {
		sorted = append(sorted, time.Duration(i)*time.Millisecond)
	}
	for q, want := range map[float64]float64{0.5: 50, 0.95: 95, 0.99: 99, 1: 100, 0: 1} {
		if got := quantile(sorted, q); got != want {
			t.Errorf("quantile %v = %v, want %v", q, got, want)
		}
	}
	if quantile(nil, 0.5) != 0 {
		t.Error("quantile of nothing")
	}
}
