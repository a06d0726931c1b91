package storetest

import (
	"context"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// Opinions answers about tools. Like Reader it uses the read pool only and sees what is published. Unknown slugs are
// ErrNotFound; a merged tool answers as the one that counts for it. Windows are truncated to hours, where cells answer.
type Opinions interface {
	// ToolTally adds up the counted mentions of a window for the engine that answers, by slug. Tools
	// without any are not in it. Clusters are filled in.
	ToolTally(ctx context.Context, f voxpop.ToolFilter) (map[string]voxpop.Tally, error)
	// ToolCounts is ToolTally without clusters, for many tools at once.
	ToolCounts(ctx context.Context, f voxpop.ToolFilter) (map[string]voxpop.Tally, error)
	// ToolSeries returns, by slug, one point for every grain of the window that holds mentions, in order.
	ToolSeries(ctx context.Context, f voxpop.ToolFilter, g voxpop.Grain) (map[string][]voxpop.Point, error)
	// ToolCommunities returns, by slug, the tally of every community with mentions, most mentions first.
	ToolCommunities(ctx context.Context, f voxpop.ToolFilter) (map[string][]voxpop.CommunityTally, error)
	// Engagement returns the tools with mentions in the window, most engagement first. Kind is not heeded.
	Engagement(ctx context.Context, f voxpop.ToolFilter) ([]voxpop.ToolEngagement, error)
	// AuthorTallies says, by slug, how mentions of the window's UTC days are spread over authors. Kind is not heeded.
	AuthorTallies(ctx context.Context, f voxpop.ToolFilter) (map[string]voxpop.AuthorTally, error)

	// ToolItems returns a page of live items that mention the one tool of the filter.
	ToolItems(ctx context.Context, f voxpop.ToolFilter, order voxpop.ItemOrder, after *voxpop.OpinionCursor, limit int) (voxpop.OpinionPage, error)
	// ToolPosts returns some of the live posts that mention the one tool of the filter, most engagement (then newest) or newest first,
	// and how many there are in all.
	ToolPosts(ctx context.Context, f voxpop.ToolFilter, order voxpop.ItemOrder, offset, limit int) (items []voxpop.OpinionItem, total int, err error)
	// OpinionsOf returns what items say about tools. Items that say nothing, or are not public, are not in it.
	OpinionsOf(ctx context.Context, ids []voxpop.ItemID) (map[voxpop.ItemID][]voxpop.ToolOpinion, error)
	// RelationCounts counts the items that relate two tools in one way, most first, each with how many known authors they have and up to evidence of them.
	// Of the filter's tools at least one must be in the relation.
	RelationCounts(ctx context.Context, kind voxpop.RelationKind, f voxpop.ToolFilter, evidence int) ([]voxpop.RelationCount, error)
	// Relations is the ledger behind the counts, newest first.
	Relations(ctx context.Context, kind voxpop.RelationKind, f voxpop.ToolFilter, after *voxpop.OpinionCursor, limit int) (voxpop.RelationPage, error)
	// Trending returns the live posts of the window that rise fastest at its end. Posts of more than seven
	// days before the end, and those observed only once, do not rise.
	Trending(ctx context.Context, f voxpop.Filter, limit int) ([]voxpop.RisingPost, error)
	// Thread returns a post and up to limit of the comments below it, tombstones too. ErrNotFound when neither is stored.
	Thread(ctx context.Context, post voxpop.ItemID, limit int) (voxpop.Thread, error)
	// Sample returns up to limit live scored items of the filter, chosen by a fixed hash and without their texts: those that mention the filter's
	// tool (at most one) or, without any, all but those that mention Without.
	Sample(ctx context.Context, f voxpop.ToolFilter, limit int) (voxpop.Sample, error)
	// SampleTexts reads ids and texts of sampled items. Those whose text is gone or another meanwhile are left out.
	SampleTexts(ctx context.Context, items []voxpop.SampledItem) ([]voxpop.SampledItem, error)
	// MatchPreview returns the newest live items that any of searches finds or that are in any of the home communities, up to limit of them,
	// newest first, so that the caller can compare what two definitions of a tool match in them. What was created before reached was not looked
	// at; it is the zero time when everything was.
	MatchPreview(ctx context.Context, searches, home []string, w voxpop.Window, limit int) (items []voxpop.StoredItem, reached time.Time, err error)

	// Annotations returns those in the window about the tool or about all; an empty slug asks for every one. Oldest first.
	Annotations(ctx context.Context, w voxpop.Window, tool string) ([]voxpop.Annotation, error)
	// AuditLog returns a page of the audit log, newest first.
	AuditLog(ctx context.Context, f voxpop.AuditFilter, after *voxpop.AuditCursor, limit int) (voxpop.AuditPage, error)
}

// Annotations keeps notes on charts. Every change commits with its audit entry. A stale edit is ErrConflict.
type Annotations interface {
	// CreateAnnotation returns the very same annotation if it is there already.
	CreateAnnotation(ctx context.Context, a voxpop.Annotation, audit voxpop.AuditEntry) (voxpop.Annotation, error)
	EditAnnotation(ctx context.Context, a voxpop.Annotation, audit voxpop.AuditEntry) (voxpop.Annotation, error)
	DeleteAnnotation(ctx context.Context, id, edit int64, audit voxpop.AuditEntry) error
}
