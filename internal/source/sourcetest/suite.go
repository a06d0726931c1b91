// Package sourcetest is the suite that every source passes, with an in-memory store for the sources' own tests.
//
// Everything runs on synctest's clock: waits cost no time, and requests reach the fixture's handler inside the
// process. A source therefore takes its http.RoundTripper from outside and waits with time's own timers.
package sourcetest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"

	"github.com/voxpop-dev/voxpop"
)

// World is one source with the other side it reads from. New makes a fresh one for each test.
type World struct {
	// Handler is the server; nil for a source without network, whose network tests are skipped.
	Handler http.Handler
	// Source builds the source as a new process would: no memory but the store. rt carries its requests.
	Source func(rt http.RoundTripper) Source
	// Grow makes n more items appear at the server.
	Grow func(n int)
	// Want lists every item that is now there to be collected, at least 150 of them at first.
	Want func() []voxpop.ItemID
}

// Fixture makes worlds.
type Fixture struct {
	New func(t *testing.T) World
}

// taskLimit bounds one task on a server that does not answer: jobs are given about two minutes.
const taskLimit = time.Minute

// Exercise runs the suite.
func Exercise(t *testing.T, f Fixture) {
	for _, c := range []struct {
		name    string
		network bool
		test    func(t *testing.T, b *bench)
	}{
		{"collects everything once", false, collectsOnce},
		{"collects what is new", false, collectsNew},
		{"a task can be run again", false, runsAgain},
		{"resumes after a crash anywhere", false, resumes},
		{"survives failing commits", false, survivesCommits},
		{"stops when cancelled", false, cancelled},
		{"waits as a busy server asks", true, waits},
		{"does not wait for ever", true, longWait},
		{"hanging server", true, hanging},
		{"cancel while waiting for an answer", true, cancelHanging},
		{"blocked is not empty", true, blocked},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t, f)
				if c.network && b.Handler == nil {
					t.Skip("a source without network")
				}
				c.test(t, b)
			})
		})
	}
}

type bench struct {
	World
	gate  *Gate
	store *Store
}

func newBench(t *testing.T, f Fixture) *bench {
	w := f.New(t)
	return &bench{World: w, gate: NewGate(w.Handler), store: NewStore()}
}

// source is the source of a new process.
func (b *bench) source() Source { return b.Source(b.gate) }

func (b *bench) mustCycle(t *testing.T) {
	t.Helper()
	if err := Cycle(t.Context(), b.source(), b.store); err != nil {
		t.Fatalf("cycle: %v", err)
	}
}

// complete collects for up to three cycles and checks that all is there: a source may need a second look.
func (b *bench) complete(t *testing.T) {
	t.Helper()
	for range 3 {
		b.mustCycle(t)
		if len(b.lacking()) == 0 {
			return
		}
	}
	t.Fatalf("%d of %d items were not collected, such as %v", len(b.lacking()), len(b.Want()), b.lacking()[0])
}

func (b *bench) lacking() []voxpop.ItemID {
	var out []voxpop.ItemID
	for _, id := range b.Want() {
		if _, ok := b.store.Item(id); !ok {
			out = append(out, id)
		}
	}
	return out
}

func collectsOnce(t *testing.T, b *bench) {
	if len(b.Want()) < 150 {
		t.Fatalf("the fixture offers %d items, want at least 150", len(b.Want()))
	}
	b.complete(t)
	for _, it := range b.store.Items() {
		if err := checkItem(it); err != nil {
			t.Errorf("%s: %v", it.ID, err)
		}
	}
	before := b.store.Counts()
	b.mustCycle(t)
	if after := b.store.Counts(); after.New != before.New {
		t.Errorf("a second cycle stored %d items as new", after.New-before.New)
	}
}

func checkItem(it voxpop.Item) error {
	switch {
	case it.ID.Source == "" || it.ID.Native == "":
		return errors.New("no id")
	case it.Kind != voxpop.KindPost && it.Kind != voxpop.KindComment:
		return fmt.Errorf("kind %q", it.Kind)
	case it.Community == "":
		return errors.New("no community")
	case it.Created.IsZero() || it.Created.Location() != time.UTC:
		return fmt.Errorf("created %v, want an instant in UTC", it.Created)
	case it.ThreadID == "":
		return errors.New("no thread")
	case it.State == "":
		return errors.New("no state")
	case it.Origin == "":
		return errors.New("no origin")
	}
	for _, s := range []string{it.Author, it.Title, it.Body, it.URL, it.Permalink, it.Flair, it.Community} {
		if !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
			return fmt.Errorf("text %q is not valid UTF-8 or has a NUL", s)
		}
	}
	return nil
}

func collectsNew(t *testing.T, b *bench) {
	b.complete(t)
	for _, n := range []int{1, 7, 120} {
		b.Grow(n)
		b.complete(t)
	}
}

func runsAgain(t *testing.T, b *bench) {
	src := b.source()
	tasks, err := src.Plan(t.Context(), b.store)
	if err != nil || len(tasks) == 0 {
		t.Fatalf("plan: %d tasks, %v", len(tasks), err)
	}
	keys := map[string]bool{}
	for _, task := range tasks {
		if keys[task.Key] || task.Key == "" || task.Source != src.Name() {
			t.Errorf("task %q of %q: the key must be unique, the source %q", task.Key, task.Source, src.Name())
		}
		keys[task.Key] = true
		if err := RunTask(t.Context(), src, b.store, task); err != nil {
			t.Fatalf("run: %v", err)
		}
		before := b.store.Counts().New
		if err := RunTask(t.Context(), b.source(), b.store, task); err != nil {
			t.Fatalf("run again: %v", err)
		}
		if more := b.store.Counts().New - before; more != 0 {
			t.Errorf("task %s stored %d more items when run again", task.Key, more)
		}
	}
}

func resumes(t *testing.T, b *bench) {
	for commits := 1; commits < 8; commits++ {
		if err := CycleStopping(t.Context(), b.source(), b.store, commits); err != nil && !errors.Is(err, ErrStopped) {
			t.Fatalf("after %d commits: %v", commits, err)
		}
		b.Grow(3)
	}
	b.complete(t)
}

func survivesCommits(t *testing.T, b *bench) {
	failure := errors.New("disk full")
	for n := 1; n <= 4; n++ {
		fail := func(k int) error {
			if k%5 == n {
				return failure
			}
			return nil
		}
		b.store.BeforePut = fail
		_ = Cycle(t.Context(), b.source(), b.store)
		b.store.BeforePut, b.store.AfterPut = nil, fail
		_ = Cycle(t.Context(), b.source(), b.store)
		b.store.AfterPut = nil
		b.Grow(2)
	}
	b.complete(t)
}

func cancelled(t *testing.T, b *bench) {
	src := b.source()
	tasks, err := src.Plan(t.Context(), b.store)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, task := range tasks {
		if err := RunTask(ctx, src, b.store, task); !errors.Is(err, context.Canceled) {
			t.Errorf("task %s under a cancelled context: %v, want context canceled", task.Key, err)
		}
	}
	b.complete(t)
}
