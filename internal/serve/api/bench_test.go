package api

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// The hot road against a bare handler that sends the same bytes, both over loopback with
// keep-alive: requests per second of the first should be at least 60 % of the second.
//
//	go test -run xxx -bench 'Hot|Bare' ./internal/serve/api

func hammer(b *testing.B, h http.Handler) {
	server := httptest.NewServer(h)
	defer server.Close()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64, DisableCompression: true}}
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		buffer := make([]byte, 64<<10)
		for pb.Next() {
			answer, err := client.Get(server.URL + statsPath)
			if err != nil {
				b.Error(err)
				return
			}
			for {
				if _, err := answer.Body.Read(buffer); err != nil {
					break
				}
			}
			answer.Body.Close()
		}
	})
}

func polled(b *testing.B) *API {
	a, _ := fakeAPI(b)
	a.poll(b.Context())
	a.polling.Store(true)
	return a
}

func BenchmarkHot(b *testing.B) {
	a := polled(b)
	a.version.checked.Store(1 << 62)
	hammer(b, a)
}

func BenchmarkBare(b *testing.B) {
	body := get(polled(b), statsPath).Body.Bytes()
	hammer(b, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Write(body)
	}))
}

// discard is the cheapest writer there is, to see the handler alone.
type discard struct{ header http.Header }

func (d discard) Header() http.Header         { return d.header }
func (d discard) Write(b []byte) (int, error) { return len(b), nil }
func (d discard) WriteHeader(int)             {}

func BenchmarkHotHandler(b *testing.B) {
	a := polled(b)
	a.version.checked.Store(1 << 62)
	req := httptest.NewRequest("GET", statsPath, nil)
	req.Header.Set("Accept-Encoding", "gzip")
	w := discard{http.Header{}}
	a.ServeHTTP(w, req)
	b.ReportAllocs()
	for b.Loop() {
		a.ServeHTTP(w, req)
	}
}
