package analyze_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/analyze"
	"github.com/voxpop-dev/voxpop/internal/analyze/vader"
)

// backlog is a backlog in memory.
type backlog struct {
	tools
	mu       sync.Mutex
	waiting  map[int64]string // pending id → text
	late     map[int64]string // become visible with the first commit, whatever their ids
	scored   map[int64]voxpop.Label
	refuse   int // commits that are left before one fails; -1: none does
	backfill int
}

func newBacklog(items int) *backlog {
	b := &backlog{waiting: map[int64]string{}, scored: map[int64]voxpop.Label{}, refuse: -1}
	for i := range items {
		b.waiting[int64(i+10)] = fmt.Sprintf("It is good %d", i)
	}
	return b
}

func (b *backlog) PendingAfter(_ context.Context, after int64, limit int) (items []voxpop.PendingItem, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for id, text := range b.waiting {
		if id > after {
			items = append(items, voxpop.PendingItem{PendingID: id, RowID: id, TextRevision: 1, Item: voxpop.Item{Body: text}})
		}
	}
	slices.SortFunc(items, func(a, b voxpop.PendingItem) int { return cmp.Compare(a.PendingID, b.PendingID) })
	return items[:min(limit, len(items))], nil
}

var errRefused = errors.New("refused")

func (b *backlog) Commit(_ context.Context, _ voxpop.EngineID, done []voxpop.Analysis) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.refuse == 0 {
		return errRefused
	}
	b.refuse--
	for _, a := range done {
		if _, twice := b.scored[a.PendingID]; twice {
			return fmt.Errorf("%d was committed twice", a.PendingID)
		}
		b.scored[a.PendingID] = a.Score.Label
		delete(b.waiting, a.PendingID)
	}
	for id, text := range b.late {
		b.waiting[id] = text
	}
	b.late = nil
	return nil
}

func (b *backlog) Backfill(context.Context, voxpop.EngineID, int) (bool, error) {
	b.backfill++
	return true, nil
}

func eachWay(t *testing.T, do func(t *testing.T, hasty bool)) {
	for _, hasty := range []bool{false, true} {
		t.Run(fmt.Sprintf("hasty=%v", hasty), func(t *testing.T) { do(t, hasty) })
	}
}

func TestCatchUpAnalysesAllThatWaits(t *testing.T) {
	eachWay(t, func(t *testing.T, hasty bool) {
		b := newBacklog(2345)
		b.late = map[int64]string{3: "It is bad", 5000: "It is bad"} // one behind the place that a reader has reached
		told := 0
		a := &analyze.Analyzer{Backlog: b, Engine: vader.New(), Hasty: hasty}
		if err := a.CatchUp(t.Context(), func(n int) { told += n }); err != nil {
			t.Fatal(err)
		}
		if len(b.scored) != 2347 || len(b.waiting) != 0 || told != 2347 || b.backfill != 1 {
			t.Errorf("%d scored, %d wait, %d told, %d looks for older ones", len(b.scored), len(b.waiting), told, b.backfill)
		}
		if b.scored[3] != voxpop.Negative || b.scored[10] != voxpop.Positive {
			t.Errorf("labels %q and %q", b.scored[3], b.scored[10])
		}
	})
}

func TestCatchUpStopsAtTheFirstError(t *testing.T) {
	eachWay(t, func(t *testing.T, hasty bool) {
		b := newBacklog(5000)
		b.refuse = 2
		told := 0
		a := &analyze.Analyzer{Backlog: b, Engine: vader.New(), Hasty: hasty}
		if err := a.CatchUp(t.Context(), func(n int) { told += n }); !errors.Is(err, errRefused) {
			t.Fatalf("error %v", err)
		}
		if told != len(b.scored) || told == 0 || told+len(b.waiting) != 5000 || b.backfill != 0 {
			t.Errorf("%d told, %d scored, %d wait", told, len(b.scored), len(b.waiting))
		}
	})
}

func TestCatchUpEndsWithItsContext(t *testing.T) {
	eachWay(t, func(t *testing.T, hasty bool) {
		b := newBacklog(5000)
		ctx, cancel := context.WithCancel(t.Context())
		a := &analyze.Analyzer{Backlog: b, Engine: vader.New(), Hasty: hasty}
		if err := a.CatchUp(ctx, func(int) { cancel() }); !errors.Is(err, context.Canceled) {
			t.Errorf("error %v", err)
		}
		if len(b.waiting) == 0 {
			t.Error("it went on to the end")
		}
	})
}
