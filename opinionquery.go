package voxpop

import "time"

// ToolFilter selects counted mentions of tools. Of Filter it reads window, source, community and kind, and
// for lists of items the label, which is then that of the opinion.
type ToolFilter struct {
	Filter
	Tools []string // slugs; empty: every tool that is shown. A tool merged into another answers as that one.
	// Named leaves inferred mentions out: only items that name the tool.
	Named bool
	// Away leaves out the communities that are about the tool (Tool.Home).
	Away bool
	// Without, in a sample of all items, leaves out those that mention this tool.
	Without string
}

// CommunityTally is a tally of one community.
type CommunityTally struct {
	Source    string
	Community string
	Home      bool // one of the tool's own
	Tally
}

// ToolEngagement is how much talk there is around a tool in a window.
type ToolEngagement struct {
	Tool     string
	Mentions int64
	Comments int64 // the sources' counts of comments under the items that mention it
	Upvotes  int64
}

// Engagement is 10·mentions + 2·comments + upvotes.
func (e *ToolEngagement) Engagement() int64 { return 10*e.Mentions + 2*e.Comments + e.Upvotes }

// AuthorTally says how a tool's mentions are spread over authors. Mentions without a known author are not in it.
type AuthorTally struct {
	Authors  int64
	Mentions int64
	Most     int64 // mentions by the busiest author
	MostTen  int64 // mentions by the ten busiest
	SumSq    int64 // Σ (mentions of an author)²
}

// ItemOrder is the order of a list of items that mention a tool.
type ItemOrder string

// The orders.
const (
	NewestFirst   ItemOrder = "newest"
	PositiveFirst ItemOrder = "positive" // highest compound of the opinion first
	NegativeFirst ItemOrder = "negative"
	// EngagementFirst is most engagement first (of posts).
	EngagementFirst ItemOrder = "engagement"
)

// OpinionItem is an item with what it says about tools.
type OpinionItem struct {
	StoredItem
	Opinions []ToolOpinion // of all tools that are shown, by slug
}

// OpinionCursor is a place in a list of items that mention a tool.
type OpinionCursor struct {
	Compound int64 // ten-thousandths; for the orders by compound
	Created  time.Time
	RowID    int64
}

// OpinionPage is one page of items that mention a tool.
type OpinionPage struct {
	Items []OpinionItem
	Next  *OpinionCursor // nil on the last page
}

// RelationCount is how many items relate two tools in one way.
type RelationCount struct {
	Kind     RelationKind
	From, To string
	Items    int64
	Authors  int64    // known ones, each once
	Evidence []ItemID // the newest of the items
}

// RelatedItem is an item that relates two tools.
type RelatedItem struct {
	Relation
	Item      ItemID
	Community string
	Created   time.Time
	RowID     int64
}

// RelationPage is one page of a ledger of relations, newest first.
type RelationPage struct {
	Items []RelatedItem
	Next  *OpinionCursor // nil on the last page
}

// RisingPost is a post with how fast it gathers attention.
type RisingPost struct {
	OpinionItem
	GainedUpvotes  int64 // between its last two observations
	GainedComments int64
	Between        time.Duration // from the one observation to the other
	Velocity       float64       // (GainedUpvotes + 2·GainedComments) per hour, decayed with age; see docs/definitions.md
}

// Thread is a post with the comments below it that are stored, oldest first.
type Thread struct {
	Post     OpinionItem // zero RowID when the post itself is not stored
	Comments []OpinionItem
	More     bool // there are more comments than were asked for
}

// Sample is items of one side of a comparison.
type Sample struct {
	Items []SampledItem // in the order of a fixed hash of the item, so that a smaller sample is the begin of a larger one
	Of    int64         // how many there were to choose from, those without text included
}

// SampledItem is an item as the drivers read it. ID and text are empty until they are read.
type SampledItem struct {
	RowID    int64
	Revision int64 // of its text
	ID       ItemID
	Title    string
	Body     string
	Compound float64 // of the opinion on the tool, where the sample is of one, else of the item
	Sign     int     // of its label
}

// AuditCursor is a place in the audit log, newest first.
type AuditCursor struct {
	At time.Time
	ID int64
}

// AuditPage is one page of the audit log, newest first.
type AuditPage struct {
	Entries []AuditEntry
	Next    *AuditCursor // nil on the last page
}

// AuditFilter selects entries of the audit log. Empty fields select everything.
type AuditFilter struct {
	Actor   string
	Action  string // whole, or up to a dot: "tools" selects "tools.create" and all others of tools
	Subject string
}
