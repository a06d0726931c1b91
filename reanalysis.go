package voxpop

import "time"

// ReanalysisState is where a re-analysis stands.
type ReanalysisState string

// The states of a re-analysis: queued → running → done | failed | cancelled. A failed or cancelled one goes on
// where it stopped when it is resumed.
const (
	ReanalysisQueued    ReanalysisState = "queued"
	ReanalysisRunning   ReanalysisState = "running"
	ReanalysisDone      ReanalysisState = "done"
	ReanalysisFailed    ReanalysisState = "failed"
	ReanalysisCancelled ReanalysisState = "cancelled"
)

// Over reports whether nothing more will happen by itself.
func (s ReanalysisState) Over() bool { return s != ReanalysisQueued && s != ReanalysisRunning }

// Reanalysis examines stored items again: after a change of the catalog by itself, or as somebody asked for.
type Reanalysis struct {
	ID        int64
	Requested time.Time
	Actor     string // who asked; "catalog" when a change of the catalog did
	Reason    string // in words, such as "tool cursor was changed"
	// Scope. A zero window is all of time. Tools are slugs: only items that they match, or matched, are
	// examined; empty: every item. Engine is the engine that must run it; zero: whichever is active.
	Window Window
	Tools  []string
	Engine EngineID
	DryRun bool // writes nothing but Changes
	// Proposed, with DryRun, are definitions to examine with instead of the stored ones.
	Proposed []Tool
	// Versions are the versions of tools that take over when this is done; set by changes of the catalog.
	Versions []int64

	State    ReanalysisState
	Started  time.Time
	Updated  time.Time
	Finished time.Time
	Error    string
	Total    int64 // items to look at, as estimated when it started
	Done     int64 // items looked at
	Gone     int64 // of them without text: not re-scorable
	Changes  ReanalysisChanges
}

// ReanalysisChanges is what a re-analysis changed or, dry, would change.
type ReanalysisChanges struct {
	Items   int64                 // items of which anything changed
	Flipped int64                 // items whose own label changed
	Waiting int64                 // items of which nothing is counted here: their text waits for its analysis by this engine in any case
	Tools   map[string]ToolChange // by slug
}

// ToolChange is what a re-analysis changed for one tool.
type ToolChange struct {
	Gained  int64 // items that mention it now and did not before
	Lost    int64
	Flipped int64 // items that mention it as before with another label
	// Items of those looked at that mention it, and the sums of their label signs, before and after:
	// net sentiment is 100·Sign/Items.
	Before, After           int64
	BeforeSigns, AfterSigns int64
}

// ReanalysisBatch is the next piece of work of a re-analysis.
type ReanalysisBatch struct {
	Items    []PendingItem // PendingID is 0
	Gone     []int64       // row ids of items in scope without text
	From     string        // where this batch begins, and
	Position string        // where it goes on afterwards; both opaque
	Seen     int64         // items looked at, those without text included
	End      bool          // nothing follows
}
