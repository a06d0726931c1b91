package bench

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"time"

	"github.com/voxpop-dev/voxpop/internal/bench/product"
	"github.com/voxpop-dev/voxpop/internal/bench/report"
)

const (
	coldAsks   = 60 // how often each query is asked, every time another one
	exportAsks = 20
	// An answer is flat when with more items it takes at most flat times as long, or this many milliseconds longer.
	flat      = 1.5
	flatSlack = 2
)

// quantiles of how long a query took, in milliseconds.
type quantiles struct {
	P50 float64 `json:"p50_ms"`
	P95 float64 `json:"p95_ms"`
	Max float64 `json:"max_ms"`
}

func quantilesOf(took []float64) quantiles {
	slices.Sort(took)
	return quantiles{median(took), took[(len(took)-1)*95/100], took[len(took)-1]}
}

// asked is one way of asking for an answer.
type asked func(ctx context.Context, p *product.Process, i int) error

// inTurn asks several processes in turn, so that what else the machine does meets them alike.
func inTurn(ctx context.Context, asks int, ask asked, processes ...*product.Process) ([]quantiles, error) {
	took := make([][]float64, len(processes))
	for i := range asks {
		for j, p := range processes {
			began := time.Now()
			if err := ask(ctx, p, i); err != nil {
				return nil, err
			}
			took[j] = append(took[j], time.Since(began).Seconds()*1000)
		}
	}
	var all []quantiles
	for _, t := range took {
		all = append(all, quantilesOf(t))
	}
	return all, nil
}

// ask fetches whole answers of a query.
func (q coldQuery) ask(newest time.Time) asked {
	return func(ctx context.Context, p *product.Process, i int) error {
		_, _, err := fetchPacked(ctx, p.API+q.path(i, newest))
		return err
	}
}

// begin fetches the first bytes of a stream.
func (q coldQuery) begin(newest time.Time) asked {
	return func(ctx context.Context, p *product.Process, i int) error {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, p.API+q.path(i, newest), http.NoBody)
		if err != nil {
			return err
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			return fmt.Errorf("GET %s: status %d", req.URL, resp.StatusCode)
		}
		_, err = io.ReadFull(resp.Body, make([]byte, 100))
		return err
	}
}

// single fetches one item after the other of the newest n of every process.
func single(ctx context.Context, n int, processes ...*product.Process) (asked, error) {
	paths := map[*product.Process][]string{}
	for _, p := range processes {
		var err error
		if paths[p], err = p.NewestItems(ctx, n); err != nil {
			return nil, err
		}
	}
	return func(ctx context.Context, p *product.Process, i int) error {
		_, _, err := fetchPacked(ctx, p.API+paths[p][i%len(paths[p])])
		return err
	}, nil
}

// compared is a query with its times in a small and a large database.
type compared struct {
	Query string      `json:"query"`
	Times []quantiles `json:"small_and_large"`
}

// coldTimes asks everything of processes in turn.
func coldTimes(ctx context.Context, newest time.Time, processes ...*product.Process) (all []compared, err error) {
	add := func(name string, asks int, ask asked) {
		if err != nil {
			return
		}
		var times []quantiles
		times, err = inTurn(ctx, asks, ask, processes...)
		all = append(all, compared{name, times})
	}
	for _, q := range coldQueries {
		add(q.name, coldAsks, q.ask(newest))
	}
	if err != nil {
		return nil, err
	}
	one, err := single(ctx, coldAsks, processes...)
	if err != nil {
		return nil, err
	}
	add("one item", coldAsks, one)
	for _, q := range exports {
		add(q.name, exportAsks, q.begin(newest))
	}
	return all, err
}

// flatRows judges how times grew from a small to a large database.
func flatRows(table *report.Table, where, sizes string, all []compared) {
	for _, c := range all {
		small, large := c.Times[0], c.Times[1]
		table.AtMost(fmt.Sprintf("%s, %s, p95, %s", where, c.Query, sizes), large.P95, max(flat*small.P95, small.P95+flatSlack), "ms",
			fmt.Sprintf("%.1f ×; p50 %.2f / %.2f, p95 %.2f / %.2f, max %.2f / %.2f", large.P95/small.P95,
				large.P50, small.P50, large.P95, small.P95, large.Max, small.Max))
	}
	table.Detail(where+": queries by size", all)
}

// bySize compares cold queries over a small and a large database.
func (c Config) bySize(ctx context.Context, where string, small, large *scene, p *product.Process, table *report.Table) error {
	c.say("%s: cold queries of %d and %d items", where, small.imported.New, large.imported.New)
	q, err := small.start(ctx)
	if err != nil {
		return err
	}
	defer q.Stop()
	times, err := coldTimes(ctx, time.Now().UTC().Add(-behind).Truncate(time.Hour), q, p)
	if err != nil {
		return err
	}
	flatRows(table, where, fmt.Sprintf("%d / %d items", large.imported.New, small.imported.New), times)
	return nil
}
