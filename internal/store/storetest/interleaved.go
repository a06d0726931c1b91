package storetest

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// exerciseInterleaved lets writers, analysts, rollups and retention work on the same few days at once, as
// the replicas on one database do. However they meet, no change may be lost: caught up,
// the cells equal the rows.
func exerciseInterleaved(t *testing.T, s Store) {
	const batches, writers = 60, 2
	var wg sync.WaitGroup
	done := make(chan struct{})
	for w := range writers {
		wg.Go(func() {
			r := rand.New(rand.NewPCG(uint64(w), 7))
			for n := range batches {
				if _, err := s.Put(ctx, "reddit", voxpop.Batch{Items: interleavedItems(r, w, n)}); err != nil {
					t.Errorf("put: %v", err)
					return
				}
			}
		})
	}
	go func() { wg.Wait(); close(done) }()
	var others sync.WaitGroup
	loop := func(work func() error) {
		others.Go(func() {
			for {
				if err := work(); err != nil {
					t.Error(err)
					return
				}
				select {
				case <-done:
					return
				default:
				}
			}
		})
	}
	for range 2 {
		loop(func() error { return interleavedAnalysis(s) })
		loop(func() error { _, _, err := s.RollUp(ctx, 3, true); return err })
	}
	loop(func() error { _, err := s.Expire(ctx, time.Now().Add(time.Hour), 1); return err })
	wg.Wait()
	others.Wait()
	if t.Failed() {
		return
	}
	lifeExpectClean(t, s) // also with marks left
	catchUp(t, s)
	lifeExpectClean(t, s)
	want := int64(writers*batches*4 + interleavedShared)
	if sum := tally(t, s, voxpop.Filter{}); sum.Items != want {
		t.Errorf("%d items counted, want %d", sum.Items, want)
	}
	if b := backlog(t, s); b.Pending+b.Dirty != 0 {
		t.Errorf("caught up, %+v waits", b)
	}
}

// interleavedShared is how many items all writers observe again and again.
const interleavedShared = 6

// interleavedItems are a few new items of a writer and fresh observations of those that all share.
func interleavedItems(r *rand.Rand, writer, batch int) []voxpop.Item {
	text := func() string { return []string{"good", "bad", "meh", "spam"}[r.IntN(4)] }
	var items []voxpop.Item
	for i := range 4 {
		native := fmt.Sprintf("t3_w%d_%d_%d", writer, batch, i)
		items = append(items, post(native, in(fmt.Sprint("sub", r.IntN(3))), at(noon.AddDate(0, 0, r.IntN(2))), body(text())))
	}
	for i := range interleavedShared {
		if batch > 0 && r.IntN(3) > 0 {
			continue
		}
		state := state([]voxpop.State{"live", "live", "live", "live", "live", "live", "deleted"}[r.IntN(7)])
		items = append(items, post(fmt.Sprint("t3_shared", i), in("sub0"), body(text()), observed(noon.Add(time.Duration(batch)*time.Minute)), state))
	}
	return items
}

func interleavedAnalysis(s Store) error {
	waiting, err := s.Pending(ctx, 10)
	if err != nil || len(waiting) == 0 {
		return err
	}
	var done []voxpop.Analysis
	for _, p := range waiting {
		done = append(done, analysis(p, engineA))
	}
	return s.Commit(ctx, engineA, done)
}
