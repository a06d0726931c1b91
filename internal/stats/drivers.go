package stats

import (
	"cmp"
	"math"
	"slices"
)

// DriverItem is an item, or what it says about a tool: its words in order, its sign (+1, 0 or
// -1) and an id. An empty token is a border that no phrase crosses: the end of a sentence.
type DriverItem struct {
	ID     string
	Tokens []string
	Sign   int
}

// Drivers is which phrases moved net sentiment between two sides.
type Drivers struct {
	From, To         float64  // net sentiments, -1…+1
	Bars             []Driver // in the order in which they were found, the clearest first
	Rest             float64  // what the items that no bar claims changed by; Σ Bars + Rest = To - From
	RestFrom, RestTo int      // how many items that is
	Phrases          int      // how many phrases occurred often enough to be looked at
}

// Driver is one bar: a phrase of one to three words, and by how much it moved net sentiment.
type Driver struct {
	Phrase    string
	Moved     float64 // Frequency + Feeling; ×100: points
	Frequency float64 // because it is said more or less often
	Feeling   float64 // because the items that say it are more or less positive than they were
	Sure      bool    // beyond chance at 5 %, even among all phrases looked at (Bonferroni)
	From, To  DriverSide
}

// DriverSide is a phrase on one side. Its pull there is Items/Of · (Net - Others); Moved is
// that of To minus that of From.
type DriverSide struct {
	Items    int      // items with the phrase that no bar before has claimed
	Of       int      // items that no bar before has claimed
	Net      float64  // net sentiment of Items; 0 when there are none
	Others   float64  // net sentiment of the rest of Of
	Found    int      // all items with the phrase
	Evidence []string // ids from Items, those of the phrase's own sign first
}

// Bounds of what FindDrivers does.
const (
	maxEvidence  = 5
	maxContested = 2000 // phrases that compete for bars
	leastClear   = 2.0  // standard errors below which a phrase is no driver
	chanceEnds   = 4.0  // standard errors at which a phrase counts half: where chance ends among ten thousand
	asGood       = 0.85 // share of its weight at which a longer phrase is preferred
)

// FindDrivers explains the change of net sentiment from one set of items to another by at most so
// many phrases. With d the share of items that contain a phrase, and g how much higher net sentiment is in these
// than in those without it, net = (net of those without) + d·g. So the change is
//
//	change among the items without it + (d₂ - d₁)·(g₁ + g₂)/2 + (d₁ + d₂)/2·(g₂ - g₁)
//
// which is the generalised word shift of [WordShift] with item shares for word shares, the net sentiment of the items that
// contain the phrase for its score, and, as reference on either side, that of the items that do not. The last two terms are the
// bar: "without the items that say so, the change would have been less by this". These items are then
// set aside and the next phrase explains what is left, so that bars never count an item twice and sum, with the
// rest, exactly to the change. (The sets overlap otherwise: "rate", "limit" and "rate limit" would be three bars.)
//
// A phrase that is everywhere, or as often in good as in bad items, has g near 0 and a large error: stop words
// fall away by themselves. A phrase that stands still while all else moves has a bar too, since its g changes; so
// phrases are ranked by what the bar agrees on with the same word shift under one fixed reference, the mean of both
// nets (m, the smaller of the two; 0 when they point apart): m · (1 - d) · z⁴/(z⁴ + 4⁴), with z = m in standard errors of
// the bar (linearised, items independent). A longer phrase is taken where it ranks nearly as high as a shorter one within it.
//
// The result depends on the items only, not on their order, but for the order of evidence. ok is false
// when a side is empty.
func FindDrivers(from, to []DriverItem, bars int) (d Drivers, ok bool) {
	if len(from) == 0 || len(to) == 0 {
		return Drivers{}, false
	}
	c := newContest(from, to)
	d.Phrases = len(c.spoken)
	d.From, d.To = c.left[0].net(), c.left[1].net()
	for len(d.Bars) < bars {
		best, found := c.best()
		if !found {
			break
		}
		d.Bars = append(d.Bars, c.claim(best))
	}
	d.Rest = c.left[1].net() - c.left[0].net()
	d.RestFrom, d.RestTo = int(c.left[0].n), int(c.left[1].n)
	return d, true
}

// opinions are how many items there are, and how many of them are positive and negative.
type opinions struct{ n, positive, negative int32 }

func (s opinions) net() float64 {
	if s.n == 0 {
		return 0
	}
	return float64(s.positive-s.negative) / float64(s.n)
}

func (s opinions) without(o opinions) opinions {
	return opinions{s.n - o.n, s.positive - o.positive, s.negative - o.negative}
}

func (s *opinions) count(sign int, by int32) {
	s.n += by
	switch {
	case sign > 0:
		s.positive += by
	case sign < 0:
		s.negative += by
	}
}

// squares is Σ (sign - r)².
func (s opinions) squares(r float64) float64 {
	neutral := float64(s.n - s.positive - s.negative)
	return float64(s.positive)*(1-r)*(1-r) + float64(s.negative)*(1+r)*(1+r) + neutral*r*r
}

// A bar is a phrase weighed.
type bar struct {
	id                 int32
	frequency, feeling float64
	lean               float64 // how much more positive than others the items with it are, mean of both sides
	clarity            float64 // standard errors of what both references agree on
	weight             float64 // by which it is ranked
}

func (b bar) moved() float64 { return b.frequency + b.feeling }

// weigh computes the bar of a phrase; ok is false when it does not stand out, occurs nowhere, or
// everywhere on a side.
func weigh(phrase, all [2]opinions) (b bar, ok bool) {
	var d, net, g [2]float64
	var variance float64
	for s := range all {
		others := all[s].without(phrase[s])
		if others.n <= 0 {
			return bar{}, false
		}
		d[s] = float64(phrase[s].n) / float64(all[s].n)
		net[s] = phrase[s].net()
		g[s] = net[s] - others.net()
		variance += pullVariance(phrase[s], all[s], d[s]*g[s])
	}
	for s := range all { // where it is not said, it would be said as on the other side
		if phrase[s].n == 0 {
			g[s], net[s] = g[1-s], net[1-s]
		}
	}
	share := (d[0] + d[1]) / 2
	b.frequency = (d[1] - d[0]) * (g[0] + g[1]) / 2
	b.feeling = share * (g[1] - g[0])
	b.lean = (g[0] + g[1]) / 2
	fixed := (d[1]-d[0])*(net[0]+net[1]-all[0].net()-all[1].net())/2 + share*(net[1]-net[0])
	if b.moved()*fixed <= 0 {
		return bar{}, false
	}
	agreed := min(math.Abs(b.moved()), math.Abs(fixed))
	b.clarity = agreed / math.Sqrt(max(variance, 1e-18))
	const half = chanceEnds * chanceEnds * chanceEnds * chanceEnds
	b.weight = agreed * (1 - share) / (1 + half/math.Pow(b.clarity, 4))
	return b, b.clarity >= leastClear
}

// pullVariance is the linearised variance of d·(net with - net without) on one side, 0 where
// the phrase does not occur.
func pullVariance(phrase, all opinions, pull float64) float64 {
	if phrase.n == 0 {
		return 0
	}
	others := all.without(phrase)
	r := others.net()
	odds := float64(phrase.n) / float64(others.n)
	n := float64(all.n)
	return max(0, phrase.squares(r)-n*pull*pull+odds*odds*others.squares(r)) / (n * n)
}

// sure is the number of standard errors that chance reaches in one of twenty cases among so
// many phrases.
func sure(phrases int) float64 {
	return math.Sqrt2 * math.Erfinv(1-0.05/float64(max(1, phrases)))
}

// clearest orders bars by weight, then longer phrases first, then by their words.
func (c *contest) clearest(a, b bar) int {
	return cmp.Or(
		cmp.Compare(b.weight, a.weight),
		cmp.Compare(len(c.spoken[b.id]), len(c.spoken[a.id])),
		slices.CompareFunc(c.spoken[a.id], c.spoken[b.id], func(x, y int32) int { return cmp.Compare(c.words[x], c.words[y]) }),
	)
}
