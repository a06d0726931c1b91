package stats

import (
	"maps"
	"slices"
)

// LeastInStratum is how many signs every tool needs in a community for that to be
// comparable.
const LeastInStratum = 5

// Contender is one of several tools to be compared: its signs by community (without home communities and inferred
// mentions, unless these are what is asked for), and its labels where there are any.
type Contender struct {
	Strata   map[string]Sample
	Labelled []LabelledItem
}

// Comparison is what equally weighted communities say about several tools.
type Comparison struct {
	Strata    []string   // the communities used, sorted: those in which every tool has LeastInStratum signs
	Estimates []Estimate // of each contender in the order given; none when Strata is empty
	Pairs     []Pair     // each two of them once
}

// Pair is the difference between two contenders, by index: To minus From.
type Pair struct {
	From, To int
	Difference
	Adjusted float64 // P adjusted for the number of pairs (Benjamini and Hochberg)
}

// Compare asks in which communities all tools are talked about, gives each of these the same weight
// (direct standardisation, with equal weights as the standard: Fleiss, Levin and Paik, Statistical Methods for Rates
// and Proportions, 3rd edition 2003, chapter 19), and contrasts every two tools over them. So a tool does not look
// better because it is talked about in friendlier places. e is the engine's error between tools, nil when it was never
// measured: then tools without LeastLabels labels get no verdict.
func Compare(contenders []Contender, e *EngineError) (c Comparison) {
	c.Strata = commonStrata(contenders)
	if len(c.Strata) == 0 {
		return c
	}
	views := make([][2]view, len(contenders))
	plain := make([]Interval, len(contenders))
	corrections := make([]Correction, len(contenders))
	for k, tool := range contenders {
		strata := equally(tool.Strata, c.Strata)
		views[k] = weightedViews(strata)
		plain[k] = widest(views[k], strata)
		corrections[k] = CorrectionFor(tool.Labelled, e)
		c.Estimates = append(c.Estimates, corrections[k].Apply(plain[k]))
	}
	for from := range contenders {
		for to := from + 1; to < len(contenders); to++ {
			d := contrast(views[from], views[to], plain[from], plain[to])
			c.Pairs = append(c.Pairs, Pair{From: from, To: to, Difference: d.BetweenTools(corrections[from], corrections[to])})
		}
	}
	adjustPairs(c.Pairs)
	return c
}

func adjustPairs(pairs []Pair) {
	p := make([]float64, len(pairs))
	for i := range pairs {
		p[i] = pairs[i].P
	}
	for i, a := range BenjaminiHochberg(p) {
		pairs[i].Adjusted = a
	}
}

// commonStrata are the communities in which all contenders have enough signs, sorted.
func commonStrata(contenders []Contender) (names []string) {
	if len(contenders) == 0 {
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(contenders[0].Strata)) {
		lacking := func(c Contender) bool {
			s := c.Strata[name]
			return s.N() < LeastInStratum
		}
		if !slices.ContainsFunc(contenders, lacking) {
			names = append(names, name)
		}
	}
	return names
}

func equally(samples map[string]Sample, names []string) (strata []stratum) {
	for _, name := range names {
		strata = append(strata, stratum{samples[name], 1 / float64(len(names))})
	}
	return strata
}
