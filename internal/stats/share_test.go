package stats

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// The examples of Newcombe 1998 (Statistics in Medicine 17: 857–872), table I, method 3.
func TestWilson(t *testing.T) {
	for _, c := range []struct {
		count, n  int64
		low, high float64
	}{
		{81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0, 0.1611}, {1, 29, 0.0061, 0.1718},
	} {
		s, ok := Wilson(c.count, c.n, float64(c.n))
		if !ok || math.Abs(s.Low-c.low) > 5e-5 || math.Abs(s.High-c.high) > 5e-5 {
			t.Errorf("%d of %d: %+v, want %v to %v", c.count, c.n, s, c.low, c.high)
		}
	}
	if _, ok := Wilson(0, 0, 0); ok {
		t.Error("a share of nothing")
	}
}

func TestWilsonProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(1, 500).Draw(t, "n")
		count := rapid.Int64Range(0, n).Draw(t, "count")
		eff := rapid.Float64Range(1, float64(n)).Draw(t, "effective n")
		s, _ := Wilson(count, n, eff)
		if !(0 <= s.Low && s.Low <= s.Share && s.Share <= s.High && s.High <= 1) {
			t.Fatalf("out of order: %+v", s)
		}
		if m, _ := Wilson(n-count, n, eff); math.Abs(m.Low+s.High-1) > 1e-9 {
			t.Fatalf("not a mirror: %+v and %+v", s, m)
		}
		if w, _ := Wilson(count, n, eff/2); w.High-w.Low < s.High-s.Low-1e-9 {
			t.Fatalf("half the evidence made it narrower: %+v and %+v", s, w)
		}
		if count < n {
			if up, _ := Wilson(count+1, n, eff); up.Low < s.Low || up.High < s.High {
				t.Fatalf("not monotone: %+v and %+v", s, up)
			}
		}
	})
}
