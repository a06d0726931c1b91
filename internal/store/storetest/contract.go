// Package storetest is the contract of a store and the conformance suite that every store passes.
package storetest

import (
	"context"
	"database/sql"
	"io"
	"iter"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// Store is everything a store can do. Nobody but the suite and the wiring names it whole:
// each stage and handler declares the few methods it needs.
type Store interface {
	voxpop.SourceView
	Inbox
	Cycles
	Backlog
	Rollup
	Reader
	Keys
	Life
	Themes
	Catalog
	Reanalyses
	Opinions
	Annotations
	Candidates
	Models
	Engines
	Labels
	Receipts
	Allowances

	// JobsDB is the pool on which the job queue lives, and its dialect: "sqlite" or "postgres".
	// On SQLite it is the one-connection writer: never hold a transaction on it while calling the queue.
	JobsDB() (*sql.DB, string)
	Close() error
}

// Inbox takes what sources yield.
type Inbox interface {
	// Put commits a batch of a source: items, cursors, misses, recheck times, ledger and, for new or
	// changed text, pending rows. In one transaction, or not at all. Observations older than the stored one
	// change nothing; textless states are sticky; text that changed raises the text revision.
	// New items of state textless are stored as tombstones. source names whose cursors and misses these are; items
	// belong to the platform in their own id, since a file holds items of others.
	Put(ctx context.Context, source string, b voxpop.Batch) (voxpop.Stored, error)
	// Push is Put for pushed items, with the audit entry in the same transaction.
	Push(ctx context.Context, items []voxpop.Item, audit voxpop.AuditEntry) (voxpop.Stored, error)
	// Configure records which communities of a source today's configuration names.
	Configure(ctx context.Context, source string, communities []string) error
}

// Cycles keeps the record of cycles and their tasks; it is also the cycle lease.
type Cycles interface {
	// RequestCycle records a cycle with its audit entry, or returns the one that is requested or
	// running (created false). At most one cycle is open at a time, over all replicas.
	RequestCycle(ctx context.Context, trigger voxpop.Trigger, audit voxpop.AuditEntry) (c voxpop.Cycle, created bool, err error)
	// OpenCycle returns the cycle that is requested or running; ErrNotFound when there is none.
	OpenCycle(ctx context.Context) (voxpop.Cycle, error)
	// StartCycle stores the plan: the started time, tasks (idempotent by source and key) and failures of planning.
	// Starting a started cycle returns its tasks and changes nothing.
	StartCycle(ctx context.Context, cycleID string, tasks []voxpop.Task, failures []voxpop.CommunityResult) ([]voxpop.CycleTask, error)
	// Tasks returns the tasks of a cycle.
	Tasks(ctx context.Context, cycleID string) ([]voxpop.CycleTask, error)
	// EndTask sets a task's end and adds its counts and results to the cycle. When it was the last one,
	// the cycle's collected time and outcome are set in the same transaction (ended true).
	// A task that has ended already is left alone.
	EndTask(ctx context.Context, t voxpop.CycleTask, results []voxpop.CommunityResult) (ended bool, err error)
	// RetryTask notes a failed attempt (Attempts, Error) of a task that will be tried again, and adds what the
	// attempt did store (t.Counts, results) to the cycle. An attempt that is noted already is left alone.
	RetryTask(ctx context.Context, t voxpop.CycleTask, results []voxpop.CommunityResult) error
	// EndCycle closes a cycle that cannot go on: collected and finished now, with this outcome.
	EndCycle(ctx context.Context, cycleID string, outcome voxpop.Outcome, reason string) error
	// FinishCycles sets the finished time of collected cycles whose items are analysed and rolled up.
	FinishCycles(ctx context.Context) error
	// Heartbeat records that a replica is alive, and what it does; Replicas returns those heard of within ttl, by name.
	Heartbeat(ctx context.Context, r voxpop.Replica) error
	Replicas(ctx context.Context, ttl time.Duration) ([]voxpop.Replica, error)
	// Forget removes a replica that stops.
	Forget(ctx context.Context, replica string) error

	Cycle(ctx context.Context, id string) (voxpop.Cycle, error)
	// RecentCycles returns the newest cycles first, with their results.
	RecentCycles(ctx context.Context, limit int) ([]voxpop.Cycle, error)
}

// Backlog hands out items to analyse and takes the analyses.
type Backlog interface {
	// Pending returns up to limit items whose text waits for analysis, oldest first.
	Pending(ctx context.Context, limit int) ([]voxpop.PendingItem, error)
	// Commit stores analyses by engine: language, exclusion, score, mentions, relations, search words and dirty marks, and
	// deletes the pending rows. An analysis of a text revision that is no longer current only loses its pending row; one
	// that was made with another revision of the catalog than today's is not stored and keeps it.
	Commit(ctx context.Context, engine voxpop.EngineID, done []voxpop.Analysis) error
	// Backfill makes pending up to limit items that engine has not scored at its current version, walking a
	// stored position. done is true when it has reached the end; from then on engine answers.
	Backfill(ctx context.Context, engine voxpop.EngineID, limit int) (done bool, err error)
	Backlog(ctx context.Context) (voxpop.Backlog, error)
}

// Rollup keeps cells equal to rows.
type Rollup interface {
	// RollUp recomputes the cells of up to limit dirty (community, day) units, oldest mark first, marks their items
	// as published and, when publish is true and anything has changed since the version before (in this call or in
	// earlier ones without publish), raises the data version in the same transaction.
	// more is true when marks remain.
	RollUp(ctx context.Context, limit int, publish bool) (done int, more bool, err error)
}

// Reader answers. It uses the read pool only and sees only published items and cells.
type Reader interface {
	Version(ctx context.Context) (voxpop.DataVersion, error)
	// Tally adds up the cells of a filter's window, by the engine that the filter names, else by the one that answers. From and To are
	// truncated to hours. ErrNotFound, as of Series and of numbers about tools, when no whole numbers of that engine are kept.
	Tally(ctx context.Context, f voxpop.Filter) (voxpop.Tally, error)
	// Series returns one point for every grain of the window that holds items, in order.
	Series(ctx context.Context, f voxpop.Filter, g voxpop.Grain) ([]voxpop.Point, error)
	// FormerScores says of each UTC day of the window how many items count by the score of an engine before the one that Tally goes by, by day and
	// engine. Other days are left out.
	FormerScores(ctx context.Context, f voxpop.Filter) ([]voxpop.FormerScores, error)
	// Items returns a page of items that match, newest first. ErrInvalid when the query cannot be read.
	Items(ctx context.Context, f voxpop.Filter, after *voxpop.PageCursor, limit int) (voxpop.ItemPage, error)
	Item(ctx context.Context, id voxpop.ItemID) (voxpop.StoredItem, error)
	Communities(ctx context.Context) ([]voxpop.CommunityState, error)
	// Ledger returns the entries that touch the window, newest first.
	Ledger(ctx context.Context, f voxpop.Filter, limit int) ([]voxpop.LedgerEntry, error)
	// Export streams every published item (what "items", with scores), or every cell, of a window, oldest first.
	ExportItems(ctx context.Context, f voxpop.Filter) iter.Seq2[voxpop.StoredItem, error]
	ExportCells(ctx context.Context, f voxpop.Filter) iter.Seq2[voxpop.Cell, error]
	Audit(ctx context.Context, limit int) ([]voxpop.AuditEntry, error)
	// Ping answers whether the database does, within the context's time.
	Ping(ctx context.Context) error
	// Size is the number of bytes the database takes on disk.
	Size(ctx context.Context) (int64, error)
}

// Keys keeps API keys by the SHA-256 of their secret.
type Keys interface {
	CreateKey(ctx context.Context, k voxpop.Key, hash [32]byte, audit voxpop.AuditEntry) error
	RevokeKey(ctx context.Context, id string, audit voxpop.AuditEntry) error
	ListKeys(ctx context.Context) ([]voxpop.Key, error)
	// KeyByHash returns the working key with this hash; ErrNotFound for an unknown, revoked or expired one.
	KeyByHash(ctx context.Context, hash [32]byte) (voxpop.Key, error)
	// Secret returns the instance's 32 random bytes (for keyed author hashes and session cookies), made on first use.
	Secret(ctx context.Context) ([]byte, error)
}

// Life is what keeps a store healthy.
type Life interface {
	// Expire blanks the text of live items whose max(created, first stored) is before t, up to limit; their rows, scores and cells stay.
	// imports is false when items that came from files are kept.
	Expire(ctx context.Context, t time.Time, limit int) (int, error)
	// ExpireUnchecked blanks items of a live source that have not been observed or re-checked since t (source time), up to limit.
	ExpireUnchecked(ctx context.Context, source string, t time.Time, limit int) (int, error)
	// Purge makes what was blanked unreadable on disk: search index, WAL, free pages.
	Purge(ctx context.Context) error
	// Tidy deletes old bookkeeping: ledger, cycles, audit entries and finished marks older than t.
	Tidy(ctx context.Context, t time.Time) error
	// Check recomputes every cell and every invariant and calls report for each difference.
	Check(ctx context.Context, report func(problem string)) error
	// Backup writes a consistent copy while the store is used.
	Backup(ctx context.Context, w io.Writer) error
	// MarkSimulated says for ever that this database holds simulated data.
	MarkSimulated(ctx context.Context) error
}
