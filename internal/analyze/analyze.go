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
	PendingAfter(ctx context.Context, pendingID int64, limit int) ([]voxpop.PendingItem, error)
	Commit(ctx context.Context, engine voxpop.EngineID, done []voxpop.Analysis) error
	Backfill(ctx context.Context, engine voxpop.EngineID, limit int) (done bool, err error)
	Catalog
	Reanalyses
}

const (
	// batchSize keeps one commit well under the 50 ms for which the writer may be held.
	batchSize = 200
	// hastySize is the same where nobody waits for the writer.
	hastySize = 1000
	// backfillStep is how many items of an older engine version are made pending at a time, once nothing newer waits.
	backfillStep = 1000
)

// Analyzer works off a backlog with one engine.
type Analyzer struct {
	Backlog  Backlog
	Engine   Engine
	Mentions Mentions // nil: tools are not looked for
	Log      *slog.Logger
	// Hasty is for commands that have the database and the machine to themselves: it analyses the next
	// items while the last ones are being committed, and commits many at a time.
	Hasty bool
	// Choose, when not nil, says which engine is to score from now on. It is asked between batches.
	Choose func(ctx context.Context) (Engine, error)
	// Answers, when not nil, are what language models have answered; an Engine that is an Asker looks them up.
	Answers Answers
	// Yield, when not nil, is called before each batch of a re-analysis and returns when there is time for it.
	Yield func(ctx context.Context) error

	compiled compiled
}

// CatchUp analyses until nothing waits, no re-analysis is left and every stored item has been scored by the engine's version.
// New items come first. progress is called after each committed batch with the number of items in it.
func (a *Analyzer) CatchUp(ctx context.Context, progress func(items int)) error {
	pass := a.pass
	if a.Hasty {
		pass = a.hastyPass
	}
	for {
		if err := a.choose(ctx); err != nil {
			return err
		}
		n, err := pass(ctx, progress)
		if err != nil {
			return err
		}
		if n > 0 {
			continue
		}
		if n, err = a.again(ctx); err != nil {
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

// choose takes the engine that is to score now.
func (a *Analyzer) choose(ctx context.Context) (err error) {
	if a.Choose != nil {
		a.Engine, err = a.Choose(ctx)
	}
	return err
}

// chosen is the engine that choose would take. It may be asked while the analyzer works.
func (a *Analyzer) chosen(ctx context.Context) (Engine, error) {
	if a.Choose == nil {
		return a.Engine, nil
	}
	return a.Choose(ctx)
}

// pass analyses one batch and returns how many items that were.
func (a *Analyzer) pass(ctx context.Context, progress func(items int)) (int, error) {
	b := a.next(ctx, 0, batchSize)
	return len(b.items), a.commit(ctx, b, progress)
}

// batch is a part of the backlog and what was found of it.
type batch struct {
	items []voxpop.PendingItem
	done  []voxpop.Analysis
	err   error
}

// next reads and analyses what waits behind a place in the backlog.
func (a *Analyzer) next(ctx context.Context, after int64, limit int) (b batch) {
	if b.items, b.err = a.Backlog.PendingAfter(ctx, after, limit); b.err != nil || len(b.items) == 0 {
		return b
	}
	var m matching
	if m, b.err = a.matcher(ctx); b.err == nil {
		b.done, b.err = a.analyze(ctx, m, b.items)
	}
	return b
}

func (a *Analyzer) commit(ctx context.Context, b batch, progress func(items int)) error {
	if b.err != nil || len(b.items) == 0 {
		return b.err
	}
	if err := a.Backlog.Commit(ctx, a.Engine.ID(), b.done); err != nil {
		return err
	}
	progress(len(b.items))
	return nil
}

// analyze does what needs no network: clean, tell the language, decide on exclusion, score, find what is said of tools, and take
// what a language model has answered already.
func (a *Analyzer) analyze(ctx context.Context, m matching, items []voxpop.PendingItem) ([]voxpop.Analysis, error) {
	done, plain, err := a.local(ctx, m, items)
	if asker, is := a.Engine.(Asker); is && err == nil && a.Answers != nil {
		err = a.takeAnswers(ctx, asker, done, plain)
	}
	return done, err
}

// local does what needs no database either. plain are the cleaned texts of those that are scored.
func (a *Analyzer) local(ctx context.Context, m matching, items []voxpop.PendingItem) (done []voxpop.Analysis, plain []string, err error) {
	plain = make([]string, len(items))
	done = make([]voxpop.Analysis, len(items))
	texts := make([]string, 0, len(items))
	scored := make([]int, 0, len(items)) // index into done of each text
	for i := range items {
		done[i], plain[i] = prepare(&items[i])
		done[i].Catalog = m.revision
		if done[i].Exclusion == voxpop.Counted {
			texts, scored = append(texts, plain[i]), append(scored, i)
		}
	}
	scores, err := a.Engine.Score(ctx, texts)
	if err != nil {
		return nil, nil, fmt.Errorf("scoring %d texts with %s: %w", len(texts), a.Engine.ID(), err)
	}
	if len(scores) != len(texts) {
		return nil, nil, fmt.Errorf("%s gave %d scores for %d texts", a.Engine.ID(), len(scores), len(texts))
	}
	for j, i := range scored {
		done[i].Score = &scores[j]
	}
	return done, plain, m.examine(ctx, a.Engine, items, done, texts, scored)
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
