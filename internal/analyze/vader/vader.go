// Package vader scores the feeling of English text by the rules of vaderSentiment 3.3.2
// (C. J. Hutto and E. Gilbert, 2014), as its current Python source applies them, bug for bug:
// all four numbers equal the reference's on every text.
//
// Three habits of the reference surprise and are kept on purpose. Emoji are replaced one
// code point at a time, so a sequence such as a hand with a skin tone becomes two
// descriptions. A modifier before "but" is applied to the first equal number in the list,
// not to its own (see weighBut). And a blank text has 0 for all four numbers, although the
// three shares of any other text sum to 1.
package vader

import (
	"context"

	"github.com/voxpop-dev/voxpop"
)

//go:generate go run gen.go

// version is the reference's version and our own count of changes that alter a score:
// of these rules, of the tables, or of the cleaning in analyze/text.
const version = "3.3.2-1"

// Engine scores texts. It has no state of its own; all engines share the tables, which are
// built on first use. Its methods may be called concurrently.
type Engine struct{}

// New returns an engine.
func New() *Engine { return &Engine{} }

// ID returns the engine's name and version.
func (*Engine) ID() voxpop.EngineID {
	return voxpop.EngineID{Name: "vader", Version: version}
}

// Score scores texts in order. The only error is ctx's.
func (e *Engine) Score(ctx context.Context, texts []string) ([]voxpop.Score, error) {
	scores := make([]voxpop.Score, len(texts))
	for i, text := range texts {
		if i%64 == 0 {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
		}
		scores[i] = e.ScoreText(text)
	}
	return scores, nil
}

// ScoreText scores one text, as given: cleaning is the caller's choice. A blank text is
// neutral with confidence 0 and, as in the reference, 0 for each share.
func (e *Engine) ScoreText(text string) voxpop.Score {
	neg, neu, pos, compound := Polarity(text)
	return voxpop.Score{
		Engine:     e.ID(),
		Label:      voxpop.LabelOf(compound),
		Compound:   compound,
		Confidence: confidence(compound),
		Positive:   pos,
		Neutral:    neu,
		Negative:   neg,
	}
}

// confidence is how strong a compound is, from 0 to 1.
func confidence(compound float64) float64 {
	return min(2*max(compound, -compound), 1)
}

// Polarity returns the reference's four numbers: the negative, neutral and positive shares
// of text, 0…1 with three decimals, and the compound, -1…+1 with four.
func Polarity(text string) (neg, neu, pos, compound float64) {
	s := scratches.Get().(*scratch)
	defer s.release()
	s.load(text)
	s.scan()
	if len(s.tokens) == 0 {
		return 0, 0, 0, 0
	}
	s.weigh()
	s.weighBut()
	return s.sum()
}
