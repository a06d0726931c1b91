package api

import (
	"testing"
	"time"
)

func TestRecentForgets(t *testing.T) {
	r := newRecent[int, string]()
	r.keep(1, "one", noon)
	r.keep(2, "two", noon.Add(recentLasts-time.Second))
	if v, ok := r.find(1, noon.Add(recentLasts)); !ok || v != "one" {
		t.Errorf("%q, %v: aged too soon", v, ok)
	}
	r.keep(3, "three", noon.Add(recentLasts+time.Second))
	if _, ok := r.find(1, noon.Add(2*recentLasts)); ok {
		t.Error("older than allowed")
	}
	if _, ok := r.find(3, noon.Add(2*recentLasts)); !ok {
		t.Error("the young are gone")
	}
	if _, ok := r.find(3, noon.Add(9*recentLasts)); ok {
		t.Error("nobody came for long, and it is still there")
	}
}

func TestRecentIsBounded(t *testing.T) {
	r := newRecent[int, int]()
	for i := range 5 * mostRecent {
		r.keep(i, i, noon)
	}
	if n := len(r.young) + len(r.old); n > 2*mostRecent {
		t.Errorf("%d values", n)
	}
	if _, ok := r.find(5*mostRecent-1, noon); !ok {
		t.Error("the newest is gone")
	}
}
