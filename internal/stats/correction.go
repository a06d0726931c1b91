package stats

import "math"

// Correction is what is known of an engine's own error for one tool: by how much its net
// sentiment has to be moved, and how sure that is. The zero value knows nothing.
type Correction struct {
	Shift  float64 // true net sentiment minus the engine's, expected; -2…+2
	SE     float64 // standard error of Shift
	DF     int     // its degrees of freedom; 0: normal
	Basis  Basis   // empty counts as SamplingOnly
	Labels int     // how many labels it rests on; 0 when on none of this tool

	between float64 // standard deviation between tools, when Shift is the same guess for every tool
}

// LeastLabels is how many labels of a tool make its correction rest on them.
const LeastLabels = 100

// CorrectionFor picks the best basis there is: at least LeastLabels labels of the tool itself, else the
// engine's error as measured on others (nil when it never was), else none.
func CorrectionFor(labelled []LabelledItem, e *EngineError) Correction {
	if len(labelled) >= LeastLabels {
		return Rectifier(labelled)
	}
	if e != nil {
		return e.Correction()
	}
	return Correction{Basis: SamplingOnly}
}

// Estimate is an interval for the true net sentiment, and what it rests on. Mean is the
// corrected one; the engine's own is that of its signs. EffectiveN stays that of the sample.
type Estimate struct {
	Interval
	Basis  Basis
	Labels int
}

// Apply corrects an interval. Errors of sample and correction are independent, so they add
// in squares.
func (c Correction) Apply(i Interval) Estimate {
	if !c.known() {
		return Estimate{Interval: i, Basis: SamplingOnly}
	}
	own := c.half()
	down, up := together(i.half(-1), own, 0), together(i.half(+1), own, 0)
	mean := i.Mean + c.Shift
	df := welch(part{i.width(), i.DF}, part{own, c.DF})
	i.Mean, i.Low, i.High, i.DF = clip(mean), clip(mean-down), clip(mean+up), df
	return Estimate{Interval: i, Basis: c.Basis, Labels: c.Labels}
}

func (c Correction) known() bool { return c.Basis != "" && c.Basis != SamplingOnly }

func (c Correction) half() float64 { return quantile(c.DF) * c.SE }

func clip(x float64) float64 { return max(-1, min(1, x)) }

// BetweenTools makes of a contrast of what an engine says about two tools one of what is
// true: corrected and widened by what is known of its error on either. Where that is only how
// far tools differ in general, the bias cancels and twice the variance between tools is added. Where
// nothing is known of a side there is no verdict.
func (d Difference) BetweenTools(from, to Correction) Difference {
	d.Basis = weaker(from, to)
	if d.Basis == SamplingOnly {
		d.Verdict = NoVerdict
		return d
	}
	from, to = cancel(from, to)
	a, b := from.half(), to.half()
	own := together(a, b, 0)
	down := together(d.Mean-d.Low, own, 0)
	up := together(d.High-d.Mean, own, 0)
	d.DF = welch(part{(d.High - d.Low) / 2, d.DF}, part{a, from.DF}, part{b, to.DF})
	d.Mean = max(-2, min(2, d.Mean+to.Shift-from.Shift))
	d.limits(down, up)
	return d
}

// cancel drops what two guesses from the same measured tools share: bias and its error.
func cancel(from, to Correction) (a, b Correction) {
	if from.Basis != EngineKnown || to.Basis != EngineKnown {
		return from, to
	}
	from.Shift, to.Shift = 0, 0
	both := math.Sqrt(from.between*from.between + to.between*to.between)
	from.SE, to.SE = both, 0
	return from, to
}

func weaker(a, b Correction) Basis {
	switch {
	case !a.known() || !b.known():
		return SamplingOnly
	case a.Basis == EngineKnown || b.Basis == EngineKnown:
		return EngineKnown
	}
	return Labelled
}
