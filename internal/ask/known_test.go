package ask

import (
	"testing"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/stats"
)

func spread(positive, negative, neutral int) *voxpop.Tally {
	t := &voxpop.Tally{Positive: int64(positive), Negative: int64(negative), Neutral: int64(neutral), Items: int64(positive + negative + neutral)}
	for i := range positive + negative + neutral {
		sign := int32(0)
		if i < positive {
			sign = 1
		} else if i < positive+negative {
			sign = -1
		}
		t.Threads.N[i%voxpop.Buckets]++
		t.Threads.Sum[i%voxpop.Buckets] += sign
	}
	t.Authors = t.Threads
	return t
}

func TestWhatIsKnownWidensAndCorrects(t *testing.T) {
	tally := spread(300, 100, 100)
	plain := Estimated(tally)
	if e := (Known{}).Estimated("a", tally); e.Basis != string(stats.SamplingOnly) || *e.Net != *plain.Net || *e.Low != *plain.Low || e.Labels != 0 {
		t.Errorf("nothing known: %+v", e)
	}
	k := Known{Engine: &EngineError{Bias: -0.3, SD: 0.05, Tools: 20}, Labels: map[string][]LabelledItem{}}
	e := k.Estimated("a", tally)
	if e.Basis != string(stats.EngineKnown) || *e.Net != *plain.Net || *e.Low > *e.Net || *e.High <= *plain.High+10 {
		t.Errorf("a harsh engine: net %v, %v to %v", *e.Net, *e.Low, *e.High)
	}
	if e := k.Estimated("", tally); e.Basis != string(stats.SamplingOnly) {
		t.Errorf("an error between tools was taken for one of texts: %+v", e)
	}
	for range LeastLabels {
		k.Labels["a"] = append(k.Labels["a"], LabelledItem{Predicted: 1})
	}
	e = k.Estimated("a", tally)
	if e.Basis != "corrected by 100 labels" || e.Labels != LeastLabels || *e.Net != *plain.Net-100 || e.Total != plain.Total {
		t.Errorf("labels: %+v, net %v", e, *e.Net)
	}
	if k.Basis("a") != e.Basis || k.Basis("a", "b") != string(stats.EngineKnown) || k.Basis("") != string(stats.SamplingOnly) || k.Basis("a", "a") != string(stats.Labelled) ||
		k.Basis() != string(stats.SamplingOnly) {
		t.Errorf("in words: %q, %q, %q, %q, %q", k.Basis("a"), k.Basis("a", "b"), k.Basis(""), k.Basis("a", "a"), k.Basis())
	}
	if r := k.Ready().Estimated("a", tally); *r.Net != *e.Net || *r.High != *e.High || k.Ready().Basis("b") != k.Basis("b") {
		t.Errorf("worked out before: %+v", r)
	}
	k.Labels["a"] = k.Labels["a"][1:]
	if e = k.Estimated("a", tally); e.Basis != string(stats.EngineKnown) {
		t.Errorf("too few labels: %+v", e)
	}
	if e = k.Estimated("a", &voxpop.Tally{}); e.Net != nil {
		t.Errorf("no mentions: %+v", e)
	}
}
