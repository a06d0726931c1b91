package sourcetest

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// Store is a store in memory with the rules a source relies on: a batch commits whole or not at all,
// items are deduplicated by id, the newest observation wins and textless states are sticky.
// It is a voxpop.SourceView. Safe for concurrent use.
type Store struct {
	// BeforePut and AfterPut, when set, are called around the n-th commit (from 1). An error of BeforePut stands for a
	// commit that failed; one of AfterPut for a commit that was kept although the caller was told otherwise.
	BeforePut, AfterPut func(n int) error

	mu       sync.Mutex
	items    map[voxpop.ItemID]*record
	threads  map[voxpop.ItemID]int64 // stored comments by thread
	cursors  map[string]map[string][]byte
	ledger   []voxpop.LedgerEntry
	failures []voxpop.Failure
	counts   voxpop.CycleCounts
	puts     int
}

type record struct {
	voxpop.Item
	missed int
}

// NewStore returns an empty store.
func NewStore() *Store {
	return &Store{
		items:   map[voxpop.ItemID]*record{},
		threads: map[voxpop.ItemID]int64{},
		cursors: map[string]map[string][]byte{},
	}
}

// Put commits a batch.
func (s *Store) Put(ctx context.Context, source string, b voxpop.Batch) (voxpop.Stored, error) {
	if err := ctx.Err(); err != nil {
		return voxpop.Stored{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.puts++
	if s.BeforePut != nil {
		if err := s.BeforePut(s.puts); err != nil {
			return voxpop.Stored{}, err
		}
	}
	counts := voxpop.CycleCounts{Requests: b.Requests, Errors: int64(len(b.Failures))}
	for _, it := range b.Items {
		s.putItem(it, &counts)
	}
	for id, at := range b.Rechecked {
		if r := s.items[id]; r != nil {
			r.Recheck = at
		}
	}
	for _, id := range b.Missing {
		s.miss(id, &counts)
	}
	s.putCursors(source, b.Cursors)
	for _, e := range b.Ledger {
		s.putLedger(e)
	}
	s.failures = append(s.failures, b.Failures...)
	s.counts.Add(counts)
	if s.AfterPut != nil {
		if err := s.AfterPut(s.puts); err != nil {
			return voxpop.Stored{}, err
		}
	}
	return voxpop.Stored{Counts: counts}, nil
}

func (s *Store) putItem(it voxpop.Item, counts *voxpop.CycleCounts) {
	old := s.items[it.ID]
	if old == nil {
		s.items[it.ID] = &record{Item: it}
		if it.Kind == voxpop.KindComment {
			s.threads[threadOf(it)]++
		}
		counts.New++
		return
	}
	if it.Observed.Before(old.Observed) || old.State.Textless() {
		counts.Unchanged++
		return
	}
	old.missed = 0
	if it.State.Textless() {
		counts.Removed++
		old.blank(it.State)
		old.Observed = it.Observed
		return
	}
	same := *old
	same.Observed, same.Recheck = it.Observed, it.Recheck
	if same.Item == it {
		counts.Unchanged++
	} else {
		counts.Updated++
	}
	if it.Recheck.IsZero() {
		it.Recheck = old.Recheck
	}
	old.Item = it
}

func (r *record) blank(state voxpop.State) {
	r.State, r.Title, r.Body, r.Author, r.URL = state, "", "", "", ""
}

func (s *Store) miss(id voxpop.ItemID, counts *voxpop.CycleCounts) {
	r := s.items[id]
	if r == nil || r.State.Textless() {
		return
	}
	if r.missed++; r.missed >= 2 {
		r.blank(voxpop.StateRemoved)
		counts.Removed++
	}
}

func (s *Store) putCursors(source string, cursors map[string][]byte) {
	of := s.cursors[source]
	if of == nil {
		of = map[string][]byte{}
		s.cursors[source] = of
	}
	for k, v := range cursors {
		if v == nil {
			delete(of, k)
		} else {
			of[k] = bytes.Clone(v)
		}
	}
}

// putLedger appends an entry, or lengthens the last one of the same kind that ends where it begins.
func (s *Store) putLedger(e voxpop.LedgerEntry) {
	for i := len(s.ledger) - 1; i >= 0; i-- {
		l := &s.ledger[i]
		if l.Source != e.Source || l.Community != e.Community || l.Kind != e.Kind {
			continue
		}
		if l.Continuity == e.Continuity && l.Reason == e.Reason && l.To.Equal(e.From) && l.Expected == nil && e.Expected == nil {
			l.To = e.To
			l.Received += e.Received
			return
		}
		break
	}
	s.ledger = append(s.ledger, e)
}

// Cursors implements voxpop.SourceView.
func (s *Store) Cursors(ctx context.Context, source, prefix string) (map[string][]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := map[string][]byte{}
	for k, v := range s.cursors[source] {
		if strings.HasPrefix(k, prefix) {
			out[k] = bytes.Clone(v)
		}
	}
	return out, ctx.Err()
}

// Known implements voxpop.SourceView.
func (s *Store) Known(ctx context.Context, ids []voxpop.ItemID) (map[voxpop.ItemID]voxpop.Known, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := map[voxpop.ItemID]voxpop.Known{}
	for _, id := range ids {
		if r := s.items[id]; r != nil {
			out[id] = voxpop.Known{State: r.State, Observed: r.Observed, Edited: r.Edited, Upvotes: r.Upvotes, Comments: r.Comments}
		}
	}
	return out, ctx.Err()
}

// Due implements voxpop.SourceView.
func (s *Store) Due(ctx context.Context, source string, now time.Time, limit int) ([]voxpop.ItemID, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var due []*record
	for id, r := range s.items {
		if id.Source == source && !r.State.Textless() && !r.Recheck.IsZero() && !r.Recheck.After(now) {
			due = append(due, r)
		}
	}
	slices.SortFunc(due, func(a, b *record) int {
		return cmp.Or(a.Recheck.Compare(b.Recheck), cmp.Compare(a.ID.Native, b.ID.Native))
	})
	var out []voxpop.ItemID
	for _, r := range due[:min(limit, len(due))] {
		out = append(out, r.ID)
	}
	return out, ctx.Err()
}

// Shortfalls implements voxpop.SourceView.
func (s *Store) Shortfalls(ctx context.Context, source string, since time.Time, limit int) ([]voxpop.Shortfall, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []voxpop.Shortfall
	for id, r := range s.items {
		have := s.threads[id]
		if id.Source == source && r.Kind == voxpop.KindPost && r.Comments > have && r.Created.After(since) {
			out = append(out, voxpop.Shortfall{Thread: id, Community: r.Community, Stated: r.Comments, Stored: have, Created: r.Created})
		}
	}
	slices.SortFunc(out, func(a, b voxpop.Shortfall) int {
		return cmp.Or(cmp.Compare(b.Stated-b.Stored, a.Stated-a.Stored), cmp.Compare(a.Thread.Native, b.Thread.Native))
	})
	return out[:min(limit, len(out))], ctx.Err()
}

// Threads implements voxpop.SourceView.
func (s *Store) Threads(ctx context.Context, source, community string, w voxpop.Window, limit int) ([]voxpop.CountedThread, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []voxpop.CountedThread
	for id, r := range s.items {
		inside := !r.Created.Before(w.From) && r.Created.Before(w.To)
		if id.Source == source && strings.EqualFold(r.Community, community) && r.Kind == voxpop.KindPost && !r.State.Textless() && inside {
			out = append(out, voxpop.CountedThread{ID: id, Stated: r.Comments, Stored: s.threads[id], Created: r.Created, Observed: r.Observed})
		}
	}
	slices.SortFunc(out, func(a, b voxpop.CountedThread) int {
		return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.ID.Native, b.ID.Native))
	})
	return out[:min(limit, len(out))], ctx.Err()
}

// Item returns what is stored of an item.
func (s *Store) Item(id voxpop.ItemID) (voxpop.Item, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r := s.items[id]; r != nil {
		return r.Item, true
	}
	return voxpop.Item{}, false
}

// Items returns all items, in the order of their ids.
func (s *Store) Items() []voxpop.Item {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]voxpop.Item, 0, len(s.items))
	for _, r := range s.items {
		out = append(out, r.Item)
	}
	slices.SortFunc(out, func(a, b voxpop.Item) int { return strings.Compare(a.ID.String(), b.ID.String()) })
	return out
}

// Ledger returns the ledger in the order of writing.
func (s *Store) Ledger() []voxpop.LedgerEntry {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.ledger)
}

// Failures returns the failures of all batches.
func (s *Store) Failures() []voxpop.Failure {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.failures)
}

// Counts adds up all commits.
func (s *Store) Counts() voxpop.CycleCounts {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.counts
}

// AllCursors returns the cursors of a source, for comparing two states.
func (s *Store) AllCursors(source string) map[string][]byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.cursors[source])
}

func threadOf(it voxpop.Item) voxpop.ItemID {
	return voxpop.ItemID{Source: it.ID.Source, Native: it.ThreadID}
}

// String says how much is stored, for messages of failed tests.
func (s *Store) String() string {
	c := s.Counts()
	return fmt.Sprintf("%d items after %d requests", len(s.Items()), c.Requests)
}
