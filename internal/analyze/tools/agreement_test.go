package tools

import (
	"testing"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/analyze/vader"
)

// TestAgreesWithPeople asserts how much better mentions are scored on held-out texts than VADER on
// the whole text. Of laptop reviews nothing is learned, and there the praise of one part is mostly the
// praise of all: the two come out about equal.
func TestAgreesWithPeople(t *testing.T) {
	margins := map[string]float64{"aitools": 0.16, "acl14": 0.15, "newsmtsc": 0.08, "semeval14_laptops": -0.05}
	all := sharedLabels(t)
	s := scorer()
	for set, margin := range margins {
		var ours, plain confusion
		for _, e := range all {
			if e.set == set {
				ours.add(e.label, s.ScoreTargets(e.text, []voxpop.Span{e.span})[0].Label)
				_, _, _, compound := vader.Polarity(e.text)
				plain.add(e.label, voxpop.LabelOf(compound))
			}
		}
		t.Logf("%s: accuracy %.3f, macro-F1 %.3f; the whole text: %.3f, %.3f", set, ours.accuracy(), ours.macroF1(), plain.accuracy(), plain.macroF1())
		if ours.accuracy() < plain.accuracy()+margin || ours.macroF1() < plain.macroF1()+margin {
			t.Errorf("%s: not %.2f better than VADER on the whole text", set, margin)
		}
	}
}
