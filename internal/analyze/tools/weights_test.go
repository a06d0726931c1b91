package tools

import (
	"bytes"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/voxpop-dev/voxpop"
)

func TestShippedWeights(t *testing.T) {
	w, err := readWeights(attitudeFile)
	if err != nil {
		t.Fatal(err)
	}
	if len(attitudeFile) > 3<<20 {
		t.Errorf("%d bytes", len(attitudeFile))
	}
	if len(w.words.cues) < 10_000 || len(w.placed.cues) < 10_000 || len(w.learned) < 10_000 {
		t.Errorf("%d words, %d placed cues, %d texts", len(w.words.cues), len(w.placed.cues), len(w.learned))
	}
	if Learned("A text of our own about a purple keyboard") {
		t.Error("a text was taken for another")
	}
}

// taught are a few texts in which a made-up word means praise and another blame.
func taught() (samples []Sample) {
	for n := range 40 {
		for text, label := range map[string]voxpop.Label{
			"Zed is truly frobby today": voxpop.Positive, "Zed is truly glorby today": voxpop.Negative, "Zed is there today": voxpop.Neutral,
		} {
			samples = append(samples, Sample{Text: text, Mention: voxpop.Span{Start: 0, End: 3}, Attitude: label, Overall: label, Weight: 1, Origin: n % 2})
		}
	}
	slices.SortStableFunc(samples, func(a, b Sample) int { return len(a.Text)*100 + int(a.Text[13]) - len(b.Text)*100 - int(b.Text[13]) })
	return samples
}

func TestLearn(t *testing.T) {
	file, err := Learn(taught())
	if err != nil {
		t.Fatal(err)
	}
	again, err := Learn(taught())
	if err != nil || !bytes.Equal(file, again) {
		t.Errorf("the same samples give other weights (%v)", err)
	}
	w, err := readWeights(file)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]voxpop.Label{"I think Zed is frobby": voxpop.Positive, "I think Zed is glorby": voxpop.Negative} {
		p := newPassage(text, []voxpop.Span{{Start: 8, End: 11}})
		f := read(p)
		s := f.surroundings(p, 0)
		if a := w.attitude(p, w.sums(p), &s); voxpop.LabelOf(a.compound()) != want {
			t.Errorf("%q: %+v, want %s", text, a, want)
		}
	}
	scorer, err := NewScorer(func(string) voxpop.Score { return voxpop.Score{} }).WithWeights(file)
	if err != nil {
		t.Fatal(err)
	}
	if s := scorer.ScoreTargets("I think Zed is glorby", []voxpop.Span{{Start: 8, End: 11}})[0]; s.Label != voxpop.Negative {
		t.Errorf("a scorer with these weights says %+v", s)
	}
	if _, err := scorer.WithWeights(nil); err == nil {
		t.Error("nothing is taken for weights")
	}
	if !w.learned.Has("zed is there TODAY") || w.learned.Has("Zed is here") {
		t.Error("the texts that were learned from are not known")
	}
}

// What the weights read from sums of words before is what the learning reads word by word.
func TestSumsAgreeWithEntries(t *testing.T) {
	w := attitudeWeights()
	x := exampleReader{words: w.words, placed: w.placed}
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom([]string{"good", "bad.", "the", "not", "but", "Claude", "slow,", "is", "great!", "than"}), 2, 40).Draw(t, "words")
		at := rapid.IntRange(0, len(words)-1).Draw(t, "at")
		var text []byte
		span := voxpop.Span{}
		for i, word := range words {
			if i == at {
				span = voxpop.Span{Start: len(text), End: len(text) + 3}
				word = "Zed"
			}
			text = append(append(text, word...), ' ')
		}
		s := Sample{Text: string(text), Mention: span, Attitude: voxpop.Neutral, Weight: 1}
		e, ok := x.example(&s)
		if !ok {
			t.Fatal("nothing was read")
		}
		var want [bags][across]float32
		for _, entry := range e.entries {
			for bag, weight := range entry.in {
				w.add(&want[bag], entry.row, weight)
			}
		}
		r := readSample(&s)
		got := w.bagged(w.sums(r.passage), r.passage, &r.around)
		for bag := range got {
			for k := range got[bag] {
				if math.Abs(float64(got[bag][k]-want[bag][k])) > 0.01 {
					t.Fatalf("%q: bag %d: %v, want %v", text, bag, got[bag][k], want[bag][k])
				}
			}
		}
	})
}

func TestReadWeightsRefuses(t *testing.T) {
	w := attitudeWeights()
	broken := *w
	broken.Nets[1].Bias[3] = float32(math.NaN())
	file, err := broken.pack()
	if err != nil {
		t.Fatal(err)
	}
	for name, bad := range map[string][]byte{"nothing": nil, "no weights": []byte("x"), "cut": attitudeFile[:len(attitudeFile)-5], "not a number": file} {
		if _, err := readWeights(bad); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

func TestVocabulary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfDistinct(rapid.Uint32(), func(x uint32) uint32 { return x }).Draw(t, "cues")
		cues := make([]cue, len(list))
		for i, c := range list {
			cues[i] = cue(c)
		}
		slices.Sort(cues)
		v := newVocabulary(cues)
		for row, c := range cues {
			if got := v.row(c); got != int32(row) {
				t.Fatalf("%d is in row %d, want %d", c, got, row)
			}
		}
		other := cue(rapid.Uint32().Draw(t, "other"))
		if _, known := slices.BinarySearch(cues, other); !known && v.row(other) != none {
			t.Fatalf("%d is known", other)
		}
	})
}
