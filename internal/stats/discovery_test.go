package stats

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// The example of section 3.1 of Benjamini and Hochberg 1995: of 15 hypotheses four are rejected at 5 %.
func TestBenjaminiHochberg(t *testing.T) {
	p := []float64{0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000}
	adjusted := BenjaminiHochberg(p)
	for i, a := range adjusted {
		if (a <= 0.05) != (i < 4) {
			t.Errorf("p %v adjusted to %v: rejected %v", p[i], a, a <= 0.05)
		}
	}
	if math.Abs(adjusted[3]-0.0095*15/4) > 1e-12 {
		t.Errorf("0.0095 adjusted to %v", adjusted[3])
	}
}

func TestBenjaminiHochbergProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SliceOfN(rapid.Float64Range(0, 1), 0, 30).Draw(t, "p")
		rate := rapid.Float64Range(0, 1).Draw(t, "rate")
		adjusted := BenjaminiHochberg(p)
		sorted := slices.Sorted(slices.Values(p))
		last := 0 // the definition: the largest k with p(k) ≤ k/m · rate
		for k := range sorted {
			if max(sorted[k], sorted[k]*float64(len(p))/float64(k+1)) <= rate {
				last = k + 1
			}
		}
		rejected := 0
		for i, a := range adjusted {
			if a < p[i] || a > 1 {
				t.Fatalf("p %v adjusted to %v", p[i], a)
			}
			if a <= rate {
				rejected++
			}
			for j := range adjusted {
				if p[i] < p[j] && a > adjusted[j] {
					t.Fatalf("order lost: %v → %v, %v → %v", p[i], a, p[j], adjusted[j])
				}
			}
		}
		if rejected != last {
			t.Fatalf("%d rejected, want %d", rejected, last)
		}
	})
}
