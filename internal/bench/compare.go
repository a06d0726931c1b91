package bench

import (
	"context"
	"errors"
	"path/filepath"

	"github.com/voxpop-dev/voxpop/internal/bench/product"
	"github.com/voxpop-dev/voxpop/internal/bench/report"
)

// Compare asks the queries of Large of two databases that exist: a small and a large one. It is for who changes a query
// and has them at hand. The program is served on both, so their schema is brought up to date and cycles are added.
func Compare(ctx context.Context, c Config) (*report.Table, error) {
	if len(c.Databases) != 2 {
		return nil, errors.New("compare needs the URLs of two databases: a small one, then a large one")
	}
	table := c.begin("Two databases compared")
	h, err := remember(1000, 1)
	if err != nil {
		return nil, err
	}
	defer h.close()
	binary, err := filepath.Abs(c.Binary)
	if err != nil {
		return nil, err
	}
	var scenes []*scene
	for _, url := range c.Databases {
		p := product.Program{Binary: binary, Dir: filepath.Dir(h.dump), Database: url, Reddit: h.world.URL, Communities: h.world.Sim.Communities()}
		scenes = append(scenes, &scene{Program: p, history: h})
	}
	for i, name := range []string{"small", "large"} {
		if err := scenes[i].count(ctx); err != nil {
			return nil, err
		}
		if err := c.starts(ctx, name, scenes[i], table); err != nil {
			return nil, err
		}
	}
	if err := c.serving(ctx, "large", scenes[0], scenes[1], table); err != nil {
		return nil, err
	}
	finish(table)
	return table, nil
}

// count notes how many items a database holds that nobody has just filled.
func (s *scene) count(ctx context.Context) error {
	p, err := s.Serve(ctx)
	if err != nil {
		return err
	}
	defer p.Stop()
	s.imported.New, err = p.Items(ctx)
	return err
}
