package evaluate

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/voxpop-dev/voxpop"
)

func answers(pairs ...string) (all []Answer) {
	name := map[byte]voxpop.Label{'-': voxpop.Negative, '0': voxpop.Neutral, '+': voxpop.Positive}
	for _, p := range pairs {
		all = append(all, Answer{People: name[p[0]], Engine: name[p[1]], Confidence: 0.75})
	}
	return all
}

func TestMeasure(t *testing.T) {
	r := Measure(answers("--", "-0", "00", "++", "++", "+-", "0+", "00"))
	if r.N != 8 || r.Accuracy.Value != 0.625 || r.Confusion != (Confusion{{1, 1, 0}, {0, 2, 1}, {1, 0, 2}}) {
		t.Errorf("%+v", r)
	}
	negative := r.Classes[0]
	if negative.Precision != 0.5 || negative.Recall != 0.5 || negative.F1 != 0.5 || negative.N != 2 || negative.Label != voxpop.Negative {
		t.Errorf("negative: %+v", negative)
	}
	if want := (0.5 + 2.0/3 + 2.0/3) / 3; math.Abs(r.MacroF1.Value-want) > 1e-12 {
		t.Errorf("macro-F1 %v, want %v", r.MacroF1.Value, want)
	}
	if math.Abs(r.ECE-0.125) > 1e-12 || r.Reliability[7].N != 8 || r.Reliability[7].Accuracy != 0.625 {
		t.Errorf("ECE %v, bin %+v", r.ECE, r.Reliability[7])
	}
	if r.Accuracy.Low >= 0.625 || r.Accuracy.High <= 0.625 {
		t.Errorf("accuracy %+v", r.Accuracy)
	}
}

func TestMeasureOfNothing(t *testing.T) {
	if r := Measure(nil); r.Accuracy != (Interval{}) || r.MacroF1 != (Interval{}) || r.ECE != 0 {
		t.Errorf("%+v", r)
	}
}

// Intervals of an accuracy are about as wide as those of a share.
func TestBootstrapWidth(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	var all []Answer
	for range 400 {
		if random.Float64() < 0.7 {
			all = append(all, answers("++")...)
		} else {
			all = append(all, answers("+-")...)
		}
	}
	accuracy, _ := bootstrap(all)
	p := accuracy.Value
	if got, want := accuracy.High-accuracy.Low, 2*1.96*math.Sqrt(p*(1-p)/400); math.Abs(got/want-1) > 0.15 {
		t.Errorf("width %v, want about %v", got, want)
	}
}

func TestMcNemar(t *testing.T) {
	for _, c := range []struct {
		b, c int
		want float64
	}{{0, 0, 1}, {5, 5, 1}, {1, 9, 0.021484375}, {9, 1, 0.021484375}, {0, 10, 0.001953125}, {2000, 2300, 5.09e-6}} {
		if got := mcNemar(c.b, c.c); math.Abs(got-c.want) > 0.01*c.want {
			t.Errorf("mcNemar(%d, %d) = %v, want %v", c.b, c.c, got, c.want)
		}
	}
}

// What is said of two engines is the mirror image when they change places.
func TestCompareIsAntisymmetric(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 30).Draw(t, "n")
		draw := func(name string) (all []Answer) {
			for range n {
				all = append(all, Answer{People: voxpop.Positive, Engine: Labels[rapid.IntRange(0, 2).Draw(t, name)]})
			}
			return all
		}
		a, b := draw("a"), draw("b")
		ab, ba := Compare(a, b), Compare(b, a)
		if ab.P != ba.P || ab.OnlyFirst != ba.OnlySecond || ab.Accuracy.Value != -ba.Accuracy.Value ||
			math.Abs(ab.MacroF1.Low+ba.MacroF1.High) > 1e-12 || math.Abs(ab.Accuracy.High+ba.Accuracy.Low) > 1e-12 {
			t.Fatalf("%+v\n%+v", ab, ba)
		}
	})
}

func TestCalibrateEdges(t *testing.T) {
	all := []Answer{{People: voxpop.Neutral, Engine: voxpop.Neutral, Confidence: 1}, {People: voxpop.Neutral, Engine: voxpop.Positive, Confidence: 0}}
	reliability, ece := Calibrate(all)
	if reliability[9].N != 1 || reliability[0].N != 1 || ece != 0 || reliability[9].High != 1 {
		t.Errorf("%+v, %v", reliability, ece)
	}
}

func TestRead(t *testing.T) {
	f, err := Read(strings.NewReader("good\tpositive\r\n{code}\tneutral\n\nein Wörtchen x\tx\tneutral\t13\nnot there\tx\tneutral\t-1\n" +
		`{"id":7,"text":"a","label":"negative"}` + "\n" +
		`{"id":"t1","text":"ab","target":"A","overall":"neutral","label":"positive","start":0,"end":1}` + "\n" +
		`{"text":"ab","overall":"neutral","label":"none","start":0,"end":1}` + "\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := []Example{
		{Text: "good", Overall: voxpop.Positive},
		{Text: "{code}", Overall: voxpop.Neutral},
		{Text: "ein Wörtchen x", Attitude: voxpop.Neutral, Mention: voxpop.Span{Start: 13, End: 14}, Target: "x"},
		{ID: "7", Text: "a", Overall: voxpop.Negative},
		{ID: "t1", Text: "ab", Overall: voxpop.Neutral, Attitude: voxpop.Positive, Mention: voxpop.Span{Start: 0, End: 1}, Target: "A"},
		{Text: "ab", Overall: voxpop.Neutral},
	}
	if len(f.Examples) != len(want) || f.Skipped != 2 {
		t.Fatalf("%d skipped, %+v", f.Skipped, f.Examples)
	}
	for i, e := range f.Examples {
		if e != want[i] {
			t.Errorf("%d: %+v, want %+v", i, e, want[i])
		}
	}
}

func TestReadNamesTheLine(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{"only text", "line 2: 1 fields"},
		{"a\tb\tneutral\tx", `line 2: offset "x"`},
		{"a\tgood", `line 2: label "good"`},
		{`{"text":"a"}`, "line 2: neither"},
		{`{"label":"neutral"}`, `line 2: no "text"`},
		{`{"text":"a","label":"neutral","start":0,"end":2}`, "line 2: start 0, end 2"},
		{`{"text":"a","label":"fine","start":0,"end":1}`, `line 2: label "fine"`},
		{`{`, "line 2: want an object"},
	} {
		if _, err := Read(strings.NewReader("fine\tneutral\n" + c.line)); err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %s …", c.line, err, c.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("a\tb\tneutral\t0\n{\"text\":\"a\",\"label\":\"none\",\"start\":0,\"end\":1}")
	f.Fuzz(func(t *testing.T, s string) {
		file, err := Read(strings.NewReader(s))
		if err != nil {
			return
		}
		for _, e := range file.Examples {
			n := len([]rune(e.Text))
			if e.Overall == "" && e.Attitude == "" || e.Attitude != "" && (e.Mention.Start < 0 || e.Mention.End > n || e.Mention.Start >= e.Mention.End) {
				t.Errorf("%+v", e)
			}
		}
	})
}

func TestPlotIsHarmless(t *testing.T) {
	svg := Plot([]Panel{{Title: "<script>", Report: Measure(answers("++"))}})
	if strings.Contains(svg, "<script>") || !strings.Contains(svg, "&lt;script&gt;") || strings.Count(svg, "<circle") != 1 {
		t.Error(svg)
	}
}
