package relational

import (
	"testing"
	"time"
)

func TestPace(t *testing.T) {
	free := &pace{}
	free.note(100, time.Hour)
	if n := free.limit(200); n != 200 {
		t.Errorf("without a bound: %d", n)
	}
	p := &pace{most: 60 * time.Millisecond}
	expect := func(when string, want int) {
		t.Helper()
		if n := p.limit(200); n != want {
			t.Errorf("%s: %d, want %d", when, n, want)
		}
	}
	expect("before it has seen any", 200)
	p.note(0, time.Second)
	expect("nothing was stored", 200)
	p.note(200, 40*time.Millisecond) // 0.2 ms an item
	expect("20 ms are 100 items", 100)
	p.note(100, 50*time.Millisecond) // 0.5 ms, of which a quarter counts
	expect("one slow batch does not decide", 72)
	for range 50 {
		p.note(20, time.Second)
	}
	expect("slow for long", fewest)
	for range 50 {
		p.note(20, time.Microsecond)
	}
	expect("fast again", 200)
	if n := p.limit(7); n != 7 {
		t.Errorf("more than was asked for: %d", n)
	}
}
