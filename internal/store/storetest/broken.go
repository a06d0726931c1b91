package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// A brokenWrite is an operation that is broken in every step it makes.
type brokenWrite struct {
	name string
	// prepare brings a fresh store to where the operation has something to do, and returns the operation.
	prepare func(t *testing.T, s Store) func(context.Context) error
	// steps is true for an operation of several transactions: what the first ones did stays when a later one fails.
	steps bool
	// again is what repeating says after it was done and said to have failed; nil means that it succeeds.
	again error
	// trail is true when each attempt leaves an audit entry, as every attempt of a client should.
	trail bool
	// walks is true for an operation that does the next part each time: only the end of the way is compared.
	walks bool
}

// ExerciseBroken breaks every write of the contract at every statement and every commit, before it is carried out
// and after. Whatever was said to have failed, the store is whole afterwards; what was not committed left no trace;
// and doing it again leads to the state of a store where nothing failed. open gives a fresh store with a fixed clock.
func ExerciseBroken(t *testing.T, open func(t *testing.T) (Store, *Breaker)) {
	for _, w := range slices.Concat(brokenWrites, brokenToolWrites, brokenModelWrites, brokenLabelWrites, brokenReceiptWrites) {
		t.Run(w.name, func(t *testing.T) { w.exercise(t, open) })
	}
}

func (w brokenWrite) exercise(t *testing.T, open func(t *testing.T) (Store, *Breaker)) {
	calm, counter := w.opened(t, open)
	do := w.prepare(t, calm)
	counter.Arm(0, false)
	if err := do(ctx); err != nil {
		t.Fatalf("unbroken: %v", err)
	}
	steps, _ := counter.Disarm()
	if steps < 2 {
		t.Fatalf("only %d steps: is the breaker before the writing pool?", steps)
	}
	want := dump(t, calm)

	s, b := w.opened(t, open)
	do = w.prepare(t, s)
	before := dump(t, s)
	persisted := false
	for n := 1; n <= steps && !persisted; n++ {
		for _, late := range []bool{false, true} {
			persisted = w.failAt(t, s, b, do, n, late, before)
		}
	}
	switch err := do(ctx); {
	case !persisted:
		t.Fatal("no commit was broken")
	case !errors.Is(err, w.again):
		t.Errorf("again after it was done and said to have failed: %v", err)
	}
	lifeExpectClean(t, s)
	if !w.walks {
		w.compare(t, "after doing it again", want, dump(t, s))
	}
	w.catchUp(t, calm, s)
}

func (w brokenWrite) opened(t *testing.T, open func(t *testing.T) (Store, *Breaker)) (Store, *Breaker) {
	t.Helper()
	s, b := open(t)
	lifeSQL(t, s, "INSERT INTO meta (key, value) VALUES ('secret', '"+strings.Repeat("5a", 32)+"')")
	return s, b
}

// failAt does the operation with one step broken and reports whether its last commit went through all the same.
func (w brokenWrite) failAt(t *testing.T, s Store, b *Breaker, do func(context.Context) error, n int, late bool, before []string) (persisted bool) {
	t.Helper()
	b.Arm(n, late)
	err := do(ctx)
	_, failed := b.Disarm()
	if failed == "" {
		// Fewer steps than in a fresh store: an earlier attempt of several transactions has done a part.
		return w.steps && err == nil
	}
	at := fmt.Sprintf("with step %d broken (%s, late %v)", n, brief(failed), late)
	if !errors.Is(err, errBroken) {
		t.Fatalf("%s: the operation says %v", at, err)
	}
	lifeExpectClean(t, s)
	if failed == "COMMIT" && late {
		return true
	}
	if !w.steps {
		w.compare(t, at, before, dump(t, s))
	}
	return false
}

// compare wants two dumps equal.
func (w brokenWrite) compare(t *testing.T, at string, want, got []string) {
	t.Helper()
	if w.trail {
		want, got = withoutAudit(want), withoutAudit(got)
	}
	if slices.Equal(want, got) {
		return
	}
	for _, line := range got {
		if !slices.Contains(want, line) {
			t.Errorf("%s there is also %s", at, line)
		}
	}
	for _, line := range want {
		if !slices.Contains(got, line) {
			t.Errorf("%s there is no %s", at, line)
		}
	}
	t.Errorf("%s the state differs: %d rows, want %d", at, len(got), len(want))
}

func withoutAudit(rows []string) []string {
	return slices.DeleteFunc(slices.Clone(rows), func(row string) bool { return strings.HasPrefix(row, "audit:") })
}

// catchUp lets both stores do what waits: they must show the same.
func (w brokenWrite) catchUp(t *testing.T, calm, s Store) {
	t.Helper()
	for _, s := range []Store{calm, s} {
		engine := engineA
		if w.walks {
			engine = engineB
			for done := false; !done; {
				var err error
				if done, err = s.Backfill(ctx, engineB, 100); err != nil {
					t.Fatal(err)
				}
			}
		}
		settle(t, s, engine)
	}
	lifeExpectClean(t, s)
	counts := func(s Store) string {
		got, err := s.ToolCounts(ctx, voxpop.ToolFilter{})
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(values(got, counted))
	}
	if want, got := counts(calm), counts(s); want != got {
		t.Errorf("caught up, tools: %s, want %s", got, want)
	}
	if want, got := tally(t, calm, voxpop.Filter{}), tally(t, s, voxpop.Filter{}); want != got {
		t.Errorf("caught up: %+v, want %+v", plain(got), plain(want))
	}
}

func brief(query string) string {
	query = strings.Join(strings.Fields(query), " ")
	return query[:min(50, len(query))]
}

// BrokenNow is the wall clock that stores for ExerciseBroken need.
func BrokenNow() time.Time { return noon.Add(24 * time.Hour) }
