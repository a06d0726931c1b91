package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/voxpop-dev/voxpop/internal/store/relational"
)

type engineCmd struct {
	Show  engineShowCmd  `cmd:"" default:"withargs" help:"Tell which engine scores, which answers, and how far each is."`
	Use   engineUseCmd   `cmd:"" help:"Choose an engine: new items at once, old ones by the back-fill."`
	Clear engineClearCmd `cmd:"" help:"Let the settings choose again."`
}

type engineShowCmd struct {
	JSON bool `help:"Print JSON."`
}

// engineLine is a version of an engine as it is shown.
type engineLine struct {
	Engine  string `json:"engine"`
	Version string `json:"version"`
	State   string `json:"state"`
	Answers bool   `json:"answers"`
	Active  bool   `json:"active"`
	Walked  int64  `json:"walked"`
	Items   int64  `json:"items"`
	Waiting int64  `json:"waiting_for_model"`
}

// Run tells how engines stand.
func (c *engineShowCmd) Run(ctx context.Context, std *streams, s *Settings) error {
	return withExisting(ctx, s, func(store *relational.Store) error {
		return showEngines(ctx, std, newEngineBoard(s, store, newLogger(s, io.Discard)), c.JSON)
	})
}

func showEngines(ctx context.Context, std *streams, b *engineBoard, asJSON bool) error {
	choice, err := b.store.EngineChoice(ctx)
	if err != nil {
		return err
	}
	active, err := b.choose(ctx)
	if err != nil {
		return err
	}
	states, err := b.store.EngineStates(ctx)
	if err != nil {
		return err
	}
	lines := make([]engineLine, len(states))
	for i, e := range states {
		lines[i] = engineLine{e.Name, e.Version, e.State, e.Answers, e.EngineID == active.ID(), e.Walked, e.Items, e.Waiting}
	}
	if asJSON {
		return json.NewEncoder(std.out).Encode(map[string]any{"active": active.ID().String(), "choice": choice, "settings": b.settings.engineName(), "versions": lines})
	}
	by := "the settings"
	if choice != "" {
		by = "voxpop engine use " + choice + "; the settings say " + b.settings.engineName()
	}
	fmt.Fprintf(std.out, "New items are scored by %s (%s).\n", active.ID(), by)
	w := tabwriter.NewWriter(std.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ENGINE\tSTATE\tBACK-FILL\tANSWERS\tWAITING FOR THE MODEL")
	for _, l := range lines {
		fmt.Fprintf(w, "%s@%s\t%s\t%d of %d\t%s\t%d\n", l.Engine, l.Version, l.State, l.Walked, l.Items, map[bool]string{true: "yes", false: "no"}[l.Answers], l.Waiting)
	}
	return w.Flush()
}

type engineUseCmd struct {
	Name string `arg:"" enum:"vader,model,llm,auto" help:"vader, model, llm or auto."`
}

// Run chooses an engine. It holds until it is cleared, whatever the settings say.
func (c *engineUseCmd) Run(ctx context.Context, std *streams, s *Settings) error {
	return withExisting(ctx, s, func(store *relational.Store) error {
		b := newEngineBoard(s, store, newLogger(s, io.Discard))
		for _, o := range b.options() {
			if o.Name == c.Name && o.Missing != "" {
				return fmt.Errorf("%s cannot be used: %s", c.Name, o.Missing)
			}
		}
		if err := store.ChooseEngine(ctx, c.Name, byCommand("engine.choose", c.Name)); err != nil {
			return err
		}
		return showEngines(ctx, std, b, false)
	})
}

type engineClearCmd struct{}

// Run lets the settings choose.
func (c *engineClearCmd) Run(ctx context.Context, std *streams, s *Settings) error {
	return withExisting(ctx, s, func(store *relational.Store) error {
		if err := store.ChooseEngine(ctx, "", byCommand("engine.clear", "")); err != nil {
			return err
		}
		_, err := fmt.Fprintf(std.out, "The settings choose again: %s.\n", strings.ToLower(s.engineName()))
		return err
	})
}
