package api

import (
	"context"
	"iter"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/ask"
)

// Reader is what the data routes read. Implementations must be safe for concurrent use.
type Reader interface {
	Version(ctx context.Context) (voxpop.DataVersion, error)
	Tally(ctx context.Context, f voxpop.Filter) (voxpop.Tally, error)
	Series(ctx context.Context, f voxpop.Filter, g voxpop.Grain) ([]voxpop.Point, error)
	FormerScores(ctx context.Context, f voxpop.Filter) ([]voxpop.FormerScores, error)
	Items(ctx context.Context, f voxpop.Filter, after *voxpop.PageCursor, limit int) (voxpop.ItemPage, error)
	Item(ctx context.Context, id voxpop.ItemID) (voxpop.StoredItem, error)
	Communities(ctx context.Context) ([]voxpop.CommunityState, error)
	Ledger(ctx context.Context, f voxpop.Filter, limit int) ([]voxpop.LedgerEntry, error)
	ExportItems(ctx context.Context, f voxpop.Filter) iter.Seq2[voxpop.StoredItem, error]
	ExportCells(ctx context.Context, f voxpop.Filter) iter.Seq2[voxpop.Cell, error]
	Ping(ctx context.Context) error
	Size(ctx context.Context) (int64, error)
}

// CycleReader is what the routes about collecting read.
type CycleReader interface {
	Cycle(ctx context.Context, id string) (voxpop.Cycle, error)
	RecentCycles(ctx context.Context, limit int) ([]voxpop.Cycle, error)
	Tasks(ctx context.Context, cycleID string) ([]voxpop.CycleTask, error)
}

// BacklogReader tells how much work waits.
type BacklogReader interface {
	Backlog(ctx context.Context) (voxpop.Backlog, error)
}

// KeyReader checks keys. Secret is asked for in the background and at login, never by a GET.
type KeyReader interface {
	KeyByHash(ctx context.Context, hash [32]byte) (voxpop.Key, error)
	Secret(ctx context.Context) ([]byte, error)
}

// Commands is all that the API can change. Both commit with their audit entry.
type Commands interface {
	RequestCycle(ctx context.Context, trigger voxpop.Trigger, audit voxpop.AuditEntry) (c voxpop.Cycle, created bool, err error)
	Push(ctx context.Context, items []voxpop.Item, audit voxpop.AuditEntry) (voxpop.Stored, error)
}

// ToolReader is what the routes about tools read. Unknown slugs are ErrNotFound.
type ToolReader interface {
	Tools(ctx context.Context) ([]voxpop.Tool, error)
	CatalogRevision(ctx context.Context) (int64, error)
	ToolVersions(ctx context.Context, slug string) ([]voxpop.ToolVersion, error)
	ToolTally(ctx context.Context, f voxpop.ToolFilter) (map[string]voxpop.Tally, error)
	ToolCounts(ctx context.Context, f voxpop.ToolFilter) (map[string]voxpop.Tally, error)
	ToolSeries(ctx context.Context, f voxpop.ToolFilter, g voxpop.Grain) (map[string][]voxpop.Point, error)
	ToolCommunities(ctx context.Context, f voxpop.ToolFilter) (map[string][]voxpop.CommunityTally, error)
	AuthorTallies(ctx context.Context, f voxpop.ToolFilter) (map[string]voxpop.AuthorTally, error)
	RelationCounts(ctx context.Context, kind voxpop.RelationKind, f voxpop.ToolFilter, evidence int) ([]voxpop.RelationCount, error)
}

// OpinionReader is what the routes about items read of what these say about tools. Unknown slugs are ErrNotFound.
type OpinionReader interface {
	OpinionsOf(ctx context.Context, ids []voxpop.ItemID) (map[voxpop.ItemID][]voxpop.ToolOpinion, error)
	ToolItems(ctx context.Context, f voxpop.ToolFilter, order voxpop.ItemOrder, after *voxpop.OpinionCursor, limit int) (voxpop.OpinionPage, error)
	ToolPosts(ctx context.Context, f voxpop.ToolFilter, order voxpop.ItemOrder, offset, limit int) (items []voxpop.OpinionItem, total int, err error)
	Engagement(ctx context.Context, f voxpop.ToolFilter) ([]voxpop.ToolEngagement, error)
	Trending(ctx context.Context, f voxpop.Filter, limit int) ([]voxpop.RisingPost, error)
	Thread(ctx context.Context, post voxpop.ItemID, limit int) (voxpop.Thread, error)
	Sample(ctx context.Context, f voxpop.ToolFilter, limit int) (voxpop.Sample, error)
	SampleTexts(ctx context.Context, items []voxpop.SampledItem) ([]voxpop.SampledItem, error)
	Annotations(ctx context.Context, w voxpop.Window, tool string) ([]voxpop.Annotation, error)
}

// SourceStatus is how a source stands.
type SourceStatus struct {
	Name   string `json:"name" doc:"Source, such as reddit"`
	State  string `json:"state" enum:"ok,no keys,refused,unused"`
	Detail string `json:"detail" doc:"What is wrong and what to do, in words"`
}

// Options is what an API is made of. Reader, Cycles, Backlog, Keys and Commands are needed;
// a store satisfies them all.
type Options struct {
	Reader   Reader
	Cycles   CycleReader
	Backlog  BacklogReader
	Keys     KeyReader
	Commands Commands
	Tools    ToolReader    // nil: there are no routes about tools
	Opinions OpinionReader // likewise; with Tools or not at all
	Themes   ThemeReader   // nil: themes are not told
	Receipts ReceiptBook   // nil: no numbers are frozen; with Tools or not at all
	Administration

	EngineError func(voxpop.EngineID) *ask.EngineError // how far an engine is off between tools, nil when it was never measured; nil: none was
	Labels      LabelReader                            // nil: there are no labels

	Wake func() // tells the scheduler that there is a command; nil: nobody to tell
	// Replicas are those of the database that live; nil: it is not told which do.
	Replicas  func(ctx context.Context) ([]voxpop.Replica, error)
	Sources   func() []SourceStatus            // in memory, at once; nil: none
	NextCycle func() time.Time                 // when the next scheduled cycle starts, zero for never; nil: never
	Markup    func(source, body string) string // sanitised HTML of a body; nil: escaped text
	Plain     func(source, body string) string // a body as plain sentences; nil: as it is
	Aspects   *AspectReader                    // finds what is said of the sides of tools; nil: there is no such route
	// Tokens cuts an item's text into words, with an empty one at each sentence end; nil: there are no drivers.
	Tokens func(source, title, body string) []string
	Empty  func(word string) bool // whether a word means nothing by itself, so that it drives nothing; nil: none
	// ReadsAhead: the analyses that pages open with are made before anybody asks.
	ReadsAhead bool
	// Calmly does work that nobody waits for, so that it keeps nobody waiting; nil: as any other.
	Calmly     func(work func())
	Clock      func() time.Time     // nil: time.Now
	Log        *slog.Logger         // nil: discarded
	Metrics    *prometheus.Registry // nil: one of its own
	Interval   time.Duration        // between collection cycles; 0: none are scheduled
	Origins    []string             // CORS origins, or "*"
	AdminToken string               // ADMIN_TOKEN; empty matches nothing
	Version    string               // of the program
}

func (o *Options) complete() {
	if o.Wake == nil {
		o.Wake = func() {}
	}
	if o.Sources == nil {
		o.Sources = func() []SourceStatus { return nil }
	}
	if o.NextCycle == nil {
		o.NextCycle = func() time.Time { return time.Time{} }
	}
	if o.Markup == nil {
		o.Markup = plainMarkup
	}
	if o.Plain == nil {
		o.Plain = func(_, body string) string { return body }
	}
	if o.Calmly == nil {
		o.Calmly = func(work func()) { work() }
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Metrics == nil {
		o.Metrics = prometheus.NewRegistry()
	}
}
