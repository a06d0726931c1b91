package stats

import "slices"

// BenjaminiHochberg adjusts the p-values of many tests, so that calling those with an adjusted p
// of at most rate makes no more than that share of the calls false, on average (Benjamini and Hochberg, Journal
// of the Royal Statistical Society B 57, 1995). The answer is in the order of the input; the smallest
// adjusted p-values belong to the smallest p-values.
func BenjaminiHochberg(p []float64) (adjusted []float64) {
	order := make([]int, len(p))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case p[a] < p[b]:
			return -1
		case p[a] > p[b]:
			return 1
		}
		return 0
	})
	adjusted = make([]float64, len(p))
	least := 1.0
	for rank := len(p); rank >= 1; rank-- {
		i := order[rank-1]
		least = min(least, max(p[i], p[i]*float64(len(p))/float64(rank))) // rounding must not make it smaller than p
		adjusted[i] = least
	}
	return adjusted
}
