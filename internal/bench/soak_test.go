package bench

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/voxpop-dev/voxpop/internal/bench/load"
	"github.com/voxpop-dev/voxpop/internal/bench/product"
	"github.com/voxpop-dev/voxpop/internal/bench/report"
)

func TestRise(t *testing.T) {
	for _, c := range []struct {
		values []float64
		want   float64
	}{
		{nil, 0}, {[]float64{7}, 0}, {[]float64{0, 0, 0}, 0}, {[]float64{5, 5, 5}, 0},
		{[]float64{90, 100, 110}, 20}, {[]float64{110, 100, 90}, -20},
		{[]float64{100, 130, 70, 130, 100}, 0}, // a peak is no rise
	} {
		if got := rise(c.values); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("rise(%v) = %v, want %v", c.values, got, c.want)
		}
	}
}

// What leaks fails; what only takes time does not.
func TestSoakJudgesByTheSlope(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(i int, b *block)
		failed string
	}{
		{"flat", func(int, *block) {}, ""},
		{"goroutines leak", func(i int, b *block) { b.Goroutines += 10 * float64(i) }, "goroutines"},
		{"descriptors leak", func(i int, b *block) { b.Descriptors += 10 * float64(i) }, "open descriptors"},
		{"a warm-up", func(i int, b *block) { b.Heap = float64(min(i, 3)) + 10 }, ""},
		{"slower answers", func(i int, b *block) { b.Readers.P99 = float64(i) }, ""},
		{"a failed answer", func(i int, b *block) { b.Readers.Errors = i / 13 }, "errors seen by readers"},
		{"pages that are never used again", func(i int, b *block) { b.Database *= 1 + 0.1*float64(i) }, "database"},
	} {
		var blocks []block
		for i := range soakBlocks {
			b := block{
				Footprint: product.Footprint{Goroutines: 60, Descriptors: 40, Heap: 12, Memory: 90},
				Items:     int64(1000 * (i + 1)), Database: float64(i + 1), Readers: load.Summary{P99: 3}, Good: 1,
			}
			c.change(i, &b)
			blocks = append(blocks, b)
		}
		table := &report.Table{}
		soakRows(table, blocks, soakBlocks)
		var failed []string
		for _, r := range table.Rows {
			if r.Pass != nil && !*r.Pass {
				failed = append(failed, r.Name)
			}
		}
		if slices.ContainsFunc(failed, func(name string) bool { return c.failed == "" || !strings.HasPrefix(name, c.failed) }) || c.failed != "" && len(failed) != 1 {
			t.Errorf("%s: failed are %q, want %q", c.name, failed, c.failed)
		}
	}
}
