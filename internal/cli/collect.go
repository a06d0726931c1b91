package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/serve/api"
	"github.com/voxpop-dev/voxpop/internal/store/relational"
)

type collectCmd struct {
	JSON bool `help:"Print the summary as JSON."`
}

// Run makes one collection cycle: in this process, or, when a voxpop serves the same database,
// by asking that one and waiting for it.
func (c *collectCmd) Run(ctx context.Context, std *streams, s *Settings, log *slog.Logger) error {
	store, err := openStore(ctx, s)
	if err != nil {
		return err
	}
	defer store.Close()
	running, release, err := served(ctx, s, store, voxpop.Collects)
	if err != nil {
		return err
	}
	defer release()
	bars := newProgress(std, c.JSON)
	defer bars.close()
	var cycle voxpop.Cycle
	if running {
		cycle, err = c.ask(ctx, store, bars)
	} else {
		cycle, err = c.do(ctx, s, store, bars, log)
	}
	if err != nil {
		return err
	}
	bars.close()
	if err := c.print(ctx, std, store, cycle); err != nil {
		return err
	}
	if cycle.Outcome == voxpop.OutcomeFailed {
		return errReported
	}
	return nil
}

func (c *collectCmd) request(ctx context.Context, store *relational.Store) (voxpop.Cycle, error) {
	cycle, _, err := store.RequestCycle(ctx, voxpop.TriggerCommand, byCommand("collect", ""))
	return cycle, err
}

// do runs a cycle here. A cycle that a killed process left open is taken up first: its tasks
// are safe to run again.
func (c *collectCmd) do(ctx context.Context, s *Settings, store *relational.Store, bars *progress, log *slog.Logger) (voxpop.Cycle, error) {
	collector, err := newCollector(s, store, log)
	if err != nil {
		return voxpop.Cycle{}, err
	}
	if len(collector.Sources) == 0 {
		return voxpop.Cycle{}, errors.New(noSource)
	}
	if err := configureCommunities(ctx, s, store); err != nil {
		return voxpop.Cycle{}, err
	}
	cycle, err := c.request(ctx, store)
	if err != nil {
		return cycle, err
	}
	stop := following(ctx, store, cycle.ID, bars)
	cycle, err = collector.RunCycle(ctx, cycle.ID)
	stop()
	if err != nil {
		return cycle, err
	}
	if err := seedTools(ctx, store, nil, log); err != nil {
		return cycle, err
	}
	tick := bars.counted("analysing", "items", cycle.Counts.New+cycle.Counts.Updated)
	if err := catchUp(ctx, store, newAnalyzer(s, store, log), tick); err != nil {
		return cycle, err
	}
	if err := store.Purge(ctx); err != nil {
		return cycle, err
	}
	return store.Cycle(ctx, cycle.ID)
}

const followEvery = 300 * time.Millisecond

// ask requests a cycle and waits until the running voxpop has finished it.
func (c *collectCmd) ask(ctx context.Context, store *relational.Store, bars *progress) (voxpop.Cycle, error) {
	cycle, err := c.request(ctx, store)
	if err != nil {
		return cycle, err
	}
	defer following(ctx, store, cycle.ID, bars)()
	for cycle.Finished.IsZero() {
		select {
		case <-ctx.Done():
			return cycle, ctx.Err()
		case <-time.After(followEvery):
		}
		if cycle, err = store.Cycle(ctx, cycle.ID); err != nil {
			return cycle, err
		}
	}
	return cycle, nil
}

// following runs follow beside the caller. The returned stop waits for its end: nothing may be drawn
// once the bars are closed.
func following(ctx context.Context, store *relational.Store, id string, bars *progress) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	wg.Go(func() { follow(ctx, store, id, bars) })
	return func() {
		cancel()
		wg.Wait()
	}
}

// follow shows how many tasks of a cycle are done, until all are.
func follow(ctx context.Context, store *relational.Store, id string, bars *progress) {
	var tick func(int)
	done := 0
	for {
		tasks, err := store.Tasks(ctx, id)
		if err != nil || ctx.Err() != nil {
			return
		}
		ended := 0
		for _, t := range tasks {
			if t.State != voxpop.TaskPending {
				ended++
			}
		}
		if len(tasks) > 0 {
			if tick == nil {
				tick = bars.counted("collecting", "tasks", int64(len(tasks)))
			}
			tick(ended - done)
			done = ended
			if ended == len(tasks) {
				return
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(followEvery):
		}
	}
}

func (c *collectCmd) print(ctx context.Context, std *streams, store *relational.Store, cycle voxpop.Cycle) error {
	tasks, err := store.Tasks(ctx, cycle.ID)
	if err != nil {
		return err
	}
	if c.JSON {
		return json.NewEncoder(std.out).Encode(api.DescribeCycle(cycle, tasks))
	}
	n := cycle.Counts
	fmt.Fprintf(std.out, "Cycle %s: %s in %.1f s.\n", cycle.ID, cycle.Outcome, cycle.Collected.Sub(cycle.Started).Seconds())
	fmt.Fprintf(std.out, "%d new items, %d updated, %d unchanged, %d deleted or removed; %d requests.\n", n.New, n.Updated, n.Unchanged, n.Removed, n.Requests)
	for _, r := range cycle.Results {
		switch {
		case r.Error != "" && r.Community == "":
			fmt.Fprintf(std.out, "  %s: %s\n", r.Source, r.Error)
		case r.Error != "":
			fmt.Fprintf(std.out, "  %s %s: %s\n", r.Source, r.Community, r.Error)
		case r.Posts+r.Comments > 0:
			fmt.Fprintf(std.out, "  %s %s: %d posts, %d comments\n", r.Source, r.Community, r.Posts, r.Comments)
		}
	}
	return nil
}
