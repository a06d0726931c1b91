package storetest

import (
	"context"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// Themes keeps what the last search for themes found in each scope.
type Themes interface {
	// SaveThemes replaces the run of its scope. Readers see it with the next data version.
	SaveThemes(ctx context.Context, run voxpop.ThemeRun) error
	// Themes returns the run of a scope; ErrNotFound when there was none yet.
	Themes(ctx context.Context, scope voxpop.ThemeScope) (voxpop.ThemeRun, error)
	// ThemesMade returns when the run of a scope was made, without reading it; ErrNotFound when there was none yet.
	ThemesMade(ctx context.Context, scope voxpop.ThemeScope) (time.Time, error)
	// Theme returns a topic by its id, from the newest run that has it, and that run without its topics.
	Theme(ctx context.Context, id string) (voxpop.Topic, voxpop.ThemeRun, error)
	// DropThemes removes runs that were made before t: those of scopes that are not searched any more.
	DropThemes(ctx context.Context, t time.Time) error
}

// Candidates keeps names that could be tools, and what was decided about them. Decisions commit with their audit entry.
type Candidates interface {
	// SaveCandidates takes what a search found: new ones are proposed, known ones get the new figures, those that nobody has
	// decided about and that are not found any more go. Approved and rejected ones stay decided, snoozed ones until their time is over.
	SaveCandidates(ctx context.Context, found []voxpop.Candidate) error
	// Candidates returns those in a state, best first. Snoozed ones whose time is over count as proposed.
	Candidates(ctx context.Context, state voxpop.CandidateState) ([]voxpop.Candidate, error)
	Candidate(ctx context.Context, key string) (voxpop.Candidate, error)
	// ApproveCandidate makes an active tool of one, in one transaction: all that CreateTool does and refuses holds.
	// ErrConflict for one that is approved already.
	ApproveCandidate(ctx context.Context, key string, t voxpop.Tool, audit voxpop.AuditEntry) (voxpop.Tool, error)
	// RejectCandidate lets a name never be proposed again; SnoozeCandidate not before until.
	RejectCandidate(ctx context.Context, key string, audit voxpop.AuditEntry) error
	SnoozeCandidate(ctx context.Context, key string, until time.Time, audit voxpop.AuditEntry) error
}
