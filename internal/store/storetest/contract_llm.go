package storetest

import (
	"context"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// Models keeps what language models are asked, what they answered and what that cost. Items wait because Commit found
// scores whose StandIn says StandInWaiting.
type Models interface {
	// Unanswered returns up to limit live items that wait for a score by engine and are due, newest first.
	Unanswered(ctx context.Context, engine voxpop.EngineID, limit int) ([]voxpop.PendingItem, error)
	// Answers returns kept answers by their hashes. They go when the text of their item does, or changes.
	Answers(ctx context.Context, hashes []string) (map[string]string, error)
	// SaveAnswers keeps answers and makes their items pending. Items without one wait longer after each try. Of a text
	// that is not current, or of an item that does not wait, nothing is kept.
	SaveAnswers(ctx context.Context, engine voxpop.EngineID, done []voxpop.Answered) error
	// Reserve books a spending on the UTC day of t unless the day's sum would go over the limit; Settle corrects it.
	Reserve(ctx context.Context, t time.Time, want, limit voxpop.Spending) (ok bool, err error)
	Settle(ctx context.Context, t time.Time, difference voxpop.Spending) error
	Spent(ctx context.Context, t time.Time) (voxpop.Spending, error)
	// NotePause keeps why nobody is asked; the zero Pause ends it.
	NotePause(ctx context.Context, p voxpop.Pause) error
	Pause(ctx context.Context) (voxpop.Pause, error)
}

// Engines tells engines apart and keeps which one is to score.
type Engines interface {
	// ChooseEngine keeps a choice with its audit entry; the empty name ends it.
	ChooseEngine(ctx context.Context, name string, audit voxpop.AuditEntry) error
	EngineChoice(ctx context.Context) (string, error)
	// EngineStates returns all but the retired versions, newest first.
	EngineStates(ctx context.Context) ([]voxpop.EngineState, error)
	// EngineBehind reports whether Backfill has still to be called for an engine.
	EngineBehind(ctx context.Context, e voxpop.EngineID) (bool, error)
	// EngineSuperseded reports whether a living replica scores with a newer version of an engine.
	EngineSuperseded(ctx context.Context, e voxpop.EngineID) (bool, error)
}
