package voxpop

import "math"

// Label is a sentiment class.
type Label string

// The three classes.
const (
	Positive Label = "positive"
	Negative Label = "negative"
	Neutral  Label = "neutral"
)

// Sign is +1 for positive, -1 for negative, 0 for neutral: what net sentiment sums.
func (l Label) Sign() int {
	switch l {
	case Positive:
		return 1
	case Negative:
		return -1
	}
	return 0
}

// EngineID names an engine and the version of everything that can change its answers
// (rules, lexicon, weights, prompt). Scores are kept by it.
type EngineID struct {
	Name    string // "vader", "model", "llm", "auto"
	Version string
}

// String returns "name@version".
func (e EngineID) String() string { return e.Name + "@" + e.Version }

// Score is what an engine says about one text.
type Score struct {
	Engine     EngineID
	Label      Label
	Compound   float64 // -1…+1, 4 decimals
	Confidence float64 // 0…1; VADER: min(2·|compound|, 1), shown as "strength"
	Positive   float64 // share of the text, 0…1; the three sum to 1 (to rounding)
	Neutral    float64
	Negative   float64
	// StandIn tells of an engine that asks a language model when a local one made the score.
	StandIn StandIn
}

// LabelThreshold is the compound from which a text counts as positive, and below whose
// negative it counts as negative (vaderSentiment's documentation; the predecessor's rule).
const LabelThreshold = 0.05

// LabelOf classifies a compound by LabelThreshold.
func LabelOf(compound float64) Label {
	switch {
	case compound >= LabelThreshold:
		return Positive
	case compound <= -LabelThreshold:
		return Negative
	}
	return Neutral
}

// Myriad converts a compound to the ten-thousandths in which it is stored and summed, so
// that sums are exact and do not depend on the order of adding.
func Myriad(compound float64) int64 { return int64(math.Round(compound * 10000)) }
