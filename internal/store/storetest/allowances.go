package storetest

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Allowances counts the requests of all replicas together.
type Allowances interface {
	// Spend books a request and returns 0, or returns how long there is no room. An allowance that is not known, or is over, is of limit
	// requests in a window.
	Spend(ctx context.Context, name string, limit int64, window time.Duration) (time.Duration, error)
	// Learn says that spare requests are left until a time, unless fewer are known to be.
	Learn(ctx context.Context, name string, spare int64, until time.Time) error
}

var allowanceTests = map[string]func(*testing.T, Store){
	"ManyTogetherSpendNoMoreThanThereIs": func(t *testing.T, s Store) {
		const limit, replicas, each = 40, 4, 15
		var granted atomic.Int64
		var wg sync.WaitGroup
		for range replicas {
			wg.Go(func() {
				for range each {
					wait, err := s.Spend(ctx, "a", limit, time.Hour)
					switch {
					case err != nil:
						t.Error(err)
					case wait == 0:
						granted.Add(1)
					case wait > time.Hour:
						t.Errorf("wait for %s", wait)
					}
				}
			})
		}
		wg.Wait()
		if granted.Load() != limit {
			t.Errorf("%d requests may go out, want %d", granted.Load(), limit)
		}
		wantSpends(t, s, "b", 1)
	},
	"WhoeverBeginsAWindowTogetherHasRoom": func(t *testing.T, s Store) {
		for _, former := range []string{"", "UPDATE allowances SET spare = 0, until = 1000"} {
			if former != "" { // windows that are over
				lifeSQL(t, s, former)
			}
			for n := range 20 {
				var wg sync.WaitGroup
				for range 4 {
					wg.Go(func() { wantSpends(t, s, fmt.Sprint("a", n), 2) })
				}
				wg.Wait()
			}
		}
	},
	"WhatThePlatformSaysHolds": func(t *testing.T, s Store) {
		wantSpends(t, s, "a", 1)
		until := time.Now().Add(30 * time.Minute)
		learn := func(spare int64, until time.Time) {
			t.Helper()
			if err := s.Learn(ctx, "a", spare, until); err != nil {
				t.Fatal(err)
			}
		}
		learn(5, until) // another window than the one that was guessed
		wantSpends(t, s, "a", 3)
		learn(4, until.Add(time.Second)) // said before the last two were booked
		wantSpends(t, s, "a", 2)
		wantRefused(t, s, "a")
		learn(7, time.Now()) // of a window that is over
		wantRefused(t, s, "a")
		learn(1, until.Add(time.Hour)) // the next window
		wantSpends(t, s, "a", 1)
		wantRefused(t, s, "a")
		learn(1, until.Add(time.Hour)) // an answer to what was booked earlier
		wantRefused(t, s, "a")
		learn(3, until) // the window ends sooner than was said
		wantSpends(t, s, "a", 3)
		wantRefused(t, s, "a")
	},
	"AWindowThatIsOverBeginsAnew": func(t *testing.T, s Store) {
		wantSpends(t, s, "a", 1)
		lifeSQL(t, s, "UPDATE allowances SET spare = 0")
		wantRefused(t, s, "a")
		lifeSQL(t, s, "UPDATE allowances SET until = 1000")
		wantSpends(t, s, "a", 10)
	},
}

// wantSpends books n requests, for which there must be room.
func wantSpends(t *testing.T, s Store, name string, n int) {
	t.Helper()
	for i := range n {
		if wait, err := s.Spend(ctx, name, 10, time.Hour); err != nil || wait != 0 {
			t.Errorf("request %d of %d: wait %s, %v", i+1, n, wait, err)
		}
	}
}

func wantRefused(t *testing.T, s Store, name string) {
	t.Helper()
	if wait, err := s.Spend(ctx, name, 10, time.Hour); err != nil || wait <= 0 {
		t.Errorf("a request more than there may be: wait %s, %v", wait, err)
	}
}
