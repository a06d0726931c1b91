package api

import (
	"sync"
	"time"
)

const (
	recentLasts = 5 * time.Minute // for up to twice as long a value is remembered: what is gone since must not stay
	mostRecent  = 15_000          // and up to twice as many
)

// recent remembers what was found out about single items, so that windows which share most of their items need not read these again.
type recent[K comparable, V any] struct {
	mu         sync.Mutex
	young, old map[K]V
	born       time.Time // of the young
}

func newRecent[K comparable, V any]() *recent[K, V] { return &recent[K, V]{young: map[K]V{}} }

// renew lets values age. The lock is held.
func (r *recent[K, V]) renew(now time.Time) {
	age := now.Sub(r.born)
	if age < recentLasts && len(r.young) < mostRecent {
		return
	}
	r.old, r.young, r.born = r.young, map[K]V{}, now
	if age >= 2*recentLasts {
		r.old = nil
	}
}

// find returns what is remembered.
func (r *recent[K, V]) find(k K, now time.Time) (V, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.renew(now)
	v, ok := r.young[k]
	if !ok {
		v, ok = r.old[k]
	}
	return v, ok
}

func (r *recent[K, V]) keep(k K, v V, now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.renew(now)
	r.young[k] = v
}
