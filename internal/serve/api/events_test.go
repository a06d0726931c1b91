package api

import (
	"bufio"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// listen reads the stream of a real server, line by line, until it ends.
func listen(t *testing.T, base string) (<-chan string, func()) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	req, err := http.NewRequestWithContext(ctx, "GET", base+"/api/v1/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	if answer.StatusCode != 200 || answer.Header.Get("Content-Type") != "text/event-stream" {
		t.Fatalf("%s %v", answer.Status, answer.Header)
	}
	lines := make(chan string, 100)
	go func() {
		defer close(lines)
		defer answer.Body.Close()
		for scan := bufio.NewScanner(answer.Body); scan.Scan(); {
			if scan.Text() != "" {
				lines <- scan.Text()
			}
		}
	}()
	return lines, stop
}

func expect(t *testing.T, lines <-chan string, want string) {
	t.Helper()
	for line := range lines {
		if strings.Contains(line, want) {
			return
		}
	}
	t.Fatalf("the stream ended before %q", want)
}

func TestEvents(t *testing.T) {
	a, f := fakeAPI(t)
	a.poll(t.Context())
	server := httptest.NewUnstartedServer(a)
	server.Config = Server(a)
	server.Config.WriteTimeout = 300 * time.Millisecond // the stream outlives it
	server.Config.RegisterOnShutdown(a.CloseStreams)
	server.Start()
	defer server.Close()
	lines, stop := listen(t, server.URL)
	defer stop()
	expect(t, lines, "retry: 3000")
	expect(t, lines, "event: version")
	expect(t, lines, `data: {"data_version":7,"published":"2026-03-04T12:29:00Z","newest_item":"2026-03-04T12:20:00Z"}`)
	expect(t, lines, "event: cycle")
	expect(t, lines, `data: {"cycle_id":"c1","state":"finished","outcome":"success","counts":{"new":12`)

	f.set(func() { f.version.Number++ })
	a.poll(t.Context())
	expect(t, lines, `{"data_version":8`)
	f.set(func() {
		f.cycles = append([]voxpop.Cycle{{ID: "c2", Requested: noon, Started: noon}}, f.cycles...)
	})
	a.poll(t.Context())
	a.poll(t.Context())
	expect(t, lines, `{"cycle_id":"c2","state":"running","outcome":null`)

	if err := server.Config.Shutdown(t.Context()); err != nil {
		t.Fatalf("the stream keeps the server from going down: %v", err)
	}
	if line, open := <-lines; open {
		t.Errorf("after the end: %q", line)
	}
	if rec := get(a, "/api/v1/events"); rec.Code != 503 {
		t.Errorf("a stream was begun while going down: %d", rec.Code)
	}
}

func TestHeartbeat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, _ := fakeAPI(t)
		ctx, leave := context.WithCancel(t.Context())
		rec := httptest.NewRecorder()
		done := make(chan bool)
		go func() {
			a.ServeHTTP(rec, httptest.NewRequestWithContext(ctx, "GET", "/api/v1/events", nil))
			close(done)
		}()
		time.Sleep(2*heartbeat + time.Second)
		leave()
		<-done
		if n := strings.Count(rec.Body.String(), ": still here\n\n"); n != 2 {
			t.Errorf("%d heartbeats in two periods", n)
		}
		if a.hub.size() != 0 {
			t.Error("a client that left is still in the hub")
		}
	})
}

func TestSlowStreamsAreEnded(t *testing.T) {
	h := newHub()
	slow, quick := h.join(), h.join()
	for i := range streamBuffer + 1 {
		h.publish(newEvent("version", i))
		<-quick
	}
	if h.size() != 1 {
		t.Fatalf("%d streams", h.size())
	}
	for range streamBuffer {
		<-slow
	}
	if _, open := <-slow; open {
		t.Error("a stream that fell behind goes on")
	}
	h.leave(slow) // must not close twice
}

func TestStreamsAreBounded(t *testing.T) {
	h := newHub()
	for range mostStreams {
		h.join()
	}
	if h.join() != nil {
		t.Error("no bound")
	}
}

func TestSameEventIsSaidOnce(t *testing.T) {
	h := newHub()
	s := h.join()
	h.publish(newEvent("version", 1))
	h.publish(newEvent("version", 1))
	if len(s) != 1 {
		t.Errorf("%d events", len(s))
	}
}
