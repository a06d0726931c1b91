package sqlite_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/store/relational"
	"github.com/voxpop-dev/voxpop/internal/store/sqlite"
	"github.com/voxpop-dev/voxpop/internal/store/storetest"
)

// BenchmarkWriterHold measures for how long one call of each writing stage holds the writer, in the batch sizes
// that the program uses: 100 items put (a page of a listing), 200 analyses committed, 8 units rolled up.
func BenchmarkWriterHold(b *testing.B) {
	ctx := context.Background()
	items := storetest.Generate(40000)
	for b.Loop() {
		held := map[string][]time.Duration{}
		s := open(b, filepath.Join(b.TempDir(), "voxpop.db"), sqlite.Options{Options: relational.Options{
			Held: func(op string, d time.Duration) { held[op] = append(held[op], d) },
		}})
		do := func(err error) {
			if err != nil {
				b.Fatal(err)
			}
		}
		for page := range slices.Chunk(items, 100) {
			_, err := s.Put(ctx, "reddit", voxpop.Batch{Items: page})
			do(err)
		}
		for {
			waiting, err := s.Pending(ctx, 200)
			if err != nil || len(waiting) == 0 {
				break
			}
			done := storetest.Analyses(waiting)
			do(s.Commit(ctx, storetest.BenchEngine, done))
		}
		for more := true; more; {
			var err error
			_, more, err = s.RollUp(ctx, 8, true)
			do(err)
		}
		for op, d := range held {
			slices.Sort(d)
			name := strings.ReplaceAll(op, " ", "-")
			b.ReportMetric(float64(d[len(d)*99/100].Microseconds())/1000, fmt.Sprintf("%s-p99-ms", name))
			b.ReportMetric(float64(d[len(d)-1].Microseconds())/1000, fmt.Sprintf("%s-max-ms", name))
		}
	}
}
