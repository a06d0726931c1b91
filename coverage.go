package voxpop

import "time"

// Continuity says whether collecting missed anything in a span.
type Continuity string

// The three answers. Blocked is a gap, never an absence of talk.
const (
	Complete Continuity = "complete" // proved by overlap with what was known before
	Gap      Continuity = "gap"      // the source was read, but not back to a known item, or not at all
	Unknown  Continuity = "unknown"  // the first look at a community, an import, a push
)

// LedgerEntry is one line of the coverage ledger.
type LedgerEntry struct {
	Source     string
	Community  string
	Kind       Kind // empty for both
	From, To   time.Time
	Continuity Continuity
	Expected   *int64 // only where the source states a count
	Received   int64
	Reason     string // why there is a gap, in words an administrator can act on; of a repair, what proved it
	Recorded   time.Time
}

// CommunityState is how collecting of one community stands.
type CommunityState struct {
	Source     string
	Community  string
	Configured bool // in today's configuration
	Posts      int64
	Comments   int64
	Oldest     time.Time // created time of its oldest and newest stored item; zero when there is none
	Newest     time.Time
	LastGood   time.Time // wall time of the last poll that worked
	LastError  string
	LastFailed time.Time
	Gaps       int64 // gap entries in the ledger
}
