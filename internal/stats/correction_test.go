package stats

import (
	"math"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

// Computed by hand: of four labelled items one was read too well, so the engine is 25 points too kind; the covariance
// of label and prediction is 2/4, the variance of predictions 2.75/4.
func TestPredictionPoweredByHand(t *testing.T) {
	labelled := []LabelledItem{{Predicted: 1, Label: 1}, {Predicted: 1}, {Predicted: -1, Label: -1}, {}}
	if c := Rectifier(labelled); math.Abs(c.Shift+0.25) > 1e-12 || c.Labels != 4 || c.DF != 3 {
		t.Errorf("rectifier %+v", c)
	}
	if l := PowerTuning(labelled, 16); math.Abs(l-2/2.75/(1+4./16)) > 1e-12 {
		t.Errorf("λ = %v", l)
	}
	signs, threads := spreadOut(8, 4, 4)
	all := Sample{Signs: signs, Threads: threads}
	e, _ := PredictionPowered(all, labelled, 1)
	if math.Abs(e.Mean-(0.25-0.25)) > 1e-12 || e.Basis != Labelled || e.Labels != 4 {
		t.Errorf("λ = 1: %+v", e)
	}
	if i, _ := all.Net(); Rectifier(labelled).Apply(i) != e {
		t.Errorf("corrected %+v, prediction-powered %+v", Rectifier(labelled).Apply(i), e)
	}
	if e, _ = PredictionPowered(all, labelled, 0); math.Abs(e.Mean) > 1e-12 {
		t.Errorf("λ = 0 is the mean of the labels: %+v", e)
	}
}

// The variance of a mean over clusters, by hand: residuals 1, 1, -1, -1 in two threads: 2/(2-1) · (2² + 2²) / 4² = 1.
func TestRectifierIsClustered(t *testing.T) {
	labelled := []LabelledItem{{Label: 1, Thread: "a"}, {Label: 1, Thread: "a"}, {Label: -1, Thread: "b"}, {Label: -1, Thread: "b"}}
	v, df := grouped(labelled, []float64{1, 1, -1, -1}, threadOf)
	if v != 1 || df != 1 {
		t.Errorf("variance %v with %d degrees of freedom", v, df)
	}
	if c := Rectifier(labelled); c.SE < 1 || c.DF != 1 {
		t.Errorf("two threads are two witnesses: %+v", c)
	}
}

func TestRectifierOfPerfectEngineIsNotCertain(t *testing.T) {
	c := Rectifier(make([]LabelledItem, 100))
	if c.Shift != 0 || c.SE < 0.01 {
		t.Errorf("%+v", c)
	}
}

// By hand: errors of 10, 20 and 30 points are 20 ± 10; a measurement error of 5 leaves √(100 - 25).
func TestMeasuredEngineError(t *testing.T) {
	e, ok := MeasuredEngineError([]float64{0.1, 0.2, 0.3}, nil)
	if !ok || math.Abs(e.Bias-0.2) > 1e-12 || math.Abs(e.SD-0.1) > 1e-12 || e.Tools != 3 {
		t.Errorf("%+v", e)
	}
	if e, _ = MeasuredEngineError([]float64{0.1, 0.2, 0.3}, []float64{0.05, 0.05, 0.05}); math.Abs(e.SD-math.Sqrt(0.0075)) > 1e-12 {
		t.Errorf("without the error of measuring: %+v", e)
	}
	if _, ok = MeasuredEngineError([]float64{0.1}, nil); ok {
		t.Error("a spread of one")
	}
}

func TestBasis(t *testing.T) {
	e := &EngineError{Bias: 0.1, SD: 0.05, Tools: 10}
	enough := make([]LabelledItem, LeastLabels)
	for _, c := range []struct {
		labelled []LabelledItem
		e        *EngineError
		want     Basis
	}{
		{nil, nil, SamplingOnly}, {enough[1:], nil, SamplingOnly}, {nil, e, EngineKnown}, {enough[1:], e, EngineKnown}, {enough, e, Labelled}, {enough, nil, Labelled},
	} {
		if got := CorrectionFor(c.labelled, c.e).Apply(Interval{Low: -.1, High: .1}).Basis; got != c.want {
			t.Errorf("%d labels, engine known %v: %q, want %q", len(c.labelled), c.e != nil, got, c.want)
		}
	}
}

func TestBetweenTools(t *testing.T) {
	low, lowCluster := spreadOut(20, 30, 14)
	high, highCluster := spreadOut(36, 14, 14)
	d, _ := Contrast(Sample{Signs: low, Threads: lowCluster}, Sample{Signs: high, Threads: highCluster})
	none := Correction{}
	widened := EngineError{Bias: 0.3, SD: 0.2, Tools: 11}.Correction()
	labels := Correction{Shift: -0.4, SE: 0.01, DF: 120, Basis: Labelled, Labels: 121}
	for _, c := range []struct {
		what     string
		from, to Correction
		basis    Basis
		verdict  Verdict
		mean     float64
	}{
		{"nothing known", none, none, SamplingOnly, NoVerdict, 0.5},
		{"one side unknown", labels, none, SamplingOnly, NoVerdict, 0.5},
		{"bias cancels, spread counts twice", widened, widened, EngineKnown, NotDistinguishable, 0.5},
		{"labels turn it round", none.or(EngineKnown), labels, EngineKnown, NotDistinguishable, 0.1},
		{"labels on both", labels, labels, Labelled, Higher, 0.5},
	} {
		got := d.BetweenTools(c.from, c.to)
		if got.Basis != c.basis || got.Verdict != c.verdict || math.Abs(got.Mean-c.mean) > 1e-9 {
			t.Errorf("%s: %+v", c.what, got)
		}
	}
}

// or is a correction by nothing that claims a basis.
func (c Correction) or(b Basis) Correction { c.Basis = b; return c }

func drawLabels(t *rapid.T) (labelled []LabelledItem) {
	for range rapid.IntRange(2, 60).Draw(t, "labels") {
		labelled = append(labelled, LabelledItem{
			Predicted: rapid.IntRange(-1, 1).Draw(t, "predicted"),
			Label:     rapid.IntRange(-1, 1).Draw(t, "label"),
			Thread:    strconv.Itoa(rapid.IntRange(0, 20).Draw(t, "thread")),
		})
	}
	return labelled
}

func TestCorrectionProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all, labelled := drawBoth(t), drawLabels(t)
		i, ok := all.Net()
		if !ok {
			return
		}
		lambda := PowerTuning(labelled, all.N())
		if lambda < 0 || lambda > 1 {
			t.Fatalf("λ = %v", lambda)
		}
		e, _ := PredictionPowered(all, labelled, lambda)
		if !(-1 <= e.Low && e.Low <= e.Mean && e.Mean <= e.High && e.High <= 1) {
			t.Fatalf("out of order: %+v", e)
		}
		flipped := make([]LabelledItem, len(labelled))
		for k, l := range labelled {
			flipped[k] = LabelledItem{-l.Predicted, -l.Label, l.Thread, l.Author}
		}
		if m, _ := PredictionPowered(mirrored(all), flipped, lambda); math.Abs(m.Low+e.High) > 1e-9 || math.Abs(m.Mean+e.Mean) > 1e-9 {
			t.Fatalf("not a mirror: %+v and %+v", e, m)
		}
		wider := EngineError{SD: rapid.Float64Range(0, 0.5).Draw(t, "sd"), Tools: 11}.Correction().Apply(i)
		if wider.Low > i.Low+1e-12 || wider.High < i.High-1e-12 || wider.Mean != i.Mean {
			t.Fatalf("not wider: %+v and %+v", i, wider)
		}
	})
}
