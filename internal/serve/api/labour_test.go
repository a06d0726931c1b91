package api

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
)

func TestLabourIsDoneOnce(t *testing.T) {
	var cut atomic.Int64 // both sides of the drivers are read at once
	a, f := fakeAPI(t, func(o *Options) {
		o.Tokens = func(_, _, body string) []string { cut.Add(1); return strings.Fields(body) }
	})
	path := "/api/v1/tools/cursor/drivers?hours=3"
	made := func() string { return string(a.fill(t.Context(), path).body) } // without what is kept ready
	first := made()
	before := cut.Load()
	f.set(func() { f.version.Number++ })
	a.poll(t.Context())
	again := made()
	if before == 0 || cut.Load() != before || strings.ReplaceAll(again, `"data_version":8`, `"data_version":7`) != first {
		t.Errorf("the same items of a new version were read again: %d texts, then %d", before, cut.Load())
	}
	f.set(func() { f.version.Number++; f.stored[0].Body = "changed" })
	a.poll(t.Context())
	if made(); cut.Load() == before {
		t.Error("changed items were not read again")
	}
}

func TestLabourTakesTurns(t *testing.T) {
	a, _ := fakeAPI(t)
	var mu sync.Mutex
	running, most := 0, 0
	var wait sync.WaitGroup
	for i := range 8 {
		wait.Go(func() {
			n, err := laborious(t.Context(), a, newDigest("test", i).key(), func() int {
				mu.Lock()
				running++
				most = max(most, running)
				mu.Unlock()
				defer func() { mu.Lock(); running--; mu.Unlock() }()
				return i
			})
			if n != i || err != nil {
				t.Errorf("%d, %v", n, err)
			}
		})
	}
	wait.Wait()
	if most != 1 {
		t.Errorf("%d at once", most)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	a.labour.turn <- struct{}{}
	if _, err := laborious(ctx, a, newDigest("late").key(), func() int { return 1 }); err == nil {
		t.Error("whoever cannot wait any more is told so")
	}
	<-a.labour.turn
}

func TestLabourIsForgotten(t *testing.T) {
	l := newLabour()
	for i := range 3 * laboursKept {
		l.keep(newDigest("x", i).key(), noon.Add(time.Duration(i)*time.Second), i)
	}
	if _, ok := l.find(newDigest("x", 0).key(), noon); len(l.kept) != laboursKept || ok {
		t.Errorf("%d are kept, the oldest too: %v", len(l.kept), ok)
	}
	last := newDigest("x", 3*laboursKept-1).key()
	if _, ok := l.find(last, noon.Add(2*time.Minute)); !ok {
		t.Error("the newest is gone")
	}
	if _, ok := l.find(last, noon.Add(3*laboursKept*time.Second+labourLasts)); ok {
		t.Error("an old one is still told")
	}
}

// Whatever is read, other texts have another key.
func TestDigestsDiffer(t *testing.T) {
	seen := map[string]string{}
	for _, items := range [][]string{{}, {"a"}, {"a", "b"}, {"ab"}, {"ab", ""}, {"", "ab"}, {"b", "a"}} {
		var s voxpop.Sample
		for i, text := range items {
			s.Items = append(s.Items, voxpop.SampledItem{RowID: int64(i), Revision: int64(len(text)), Sign: strings.Count(text, "b") - 1})
		}
		d := newDigest("t")
		d.sample(&s)
		key := fmt.Sprint(d.key())
		if other, ok := seen[key]; ok {
			t.Errorf("%q has the key of %s", items, other)
		}
		seen[key] = fmt.Sprintf("%q", items)
	}
}

func TestDriversLeaveOutEmptyWords(t *testing.T) {
	phrases := func(empty func(string) bool) int {
		a, _ := fakeAPI(t, func(o *Options) {
			o.Tokens, o.Empty = func(_, _, body string) []string { return strings.Fields(body) }, empty
		})
		var sides [2]driverSide
		for i := range int64(20) {
			side := &sides[i%2]
			side.sample.Items = append(side.sample.Items, voxpop.SampledItem{RowID: i, Body: "it is slow"})
		}
		d, err := a.explain(t.Context(), &sides[0], &sides[1], nil, 5)
		if err != nil {
			t.Fatal(err)
		}
		return d.Phrases
	}
	few, all := phrases(func(word string) bool { return word == "it" || word == "is" }), phrases(nil)
	if few != 3 || all != 6 { // of six: "it", "is" and "it is" are empty
		t.Errorf("%d phrases of all words, %d without the empty ones", all, few)
	}
}
