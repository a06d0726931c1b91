package bench

import (
	"testing"
)

func TestParseBench(t *testing.T) {
	got := parseBench("goos: linux\nBenchmarkVader/golden-2 \t 1751185\t       652.5 ns/op\t  44.44 MB/s\t       2 B/op\nBenchmarkIngest-16 1 5 ns/op 17 put-items/s\nPASS\n")
	if len(got) != 2 || got["Vader/golden"]["ns/op"] != 652.5 || got["Vader/golden"]["B/op"] != 2 || got["Ingest"]["put-items/s"] != 17 {
		t.Errorf("%v", got)
	}
}

func TestMedian(t *testing.T) {
	for _, c := range []struct {
		values []float64
		want   float64
	}{{nil, 0}, {[]float64{3}, 3}, {[]float64{5, 1, 3}, 3}, {[]float64{4, 1, 2, 3}, 2.5}} {
		if got := median(c.values); got != c.want {
			t.Errorf("median(%v) = %v, want %v", c.values, got, c.want)
		}
	}
}
