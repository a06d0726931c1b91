package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/voxpop-dev/voxpop/internal/bench/product"
	"github.com/voxpop-dev/voxpop/internal/bench/report"
	"github.com/voxpop-dev/voxpop/internal/bench/world"
	"github.com/voxpop-dev/voxpop/internal/redditsim"
)

const dayCycles = 48

// day collects a simulated day in half-hour cycles by the command line, and compares with what a
// perfect collector would hold.
func (c Config) day(ctx context.Context, binary string, table *report.Table) error {
	c.say("a simulated day in %d cycles", dayCycles)
	dir, err := os.MkdirTemp("", "voxpop-bench-day-")
	if err != nil {
		return fmt.Errorf("making a folder: %w", err)
	}
	defer os.RemoveAll(dir)
	begin := time.Now().UTC().Truncate(24*time.Hour).AddDate(0, 0, -2)
	w, err := world.OpenDay(begin)
	if err != nil {
		return err
	}
	defer w.Close()
	prog := product.Program{Binary: binary, Dir: dir, Database: "sqlite:" + filepath.Join(dir, "day.db"), Reddit: w.URL, Communities: w.Sim.Communities()}
	began := time.Now()
	for range dayCycles {
		w.Advance(24 * time.Hour / dayCycles)
		var cycle product.Cycle
		if err := prog.Command(ctx, &cycle, "collect", "--json"); err != nil {
			return err
		}
		if !cycle.Succeeded() {
			return fmt.Errorf("a cycle of the simulated day ended as %q", *cycle.Outcome)
		}
	}
	took := time.Since(began)
	held, err := exported(ctx, prog, begin)
	if err != nil {
		return err
	}
	dayRows(table, w.Sim, begin, held, took)
	return nil
}

func dayRows(table *report.Table, sim *redditsim.Sim, begin time.Time, held map[string]bool, took time.Duration) {
	posts, comments := sim.Visible(begin, begin.Add(24*time.Hour))
	missed := 0
	for _, name := range append(posts, comments...) {
		if !held[name] {
			missed++
		}
	}
	all, checks, captured := sim.Count(), sim.Count(redditsim.EndpointInfo), float64(max(1, len(held)))
	table.AtMost("Reddit requests a captured item, simulated day, without deletion checks", float64(all-checks)/captured, 0.05, "",
		fmt.Sprintf("%d requests, %d of them checks, %d items; %.4f with the checks", all, checks, len(held), float64(all)/captured))
	table.AtLeast("coverage of a simulated day", 100*(1-float64(missed)/float64(max(1, len(posts)+len(comments)))), 99.9, "%",
		fmt.Sprintf("%d of %d missed; %d cycles of the command line in %.0f s", missed, len(posts)+len(comments), dayCycles, took.Seconds()))
}

// exported are the fullnames of items created from begin on.
func exported(ctx context.Context, p product.Program, begin time.Time) (held map[string]bool, err error) {
	path := filepath.Join(p.Dir, "items.ndjson")
	if err := p.Command(ctx, nil, "export", "--since", begin.Format(time.RFC3339), "--output", path); err != nil {
		return nil, err
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	held = map[string]bool{}
	for lines := json.NewDecoder(f); lines.More(); {
		var item struct {
			ID string `json:"id"`
		}
		if err := lines.Decode(&item); err != nil {
			return nil, fmt.Errorf("reading the export: %w", err)
		}
		held[item.ID] = true
	}
	return held, nil
}
