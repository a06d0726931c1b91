package stats

import (
	"math"
	"testing"
)

// Critical values of Student's distribution as any table prints them (Abramowitz and Stegun, table 26.10).
func TestTwoSided(t *testing.T) {
	for _, c := range []struct {
		t    float64
		df   int
		want float64
	}{
		{12.706, 1, 0.05}, {63.657, 1, 0.01}, {4.303, 2, 0.05}, {3.182, 3, 0.05}, {2.776, 4, 0.05}, {4.032, 5, 0.01},
		{2.228, 10, 0.05}, {4.587, 10, 0.001}, {2.750, 30, 0.01}, {3.646, 30, 0.001}, {1.980, 120, 0.05},
		{1.960, 0, 0.05}, {2.576, 0, 0.01}, {0, 7, 1},
	} {
		for _, x := range []float64{c.t, -c.t} {
			if got := twoSided(x, c.df); math.Abs(got-c.want) > 0.01*c.want {
				t.Errorf("twoSided(%v, %d) = %.5f, want %v", x, c.df, got, c.want)
			}
		}
	}
}

func TestQuantileAndTailAgree(t *testing.T) {
	for df := range 400 {
		if p := twoSided(quantile(df), df); math.Abs(p-0.05) > 2e-4 {
			t.Errorf("df %d: the tail beyond the quantile is %.5f", df, p)
		}
	}
}

// Welch's test of two samples of 10 with standard errors 3 and 1: (9+1)² / (81/9 + 1/9) = 10.98.
func TestWelch(t *testing.T) {
	q := quantile(9)
	if got := welch(part{3 * q, 9}, part{q, 9}); got != 10 {
		t.Errorf("degrees of freedom %d, want 10", got)
	}
	if got := welch(part{1, 0}, part{2, 0}); got != 0 {
		t.Errorf("two normal errors have %d degrees of freedom, want 0", got)
	}
	if got := welch(part{5, 7}, part{0, 3}); got != 7 {
		t.Errorf("one error alone has %d degrees of freedom, want its own 7", got)
	}
}
