// Package analyze catches up with the items that wait for a score. It reads the backlog in batches, cleans
// and scores each text outside any transaction, and commits the results. Engines are pure and come by
// interface.
package analyze

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/analyze/language"
	"github.com/voxpop-dev/voxpop/internal/analyze/text"
)

// Engine scores texts. Scores come in the order of the texts. An engine never keeps what it is given.
type Engine interface {
	ID() voxpop.EngineID
	Score(ctx context.Context, texts []string) ([]voxpop.Score, error)
}

// Backlog hands out items and takes analyses.
type Backlog interface {
	Pending(ctx context.Context, limit int) ([]voxpop.PendingItem, error)
	Commit(ctx context.Context, engine voxpop.EngineID, done []voxpop.Analysis) error
	Backfill(ctx context.Context, engine voxpop.EngineID, limit int) (done bool, err error)
}

const (
	// batchSize keeps one commit well under the 50 ms for which the writer may be held.
	batchSize = 200
	// backfillStep is how many items of an older engine version are made pending at a time, once nothing newer waits.
	backfillStep = 1000
)

// Analyzer works off a backlog with one engine.
type Analyzer struct {
	Backlog Backlog
	Engine  Engine
	Log     *slog.Logger
}

// CatchUp analyses until nothing waits and every stored item has been scored by the engine's version.
// progress is called after each committed batch with the number of items in it.
func (a *Analyzer) CatchUp(ctx context.Context, progress func(items int)) error {
	for {
		n, err := a.step(ctx)
		if err != nil {
			return err
		}
		if n > 0 {
			progress(n)
			continue
		}
		done, err := a.Backlog.Backfill(ctx, a.Engine.ID(), backfillStep)
		if err != nil || done {
			return err
		}
	}
}

func (a *Analyzer) step(ctx context.Context) (int, error) {
	items, err := a.Backlog.Pending(ctx, batchSize)
	if err != nil || len(items) == 0 {
		return 0, err
	}
	done, err := a.analyze(ctx, items)
	if err != nil {
		return 0, err
	}
	return len(items), a.Backlog.Commit(ctx, a.Engine.ID(), done)
}

// analyze does what needs no database: clean, tell the language, decide on exclusion, score.
func (a *Analyzer) analyze(ctx context.Context, items []voxpop.PendingItem) ([]voxpop.Analysis, error) {
	done := make([]voxpop.Analysis, len(items))
	texts := make([]string, 0, len(items))
	scored := make([]int, 0, len(items)) // index into done of each text
	for i := range items {
		var plain string
		done[i], plain = prepare(&items[i])
		if done[i].Exclusion == voxpop.Counted {
			texts, scored = append(texts, plain), append(scored, i)
		}
	}
	scores, err := a.Engine.Score(ctx, texts)
	if err != nil {
		return nil, fmt.Errorf("scoring %d texts with %s: %w", len(texts), a.Engine.ID(), err)
	}
	if len(scores) != len(texts) {
		return nil, fmt.Errorf("%s gave %d scores for %d texts", a.Engine.ID(), len(scores), len(texts))
	}
	for j, i := range scored {
		done[i].Score = &scores[j]
	}
	return done, nil
}

// prepare returns all of an item's analysis but the score, and the text to score.
func prepare(p *voxpop.PendingItem) (voxpop.Analysis, string) {
	doc := text.Clean(p.Item.ID.Source, p.Item.Title, p.Item.Body)
	a := voxpop.Analysis{
		PendingID: p.PendingID, RowID: p.RowID, TextRevision: p.TextRevision,
		Language:  "en",
		Exclusion: text.Exclude(p.Item, doc),
		Search:    Words(p.Item),
	}
	if a.Exclusion != voxpop.ExcludedEmpty {
		var sure bool
		a.Language, sure = language.Detect(doc.Plain)
		if a.Exclusion == voxpop.Counted && sure && a.Language != "en" {
			a.Exclusion = voxpop.ExcludedLanguage
		}
	}
	return a, doc.Plain
}

// Words are the words under which an item is found, separated by blanks.
func Words(item voxpop.Item) string { return text.SearchWords(item.Title + "\n" + item.Body) }
