package voxpop

import "testing"

func TestAgreed(t *testing.T) {
	for _, c := range []struct {
		said []Label
		want Label
		ok   bool
	}{
		{nil, "", false}, {[]Label{""}, "", false}, {[]Label{Positive}, Positive, true}, {[]Label{Positive, Negative}, "", false},
		{[]Label{Neutral, Negative, Neutral}, Neutral, true}, {[]Label{"", Positive}, "", false}, {[]Label{"", Positive, Positive}, Positive, true},
		{[]Label{"", "", Positive}, "", false}, {[]Label{Negative, Neutral, Positive}, "", false}, {[]Label{Negative, Negative, Positive, Positive}, "", false},
	} {
		task := LabelTask{}
		for _, l := range c.said {
			task.Labels = append(task.Labels, PersonLabel{Label: l})
		}
		if l, ok := task.Agreed(); ok != c.ok || ok && l != c.want {
			t.Errorf("%q: %q, %v", c.said, l, ok)
		}
	}
}
