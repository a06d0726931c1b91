package load

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"
)

// Users are closed-loop users: each asks for one endpoint after the other and waits for every answer.
type Users struct {
	Base      string // scheme and host
	Endpoints []Endpoint
	Count     int
	Ramp      float64 // users that begin in a second; 0: all at once
	Think     time.Duration
}

// Run lets the users work for a time, from the first user's start.
func (u Users) Run(ctx context.Context, lasts time.Duration) Result {
	ctx, cancel := context.WithTimeout(ctx, lasts)
	defer cancel()
	client := newClient(u.Count)
	defer client.CloseIdleConnections()
	found := make([]map[string]*series, u.Count)
	var working sync.WaitGroup
	began := time.Now()
	for i := range u.Count {
		working.Go(func() {
			if u.Ramp > 0 && !pause(ctx, time.Duration(float64(i)/u.Ramp*float64(time.Second))) {
				return
			}
			found[i] = u.work(ctx, client, i)
		})
	}
	working.Wait()
	lasted := time.Since(began)
	all := map[string]*series{}
	for _, byName := range found {
		for name, s := range byName {
			if all[name] == nil {
				all[name] = &series{}
			}
			all[name].join(s)
		}
	}
	return result(all, lasted)
}

func (u Users) work(ctx context.Context, client *http.Client, user int) map[string]*series {
	found := map[string]*series{}
	for _, e := range u.Endpoints {
		found[e.Name] = &series{}
	}
	for turn := user; ctx.Err() == nil; turn++ {
		e := u.Endpoints[turn%len(u.Endpoints)]
		began := time.Now()
		failure := get(ctx, client, u.Base+e.Path)
		if ctx.Err() != nil {
			break // cut short by the end of the run
		}
		found[e.Name].add(time.Since(began), failure)
		if !pause(ctx, u.Think) {
			break
		}
	}
	return found
}

// answerLimit is how long an answer may take before it counts as an error.
const answerLimit = 30 * time.Second

func newClient(connections int) *http.Client {
	return &http.Client{
		Timeout:   answerLimit,
		Transport: &http.Transport{MaxIdleConnsPerHost: connections, MaxIdleConns: connections},
	}
}

// get reads a whole answer as a browser would ask for it, and says what is wrong with it.
func get(ctx context.Context, client *http.Client, url string) (failure string) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return err.Error()
	}
	req.Header.Set("Accept-Encoding", "gzip") // set by hand, it is not unpacked here
	resp, err := client.Do(req)
	if err != nil {
		return err.Error()
	}
	defer resp.Body.Close()
	if _, err := io.Copy(io.Discard, resp.Body); err != nil {
		return err.Error()
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Sprintf("%s: status %d", req.URL.Path, resp.StatusCode)
	}
	return ""
}

// pause waits; false when ctx ends first.
func pause(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}
