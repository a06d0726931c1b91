package evaluate

import "math"

// Comparison says whether one engine is better than another on the same examples.
type Comparison struct {
	OnlyFirst  int     `json:"only_first"`  // texts that only the first gets right
	OnlySecond int     `json:"only_second"` // texts that only the second gets right
	P          float64 `json:"p"`           // McNemar's exact test of accuracy, two-sided
	// Accuracy and MacroF1 are the second's minus the first's, with paired bootstrap intervals.
	Accuracy Interval `json:"accuracy"`
	MacroF1  Interval `json:"macro_f1"`
}

// Compare compares two engines' answers to the same examples in the same order.
func Compare(first, second []Answer) (c Comparison) {
	for i := range first {
		switch a, b := first[i].right(), second[i].right(); {
		case a && !b:
			c.OnlyFirst++
		case b && !a:
			c.OnlySecond++
		}
	}
	c.P = mcNemar(c.OnlyFirst, c.OnlySecond)
	var accuracies, scores []float64
	if len(first) > 0 {
		resample(len(first), func(places []int) {
			a, b := countAt(first, places), countAt(second, places)
			accuracies = append(accuracies, b.Accuracy()-a.Accuracy())
			scores = append(scores, b.MacroF1()-a.MacroF1())
		})
	}
	a, b := Count(first), Count(second)
	c.Accuracy = interval(b.Accuracy()-a.Accuracy(), accuracies)
	c.MacroF1 = interval(b.MacroF1()-a.MacroF1(), scores)
	return c
}

// mcNemar is how likely fair coins would split b+c texts at least as unevenly.
func mcNemar(b, c int) float64 {
	n, few := b+c, min(b, c)
	sum := 0.0
	for k := range few + 1 {
		sum += math.Exp(logChoose(n, k) - float64(n)*math.Ln2)
	}
	return min(1, 2*sum)
}

func logChoose(n, k int) float64 {
	a, _ := math.Lgamma(float64(n + 1))
	b, _ := math.Lgamma(float64(k + 1))
	c, _ := math.Lgamma(float64(n - k + 1))
	return a - b - c
}
