package ask

import (
	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/stats"
)

// EngineError is how far an engine is off from tool to tool, and LabelledItem a label beside what the engine says.
type (
	EngineError  = stats.EngineError
	LabelledItem = stats.LabelledItem
)

// LeastLabels is how many labels of a tool correct its numbers.
const LeastLabels = stats.LeastLabels

// Known is what is known of an engine's own error.
type Known struct {
	Engine *EngineError              // between tools, as measured elsewhere; nil: it never was
	Labels map[string][]LabelledItem // of tools, by slug; of whole texts under ""
}

// Estimated reads a tally of a tool, or of whole texts under "", and corrects it by what is known. With labels of its own the estimate is
// corrected and its interval covers the engine's error. Without, net sentiment stays what the engine says, and the interval is widened
// by the engine's error between tools; where that leans to one side the interval reaches farther there, and always holds the
// engine's own word.
func (k Known) Estimated(slug string, t *voxpop.Tally) Estimate {
	e := Estimate{Total: t.Scored(), Positive: t.Positive, Negative: t.Negative, Neutral: t.Neutral, Small: true, Basis: Basis}
	if e.Total == 0 {
		return e
	}
	e.Avg = round(float64(t.Sum)/float64(e.Total)/10000, 4)
	i, ok := stats.Net(stats.Signs{Positive: t.Positive, Negative: t.Negative, Neutral: t.Neutral}, t.Threads, t.Authors)
	if !ok {
		return e
	}
	n := round(i.EffectiveN, 1)
	e.EffectiveN = &n
	e.Small = e.Total < SmallCount || i.EffectiveN < SmallEffectiveN
	engine := k.Engine
	if slug == "" {
		engine = nil // measured between tools, not between texts
	}
	corrected := stats.CorrectionFor(k.Labels[slug], engine).Apply(i)
	e.Basis, e.Labels = string(corrected.Basis), corrected.Labels
	shown := shownBy(i.Mean, corrected)
	e.Net, e.Low, e.High = points(shown.Mean), points(shown.Low), points(shown.High)
	return e
}

// shownBy is a corrected estimate as it is shown, beside the engine's own word.
func shownBy(own float64, e stats.Estimate) stats.Interval {
	if e.Basis == stats.EngineKnown {
		e.Mean, e.Low, e.High = own, min(e.Low, own), max(e.High, own)
	}
	return e.Interval
}

// Beside is a task's label beside what an engine says; ok is false where people do not agree, or the engine says nothing.
func Beside(t *voxpop.LabelledTask, e voxpop.EngineID) (l LabelledItem, ok bool) {
	label, agreed := t.Agreed()
	sign, said := t.Signs[e]
	return LabelledItem{Predicted: sign, Label: label.Sign(), Thread: t.Thread, Author: t.Author}, agreed && said
}
