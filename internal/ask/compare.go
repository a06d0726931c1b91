package ask

import (
	"fmt"
	"math"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/stats"
)

// Contender is one of several tools to be compared: what the communities say of it that are to count.
type Contender struct {
	Name        string
	Communities []voxpop.CommunityTally
	Labelled    []LabelledItem // of the tool, beside what the engine says
}

// Comparison is several tools in the communities that all of them share, each of which weighs the same.
type Comparison struct {
	Communities []string   // "source/name" in lower case, sorted; empty: nothing to compare them in
	Standards   []Standard // of the contenders in their order; none without Communities
	Deltas      []Delta    // every two of them once, in their order
}

// Standard is a tool as equally weighted communities see it. Shares and Net are in percent and points.
type Standard struct {
	Positive, Negative float64
	Compound           float64 // mean compound, -1…+1
	Net, Low, High     float64
	EffectiveN         float64
	Small              bool
	Basis              string // what the interval covers, in words
}

// Delta is A minus B, two contenders by their index, in points. The figures are nil when no community is
// common, P also when there is no verdict.
type Delta struct {
	A, B                         int
	Positive, Negative, Compound *float64
	Net, Low, High               *float64
	P                            *float64 // adjusted for the number of pairs
	Verdict                      stats.Verdict
	Basis                        stats.Basis
	Words                        string
}

// Compare compares tools. e is the engine's error between tools, nil while it was never measured: then there is no verdict.
func Compare(contenders []Contender, e *stats.EngineError) Comparison {
	given := make([]stats.Contender, len(contenders))
	for i := range contenders {
		given[i].Strata, given[i].Labelled = samples(contenders[i].Communities), contenders[i].Labelled
	}
	found := stats.Compare(given, e)
	c := Comparison{Communities: found.Strata}
	if len(found.Strata) == 0 {
		c.Communities = []string{}
		c.Deltas = apart(contenders)
		return c
	}
	for i, estimate := range found.Estimates {
		c.Standards = append(c.Standards, standard(contenders[i].Communities, found.Strata, estimate))
	}
	for _, p := range found.Pairs {
		c.Deltas = append(c.Deltas, c.delta(contenders, p))
	}
	for i := range c.Standards { // not before their differences are taken
		s := &c.Standards[i]
		s.Positive, s.Negative, s.Compound = round(s.Positive, 2), round(s.Negative, 2), round(s.Compound, 4)
	}
	return c
}

func standard(communities []voxpop.CommunityTally, common []string, e stats.Estimate) Standard {
	tallies := map[string]voxpop.Tally{}
	for i := range communities {
		key := placeKey(communities[i].Source, communities[i].Community)
		t := tallies[key]
		t.Add(&communities[i].Tally)
		tallies[key] = t
	}
	s := Standard{
		EffectiveN: round(e.EffectiveN, 1), Small: e.Small(), Basis: basisInWords(e.Basis, e.Labels),
	}
	var scored int64
	for _, name := range common {
		t := tallies[name]
		n := float64(t.Scored()) * float64(len(common))
		s.Positive += 100 * float64(t.Positive) / n
		s.Negative += 100 * float64(t.Negative) / n
		s.Compound += float64(t.Sum) / 10000 / n
		scored += t.Scored()
	}
	shown := shownBy((s.Positive-s.Negative)/100, e)
	s.Net, s.Low, s.High = *points(shown.Mean), *points(shown.Low), *points(shown.High)
	s.Small = s.Small || scored < SmallCount
	return s
}

func (c *Comparison) delta(contenders []Contender, p stats.Pair) Delta {
	a, b := c.Standards[p.From], c.Standards[p.To]
	less := func(x, y float64, decimals int) *float64 { d := round(x-y, decimals); return &d }
	d := Delta{
		A: p.From, B: p.To, Verdict: turned(p.Verdict), Basis: p.Basis,
		Positive: less(a.Positive, b.Positive, 2), Negative: less(a.Negative, b.Negative, 2), Compound: less(a.Compound, b.Compound, 4),
		Net: points(-p.Mean), Low: points(-p.High), High: points(-p.Low),
	}
	if p.Verdict != stats.NoVerdict {
		adjusted := round(p.Adjusted, 4)
		d.P = &adjusted
	}
	d.Words = d.words(contenders[p.From].Name, contenders[p.To].Name, len(c.Communities))
	return d
}

// turned is a verdict seen from the other side.
func turned(v stats.Verdict) stats.Verdict {
	switch v {
	case stats.Higher:
		return stats.Lower
	case stats.Lower:
		return stats.Higher
	}
	return v
}

// words tells a delta as a sentence.
func (d *Delta) words(a, b string, communities int) string {
	place := "1 community that talks about all of them"
	if communities > 1 {
		place = fmt.Sprintf("%d equally weighted communities", communities)
	}
	side := "above"
	if *d.Net < 0 {
		side = "below"
	}
	figures := fmt.Sprintf("%s is %.1f points %s %s in %s (95 %% interval %+.1f to %+.1f)", a, math.Abs(*d.Net), side, b, place, *d.Low, *d.High)
	switch d.Verdict {
	case stats.Higher, stats.Lower:
		return figures + "."
	case stats.NoVerdict:
		return figures + "; no verdict: " + string(d.Basis) + "."
	}
	return figures + "; " + string(d.Verdict) + "."
}

// apart are the deltas of tools that no community has in common.
func apart(contenders []Contender) (deltas []Delta) {
	for a := range contenders {
		for b := a + 1; b < len(contenders); b++ {
			deltas = append(deltas, Delta{
				A: a, B: b, Verdict: stats.TooLittleData, Basis: stats.SamplingOnly,
				Words: fmt.Sprintf("%s and %s cannot be compared: there is no community in which every tool has %d mentions.", contenders[a].Name, contenders[b].Name, stats.LeastInStratum),
			})
		}
	}
	return deltas
}
