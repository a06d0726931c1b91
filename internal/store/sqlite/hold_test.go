package sqlite_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/store/sqlite"
	"github.com/voxpop-dev/voxpop/internal/store/storetest"
)

// BenchmarkWriterHold measures for how long one call of each writing stage holds the writer, in the batch sizes
// that the program uses: 100 items put (a page of a listing), 200 analyses committed, 8 units rolled up.
func BenchmarkWriterHold(b *testing.B) {
	ctx := context.Background()
	items := storetest.Generate(40000)
	for b.Loop() {
		s := open(b, filepath.Join(b.TempDir(), "voxpop.db"), sqlite.Options{})
		held := map[string][]time.Duration{}
		timed := func(stage string, do func() error) {
			began := time.Now()
			if err := do(); err != nil {
				b.Fatal(err)
			}
			held[stage] = append(held[stage], time.Since(began))
		}
		for page := range slices.Chunk(items, 100) {
			timed("put", func() error { _, err := s.Put(ctx, "reddit", voxpop.Batch{Items: page}); return err })
		}
		for {
			waiting, err := s.Pending(ctx, 200)
			if err != nil || len(waiting) == 0 {
				break
			}
			done := storetest.Analyses(waiting)
			timed("commit", func() error { return s.Commit(ctx, storetest.BenchEngine, done) })
		}
		for more := true; more; {
			timed("rollup", func() (err error) { _, more, err = s.RollUp(ctx, 8, true); return })
		}
		for stage, d := range held {
			slices.Sort(d)
			b.ReportMetric(float64(d[len(d)*99/100].Microseconds())/1000, fmt.Sprintf("%s-p99-ms", stage))
			b.ReportMetric(float64(d[len(d)-1].Microseconds())/1000, fmt.Sprintf("%s-max-ms", stage))
		}
	}
}
