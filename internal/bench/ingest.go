package bench

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/voxpop-dev/voxpop/internal/bench/bare"
	"github.com/voxpop-dev/voxpop/internal/bench/report"
)

// ingest compares the import that filled the scene with bare inserts of the same items.
func (c Config) ingest(ctx context.Context, s *scene, table *report.Table) error {
	c.say("bare inserts of the same items")
	plain, err := bare.Insert(ctx, s.dump, filepath.Join(s.Dir, "bare.db"))
	if err != nil {
		return err
	}
	ours := float64(s.imported.New) / s.imported.Seconds
	table.AtLeast("import, parse to cells / bare inserts of the same rows", ours/plain, 0.5, "×", fmt.Sprintf("%.0f and %.0f items/s", ours, plain))
	return nil
}

// stages measures the stages of the store, and the scorer against govader.
func (c Config) stages(ctx context.Context, table *report.Table) error {
	store, err := c.goBench(ctx, "./internal/store/sqlite", "^Benchmark(Ingest|BareInsert)$", "1x")
	if err != nil {
		return err
	}
	for _, stage := range []string{"put", "commit", "rollup"} {
		table.Info("ingest by stage: "+stage, store["Ingest"][stage+"-items/s"], "items/s", "")
	}
	table.AtLeast("store stages / bare inserts, generated items", store["Ingest"]["items/s"]/store["BareInsert"]["items/s"], 0.5, "×", "")
	scorer, err := c.goBench(ctx, "./internal/analyze/vader", "^Benchmark(Vader|GovaderForComparison)$", "1s")
	if err != nil {
		return err
	}
	for _, corpus := range []string{"golden", "shared"} {
		ours, theirs := scorer["Vader/"+corpus], scorer["GovaderForComparison/"+corpus]
		if len(ours) == 0 || len(theirs) == 0 {
			continue // the shared vectors are not at hand
		}
		table.AtLeast("VADER / govader, one thread, "+corpus+" texts", theirs["ns/op"]/ours["ns/op"], 20, "×",
			fmt.Sprintf("%.0f texts/s, %.0f and %.0f allocations a text", 1e9/ours["ns/op"], ours["allocs/op"], theirs["allocs/op"]))
	}
	return nil
}
