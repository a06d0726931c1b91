package analyze

import (
	"context"
	"slices"

	"github.com/voxpop-dev/voxpop"
)

// Asker is an Engine whose scores are those of a local engine until a language model has answered. The local score is stored at
// once; an Upgrader asks later, and the next analysis of the item takes the answer.
type Asker interface {
	Engine
	// Unsure reports whether the model is to be asked about an item that was scored so locally.
	Unsure(text voxpop.Score, opinions []voxpop.Opinion) bool
	// Hash names an inquiry with all that decides about the answer.
	Hash(q voxpop.Inquiry) string
	// Read decodes an answer to an inquiry.
	Read(answer string, q voxpop.Inquiry) (voxpop.Finding, error)
	// ScoreOf writes shares as a score of an engine.
	ScoreOf(s voxpop.Shares, engine voxpop.EngineID) voxpop.Score
	// Ask puts inquiries. Answers come in their order; where there is neither answer nor problem nobody was asked, and the error says
	// why: a *voxpop.Paused when it is worth trying later.
	Ask(ctx context.Context, inquiries []voxpop.Inquiry) ([]voxpop.Answered, error)
}

// Answers are kept answers of language models, by the hash of the inquiry.
type Answers interface {
	Answers(ctx context.Context, hashes []string) (map[string]string, error)
}

// inquiryOf is what is asked about an analysed item.
func inquiryOf(plain string, opinions []voxpop.Opinion) voxpop.Inquiry {
	q := voxpop.Inquiry{Text: plain}
	for i := range opinions {
		o := &opinions[i]
		if slices.ContainsFunc(q.Tools, func(t voxpop.NamedTool) bool { return t.Slug == o.Tool }) {
			continue // another definition of the same tool
		}
		t := voxpop.NamedTool{Slug: o.Tool}
		for _, m := range o.Mentions {
			if m.Alias != "" {
				t.Name = m.Alias
				break
			}
		}
		q.Tools = append(q.Tools, t)
	}
	return q
}

// takeAnswers puts what the model has answered in the place of local scores, and says of the others why they stand.
func (a *Analyzer) takeAnswers(ctx context.Context, asker Asker, done []voxpop.Analysis, plain []string) error {
	inquiries := map[int]voxpop.Inquiry{}
	hashes := map[int]string{}
	var sought []string
	for i := range done {
		if done[i].Score == nil {
			continue
		}
		if !asker.Unsure(*done[i].Score, done[i].Opinions) {
			done[i].Score.StandIn.Reason = voxpop.StandInSure
			continue
		}
		inquiries[i] = inquiryOf(plain[i], done[i].Opinions)
		hashes[i] = asker.Hash(inquiries[i])
		sought = append(sought, hashes[i])
	}
	if len(sought) == 0 {
		return nil
	}
	known, err := a.Answers.Answers(ctx, sought)
	if err != nil {
		return err
	}
	for i, q := range inquiries {
		if f, err := asker.Read(known[hashes[i]], q); err == nil {
			take(&done[i], f, asker)
		}
	}
	return nil
}

// take makes an analysis say what a model found. Every mention of a tool gets the attitude toward it.
func take(a *voxpop.Analysis, f voxpop.Finding, asker Asker) {
	score := asker.ScoreOf(f.Text, a.Score.Engine)
	a.Score = &score
	for i := range a.Opinions {
		o := &a.Opinions[i]
		o.Score = asker.ScoreOf(f.Tools[o.Tool], o.Score.Engine)
		for k := range o.Mentions {
			one := o.Score
			o.Mentions[k].Score = &one
		}
	}
}
