package llm

import (
	"math"

	"github.com/voxpop-dev/voxpop"
)

// ScoreOf writes likelihoods as a score of an engine: the label is the likeliest class (neutral in a tie), the confidence its likelihood, and
// the compound positive minus negative, kept on the label's side of the threshold (voxpop.LabelOf).
func (e *Engine) ScoreOf(s voxpop.Shares, engine voxpop.EngineID) voxpop.Score {
	const step, threshold = 1e-4, voxpop.LabelThreshold
	compound := s.Positive - s.Negative
	switch {
	case s.Neutral >= s.Positive && s.Neutral >= s.Negative, s.Positive == s.Negative:
		compound = max(-threshold+step, min(compound, threshold-step))
	case s.Positive > s.Negative:
		compound = max(compound, threshold)
	default:
		compound = min(compound, -threshold)
	}
	compound = round4(compound)
	return voxpop.Score{
		Engine: engine, Label: voxpop.LabelOf(compound), Compound: compound,
		Confidence: round4(max(s.Positive, s.Neutral, s.Negative)),
		Positive:   round4(s.Positive), Neutral: round4(s.Neutral), Negative: round4(s.Negative),
	}
}

func round4(x float64) float64 { return math.Round(x*1e4) / 1e4 }
