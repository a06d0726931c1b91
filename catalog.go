package voxpop

import (
	"fmt"
	"time"
)

// Catalog is what texts are examined for at one moment.
type Catalog struct {
	// Revision rises with every change to what is looked for. An analysis names the one it was made with.
	Revision int64
	Patterns []Pattern
}

// Pattern is one definition of a tool that texts are examined for.
type Pattern struct {
	Version int64 // under which its mentions are kept: a ToolVersion.ID
	Tool    Tool  // its definition, which need not be the newest
	// Next says that this definition does not answer yet. It is looked for beside the one that does
	// (of the same slug, if there is one), and takes its place when all that it can match is examined.
	Next bool
	// Until is when the tool was archived: items created from then on are not searched for it. Zero: no end.
	Until time.Time
}

// VersionState is where a version of a tool stands.
type VersionState string

// The states of a version: walking → walked → ready → retired. A ready one that does not answer any more
// walks again when it is chosen.
const (
	VersionWalking VersionState = "walking" // a re-analysis examines what it can match
	VersionWalked  VersionState = "walked"  // its days are being counted
	VersionReady   VersionState = "ready"   // answers, or has answered and is kept
	VersionRetired VersionState = "retired" // its numbers are deleted
)

// ToolVersion is a revision of a tool with numbers of its own. One version answers a whole window: a newer one takes over
// in one publication, and the former one is kept to roll back to.
type ToolVersion struct {
	ID       int64
	Slug     string
	Revision int64
	Tool     Tool // as it was defined
	State    VersionState
	Answers  bool
	// Parts are the versions whose mentions it counts: its own and, after a merge, those of the tools merged into it.
	Parts   []int64
	Created time.Time
}

// Opinion is a tool opinion with the version of the tool's definition that found it.
type Opinion struct {
	Version int64 // Pattern.Version
	ToolOpinion
}

// StaleError refuses a change that was made from an older state; it wraps ErrConflict.
type StaleError struct {
	Newer Tool // as it is now
}

// Error says what to do.
func (e *StaleError) Error() string {
	return fmt.Sprintf("tool %q was changed meanwhile (edit %d): look at the newer state and repeat the change", e.Newer.Slug, e.Newer.Edit)
}

// Unwrap is ErrConflict.
func (e *StaleError) Unwrap() error { return ErrConflict }

// Merge is several tools counted as one.
type Merge struct {
	ID      int64
	Into    string   // slug of the tool that counts from now on
	Sources []string // slugs of those whose mentions count for it; they keep theirs, and can be taken out again
	// Edits are the Tool.Edit of Into and of every source that the merge was made from.
	Edits  map[string]int64
	Actor  string
	Merged time.Time
	Undone time.Time // zero while it holds
}

// MergeReport says what a merge does.
type MergeReport struct {
	Merge     Merge
	Conflicts []string         // in words, each a reason why it cannot be done; empty when it can
	Mentions  map[string]int64 // counted mentions of every tool as it stands, by slug
	Together  int64            // counted mentions of Into afterwards: an item that mentions two of them counts once
	Aliases   []string         // aliases that more than one of the tools has
}

// ToolLoss is what deleting a tool loses.
type ToolLoss struct {
	Mentions    int64 // counted ones, by the version that answers
	Gone        int64 // of them in items without text, which nothing can find again
	Relations   int64 // preferences and switches that name it
	Annotations int64
	Versions    int64
}

// Annotation is a note on a chart: something that happened.
type Annotation struct {
	ID      int64
	At      time.Time
	Tool    string // slug; empty for all tools
	Title   string
	Link    string // http or https; may be empty
	Edit    int64  // rises with every change: a change must name the one it was made from
	Created time.Time
}
