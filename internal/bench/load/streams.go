package load

import (
	"bufio"
	"context"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
)

// Streams are open event streams.
type Streams struct {
	events, broken atomic.Int64
	working        sync.WaitGroup
	stop           context.CancelFunc
}

// OpenStreams opens count event streams at url and counts what they bring until Close.
func OpenStreams(ctx context.Context, url string, count int) *Streams {
	s := &Streams{}
	ctx, s.stop = context.WithCancel(ctx)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: count}}
	for range count {
		s.working.Go(func() {
			s.follow(ctx, client, url)
			if ctx.Err() == nil {
				s.broken.Add(1)
			}
		})
	}
	return s
}

func (s *Streams) follow(ctx context.Context, client *http.Client, url string) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return
	}
	resp, err := client.Do(req)
	if err != nil {
		return
	}
	defer resp.Body.Close()
	for lines := bufio.NewScanner(resp.Body); resp.StatusCode == http.StatusOK && lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "event:") {
			s.events.Add(1)
		}
	}
}

// Close ends the streams and tells how many events came and how many streams ended before.
func (s *Streams) Close() (events, broken int64) {
	broken = s.broken.Load()
	s.stop()
	s.working.Wait()
	return s.events.Load(), broken
}
