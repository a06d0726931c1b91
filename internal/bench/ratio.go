package bench

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop/internal/bench/bare"
	"github.com/voxpop-dev/voxpop/internal/bench/load"
	"github.com/voxpop-dev/voxpop/internal/bench/product"
	"github.com/voxpop-dev/voxpop/internal/bench/report"
)

const (
	ratioConnections = 8
	ratioRounds      = 5
	packed           = "Accept-Encoding: gzip"
)

// againstBare compares each endpoint that keeps its answers ready with a handler that sends the
// same bytes and nothing else; they take turns, the median ratio counts.
func (c Config) againstBare(ctx context.Context, s *scene, p *product.Process, table *report.Table) error {
	for _, e := range endpoints {
		if e.Name == "health" { // its answer is made anew every time
			continue
		}
		c.say("%s against a bare handler", e.Name)
		body, etag, err := fetchPacked(ctx, p.API+e.Path)
		if err != nil {
			return err
		}
		path := filepath.Join(s.Dir, "answer")
		if err := os.WriteFile(path, body, 0o600); err != nil {
			return err
		}
		ratio, ours, err := c.race(ctx, strings.TrimPrefix(p.API, "http://"), e.Path, path)
		if err != nil {
			return err
		}
		table.AtLeast("requests/s of a bare handler, "+e.Name, ratio, 0.6, "×", fmt.Sprintf("%.0f/s, %d bytes packed", ours, len(body)))
		if e.Name != "stats" {
			continue
		}
		unchanged, err := load.Raw(ctx, strings.TrimPrefix(p.API, "http://"), e.Path, []string{packed, "If-None-Match: " + etag}, ratioConnections, c.Span/3)
		if err != nil {
			return err
		}
		table.Info("304 to a client that has the answer, stats", unchanged, "/s", "")
	}
	return nil
}

// race returns the median ratio of requests a second, ours to the bare handler's, and ours.
func (c Config) race(ctx context.Context, addr, target, body string) (ratio, ours float64, err error) {
	bareAddr, stop, err := bare.Start(ctx, body)
	if err != nil {
		return 0, 0, err
	}
	defer stop()
	var ratios, rates []float64
	for range ratioRounds {
		a, err := load.Raw(ctx, addr, target, []string{packed}, ratioConnections, c.Span/6)
		if err != nil {
			return 0, 0, err
		}
		b, err := load.Raw(ctx, bareAddr, target, []string{packed}, ratioConnections, c.Span/6)
		if err != nil {
			return 0, 0, err
		}
		ratios, rates = append(ratios, a/b), append(rates, a)
	}
	return median(ratios), median(rates), nil
}

// fetchPacked returns an answer as it is sent to a client that takes gzip, and its ETag.
func fetchPacked(ctx context.Context, url string) (body []byte, etag string, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return nil, "", err
	}
	req.Header.Set("Accept-Encoding", "gzip")
	resp, err := (&http.Client{Timeout: time.Minute}).Do(req)
	if err != nil {
		return nil, "", err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, "", fmt.Errorf("GET %s: status %d", req.URL.Path, resp.StatusCode)
	}
	body, err = io.ReadAll(resp.Body)
	return body, resp.Header.Get("ETag"), err
}
