package tools

import "testing"

// The file knows every text of the learning, as written, and hardly any that was held out.
func TestLearned(t *testing.T) {
	if Learned("A text of our own about a purple keyboard") {
		t.Error("a text was taken for another")
	}
	held, both := 0, 0
	for _, e := range append(sharedLabels(t), sharedWholeTexts(t)...) {
		switch {
		case labelledSets[e.set] == 0:
		case !e.held && !Learned(e.text):
			t.Errorf("%s: %q is not known", e.set, e.text)
		case e.held:
			if held++; Learned(e.text) {
				both++
			}
		}
	}
	if both*50 > held {
		t.Errorf("%d of %d texts held out are taken for learned ones", both, held)
	}
}
