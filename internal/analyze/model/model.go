// Package model scores the feeling of English text with weights learned from texts that people labelled: multinomial
// logistic regression over hashed words, parts of words, and what VADER says of the text and its sentences; and a
// convolutional network over words. docs/model.md has the data, the figures, and where it fails.
//
// A text is cut into words (scan.go), which become features (features.go) and vectors (network.go, network_read.go). The
// logits of both parts are averaged, and a softmax makes likelihoods of them. Train (train.go, learn.go, network_learn.go,
// pack.go) makes the weights (weights.go).
package model

import (
	"context"
	"fmt"
	"math"
	"strings"
	"sync"

	"github.com/voxpop-dev/voxpop"
)

// version counts changes of this package, of VADER or of analyze/text that alter a score; the weights'
// checksum is put behind it.
const version = "3"

// Engine scores texts. Its methods may be called concurrently.
type Engine struct {
	weights *Weights
	id      voxpop.EngineID
}

// New returns an engine with the program's own weights.
func New() *Engine { return WithWeights(shippedWeights()) }

// WithWeights returns an engine with other weights.
func WithWeights(w *Weights) *Engine {
	return &Engine{w, voxpop.EngineID{Name: "model", Version: fmt.Sprintf("%s-%08x", version, w.checksum)}}
}

// ID returns the engine's name and version.
func (e *Engine) ID() voxpop.EngineID { return e.id }

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

var scratches = sync.Pool{New: func() any { return &scratch{} }}

// maxKept bounds what the pool keeps of one huge text, in bytes.
const maxKept = 1 << 16

func (s *scratch) release() {
	if cap(s.small) <= maxKept {
		scratches.Put(s)
	}
}

// networkShare is what the network weighs in the logits; the rest is the sparse features'. Held-out texts chose it (docs/model.md).
const networkShare = 0.6

// Learned reports whether a text, cleaned or as written, is one of those that the weights were learned from.
func (e *Engine) Learned(written string) bool { return e.weights.trained.Has(written) }

// ScoreText scores one text, as given. The shares are the likelihoods of the classes, the label is the likeliest,
// the confidence its likelihood, the compound positive minus negative, kept on the label's side of the
// threshold (voxpop.LabelOf). A blank text is neutral.
func (e *Engine) ScoreText(text string) voxpop.Score {
	if strings.TrimSpace(text) == "" {
		return voxpop.Score{Engine: e.id, Label: voxpop.Neutral, Confidence: 1, Neutral: 1}
	}
	s := scratches.Get().(*scratch)
	defer s.release()
	return scoreOf(softmax(e.weights.logits(s, text)), e.id)
}

func scoreOf(p [3]float32, id voxpop.EngineID) voxpop.Score {
	negative, neutral, positive := round4(float64(p[0])), round4(float64(p[1])), round4(float64(p[2]))
	s := voxpop.Score{Engine: id, Positive: positive, Neutral: neutral, Negative: negative}
	compound := positive - negative
	const step, threshold = 1e-4, voxpop.LabelThreshold
	switch {
	case neutral >= positive && neutral >= negative:
		s.Confidence, compound = neutral, max(-threshold+step, min(compound, threshold-step))
	case positive >= negative:
		s.Confidence, compound = positive, max(compound, threshold)
	default:
		s.Confidence, compound = negative, min(compound, -threshold)
	}
	s.Compound = round4(compound)
	s.Label = voxpop.LabelOf(s.Compound)
	return s
}

func round4(x float64) float64 { return math.Round(x*1e4) / 1e4 }

// logits weighs what the two parts of the engine say.
func (w *Weights) logits(s *scratch, text string) (z [3]float32) {
	s.scan(text)
	s.measure(text)
	sparse, network := w.weigh(s), w.network.logits(s)
	for c := range z {
		z[c] = float32((1-networkShare)*sparse[c]) + float32(networkShare*network[c])
	}
	return z
}

// weigh weighs the sparse and the dense features of a text that was scanned and measured.
func (w *Weights) weigh(s *scratch) (z [3]float32) {
	s.sums, s.sizes = [groups][3]int32{}, [groups]int32{}
	s.visit(func(group int, slot uint32) {
		three := w.sparse[group][3*slot : 3*slot+3]
		sum := &s.sums[group]
		sum[0], sum[1], sum[2] = sum[0]+int32(three[0]), sum[1]+int32(three[1]), sum[2]+int32(three[2])
		s.sizes[group]++
	})
	for g := range s.sums {
		scale := w.head.Unit[g] / float32(math.Sqrt(float64(max(1, s.sizes[g]))))
		for c := range z {
			z[c] += float32(float32(s.sums[g][c]) * scale)
		}
	}
	for i, x := range s.dense {
		for c := range z {
			z[c] += float32(x * w.head.Dense[i][c])
		}
	}
	return z
}
