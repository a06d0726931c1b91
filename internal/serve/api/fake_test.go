package api

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
)

var noon = time.Date(2026, 3, 4, 12, 30, 0, 0, time.UTC)

const adminToken = "the-admin-token"

// fake is a store in memory: one community with a handful of items, one configured and empty.
type fake struct {
	receipts                  []voxpop.Receipt
	fullOfReceipts, unsettled bool
	mu                        sync.Mutex
	version                   voxpop.DataVersion
	stored                    []voxpop.StoredItem
	ledger                    []voxpop.LedgerEntry
	cycles                    []voxpop.Cycle
	keys                      map[[32]byte]voxpop.Key
	pushed                    [][]voxpop.Item
	audits                    []voxpop.AuditEntry
	down                      error         // every read fails with it
	choice                    string        // of an engine
	noWrites                  bool          // every command fails
	block                     chan struct{} // reads of tallies wait for it
	tallies                   int           // calls
	breakAt                   int           // exports fail after so many rows
	panics                    bool          // reads of tallies panic
	moves                     bool          // every reading of the version raises it
	former                    []voxpop.FormerScores
	later                     []voxpop.FormerScores // the same in the numbers of those that are alsoReady
	alsoReady                 []voxpop.EngineState  // they take every second item for negative, and know none of the newest hour
	looksAt                   int                   // items a page of a search looks at; 0 for all

	tools     []voxpop.Tool
	opinions  map[voxpop.ItemID][]voxpop.ToolOpinion
	relations []voxpop.RelatedItem
	notes     []voxpop.Annotation
	mergings  []voxpop.Merge

	reanalyses []voxpop.Reanalysis
	candidates []voxpop.Candidate
	raced      func(*voxpop.Tool) // somebody else changes a tool just before a command does
}

func newFake() *fake {
	f := &fake{
		version: voxpop.DataVersion{
			Number: 7, Published: noon.Add(-time.Minute), Newest: noon.Add(-10 * time.Minute), Oldest: noon.Add(-50 * time.Hour),
			Engine: voxpop.EngineID{Name: "vader", Version: "3.3.2"},
		},
		keys:     map[[32]byte]voxpop.Key{},
		receipts: []voxpop.Receipt{fakeReceipt},
	}
	for i := range 12 {
		label := []voxpop.Label{voxpop.Positive, voxpop.Negative, voxpop.Neutral}[i%3]
		item := voxpop.StoredItem{
			Item: voxpop.Item{
				ID: voxpop.ItemID{Source: "reddit", Native: fmt.Sprintf("t1_c%02d", i)}, Kind: voxpop.KindComment, Community: "Cursor",
				Author: "ann", Body: fmt.Sprintf("comment %d <script>", i), ThreadID: "t3_p00", ParentID: "t3_p00", Upvotes: int64(i),
				Permalink: "https://www.reddit.com/r/Cursor/comments/p00/", Created: noon.Add(-time.Duration(i*30+10) * time.Minute), State: voxpop.StateLive,
			},
			FirstStored: noon, Language: "en",
			Score: &voxpop.Score{Engine: f.version.Engine, Label: label, Compound: 0.5 * float64(label.Sign()), Confidence: 1},
		}
		if i%4 == 0 {
			item.ID.Native, item.Kind, item.ParentID = fmt.Sprintf("t3_p%02d", i), voxpop.KindPost, ""
			item.ThreadID, item.Title, item.URL, item.Comments = item.ID.Native, "=title", "javascript:alert(1)", 3
		}
		f.stored = append(f.stored, item)
	}
	f.ledger = []voxpop.LedgerEntry{{
		Source: "reddit", Community: "Cursor", From: noon.Add(-400 * time.Hour), To: noon.Add(-5 * time.Minute),
		Continuity: voxpop.Complete, Received: 12, Recorded: noon.Add(-2 * time.Minute),
	}}
	f.cycles = []voxpop.Cycle{{
		ID: "c1", Trigger: voxpop.TriggerSchedule, Requested: noon.Add(-20 * time.Minute), Started: noon.Add(-19 * time.Minute),
		Collected: noon.Add(-18 * time.Minute), Finished: noon.Add(-17 * time.Minute), Outcome: voxpop.OutcomeSuccess,
		Counts:  voxpop.CycleCounts{New: 12, Requests: 3},
		Results: []voxpop.CommunityResult{{Source: "reddit", Community: "Cursor", Posts: 3, Comments: 9}},
	}}
	f.shelve()
	f.propose()
	return f
}

func (f *fake) read() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.down
}

func (f *fake) set(change func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change()
}

func (f *fake) Version(context.Context) (voxpop.DataVersion, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.moves {
		f.version.Number++
	}
	return f.version, f.down
}

func (f *fake) matches(filter voxpop.Filter, i *voxpop.StoredItem) bool {
	in := func(a, b string) bool { return a == "" || strings.EqualFold(a, b) }
	return (filter.From.IsZero() || !i.Created.Before(filter.From)) && (filter.To.IsZero() || i.Created.Before(filter.To)) &&
		in(filter.Source, i.ID.Source) && in(filter.Community, i.Community) && in(string(filter.Kind), string(i.Kind)) &&
		in(filter.Author, i.Author) && (filter.Label == "" || i.Score != nil && i.Score.Label == filter.Label) &&
		(filter.Query == "" || strings.Contains(i.Body, filter.Query)) && (filter.Textless || !i.State.Textless())
}

func (f *fake) Tally(ctx context.Context, filter voxpop.Filter) (voxpop.Tally, error) {
	f.mu.Lock()
	f.tallies++
	block, panics := f.block, f.panics
	f.mu.Unlock()
	if panics {
		panic("a fault of ours")
	}
	if block != nil {
		select {
		case <-block:
		case <-ctx.Done():
			return voxpop.Tally{}, ctx.Err()
		}
	}
	points, err := f.Series(ctx, filter, voxpop.GrainHour)
	var t voxpop.Tally
	for i := range points {
		t.Add(&points[i].Tally)
	}
	return t, err
}

func (f *fake) FormerScores(_ context.Context, filter voxpop.Filter) (out []voxpop.FormerScores, err error) {
	all := f.former
	if filter.Engine != (voxpop.EngineID{}) {
		all = f.later
	}
	for _, n := range all {
		if !n.Day.Before(filter.From) && n.Day.Before(filter.To) {
			out = append(out, n)
		}
	}
	return out, f.read()
}

func (f *fake) Series(_ context.Context, filter voxpop.Filter, g voxpop.Grain) ([]voxpop.Point, error) {
	filter.Textless = true
	sums := map[time.Time]*voxpop.Tally{}
	for i := range f.stored {
		item := &f.stored[i]
		if !f.matches(filter, item) {
			continue
		}
		at := g.Truncate(item.Created)
		if sums[at] == nil {
			sums[at] = &voxpop.Tally{}
		}
		p := voxpop.Tally{Items: 1}
		score := item.Score
		if filter.Engine != (voxpop.EngineID{}) {
			score = byAnother(item, i)
		}
		if score == nil {
			sums[at].Add(&p)
			continue
		}
		p.Sum = voxpop.Myriad(score.Compound)
		switch score.Label {
		case voxpop.Positive:
			p.Positive++
		case voxpop.Negative:
			p.Negative++
		default:
			p.Neutral++
		}
		p.Threads.N[i], p.Threads.Sum[i] = 1, int32(score.Label.Sign())
		p.Authors = p.Threads
		sums[at].Add(&p)
	}
	var points []voxpop.Point
	for at, t := range sums {
		points = append(points, voxpop.Point{Start: at, Tally: *t})
	}
	slices.SortFunc(points, func(a, b voxpop.Point) int { return a.Start.Compare(b.Start) })
	return points, f.read()
}

func byAnother(item *voxpop.StoredItem, i int) *voxpop.Score {
	switch {
	case item.Created.After(noon.Add(-time.Hour)):
		return nil
	case i%2 == 0:
		return &voxpop.Score{Label: voxpop.Negative, Compound: -0.5}
	}
	return &voxpop.Score{Label: voxpop.Neutral}
}

func (f *fake) Items(_ context.Context, filter voxpop.Filter, after *voxpop.PageCursor, limit int) (voxpop.ItemPage, error) {
	if strings.HasPrefix(filter.Query, "-") {
		return voxpop.ItemPage{}, fmt.Errorf("query: %w", voxpop.ErrInvalid)
	}
	var page voxpop.ItemPage
	seen := 0
	for i := range f.stored {
		item := &f.stored[i]
		if after != nil && (item.Created.After(after.Created) || after.ID.Native != "" && item.Created.Equal(after.Created)) {
			continue
		}
		if seen++; filter.Query != "" && f.looksAt > 0 && seen > f.looksAt {
			page.Next = &voxpop.PageCursor{Created: item.Created}
			break
		}
		if !f.matches(filter, item) {
			continue
		}
		if len(page.Items) == limit {
			last := page.Items[limit-1]
			page.Next = &voxpop.PageCursor{Created: last.Created, ID: last.ID}
			break
		}
		page.Items = append(page.Items, *item)
	}
	return page, f.read()
}

func (f *fake) Item(_ context.Context, id voxpop.ItemID) (voxpop.StoredItem, error) {
	if err := f.read(); err != nil {
		return voxpop.StoredItem{}, err
	}
	for _, i := range f.stored {
		if i.ID == id {
			return i, nil
		}
	}
	return voxpop.StoredItem{}, voxpop.ErrNotFound
}

func (f *fake) Communities(context.Context) ([]voxpop.CommunityState, error) {
	return []voxpop.CommunityState{
		{Source: "file", Community: "Cursor", LastGood: noon}, // an import leaves this; it is no place
		{Source: "reddit", Community: "Cursor", Configured: true, Posts: 3, Comments: 9, Oldest: noon.Add(-6 * time.Hour), Newest: f.version.Newest, LastGood: noon.Add(-3 * time.Minute)},
		{Source: "reddit", Community: "windsurf", Configured: true, LastError: "HTTP 403: private", LastFailed: noon.Add(-3 * time.Minute)},
	}, f.read()
}

func (f *fake) Ledger(_ context.Context, filter voxpop.Filter, limit int) ([]voxpop.LedgerEntry, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.ledger), f.down
}

func (f *fake) ExportItems(_ context.Context, filter voxpop.Filter) iter.Seq2[voxpop.StoredItem, error] {
	return func(yield func(voxpop.StoredItem, error) bool) {
		if err := f.read(); err != nil {
			yield(voxpop.StoredItem{}, err)
			return
		}
		for n := range 1000 {
			for i := len(f.stored) - 1; i >= 0; i-- {
				if n > 0 && f.breakAt == 0 {
					return
				}
				if f.breakAt > 0 && n*len(f.stored) > f.breakAt {
					yield(voxpop.StoredItem{}, errors.New("disk on fire"))
					return
				}
				if f.matches(filter, &f.stored[i]) && !yield(f.stored[i], nil) {
					return
				}
			}
		}
	}
}

func (f *fake) ExportCells(ctx context.Context, filter voxpop.Filter) iter.Seq2[voxpop.Cell, error] {
	return func(yield func(voxpop.Cell, error) bool) {
		points, err := f.Series(ctx, filter, voxpop.GrainHour)
		if err != nil {
			yield(voxpop.Cell{}, err)
			return
		}
		for _, p := range points {
			if !yield(voxpop.Cell{Grain: voxpop.GrainHour, Start: p.Start, Source: "reddit", Community: "Cursor", Engine: f.version.Engine, Tally: p.Tally}, nil) {
				return
			}
		}
	}
}

func (f *fake) Ping(context.Context) error          { return f.read() }
func (f *fake) Size(context.Context) (int64, error) { return 4096, f.read() }
func (f *fake) Backlog(context.Context) (voxpop.Backlog, error) {
	return voxpop.Backlog{Pending: 2, Dirty: 1, Oldest: noon}, f.read()
}

func (f *fake) RecentCycles(_ context.Context, limit int) ([]voxpop.Cycle, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.cycles[:min(limit, len(f.cycles))]), f.down
}

func (f *fake) Cycle(ctx context.Context, id string) (voxpop.Cycle, error) {
	all, err := f.RecentCycles(ctx, 100)
	for _, c := range all {
		if c.ID == id {
			return c, err
		}
	}
	return voxpop.Cycle{}, cmpErr(err, voxpop.ErrNotFound)
}

func cmpErr(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

func (f *fake) Tasks(_ context.Context, id string) ([]voxpop.CycleTask, error) {
	return []voxpop.CycleTask{{Task: voxpop.Task{Source: "reddit", Key: "new:cursor"}, CycleID: id, State: voxpop.TaskDone, Attempts: 1}}, f.read()
}

func (f *fake) KeyByHash(_ context.Context, hash [32]byte) (voxpop.Key, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.down != nil {
		return voxpop.Key{}, f.down
	}
	k, ok := f.keys[hash]
	if !ok {
		return k, voxpop.ErrNotFound
	}
	return k, nil
}

func (f *fake) Secret(context.Context) ([]byte, error) {
	return []byte("0123456789abcdef0123456789abcdef"), f.read()
}

func (f *fake) RequestCycle(_ context.Context, trigger voxpop.Trigger, audit voxpop.AuditEntry) (voxpop.Cycle, bool, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.noWrites {
		return voxpop.Cycle{}, false, errors.New("writer: disk full")
	}
	for _, c := range f.cycles {
		if c.Running() {
			return c, false, nil
		}
	}
	c := voxpop.Cycle{ID: fmt.Sprintf("c%d", len(f.cycles)+1), Trigger: trigger, Requested: noon}
	f.cycles = append([]voxpop.Cycle{c}, f.cycles...)
	f.audits = append(f.audits, audit)
	return c, true, nil
}

func (f *fake) Push(_ context.Context, items []voxpop.Item, audit voxpop.AuditEntry) (voxpop.Stored, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.noWrites {
		return voxpop.Stored{}, errors.New("writer: disk full")
	}
	counts := voxpop.CycleCounts{New: int64(len(items))}
	if len(f.pushed) > 0 {
		counts = voxpop.CycleCounts{Unchanged: int64(len(items))}
	}
	f.pushed = append(f.pushed, items)
	f.audits = append(f.audits, audit)
	return voxpop.Stored{Counts: counts}, nil
}

// fakeAPI returns an API over a fake at half past noon.
func fakeAPI(t testing.TB, change ...func(*Options)) (*API, *fake) {
	t.Helper()
	f := newFake()
	opt := Options{
		Administration: administration(f),
		Reader:         f, Cycles: f, Backlog: f, Keys: f, Commands: f, Tools: f, Opinions: f, Themes: f, Receipts: f,
		Tokens: func(_, title, body string) []string {
			return append(strings.Fields(strings.ToLower(title+" "+body)), "")
		}, Aspects: fakeAspects(),
		Clock: func() time.Time { return noon }, AdminToken: adminToken, Version: "test", Interval: 30 * time.Minute,
		Sources:   func() []SourceStatus { return []SourceStatus{{"reddit", "ok", ""}} },
		NextCycle: func() time.Time { return noon.Add(10 * time.Minute) },
	}
	for _, c := range change {
		c(&opt)
	}
	return New(opt), f
}

// fakeAspects finds that every item praises the speed of the first tool it mentions.
func fakeAspects() *AspectReader {
	return &AspectReader{Names: []string{"price", "speed"}, Find: func(_, _, _ string, mentions []voxpop.Mention) []AspectFinding {
		if len(mentions) == 0 {
			return nil
		}
		return []AspectFinding{{Tool: mentions[0].Tool, Aspect: "speed", Sign: 1}}
	}}
}
