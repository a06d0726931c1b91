package bench

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop/internal/bench/report"
)

// toolHistory is the past that Tools measures with. It ends at the begin of a UTC day, so that who measures twice on one day, with a
// database at hand, has the same Reddit again.
func (c Config) toolHistory() (*history, error) {
	items := cmp.Or(c.Large, LargeItems)
	c.say("making a history of %d items about %d tools", items, manyTools)
	return rememberUntil(items, largeDays, time.Now().UTC().Add(-behind).Truncate(24*time.Hour), inventedTools(manyTools)...)
}

// toolGrounds are the databases that were named, else a new one on each system.
func (c Config) toolGrounds() (all []ground, close func()) {
	if len(c.Databases) == 0 {
		return c.grounds()
	}
	for _, url := range c.Databases {
		name := "SQLite"
		if strings.HasPrefix(url, "postgres") {
			name = "PostgreSQL"
		}
		all = append(all, ground{name, func(string) (string, func() error, error) { return url, func() error { return nil }, nil }})
	}
	return all, func() {}
}

// fillTools is fill with a catalog of manyTools. A database that holds items already stays as it is.
func (c Config) fillTools(ctx context.Context, h *history, g ground) (*scene, error) {
	s, err := c.stage(h, g)
	if err != nil {
		return nil, err
	}
	s.Settings = []string{"SENTIMENT_METHOD=vader"} // what analysis costs is measured elsewhere
	if err = s.learn(ctx); err == nil && s.imported.New == 0 {
		err = c.importInto(ctx, g, s)
	}
	if err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// learn counts the items of a database, and gives one without any its tools.
func (s *scene) learn(ctx context.Context) error {
	p, err := s.Serve(ctx)
	if err != nil {
		return err
	}
	defer p.Stop()
	if s.imported.New, err = p.Items(ctx); err != nil || s.imported.New > 0 {
		return err
	}
	return catalog(ctx, p, inventedTools(manyTools))
}

// FillTools makes the databases that Tools measures with and tells how long that took, for who keeps them at hand.
func FillTools(ctx context.Context, c Config) (*report.Table, error) {
	return c.onTools(ctx, "Imported with a catalog of many tools", func(_ context.Context, where string, s *scene, table *report.Table) error {
		importRows(table, where, s)
		return nil
	})
}

// onTools lets a table be filled on a scene with a catalog of manyTools on each system.
func (c Config) onTools(ctx context.Context, title string, measure func(ctx context.Context, where string, s *scene, table *report.Table) error) (*report.Table, error) {
	table := c.begin(title)
	h, err := c.toolHistory()
	if err != nil {
		return nil, err
	}
	defer h.close()
	grounds, end := c.toolGrounds()
	defer end()
	for _, g := range grounds {
		s, err := c.fillTools(ctx, h, g)
		if err == nil {
			err = measure(ctx, g.name, s, table)
			s.close()
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", g.name, err)
		}
	}
	finish(table)
	return table, nil
}
