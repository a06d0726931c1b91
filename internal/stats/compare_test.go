package stats

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// In every community b is 20 points better, but a is talked about where people are kind (Simpson's paradox).
func TestCompareIsNotFooledByPlaces(t *testing.T) {
	a := Contender{Strata: map[string]Sample{"kind": community(900, 0.4), "harsh": community(100, -0.4), "home": community(500, 0.8)}}
	b := Contender{Strata: map[string]Sample{"kind": community(100, 0.6), "harsh": community(900, -0.2), "few": community(3, 0)}}
	if d := must(Contrast(pooled(a.Strata), pooled(b.Strata))); d.Verdict != Lower {
		t.Fatalf("the paradox is not there: %+v", d)
	}
	c := Compare([]Contender{a, b}, &EngineError{Bias: 0.1, SD: 0.02, Tools: 20})
	if !slices.Equal(c.Strata, []string{"harsh", "kind"}) {
		t.Fatalf("communities %v", c.Strata)
	}
	p := c.Pairs[0]
	if math.Abs(p.Mean-0.2) > 1e-9 || p.Verdict != Higher || p.Basis != EngineKnown || p.Adjusted != p.P {
		t.Errorf("%+v", p)
	}
	if e := c.Estimates[0]; math.Abs(e.Mean-(0-0.1)) > 1e-9 || e.EffectiveN > 500 {
		t.Errorf("an estimate that leans on 100 signs for half of its weight: %+v", e)
	}
}

func TestCompareWithoutEngineErrorGivesNoVerdict(t *testing.T) {
	a := Contender{Strata: map[string]Sample{"x": community(900, 0.4)}}
	b := Contender{Strata: map[string]Sample{"x": community(900, -0.4)}}
	c := Compare([]Contender{a, b}, nil)
	if p := c.Pairs[0]; p.Verdict != NoVerdict || p.Basis != SamplingOnly {
		t.Errorf("%+v", p)
	}
	a.Labelled, b.Labelled = make([]LabelledItem, 150), make([]LabelledItem, 150)
	if p := Compare([]Contender{a, b}, nil).Pairs[0]; p.Verdict != Lower || p.Basis != Labelled {
		t.Errorf("labels on both sides: %+v", p)
	}
}

func TestCompareWithoutCommonGround(t *testing.T) {
	c := Compare([]Contender{{Strata: map[string]Sample{"x": community(90, 0.4)}}, {Strata: map[string]Sample{"y": community(90, 0.4)}}}, nil)
	if len(c.Strata)+len(c.Estimates)+len(c.Pairs) > 0 {
		t.Errorf("%+v", c)
	}
	if c = Compare(nil, nil); len(c.Pairs) > 0 {
		t.Errorf("%+v", c)
	}
}

func TestOneCommunityIsNet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawBoth(t)
		if s.N() < 20 {
			return
		}
		one := []stratum{{s, 1}}
		got, want := widest(weightedViews(one), one), must(s.Net())
		if math.Abs(got.Mean-want.Mean) > 1e-12 || got.width() < 0.9*want.width() || got.width() > 1.6*want.width() {
			t.Fatalf("%+v, want about %+v", got, want)
		}
	})
}

func TestCompareProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := Contender{Strata: drawStrata(t)}, Contender{Strata: drawStrata(t)}
		c := Compare([]Contender{a, b}, nil)
		for _, e := range c.Estimates {
			if !(-1 <= e.Low && e.Low <= e.Mean && e.Mean <= e.High && e.High <= 1) || e.EffectiveN < 1 {
				t.Fatalf("out of order: %+v", e)
			}
		}
		back := Compare([]Contender{b, a}, nil)
		for i, p := range c.Pairs {
			if math.Abs(p.Mean+back.Pairs[i].Mean) > 1e-9 || math.Abs(p.Low+back.Pairs[i].High) > 1e-9 {
				t.Fatalf("not a mirror: %+v and %+v", p, back.Pairs[i])
			}
		}
	})
}

// Communities of very different size and mood, equally weighted: the cover is what is claimed for each
// estimate and for their difference. Few communities of few signs lean on few witnesses.
func TestStandardisedCover(t *testing.T) {
	for name, threadsIn := range map[string][]int{"large": {200, 60, 30, 12}, "small": {40, 8, 6, 5, 5, 5}} {
		r := rand.New(rand.NewPCG(11, 12))
		const rounds = 1000
		held, differ := 0, 0
		for round := range rounds {
			var tools [2]Contender
			for k := range tools {
				tools[k].Strata = map[string]Sample{}
				for c, threads := range threadsIn {
					here := newTalk()
					place := 0.1 * float64(c%3-1)
					for thread := range threads {
						mood := 0.15*moodOf(round*10+c, thread) + place
						for range 1 + r.IntN(4) {
							here.say(thread+1000*c, r.IntN(500), sign(r, 0.35+mood+0.05*float64(k), 0.35-mood))
						}
					}
					tools[k].Strata[fmt.Sprint(c)] = here.Sample
				}
			}
			truth := 0.0
			for c := range threadsIn {
				truth += 0.2 * float64(c%3-1) / float64(len(threadsIn))
			}
			c := Compare(tools[:], nil)
			if len(c.Strata) < len(threadsIn) {
				truth = math.NaN() // another set of communities: another question; counted as missed
			}
			held += number(len(c.Estimates) > 0 && c.Estimates[0].Low <= truth && truth <= c.Estimates[0].High)
			differ += number(len(c.Pairs) > 0 && c.Pairs[0].Low <= 0.05 && 0.05 <= c.Pairs[0].High)
		}
		within(t, "cover of equally weighted estimates, "+name, held, rounds, 0.93, 0.985)
		within(t, "cover of their difference, "+name, differ, rounds, 0.93, 0.985)
	}
}

// pooled adds samples up.
func pooled(samples map[string]Sample) (all Sample) {
	for _, s := range samples {
		all.Add(&s)
	}
	return all
}
