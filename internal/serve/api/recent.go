package api

import (
	"sync"
	"time"
)

// recentLasts is for how long a value is remembered that nobody asks for, and up to twice as long: what is gone since must not stay. Who asks
// has just read in the cells that the item is there.
const recentLasts = 5 * time.Minute

// recentOverhead is what a value takes beside its own bytes, roughly.
const recentOverhead = 150

// recent remembers what was found out about single items, so that windows which share most of their items need not read these again.
type recent[K comparable, V any] struct {
	limit int64         // bytes
	size  func(V) int64 // bytes behind a value

	mu         sync.Mutex
	young, old map[K]V
	bytes      int64     // of the young
	born       time.Time // of the young
}

func newRecent[K comparable, V any](limit int64, size func(V) int64) *recent[K, V] {
	return &recent[K, V]{limit: limit, size: size, young: map[K]V{}}
}

// renew lets values age. The lock is held.
func (r *recent[K, V]) renew(now time.Time) {
	age := now.Sub(r.born)
	if age < recentLasts && r.bytes <= r.limit/2 {
		return
	}
	r.old, r.young, r.bytes, r.born = r.young, map[K]V{}, 0, now
	if age >= 2*recentLasts {
		r.old = nil
	}
}

// find returns what is remembered. It is young again.
func (r *recent[K, V]) find(k K, now time.Time) (V, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.renew(now)
	v, ok := r.young[k]
	if !ok {
		if v, ok = r.old[k]; ok {
			r.put(k, v)
		}
	}
	return v, ok
}

func (r *recent[K, V]) keep(k K, v V, now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.renew(now)
	r.put(k, v)
}

// put makes a value young. The lock is held.
func (r *recent[K, V]) put(k K, v V) {
	if old, known := r.young[k]; known {
		r.bytes -= recentOverhead + r.size(old)
	}
	r.young[k] = v
	r.bytes += recentOverhead + r.size(v)
}
