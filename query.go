package voxpop

import "time"

// Window is a half-open span of created times: From ≤ t < To.
type Window struct{ From, To time.Time }

// Filter selects cells or items. Empty fields select everything.
type Filter struct {
	Window
	Source    string
	Community string // compared without case
	Kind      Kind
	Label     Label  // items only
	Author    string // items only
	Query     string // items only: words, "phrases", -not, prefix*; see docs/definitions.md
	// Textless includes tombstones (items without text). Items only.
	Textless bool
	// Engine is the version whose numbers are read, of those that once answered and are still kept whole; zero: the one that answers.
	// Numbers only, of all items and of tools: not lists of items, nor what is made of them.
	Engine EngineID
}

// FormerScores is how many items of a UTC day count by the score of a former engine: their text was gone before the present one could score them.
type FormerScores struct {
	Day    time.Time
	Engine EngineID
	Items  int64
}

// PageCursor is a place in a list ordered by created time, newest first, then source, then id: right after an item, or,
// without an id, before all items of its second.
type PageCursor struct {
	Created time.Time
	ID      ItemID
}

// ItemPage is one page of items, newest first. A page of a search may be short, even empty, and not be the last one:
// looking for matches ends when enough items were looked at, and Next goes on from there.
type ItemPage struct {
	Items []StoredItem
	Next  *PageCursor // nil on the last page
}

// DataVersion numbers the published state of the data. All answers of one version agree.
type DataVersion struct {
	Number    int64
	Published time.Time
	Newest    time.Time // created time of the newest published item; zero when there is none
	Oldest    time.Time
	Simulated bool     // the data comes from the simulated Reddit
	Engine    EngineID // the engine version that answers
}

// Backlog is how much work waits between collecting and answering.
type Backlog struct {
	Pending int64     // items that wait to be analysed
	Dirty   int64     // days of communities that wait to be recomputed
	Again   int64     // re-analyses that wait or run
	Oldest  time.Time // when the oldest pending item was stored; zero when none waits
}

// Role is what a key may do.
type Role string

// The roles.
const (
	RoleRead  Role = "read"
	RoleAdmin Role = "admin"
)

// Key is an API key. The secret itself is never stored, only its hash.
type Key struct {
	ID      string
	Name    string
	Role    Role
	Created time.Time
	Expires time.Time // zero: never
	Revoked time.Time // zero while it works
}

// AuditEntry is one line of the record of who changed what. It commits with the change.
type AuditEntry struct {
	At      time.Time
	Actor   string // key name, "schedule" or "command line"
	Action  string // "collect", "items.push", "keys.create", …
	Subject string
	Detail  string
	// Before and After are what was changed, as JSON; empty where there was or is nothing.
	Before, After string
}

// Analysis is what the analyze stage says about one item.
type Analysis struct {
	PendingID    int64
	RowID        int64
	TextRevision int64
	Language     string
	Exclusion    Exclusion
	Score        *Score // nil when excluded
	Search       string // the words under which the item is found, from our own tokeniser, space-separated
	// Catalog is the revision of the catalog that opinions and relations were found with; 0 where there is none.
	Catalog   int64
	Opinions  []Opinion
	Relations []Relation
}

// PendingItem is an item whose text waits for analysis.
type PendingItem struct {
	PendingID    int64
	RowID        int64
	TextRevision int64
	Item         Item
}
