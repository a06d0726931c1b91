package stats

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
	Phrases          int      // how many phrases that are not empty occurred often enough to be looked at
}

// Driver is one bar: a phrase of one to three words, and by how much it moved net sentiment.
type Driver struct {
	Phrase    string
	Moved     float64 // Frequency + Feeling; ×100: points
	Frequency float64 // because it is said more or less often
	Feeling   float64 // because the items that say it are more or less positive than they were
	Clarity   float64 // how many standard errors it is away from 0, at least 2; among thousands of phrases chance reaches 4
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
// A phrase that is everywhere, or as often in good as in bad items, has g near 0 and a large error: most stop words
// fall away by themselves. A phrase that stands still while all else moves has a bar too, since its g changes; so
// phrases are ranked by what the bar agrees on with the same word shift under one fixed reference, the mean of both
// nets (m, the smaller of the two; 0 when they point apart): m · (1 - d) · z⁴/(z⁴ + 4⁴), with z = m in standard errors of
// the bar (linearised, items independent). A longer phrase is taken where it ranks nearly as high as a shorter one within it.
//
// Phrases of nothing but words that are empty by themselves ("is", "very", "it is") are no bars: what they tell stays in the rest. empty says
// which words those are; nil: none.
//
// The result depends on the items only, not on their order, but for the order of evidence. ok is false
// when a side is empty.
func FindDrivers(from, to []DriverItem, bars int, empty func(word string) bool) (d Drivers, ok bool) {
	if len(from) == 0 || len(to) == 0 {
		return Drivers{}, false
	}
	c := newContest(from, to, empty)
	d.Phrases = c.looked
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
