package stats

import "math"

// LabelledItem is an item, or what it says about a tool, that both an engine and a person have
// read. Signs are +1, 0 or -1. Items with the same Thread or Author belong together; an empty
// one belongs to no other.
type LabelledItem struct {
	Predicted, Label int
	Thread, Author   string
}

// Rectifier is the mean of label minus prediction over labelled items, which must be a random sample of
// the tool's items: what prediction-powered inference adds to the mean of all predictions (Angelopoulos, Bates,
// Fannjiang, Jordan and Zrnic, Prediction-powered inference, Science 382, 2023). Its error is clustered by thread
// and by author; the wider one counts. Without labels it knows nothing.
func Rectifier(labelled []LabelledItem) Correction {
	if len(labelled) < 2 {
		return Correction{Basis: SamplingOnly}
	}
	return rectify(labelled, 1)
}

// rectify is the mean of label minus lambda times prediction.
func rectify(labelled []LabelledItem, lambda float64) Correction {
	c := Correction{Basis: Labelled, Labels: len(labelled), DF: len(labelled) - 1}
	n := float64(len(labelled))
	residuals := make([]float64, len(labelled))
	for i, l := range labelled {
		residuals[i] = float64(l.Label) - lambda*float64(l.Predicted)
		c.Shift += residuals[i] / n
	}
	var squares float64
	for i := range residuals {
		residuals[i] -= c.Shift
		squares += residuals[i] * residuals[i]
	}
	// Two imagined items, one off by +1 and one by -1: engines that were right each time may still err.
	independent := (squares + 2) / (n * (n - 1))
	c.SE = math.Sqrt(independent)
	for _, name := range []func(LabelledItem) string{threadOf, authorOf} {
		variance, df := grouped(labelled, residuals, name)
		se := math.Sqrt(max(independent, variance+2/(n*(n-1))))
		if wide := quantile(df) * se; wide > c.half() {
			c.SE, c.DF = se, df
		}
	}
	return c
}

func threadOf(l LabelledItem) string { return l.Thread }
func authorOf(l LabelledItem) string { return l.Author }

// grouped is the variance of a mean of residuals over whole clusters.
func grouped(labelled []LabelledItem, residuals []float64, name func(LabelledItem) string) (variance float64, df int) {
	place := map[string]int{}
	var sums []float64
	for i, l := range labelled {
		g := len(sums)
		if key := name(l); key != "" {
			if known, ok := place[key]; ok {
				sums[known] += residuals[i]
				continue
			}
			place[key] = g
		}
		sums = append(sums, residuals[i])
	}
	groups, n := float64(len(sums)), float64(len(labelled))
	if groups < 2 {
		return 1, 1 // one witness
	}
	for _, s := range sums {
		variance += s * s
	}
	return variance * groups / (groups - 1) / (n * n), len(sums) - 1
}
