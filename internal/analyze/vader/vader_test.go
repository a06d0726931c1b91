package vader

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/analyze/enginetest"
)

func TestEngine(t *testing.T) { enginetest.Exercise(t, New()) }

func TestScoreText(t *testing.T) {
	for _, c := range []struct {
		text       string
		label      voxpop.Label
		confidence float64
	}{
		{"It is great.", voxpop.Positive, 1},
		{"It is terrible.", voxpop.Negative, 0.9534},
		{"It is a keyboard.", voxpop.Neutral, 0},
		{"", voxpop.Neutral, 0},
	} {
		got := New().ScoreText(c.text)
		if got.Label != c.label || math.Abs(got.Confidence-c.confidence) > 1e-9 || got.Engine != New().ID() {
			t.Errorf("ScoreText(%q) = %+v, want %s with confidence %v", c.text, got, c.label, c.confidence)
		}
	}
}

// TestRound compares with the exact way, through decimals, near and far from the middle.
func TestRound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float64Range(-1, 1).Draw(t, "x")
		if rapid.Bool().Draw(t, "near the middle") {
			x = (math.Floor(x*1000) + 0.5) / 1000
			x = math.Nextafter(x, rapid.SampledFrom([]float64{-2, x, 2}).Draw(t, "towards"))
		}
		for places, scale := range map[int]float64{3: 1000, 4: 10000} {
			want, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'f', places, 64), 64)
			if got := round(x, scale); got != want || math.Signbit(got) && got == 0 {
				t.Fatalf("round(%v, %v) = %v, want %v", x, scale, got, want)
			}
		}
	})
}

// TestWeighButMany compares the quick way for long texts with the reference's own.
func TestWeighButMany(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOf(rapid.SampledFrom([]float64{0, 1, 1.5, 2, 0.5, -1, -1.5, 3})).Draw(t, "values")
		but := rapid.IntRange(0, len(values)).Draw(t, "but")
		list := make([]weighed, len(values))
		for i, v := range values {
			list[i] = weighed{at: int32(i), value: v}
			if i >= but {
				list[i].at++
			}
		}
		s := scratch{weighed: slices.Clone(list), but: but}
		s.weighBut()
		weighButMany(list, but)
		if !slices.Equal(s.weighed, list) {
			t.Fatalf("%v, want %v", list, s.weighed)
		}
	})
}

// TestPlainWords compares what is known of words with nothing special before them with what all rules say.
func TestPlainWords(t *testing.T) {
	var words []string
	for _, list := range []string{boosters, dampeners, negations} {
		words = append(words, strings.Fields(list)...)
	}
	words = append(words, names[1:]...)
	words = append(words, "good", "GOOD", "terrible", "love", "hate", "table", "Table", "the", "don't", "x")
	plain := 0
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom(words), rapid.SampledFrom(words[len(words)-10:])), 1, 12).Draw(t, "words"), " ")
		var quick, thorough scratch
		for _, s := range []*scratch{&quick, &thorough} {
			s.tables = tablesOnce()
			s.load(text)
			s.scan()
		}
		for i := range thorough.weighed {
			if thorough.weighed[i].since > reach {
				plain++
			}
			thorough.weighed[i].since = 0
		}
		quick.weigh()
		thorough.weigh()
		for i, w := range quick.weighed {
			if w.value != thorough.weighed[i].value {
				t.Fatalf("%q: word %d has the value %v, want %v", text, w.at, w.value, thorough.weighed[i].value)
			}
		}
	})
	if plain == 0 {
		t.Error("no word was plain")
	}
}

func TestTables(t *testing.T) {
	tables := tablesOnce()
	lexicon, emoji := 0, 0
	for _, e := range tables.entries {
		if e.role&roleLexicon != 0 {
			lexicon++
		}
		if e.word != strings.ToLower(e.word) {
			t.Errorf("%q can never be found", e.word)
		}
		if at := tables.find(padded(strings.ToUpper(e.word)), 0, len(e.word)); tables.entries[at].word != e.word {
			t.Errorf("%q is not found", e.word)
		}
	}
	for _, e := range tables.emoji {
		if e.char != 0 {
			emoji++
		}
	}
	if lexicon != 7488 || emoji != 1212 {
		t.Errorf("%d words and %d emoji, want 7488 and 1212", lexicon, emoji)
	}
}

func TestBadTables(t *testing.T) {
	for name, files := range map[string][2]string{
		"no number":       {"good\n", ""},
		"no word":         {"\t1.5\n", ""},
		"two characters":  {"", "ab\tletters\n"},
		"no description":  {"", "a\n"},
		"number of words": {"good\tvery\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Errorf("%q was taken", files)
				}
			}()
			newTables(files[0], files[1])
		})
	}
}

func TestPolarityAllocatesNothing(t *testing.T) {
	if raced {
		t.Skip("allocations are not counted under the race detector")
	}
	text := "I LOVE the new mode, but it isn't “great” 😀 café — :-( at all!!"
	Polarity(text)
	if n := testing.AllocsPerRun(200, func() { Polarity(text) }); n > 0.5 {
		t.Errorf("%v allocations for a text", n)
	}
}

func FuzzPolarity(f *testing.F) {
	for _, v := range readVectors(f, goldenPath) {
		f.Add(v.Text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		neg, neu, pos, compound := Polarity(text)
		for _, share := range []float64{neg, neu, pos} {
			if !(0 <= share && share <= 1) {
				t.Errorf("share %v of %q", share, text)
			}
		}
		if !(-1 <= compound && compound <= 1) {
			t.Errorf("compound %v of %q", compound, text)
		}
		if sum := neg + neu + pos; sum != 0 && math.Abs(sum-1) > 0.0021 {
			t.Errorf("shares of %q sum to %v", text, sum)
		}
		n2, u2, p2, c2 := Polarity(" " + text + "\n")
		if n2 != neg || u2 != neu || p2 != pos || c2 != compound {
			t.Errorf("space around %q changes its score", text)
		}
	})
}

// A token longer than a block, with control characters in it, is one token like any other.
func TestControlCharactersInALongToken(t *testing.T) {
	long := "great\x15" + strings.Repeat("x\x1b", 40)
	for _, text := range []string{long, long + " great", "great " + long, "\x1b" + strings.Repeat("é", 40) + "\u0601\x15?"} {
		_, _, _, got := Polarity(text)
		_, _, _, want := Polarity(strings.NewReplacer("\x15", "y", "\x1b", "y").Replace(text))
		if got != want {
			t.Errorf("%q: %v, and %v with letters instead", text, got, want)
		}
	}
}
