package stats

import (
	"math/rand/v2"
	"testing"
)

func TestPairsNumberLikeAMap(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	p := newPairs(10)
	want := map[[2]int32]int32{}
	for range 20000 {
		key := [2]int32{r.Int32N(200), r.Int32N(200)}
		id, ok := want[key]
		if !ok {
			id = int32(len(want))
			want[key] = id
		}
		if got := p.number(key[0], key[1]); got != id {
			t.Fatalf("%v is number %d, want %d", key, got, id)
		}
	}
	if p.count != len(want) {
		t.Errorf("%d pairs, want %d", p.count, len(want))
	}
}
