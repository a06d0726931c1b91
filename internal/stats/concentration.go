package stats

import "slices"

// Concentration says how few authors a number rests on.
type Concentration struct {
	Authors    int
	Top, Top10 float64 // shares of the items by the most active author, and by the ten most active; 0…1
	Herfindahl float64 // Σ share², 0…1: the chance that two items, drawn with replacement, are by one author
	Effective  float64 // 1 / Herfindahl: how many equally active authors would be as concentrated
}

// Concentrate measures how unevenly items are spread over authors, from how many each wrote
// (Herfindahl–Hirschman index; its inverse is Simpson's or Hill's number of order 2, Hill, Ecology 54, 1973).
// Counts of 0 or less do not count. ok is false when nothing is left.
func Concentrate(counts []int64) (c Concentration, ok bool) {
	sorted := slices.Clone(counts)
	slices.SortFunc(sorted, func(a, b int64) int { return int(min(1, max(-1, b-a))) })
	var total, squares float64
	for _, n := range sorted {
		if n > 0 {
			c.Authors++
			total += float64(n)
			squares += float64(n) * float64(n)
		}
	}
	if total == 0 {
		return Concentration{}, false
	}
	for k, n := range sorted[:min(10, c.Authors)] {
		if k == 0 {
			c.Top = float64(n) / total
		}
		c.Top10 += float64(n) / total
	}
	c.Top10 = min(1, c.Top10)
	c.Herfindahl = squares / (total * total)
	c.Effective = 1 / c.Herfindahl
	return c, true
}
