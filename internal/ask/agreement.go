package ask

import (
	"cmp"
	"slices"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/stats"
)

// Agreement is how often two people say the same of what both have labelled: positive, negative, neutral, or that the words do not mean
// the tool.
type Agreement struct {
	A, B      string
	Both      int
	Same      int
	Low, High float64 // 95 % interval of Same of Both (Wilson)
	// Kappa is the agreement beyond chance, at most 1 (Cohen, Educational and Psychological Measurement 20, 1960); nil when both say the
	// same one thing always.
	Kappa *float64
}

func labellers(tasks []voxpop.LabelledTask) []Labeller {
	people := []Labeller{}
	place := map[string]int{}
	for i := range tasks {
		for _, l := range tasks[i].Labels {
			at, known := place[l.Person]
			if !known {
				at = len(people)
				place[l.Person] = at
				people = append(people, Labeller{Person: l.Person})
			}
			people[at].Labels++
			if l.Label == "" {
				people[at].None++
			}
		}
	}
	slices.SortFunc(people, func(a, b Labeller) int {
		return cmp.Or(cmp.Compare(b.Labels, a.Labels), cmp.Compare(a.Person, b.Person))
	})
	return people
}

type pair struct{ a, b string }

func agreements(tasks []voxpop.LabelledTask) []Agreement {
	said := map[pair]map[[2]voxpop.Label]int{}
	for i := range tasks {
		labels := tasks[i].Labels // by person
		for k := range labels {
			for _, other := range labels[k+1:] {
				who := pair{labels[k].Person, other.Person}
				if said[who] == nil {
					said[who] = map[[2]voxpop.Label]int{}
				}
				said[who][[2]voxpop.Label{labels[k].Label, other.Label}]++
			}
		}
	}
	out := []Agreement{}
	for who, counts := range said {
		out = append(out, agreement(who, counts))
	}
	slices.SortFunc(out, func(x, y Agreement) int {
		return cmp.Or(cmp.Compare(y.Both, x.Both), cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B))
	})
	return out
}

func agreement(who pair, counts map[[2]voxpop.Label]int) Agreement {
	a := Agreement{A: who.a, B: who.b}
	var first, second = map[voxpop.Label]int{}, map[voxpop.Label]int{}
	for said, n := range counts {
		a.Both += n
		first[said[0]] += n
		second[said[1]] += n
		if said[0] == said[1] {
			a.Same += n
		}
	}
	n := float64(a.Both)
	same, _ := stats.Wilson(int64(a.Same), int64(a.Both), n)
	a.Low, a.High = round(same.Low, 4), round(same.High, 4)
	chance := 0.0
	for label, k := range first {
		chance += float64(k) / n * float64(second[label]) / n
	}
	if chance < 1 {
		kappa := round((float64(a.Same)/n-chance)/(1-chance), 3)
		a.Kappa = &kappa
	}
	return a
}
