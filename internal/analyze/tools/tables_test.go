package tools

import (
	"testing"

	"github.com/voxpop-dev/voxpop"
)

func TestIdiomsAreRead(t *testing.T) {
	if _, err := parseIdioms(idiomText); err != nil {
		t.Error(err)
	}
	if _, err := parseIdioms("shrug: meh"); err == nil {
		t.Error("an unknown kind of idiom is taken")
	}
}

func TestIdioms(t *testing.T) {
	for text, want := range map[string]float64{
		"it just works":                 1,
		"it keeps crashing":             -1,
		"it never crashes":              0.5,
		"it is not worth it":            -1,
		"a waste of money":              -1,
		"it works great and crashes":    0,
		"no, it crashes":                -1,
		"the sky is blue":               0,
		"it doesn't work, it is broken": -2,
	} {
		sum := 0.0
		for _, i := range newPassage(text, nil).idioms {
			sum += i.value
		}
		if sum != want {
			t.Errorf("%q: %v, want %v", text, sum, want)
		}
	}
}

func TestScoreTargetsOutsideOfTheText(t *testing.T) {
	const text = "This is great."
	whole := scorer().engine(text)
	for _, s := range scorer().ScoreTargets(text, []voxpop.Span{{Start: 3, End: 3}, {Start: 50, End: 60}, {Start: -5, End: -1}, {Start: 9, End: 2}}) {
		if s.Compound != whole.Compound || s.Label != whole.Label {
			t.Errorf("got %+v, want the whole text's %v", s, whole.Compound)
		}
	}
	if got := scorer().ScoreTargets(text, nil); len(got) != 0 {
		t.Errorf("%d scores for no spans", len(got))
	}
}
