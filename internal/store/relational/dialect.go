package relational

import (
	"context"
	"database/sql"
)

// Dialect is what differs between the databases.
type Dialect interface {
	// Name is "sqlite" or "postgres".
	Name() string
	// Rebind turns the ? of a statement into the database's own placeholders.
	Rebind(query string) string
	// Turn is the statement with which a writing transaction waits for its turn; empty when beginning does that.
	Turn() string
	// TextsTurn is Turn for a transaction that changes texts: it waits for a running purge first, without the turn.
	TextsTurn() string
	// Unavailable reports whether err says that the database is gone, locked or full, rather than that a statement is wrong.
	Unavailable(err error) bool
	// Explain adds to such an error what an administrator needs to know and the driver does not say.
	Explain(err error) error
	// Index makes items findable by their words, replacing those they had.
	Index(ctx context.Context, tx *Tx, entries []IndexEntry) error
	// Unindex makes items unfindable. It runs before the rows of their texts are deleted.
	Unindex(ctx context.Context, tx *Tx, entries []IndexEntry) error
	// Match renders a search. The tables it joins to items i and its condition go into a statement that orders by time.
	Match(q Query) Match
	// Lane is the condition that created seconds are since ≤ i.created < until and, unless column is empty, that the column has a value.
	// It is written so that the index of created, or of column and created, is walked by statements with its order and a limit,
	// whatever the planner knows of the tables.
	Lane(column string, value any, since, until int64) (condition string, args []any)
	// Statistics is the statement after which the planner knows the tables as they are; empty where no plan depends on that.
	Statistics() string
	// Size is the number of bytes the database takes on disk.
	Size(ctx context.Context, db *sql.DB) (int64, error)
}

// IndexEntry is an item as the search index knows it.
type IndexEntry struct {
	ItemID  int64
	Created int64    // Unix seconds
	Words   []string // lower-case, letters and digits only, in the order of the text
	Known   bool     // has words in the index already
}

// Match is a search rendered for one dialect: a walk through the search index, or conditions where an index cannot be
// walked in the order of time.
type Match struct {
	From  string // the FROM clause that yields items as i
	Where string
	Args  []any // of Where, or Holds
	// Walk orders matches newest first by the index itself.
	Walk string
	// Since and Until bound the walk to created seconds ≥ ? and < ?.
	Since, Until string
	// Place turns created seconds into the argument of Since and Until.
	Place func(created int64) int64
	// Among, when not nil, is a condition that lets the walk pass by what is not among the items i with a condition.
	Among func(condition string) string

	// Slice, when not nil, stands for all of the above but Args. It renders a condition on texts t that holds for every match
	// with created seconds since ≤ t < until, and for some from just outside. The index finds those in a time that depends on the
	// slice and not on the whole, when no word is a prefix. A query without terms is matched by all. Slices longer than
	// Longest seconds are not worth it.
	Slice   func(since, until int64) (condition string, args []any)
	Longest int64
	// Holds is the condition on texts t that a match fulfils, whenever it was created.
	Holds string
}
