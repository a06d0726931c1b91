package product

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"time"
)

var asset = regexp.MustCompile(`(?:src|href)="(/[^"]+)"`)

// LoadDashboard fetches the dashboard's page and, one after the other over a fresh connection, all
// it refers to: what a browser does before it draws. It returns how long that took and how many files there were.
func (s *Process) LoadDashboard(ctx context.Context) (took time.Duration, files int, err error) {
	client := &http.Client{Transport: &http.Transport{}, Timeout: 30 * time.Second}
	defer client.CloseIdleConnections()
	began := time.Now()
	page, err := fetch(ctx, client, s.Dashboard+"/")
	if err != nil {
		return 0, 0, err
	}
	files = 1
	for _, found := range asset.FindAllSubmatch(page, -1) {
		if _, err := fetch(ctx, client, s.Dashboard+string(found[1])); err != nil {
			return 0, files, err
		}
		files++
	}
	return time.Since(began), files, nil
}

func fetch(ctx context.Context, client *http.Client, url string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return nil, err
	}
	resp, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("GET %s: status %d", req.URL.Path, resp.StatusCode)
	}
	return io.ReadAll(resp.Body)
}
