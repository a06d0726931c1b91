package model

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/analyze/enginetest"
)

func TestEngine(t *testing.T) { enginetest.Exercise(t, New()) }

func TestShippedWeightsAreSmall(t *testing.T) {
	if len(shipped) > 10<<20 {
		t.Errorf("%d bytes", len(shipped))
	}
}

// The label is the likeliest class, and follows from the compound as everywhere.
func TestScoreOf(t *testing.T) {
	for _, c := range []struct {
		p        [3]float32
		label    voxpop.Label
		compound float64
	}{
		{[3]float32{0.1, 0.2, 0.7}, voxpop.Positive, 0.6},
		{[3]float32{0.39, 0.2, 0.41}, voxpop.Positive, 0.05},
		{[3]float32{0.41, 0.2, 0.39}, voxpop.Negative, -0.05},
		{[3]float32{0, 0.6, 0.4}, voxpop.Neutral, 0.0499},
		{[3]float32{0.4, 0.6, 0}, voxpop.Neutral, -0.0499},
		{[3]float32{0.3, 0.4, 0.3}, voxpop.Neutral, 0},
	} {
		s := scoreOf(c.p, voxpop.EngineID{})
		if s.Label != c.label || s.Compound != c.compound || s.Confidence != round4(float64(c.p[c.label.Sign()+1])) {
			t.Errorf("%v: %+v, want %s at %v", c.p, s, c.label, c.compound)
		}
	}
}

func toy() (samples []Sample) {
	for i := range 60 {
		samples = append(samples,
			Sample{fmt.Sprintf("the frobnicator is glorb %d", i%7), voxpop.Positive, 1},
			Sample{fmt.Sprintf("the frobnicator is snork %d", i%5), voxpop.Negative, 1},
			Sample{fmt.Sprintf("the frobnicator has a lid %d", i%3), voxpop.Neutral, 1})
	}
	return samples
}

// Words that no lexicon has are learned; the same samples give the same file.
func TestTrain(t *testing.T) {
	file, err := train(toy(), chosen, small)
	if err != nil {
		t.Fatal(err)
	}
	again, err := train(toy(), chosen, small)
	if err != nil || !bytes.Equal(file, again) {
		t.Fatalf("another file for the same samples (error %v)", err)
	}
	w, err := ReadWeights(file)
	if err != nil {
		t.Fatal(err)
	}
	e := WithWeights(w)
	for text, want := range map[string]voxpop.Label{"my frobnicator is glorb": voxpop.Positive, "it is so snork": voxpop.Negative, "it has a lid": voxpop.Neutral} {
		if got := e.ScoreText(text); got.Label != want {
			t.Errorf("%q: %+v, want %s", text, got, want)
		}
	}
	if !e.Learned("The frobnicator is GLORB 0!") || e.Learned("the frobnicator is glorb 99") {
		t.Error("what it learned from is not told from other texts")
	}
	if e.ID() == New().ID() {
		t.Error("other weights have the same version")
	}
}

func TestReadWeightsRefuses(t *testing.T) {
	for _, file := range [][]byte{nil, []byte("x"), shipped[:len(shipped)/2]} {
		if _, err := ReadWeights(file); err == nil {
			t.Errorf("%d bytes were taken", len(file))
		}
	}
}

func TestScan(t *testing.T) {
	s := &scratch{}
	s.scan("I DON’T know… GPT-4o costs $1,000!! 👍 ok?")
	var got []string
	for _, w := range s.words {
		got = append(got, string(s.small[w.from:w.to]))
	}
	if joined := strings.Join(got, "|"); joined != "i|don't|know|…|gpt|-|0o|costs|$|0|,|0|!|!|👍|ok|?" {
		t.Error(joined)
	}
	if s.signs.exclamations != 2 || s.signs.questions != 1 || s.signs.negations != 1 || !s.signs.asks || s.signs.capitals != 2 {
		t.Errorf("%+v", s.signs)
	}
}

func TestScoreTextOfAnything(t *testing.T) {
	e := New()
	rapid.Check(t, func(t *rapid.T) {
		s := e.ScoreText(rapid.String().Draw(t, "text"))
		if sum := s.Positive + s.Neutral + s.Negative; sum < 0.999 || sum > 1.001 || s.Label != voxpop.LabelOf(s.Compound) {
			t.Fatalf("%+v", s)
		}
	})
}

func BenchmarkScoreText(b *testing.B) {
	e := New()
	for b.Loop() {
		e.ScoreText("Tried it for a week and honestly the completions aren't great, but the chat is really good!")
	}
}

// Words that are new to an engine are worked out once.
func BenchmarkNewWord(b *testing.B) {
	n := New().weights.network
	for b.Loop() {
		n.work([]byte("completions"), 1)
	}
}
