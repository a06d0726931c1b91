package evaluate

import (
	"math/rand/v2"
	"slices"
)

const (
	// draws is how often texts are drawn anew; enough for two digits of a limit.
	draws = 1000
	seed  = 5
)

// resample calls visit with the places of n texts drawn with replacement, draws times.
func resample(n int, visit func(places []int)) {
	random := rand.New(rand.NewPCG(seed, uint64(n)))
	places := make([]int, n)
	for range draws {
		for i := range places {
			places[i] = random.IntN(n)
		}
		visit(places)
	}
}

func bootstrap(answers []Answer) (accuracy, macroF1 Interval) {
	var accuracies, scores []float64
	if len(answers) > 0 {
		resample(len(answers), func(places []int) {
			c := countAt(answers, places)
			accuracies, scores = append(accuracies, c.Accuracy()), append(scores, c.MacroF1())
		})
	}
	c := Count(answers)
	return interval(c.Accuracy(), accuracies), interval(c.MacroF1(), scores)
}

func countAt(answers []Answer, places []int) (c Confusion) {
	for _, i := range places {
		c[classOf(answers[i].People)][classOf(answers[i].Engine)]++
	}
	return c
}

// interval puts the middle 95 % of what was drawn around a value.
func interval(value float64, drawn []float64) Interval {
	if len(drawn) == 0 {
		return Interval{value, value, value}
	}
	slices.Sort(drawn)
	tail := len(drawn) / 40
	return Interval{value, drawn[tail], drawn[len(drawn)-1-tail]}
}
