package voxpop

import (
	"context"
	"time"
)

// Batch is what a source yields in one step: items and the cursors that prove them.
// The store commits all of it in one transaction, or none.
type Batch struct {
	Items []Item
	// Cursors are the source's own notes by key; a nil value deletes one.
	Cursors map[string][]byte
	// Missing were asked for by id and not in a sound answer: gone from the source.
	// The store counts misses and treats an item missed twice as removed.
	Missing []ItemID
	// Rechecked were asked for by id: their recheck time is the value, whether or not anything changed.
	Rechecked map[ItemID]time.Time
	Ledger    []LedgerEntry
	Failures  []Failure
	Requests  int64 // HTTP requests since the batch before, retries included
}

// Failure says that a community, or the whole source when Community is empty, could not be read.
type Failure struct {
	Community string
	Reason    string // words an administrator can act on; no secrets
}

// Stored tells what a commit of a batch changed.
type Stored struct {
	Counts  CycleCounts
	Results []CommunityResult // by community of the batch
}

// Known is what the store already has of an item.
type Known struct {
	State    State
	Observed time.Time
	Edited   time.Time
	Upvotes  int64
	Comments int64
}

// Shortfall is a thread whose post states more comments than are stored.
type Shortfall struct {
	Thread    ItemID
	Community string
	Stated    int64
	Stored    int64
	Created   time.Time
}

// CountedThread is a live post, with how many comments it states and how many of its thread are stored (tombstones too).
type CountedThread struct {
	ID       ItemID
	Stated   int64
	Stored   int64
	Created  time.Time
	Observed time.Time // when Stated was read, on the source's clock
}

// SourceView is what a source may ask about the state of its own collecting. It only reads.
type SourceView interface {
	// Cursors returns the source's notes whose keys begin with prefix.
	Cursors(ctx context.Context, source, prefix string) (map[string][]byte, error)
	// Known returns those of ids that are stored, textless ones included.
	Known(ctx context.Context, ids []ItemID) (map[ItemID]Known, error)
	// Due returns up to limit live items whose recheck time is not after now, most overdue first.
	Due(ctx context.Context, source string, now time.Time, limit int) ([]ItemID, error)
	// Shortfalls returns up to limit threads created after since whose stated comments exceed
	// the stored ones, largest shortfall first. A thread is offered again only after its
	// stated count has grown since MarkShortfall-style notes the source keeps in its cursors.
	Shortfalls(ctx context.Context, source string, since time.Time, limit int) ([]Shortfall, error)
	// Threads returns up to limit threads of a community (in any case) whose live posts were created in the window, oldest first.
	Threads(ctx context.Context, source, community string, w Window, limit int) ([]CountedThread, error)
}
