package storetest

import (
	"context"

	"github.com/voxpop-dev/voxpop"
)

// Catalog keeps the tools that are looked for. Every change is one transaction with its audit entry (whose Before and
// After the store fills in), names the edit it was made from (Tool.Edit), and starts the re-analysis it needs. A stale
// edit is a *voxpop.StaleError, which wraps ErrConflict and holds the newer state. A tool that is unknown or deleted is ErrNotFound.
// Callers check definitions by the rules of analyze/tools before; the store refuses (ErrInvalid) only what it could not keep.
type Catalog interface {
	// SeedTools adds those of the program's own tools that are new, and updates those that nobody has edited since they
	// were added. Tools that were edited, merged or deleted are left alone. rules is the version of how mentions are found and
	// scored: when it is another than before, every tool gets a new version. It is called at every start.
	SeedTools(ctx context.Context, own []voxpop.Tool, rules string) (added, changed int, err error)
	// Catalog is what texts must be examined for now; CatalogRevision is its revision, from one cheap row.
	Catalog(ctx context.Context) (voxpop.Catalog, error)
	CatalogRevision(ctx context.Context) (int64, error)

	// Tools returns every tool of any status by slug, merged ones too. Tool returns one.
	Tools(ctx context.Context) ([]voxpop.Tool, error)
	Tool(ctx context.Context, slug string) (voxpop.Tool, error)
	// ToolVersions returns the versions of a tool that are kept, newest first.
	ToolVersions(ctx context.Context, slug string) ([]voxpop.ToolVersion, error)

	// CreateTool adds a tool; ErrConflict when the slug is or was taken.
	CreateTool(ctx context.Context, t voxpop.Tool, audit voxpop.AuditEntry) (voxpop.Tool, error)
	// EditTool replaces everything but slug, status and merged-into. What is matched changes only with
	// aliases and home communities: then the tool gets a new version, which answers once a re-analysis is done.
	EditTool(ctx context.Context, t voxpop.Tool, audit voxpop.AuditEntry) (voxpop.Tool, error)
	// SetToolStatus archives, takes back from the archive or approves. An archived tool keeps its past: it is
	// looked for in items created before, and in none after. The same status again changes nothing.
	SetToolStatus(ctx context.Context, slug string, edit int64, status voxpop.ToolStatus, audit voxpop.AuditEntry) (voxpop.Tool, error)
	// MergeTools lets the mentions of several tools count for one. With dry it only reports. Conflicts make it fail
	// with ErrConflict and a report. An item that mentions several of them counts once, with the mean of its opinions.
	// The sources keep their mentions and stay as archived tools with MergedInto.
	MergeTools(ctx context.Context, m voxpop.Merge, dry bool, audit voxpop.AuditEntry) (voxpop.MergeReport, error)
	// UndoMerge takes the sources out again: every number is as if they had never been merged.
	UndoMerge(ctx context.Context, id int64, audit voxpop.AuditEntry) (voxpop.Merge, error)
	// Merges returns the merges, newest first, undone ones too.
	Merges(ctx context.Context) ([]voxpop.Merge, error)
	// ToolLoss says what DeleteTool would lose.
	ToolLoss(ctx context.Context, slug string) (voxpop.ToolLoss, error)
	// DeleteTool removes a tool with all its mentions and numbers, and returns what was lost. The slug stays taken. ErrConflict
	// while a re-analysis uses it or other tools are merged with it.
	DeleteTool(ctx context.Context, slug string, edit int64, audit voxpop.AuditEntry) (voxpop.ToolLoss, error)
	// RollBackTool gives a tool the definition of one of its versions again, which answers as soon as a re-analysis
	// has examined what came in since.
	RollBackTool(ctx context.Context, slug string, edit, version int64, audit voxpop.AuditEntry) (voxpop.Tool, error)
}

// Reanalyses keeps re-analyses: rows with a position, so that one goes on where it was after a crash. Commands are
// RequestReanalysis, CancelReanalysis and ResumeReanalysis; the rest is for whoever does the work.
type Reanalyses interface {
	// RequestReanalysis queues one with its audit entry, or returns the same one that is queued already. ErrInvalid for a scope that cannot be; unknown tools are ErrNotFound.
	RequestReanalysis(ctx context.Context, r voxpop.Reanalysis, audit voxpop.AuditEntry) (voxpop.Reanalysis, error)
	// CancelReanalysis stops one; what it has written stays. ErrConflict for one that is over, or that a
	// change of the catalog needs.
	CancelReanalysis(ctx context.Context, id int64, audit voxpop.AuditEntry) (voxpop.Reanalysis, error)
	// ResumeReanalysis lets one that failed or was cancelled go on. ErrConflict for any other.
	ResumeReanalysis(ctx context.Context, id int64, audit voxpop.AuditEntry) (voxpop.Reanalysis, error)
	Reanalysis(ctx context.Context, id int64) (voxpop.Reanalysis, error)
	// Reanalyses returns the newest first.
	Reanalyses(ctx context.Context, limit int) ([]voxpop.Reanalysis, error)

	// NextReanalysis returns the oldest that engine can run and that is not over; ErrNotFound when there is none.
	NextReanalysis(ctx context.Context, engine voxpop.EngineID) (voxpop.Reanalysis, error)
	// StartReanalysis makes a queued one run: searches find, together with the mentions there are, what its tools can match.
	// They are kept, so that a resumed one walks the same way. Starting a running one changes nothing.
	StartReanalysis(ctx context.Context, id int64, searches []string) error
	// ReanalysisItems returns the next items in its scope, about limit.
	ReanalysisItems(ctx context.Context, id int64, limit int) (voxpop.ReanalysisBatch, error)
	// CommitReanalysis stores analyses of a batch, and how far the re-analysis has come, in one transaction. Dry ones store
	// only what would change. Analyses of texts that have changed since, or with another revision of the catalog than
	// today's, are left out; in the latter case the whole batch is not counted as done and must be read again (stale true).
	CommitReanalysis(ctx context.Context, id int64, engine voxpop.EngineID, b voxpop.ReanalysisBatch, done []voxpop.Analysis) (stale bool, err error)
	// FailReanalysis ends one that cannot go on.
	FailReanalysis(ctx context.Context, id int64, reason string) error
}
