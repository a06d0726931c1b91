package stats

import (
	"cmp"
	"math"
	"slices"
)

// MoverRate is the share of false alarms that is accepted among the movers that are called.
const MoverRate = 0.05

// Candidate is something that may have moved between two windows, with its signs.
type Candidate struct {
	Key           string // of a tool, say
	Before, After Sample
}

// Mover is a candidate and what is known of its move.
type Mover struct {
	Key string
	Difference
	Adjusted float64 // P adjusted for all candidates that had enough data; 1 for those that had not
	Moved    bool    // Adjusted is at most MoverRate
}

// Movers tests all candidates at once and finds those that moved beyond chance, with no more than MoverRate of
// the calls false on average. Those that moved come first, each group by the size of the move,
// then by key. Candidates without signs on one side are left out; those with too little data are told, not tested.
func Movers(candidates []Candidate) (movers []Mover) {
	var tested []int
	var p []float64
	for i := range candidates {
		c := &candidates[i]
		d, ok := Contrast(c.Before, c.After)
		if !ok {
			continue
		}
		m := Mover{Key: c.Key, Difference: d, Adjusted: 1}
		if d.Verdict != TooLittleData {
			tested, p = append(tested, len(movers)), append(p, d.P)
		}
		movers = append(movers, m)
	}
	for k, a := range BenjaminiHochberg(p) {
		movers[tested[k]].Adjusted = a
		movers[tested[k]].Moved = a <= MoverRate
	}
	slices.SortFunc(movers, func(a, b Mover) int {
		if a.Moved != b.Moved {
			return cmp.Compare(number(b.Moved), number(a.Moved))
		}
		return cmp.Or(cmp.Compare(math.Abs(b.Mean), math.Abs(a.Mean)), cmp.Compare(a.Key, b.Key))
	})
	return movers
}

func number(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
