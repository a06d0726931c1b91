package ask

import (
	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/stats"
)

// Change is how net sentiment differs between two windows of one tool. All but Verdict are in
// points with 2 decimals, nil where a window has no mentions.
type Change struct {
	Points, Low, High *float64
	P                 *float64 // two-sided, 4 decimals
	Verdict           stats.Verdict
	Mix, Within       *float64 // parts of Points: other communities talk; communities talk otherwise
}

// Changed contrasts two windows of one tool by their totals. Mix and Within stay nil.
func Changed(before, after *voxpop.Tally) Change {
	d, ok := stats.Contrast(stats.SampleOf(before), stats.SampleOf(after))
	if !ok {
		return Change{Verdict: stats.TooLittleData}
	}
	return changeOf(d)
}

// ChangedBy contrasts two windows of one tool and splits the change by community.
func ChangedBy(before, after []voxpop.CommunityTally) Change {
	was, _ := Talk(before)
	is, _ := Talk(after)
	c := Changed(&was, &is)
	if split, ok := stats.Decompose(samples(before), samples(after)); ok {
		c.Mix, c.Within = points(split.Mix), points(split.Within.Mean)
	}
	return c
}

func changeOf(d stats.Difference) Change {
	p := round(d.P, 4)
	return Change{Points: points(d.Mean), Low: points(d.Low), High: points(d.High), P: &p, Verdict: d.Verdict}
}

// MoverRate is the share of false alarms that Moves accepts.
const MoverRate = stats.MoverRate

// Move is a tool and how it moved between two windows.
type Move struct {
	Tool          string
	Before, After Estimate
	Change
	Adjusted    *float64 // P adjusted for all tools that were tested; nil for those with too little data
	Significant bool     // Adjusted is at most MoverRate
}

// Moves tests all tools with mentions in both windows at once and returns up to limit of them, and how many there are. What moved beyond
// chance comes first, each group by the size of the move, then by slug. At the given rate no more than 5 % of the calls are false on
// average. The engine's own error, which k widens the estimates of both windows by, cancels in their difference. Mix and Within stay nil until
// Split.
func Moves(k Known, before, after map[string]voxpop.Tally, limit int) (moves []Move, total int) {
	candidates := make([]stats.Candidate, 0, len(after))
	for tool, is := range after {
		if was, ok := before[tool]; ok {
			candidates = append(candidates, stats.Candidate{Key: tool, Before: stats.SampleOf(&was), After: stats.SampleOf(&is)})
		}
	}
	moves = []Move{}
	found := stats.Movers(candidates)
	for _, m := range found[:min(limit, len(found))] {
		was, is := before[m.Key], after[m.Key]
		move := Move{Tool: m.Key, Before: k.Estimated(m.Key, &was), After: k.Estimated(m.Key, &is), Change: changeOf(m.Difference), Significant: m.Moved}
		if m.Verdict != stats.TooLittleData {
			adjusted := round(m.Adjusted, 4)
			move.Adjusted = &adjusted
		}
		moves = append(moves, move)
	}
	return moves, len(found)
}

// Split tells how much of a move is because other communities talk, and how much because communities talk otherwise.
func (m *Move) Split(before, after []voxpop.CommunityTally) {
	if split, ok := stats.Decompose(samples(before), samples(after)); ok {
		m.Mix, m.Within = points(split.Mix), points(split.Within.Mean)
	}
}
