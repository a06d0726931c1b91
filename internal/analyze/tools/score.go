package tools

import (
	"math"
	"slices"

	"github.com/voxpop-dev/voxpop"
)

// Scorer scores what texts say about targets in them, by learned weights and the rules of this package. The engine is asked only about
// texts without a target's words. It may be used by as many goroutines as the engine's function allows.
type Scorer struct {
	engine  func(text string) voxpop.Score
	id      voxpop.EngineID
	weights func() *weights
}

// NewScorer returns a Scorer beside an engine's function, which must give the same answer for
// the same text; it is asked at once who it is.
func NewScorer(engine func(text string) voxpop.Score) *Scorer {
	return &Scorer{engine, MentionEngine(engine("").Engine), attitudeWeights}
}

// WithWeights returns a Scorer that goes by the weights of a file that Learn returned, instead of the embedded ones.
func (s *Scorer) WithWeights(file []byte) (*Scorer, error) {
	w, err := readWeights(file)
	if err != nil {
		return nil, err
	}
	other := *s
	other.weights = func() *weights { return w }
	return &other, nil
}

// MentionEngine is the id under which the scores of mentions are kept: the engine's, with the
// version of the rules behind its own.
func MentionEngine(engine voxpop.EngineID) voxpop.EngineID {
	return voxpop.EngineID{Name: engine.Name, Version: engine.Version + "+tools." + Version}
}

// ScoreTargets scores what text says about each of spans, which count code points of text
// and need not be tools. A span outside of the text, or an empty one, gets the text's whole score.
func (s *Scorer) ScoreTargets(text string, spans []voxpop.Span) []voxpop.Score {
	if len(spans) == 0 {
		return nil
	}
	scores, _ := s.score(newPassage(text, spans))
	return scores
}

// score scores the targets of p and returns how they are related.
func (s *Scorer) score(p *passage) ([]voxpop.Score, []relation) {
	scores := make([]voxpop.Score, len(p.targets))
	f := read(p)
	var cues *sums
	attitudes := make([]attitude, len(p.targets))
	for i, target := range p.targets {
		switch {
		case target.empty():
		case i > 0 && f.scopes[i] == f.scopes[i-1]: // named together
			attitudes[i] = attitudes[i-1]
		default:
			attitudes[i] = f.attitude(s.weights(), p, i, &cues)
		}
	}
	for i := range attitudes {
		attitudes[i] = f.temper(i, attitudes[i])
	}
	f.settle(attitudes)
	for i, target := range p.targets {
		if target.empty() {
			scores[i] = s.engine(p.text)
			scores[i].Engine = s.id
			continue
		}
		scores[i] = scoreOf(attitudes[i], s.id)
	}
	return scores, f.relations
}

// scoreOf writes an attitude as a score.
func scoreOf(a attitude, engine voxpop.EngineID) voxpop.Score {
	compound := round4(a.compound())
	return voxpop.Score{
		Engine:     engine,
		Label:      voxpop.LabelOf(compound),
		Compound:   compound,
		Confidence: round4(max(a.negative, a.neutral, a.positive)),
		Positive:   round4(a.positive),
		Neutral:    round4(a.neutral),
		Negative:   round4(a.negative),
	}
}

// Opinions scores mentions, which must be in order as Find returns them, and gathers them by
// tool in the order in which tools first appear. An opinion's compound is the mean of those of its mentions;
// the relations are what the text says about two tools.
func (s *Scorer) Opinions(text string, mentions []voxpop.Mention) ([]voxpop.ToolOpinion, []voxpop.Relation) {
	spans := make([]voxpop.Span, len(mentions))
	for i, m := range mentions {
		spans[i] = m.Span
	}
	if len(spans) == 0 {
		return nil, nil
	}
	p := newPassage(text, spans)
	scores, related := s.score(p)
	var opinions []voxpop.ToolOpinion
	index := map[string]int{}
	for i, m := range mentions {
		at, known := index[m.Tool]
		if !known {
			at = len(opinions)
			index[m.Tool] = at
			opinions = append(opinions, voxpop.ToolOpinion{Tool: m.Tool, Inferred: true})
		}
		m.Score = &scores[i]
		o := &opinions[at]
		o.Mentions = append(o.Mentions, m)
		o.Inferred = o.Inferred && m.Inferred
	}
	for i := range opinions {
		opinions[i].Score = meanScore(opinions[i].Mentions)
	}
	return opinions, relationsOf(p, mentions, related)
}

// relationsOf names the tools of relations; what a text says of a tool and itself, or says twice, is left out.
func relationsOf(p *passage, mentions []voxpop.Mention, related []relation) []voxpop.Relation {
	var out []voxpop.Relation
	for _, r := range related {
		first, last := p.words[r.sentence.from], p.words[r.sentence.to-1]
		named := voxpop.Relation{
			Kind: r.kind,
			From: mentions[r.from].Tool, To: mentions[r.to].Tool,
			Span: voxpop.Span{Start: int(first.start), End: int(last.end)},
		}
		if named.From != named.To && !slices.Contains(out, named) {
			out = append(out, named)
		}
	}
	return out
}

// meanScore is the mean of the scores of mentions, labelled by its compound.
func meanScore(mentions []voxpop.Mention) voxpop.Score {
	var sum voxpop.Score
	for _, m := range mentions {
		sum.Engine = m.Score.Engine
		sum.Compound += m.Score.Compound
		sum.Confidence += m.Score.Confidence
		sum.Positive += m.Score.Positive
		sum.Neutral += m.Score.Neutral
		sum.Negative += m.Score.Negative
	}
	n := float64(len(mentions))
	return voxpop.Score{
		Engine:     sum.Engine,
		Label:      voxpop.LabelOf(round4(sum.Compound / n)),
		Compound:   round4(sum.Compound / n),
		Confidence: round4(sum.Confidence / n),
		Positive:   round4(sum.Positive / n),
		Neutral:    round4(sum.Neutral / n),
		Negative:   round4(sum.Negative / n),
	}
}

func round4(x float64) float64 { return math.Round(x*1e4) / 1e4 }
