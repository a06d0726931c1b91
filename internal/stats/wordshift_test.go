package stats

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// Computed by hand from equation 7, with the mean score of the first text, 5.5, as reference: "love" (score 8) grows from
// a half to three quarters, "rain" (score 3) shrinks from a half to a quarter. 0.25·2.5 + (-0.25)·(-2.5) = 1.25.
// "wicked" (shares 0.5, 0.5) changes its score from 2 to 6 and adds 0.5·4 = 2 to the difference of its texts.
func TestWordShift(t *testing.T) {
	bars := WordShift(map[string]Word{"love": {5, 8}, "rain": {5, 3}}, map[string]Word{"love": {9, 8}, "rain": {3, 3}}, 5.5)
	for i, want := range []WordBar{
		{Word: "love", ShareFrom: 0.5, ShareTo: 0.75, ScoreFrom: 8, ScoreTo: 8, Frequency: 0.625, Total: 0.625},
		{Word: "rain", ShareFrom: 0.5, ShareTo: 0.25, ScoreFrom: 3, ScoreTo: 3, Frequency: 0.625, Total: 0.625},
	} {
		if bars[i] != want {
			t.Errorf("%+v, want %+v", bars[i], want)
		}
	}
	bars = WordShift(map[string]Word{"wicked": {1, 2}, "a": {1, 5}}, map[string]Word{"wicked": {1, 6}, "a": {1, 5}}, 5)
	if bars[0] != (WordBar{"wicked", 0.5, 0.5, 2, 6, 0, 2, 2}) || bars[1].Total != 0 {
		t.Errorf("%+v", bars)
	}
	bars = WordShift(map[string]Word{"old": {1, 4}}, map[string]Word{"old": {1, 4}, "new": {1, 6}}, 5)
	if bars[0].Total+bars[1].Total != 1 || bars[0].Score != 0 || bars[1].Score != 0 {
		t.Errorf("a word that only one text has is frequency: %+v", bars)
	}
	if WordShift(nil, map[string]Word{"a": {1, 1}}, 0) != nil {
		t.Error("a shift from nothing")
	}
}

func drawWords(t *rapid.T) map[string]Word {
	words := map[string]Word{}
	for range rapid.IntRange(0, 12).Draw(t, "words") {
		word := rapid.StringMatching("[a-h]").Draw(t, "word")
		words[word] = Word{float64(rapid.IntRange(0, 9).Draw(t, "weight")), rapid.Float64Range(-1, 1).Draw(t, "score")}
	}
	return words
}

func TestWordShiftProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from, to := drawWords(t), drawWords(t)
		bars := WordShift(from, to, rapid.Float64Range(-1, 1).Draw(t, "reference"))
		if len(bars) == 0 {
			return
		}
		var sum float64
		for i, b := range bars {
			sum += b.Total
			if i > 0 && math.Abs(b.Total) > math.Abs(bars[i-1].Total) {
				t.Fatalf("out of order: %+v", bars)
			}
		}
		if want := AverageScore(to) - AverageScore(from); math.Abs(sum-want) > 1e-9 {
			t.Fatalf("bars sum to %v, the difference is %v", sum, want)
		}
	})
}
