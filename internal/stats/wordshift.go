package stats

import (
	"cmp"
	"maps"
	"math"
	"slices"
)

// Word is how much of a text a word makes up, in any unit, and its score there.
type Word struct{ Weight, Score float64 }

// WordBar is what one word adds to the difference of two average scores.
type WordBar struct {
	Word               string
	ShareFrom, ShareTo float64 // of the weights of each side, 0…1
	ScoreFrom, ScoreTo float64 // equal where a side does not have the word
	Frequency          float64 // because it is used more or less than before; its sign is that of more × better than the reference
	Score              float64 // because it is scored differently
	Total              float64 // Frequency + Score
}

// WordShift explains the difference of two average scores, Σ share · score, word by word: the
// generalised word shift of Gallagher, Frank, Mitchell, Schwartz, Reagan, Danforth and Dodds (EPJ Data
// Science 10:4, 2021, equation 7)
//
//	(p₂ - p₁) · ((φ₁ + φ₂)/2 - reference) + (p₁ + p₂)/2 · (φ₂ - φ₁)
//
// The totals sum to the difference whatever the reference, which decides what counts as a positive word: the mean
// score of from, or the middle of a lexicon's scale. The largest totals come first, equal ones by word. Weights of
// 0 or less count for nothing; there are no bars when a side has none above.
func WordShift(from, to map[string]Word, reference float64) (bars []WordBar) {
	n1, n2 := weightOf(from), weightOf(to)
	if n1 == 0 || n2 == 0 {
		return nil
	}
	words := maps.Clone(from)
	maps.Copy(words, to)
	for _, word := range slices.Sorted(maps.Keys(words)) {
		a, b := from[word], to[word]
		w := WordBar{Word: word, ShareFrom: max(0, a.Weight) / n1, ShareTo: max(0, b.Weight) / n2, ScoreFrom: a.Score, ScoreTo: b.Score}
		switch {
		case w.ShareFrom == 0 && w.ShareTo == 0:
			continue
		case w.ShareFrom == 0:
			w.ScoreFrom = w.ScoreTo
		case w.ShareTo == 0:
			w.ScoreTo = w.ScoreFrom
		}
		w.Frequency = (w.ShareTo - w.ShareFrom) * ((w.ScoreFrom+w.ScoreTo)/2 - reference)
		w.Score = (w.ShareFrom + w.ShareTo) / 2 * (w.ScoreTo - w.ScoreFrom)
		w.Total = w.Frequency + w.Score
		bars = append(bars, w)
	}
	slices.SortStableFunc(bars, func(a, b WordBar) int { return cmp.Compare(math.Abs(b.Total), math.Abs(a.Total)) })
	return bars
}

// AverageScore is Σ weight · score / Σ weight; 0 without weights.
func AverageScore(words map[string]Word) (average float64) {
	n := weightOf(words)
	if n == 0 {
		return 0
	}
	for _, word := range slices.Sorted(maps.Keys(words)) {
		average += max(0, words[word].Weight) / n * words[word].Score
	}
	return average
}

// weightOf sums in a fixed order, so that the last digit is always the same.
func weightOf(words map[string]Word) (n float64) {
	for _, word := range slices.Sorted(maps.Keys(words)) {
		n += max(0, words[word].Weight)
	}
	return n
}
