package stats

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// The U.S. Department of Justice's example of its index: shares of 30, 30, 20 and 20 % make 2,600 of 10,000.
func TestConcentrate(t *testing.T) {
	c, ok := Concentrate([]int64{20, 30, 0, 20, 30})
	if !ok || c.Authors != 4 || c.Top != 0.3 || c.Top10 != 1 || math.Abs(c.Herfindahl-0.26) > 1e-12 || math.Abs(c.Effective-1/0.26) > 1e-9 {
		t.Errorf("%+v", c)
	}
	if _, ok := Concentrate([]int64{0, 0}); ok {
		t.Error("a concentration of nothing")
	}
}

func TestConcentrateProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		counts := rapid.SliceOfN(rapid.Int64Range(1, 1000), 1, 40).Draw(t, "counts")
		c, _ := Concentrate(counts)
		if !(0 < c.Top && c.Top <= c.Top10+1e-12 && c.Top10 <= 1) {
			t.Fatalf("shares out of order: %+v", c)
		}
		if c.Effective < 1-1e-9 || c.Effective > float64(len(counts))+1e-9 {
			t.Fatalf("%v effective authors of %d", c.Effective, len(counts))
		}
		counts[0] += 5000 // whoever was there now speaks for most
		if d, _ := Concentrate(counts); len(counts) > 1 && d.Effective > 2 && d.Effective > c.Effective {
			t.Fatalf("one author wrote more, and there are more effective authors: %+v, then %+v", c, d)
		}
	})
}
