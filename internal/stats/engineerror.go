package stats

import "math"

// EngineError is how far an engine's net sentiment is from the truth, from tool to tool, as
// measured on a labelled set. All in -2…+2 (times 100: points).
type EngineError struct {
	Bias  float64 // mean over the tools of the engine's net sentiment minus the true one
	SD    float64 // standard deviation of that between tools
	Tools int     // how many tools it was measured on, at least 2
}

// MeasuredEngineError makes one from the error of each tool (engine minus truth) and, where known,
// the standard errors of those measurements, whose part in the spread is taken out: the method of moments for a variance
// between groups (DerSimonian and Laird, Controlled Clinical Trials 7, 1986, with equal weights: Hedges and Olkin 1985).
// ok is false below two tools.
func MeasuredEngineError(errors, standardErrors []float64) (e EngineError, ok bool) {
	e.Tools = len(errors)
	if e.Tools < 2 {
		return EngineError{}, false
	}
	n := float64(e.Tools)
	for _, x := range errors {
		e.Bias += x / n
	}
	var variance float64
	for _, x := range errors {
		variance += (x - e.Bias) * (x - e.Bias) / (n - 1)
	}
	for _, se := range standardErrors {
		variance -= se * se / float64(len(standardErrors))
	}
	e.SD = math.Sqrt(max(0, variance))
	return e, true
}

// Correction is for one more tool, whose own error is not known: it takes the bias off and
// widens by what a further draw from the measured tools may differ, SD²·(1 + 1/Tools).
func (e EngineError) Correction() Correction {
	n := float64(e.Tools)
	return Correction{Shift: -e.Bias, SE: e.SD * math.Sqrt(1+1/n), DF: e.Tools - 1, Basis: EngineKnown, between: e.SD}
}
