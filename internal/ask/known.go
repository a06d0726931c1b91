package ask

import (
	"fmt"

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

	ready map[string]stats.Correction // what comes of Labels, where it has been worked out
}

// Ready is k with its corrections worked out, for many estimates.
func (k Known) Ready() Known {
	k.ready = map[string]stats.Correction{}
	for slug := range k.Labels {
		k.ready[slug] = Known{Engine: k.Engine, Labels: k.Labels}.correction(slug)
	}
	return k
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
	corrected := k.correction(slug).Apply(i)
	e.Basis, e.Labels = basisInWords(corrected.Basis, corrected.Labels), corrected.Labels
	shown := shownBy(i.Mean, corrected)
	e.Net, e.Low, e.High = points(shown.Mean), points(shown.Low), points(shown.High)
	return e
}

func (k Known) correction(slug string) stats.Correction {
	if c, known := k.ready[slug]; known {
		return c
	}
	if slug == "" { // the error was measured between tools, not between texts
		return stats.CorrectionFor(k.Labels[slug], nil)
	}
	return stats.CorrectionFor(k.Labels[slug], k.Engine)
}

// Basis says what the intervals of tools cover, or of whole texts under ""; of several with different ones, what holds for each.
func (k Known) Basis(slugs ...string) string {
	if len(slugs) == 1 {
		c := k.correction(slugs[0])
		return basisInWords(c.Basis, c.Labels)
	}
	weakest := stats.Labelled
	for _, slug := range slugs {
		if b := k.correction(slug).Basis; b != stats.Labelled {
			weakest = b
		}
	}
	if len(slugs) == 0 {
		weakest = stats.SamplingOnly
	}
	return string(weakest)
}

// basisInWords says what an interval covers.
func basisInWords(b stats.Basis, labels int) string {
	if b == stats.Labelled {
		return fmt.Sprintf("corrected by %d labels", labels)
	}
	return string(b)
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
