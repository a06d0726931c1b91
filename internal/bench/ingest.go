package bench

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/voxpop-dev/voxpop/internal/bench/bare"
	"github.com/voxpop-dev/voxpop/internal/bench/report"
)

const (
	ingestItems  = 20_000
	ingestRounds = 3
)

// Ingest measures imports alone, for who works on what they cost.
func Ingest(ctx context.Context, c Config) (*report.Table, error) {
	table := c.begin("Imports against bare inserts")
	if err := c.ingest(ctx, table); err != nil {
		return nil, err
	}
	finish(table)
	return table, nil
}

// ingest compares imports into an empty database with bare inserts of the same items. They take
// turns, and the best of each counts: the one that the machine disturbed least.
func (c Config) ingest(ctx context.Context, table *report.Table) error {
	c.say("imports against bare inserts")
	var ours, plain float64
	for range ingestRounds {
		imported, inserted, err := c.ingestOnce(ctx)
		if err != nil {
			return err
		}
		ours, plain = max(ours, imported), max(plain, inserted)
	}
	table.AtLeast("import, parse to cells / bare inserts of the same rows", ours/plain, 0.5, "×",
		fmt.Sprintf("%.0f and %.0f items/s, of %d items; best of %d each", ours, plain, ingestItems, ingestRounds))
	return nil
}

// ingestOnce returns items a second of both ways.
func (c Config) ingestOnce(ctx context.Context) (imported, inserted float64, err error) {
	s, err := c.build(ctx, ingestItems)
	if err != nil {
		return 0, 0, err
	}
	defer s.close()
	inserted, err = bare.Insert(ctx, s.dump, filepath.Join(s.Dir, "bare.db"))
	return float64(s.imported.New) / s.imported.Seconds, inserted, err
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
	for _, corpus := range []string{"golden", "comments", "shared"} {
		ours, theirs := scorer["Vader/"+corpus], scorer["GovaderForComparison/"+corpus]
		if len(ours) == 0 || len(theirs) == 0 {
			continue // the shared data is not at hand
		}
		table.AtLeast("VADER / govader, one thread, "+corpus+" texts", theirs["ns/op"]/ours["ns/op"], 20, "×",
			fmt.Sprintf("%.0f texts/s, %.0f and %.0f allocations a text", 1e9/ours["ns/op"], ours["allocs/op"], theirs["allocs/op"]))
	}
	return nil
}
