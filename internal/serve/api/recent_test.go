package api

import (
	"testing"
	"time"
)

func newRecentTexts(limit int64) *recent[int, string] {
	return newRecent[int](limit, func(s string) int64 { return int64(len(s)) })
}

func TestRecentForgets(t *testing.T) {
	r := newRecentTexts(1 << 20)
	r.keep(1, "one", noon)
	r.keep(2, "two", noon.Add(recentLasts-time.Second))
	r.keep(3, "three", noon.Add(recentLasts+time.Second))
	if _, ok := r.find(1, noon.Add(2*recentLasts+2*time.Second)); ok {
		t.Error("nobody asked for it for longer than allowed")
	}
	if _, ok := r.find(3, noon.Add(2*recentLasts+2*time.Second)); !ok {
		t.Error("the young are gone")
	}
	if _, ok := r.find(3, noon.Add(9*recentLasts)); ok {
		t.Error("nobody came for long, and it is still there")
	}
}

func TestRecentKeepsWhatIsAskedFor(t *testing.T) {
	r := newRecentTexts(1 << 20)
	r.keep(1, "one", noon)
	r.keep(2, "two", noon)
	for i := range 10 {
		if v, ok := r.find(1, noon.Add(time.Duration(i)*recentLasts)); !ok || v != "one" {
			t.Errorf("%q, %v: lost though it was asked for", v, ok)
		}
	}
	if _, ok := r.find(2, noon.Add(10*recentLasts)); ok {
		t.Error("asking for another one keeps it")
	}
}

func TestRecentIsBounded(t *testing.T) {
	const limit = 100 * (recentOverhead + 50)
	r := newRecentTexts(limit)
	text := string(make([]byte, 50))
	for i := range 1000 {
		r.keep(i, text, noon)
		r.find(i/2, noon) // what is old comes back
		r.keep(i, text, noon)
		if n := len(r.young) + len(r.old); n > 102 {
			t.Fatalf("%d values of 200 bytes within %d", n, limit)
		}
	}
	if _, ok := r.find(999, noon); !ok {
		t.Error("the newest is gone")
	}
}
