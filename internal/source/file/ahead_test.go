package file

import (
	"errors"
	"fmt"
	"testing"
)

// One piece is made ahead, no more; when the asker stops, so does the maker.
func TestAhead(t *testing.T) {
	made, ended := 0, false
	pieces := func(yield func(piece) bool) {
		defer func() { ended = true }()
		for {
			made++
			if !yield(piece{sum: Summary{Read: int64(made)}}) {
				return
			}
		}
	}
	used := int64(0)
	for p := range ahead(pieces) {
		used++
		if p.sum.Read != used {
			t.Fatalf("piece %d came as number %d", p.sum.Read, used)
		}
		if used == 3 {
			break
		}
	}
	if !ended || made < 3 || made > 4 {
		t.Errorf("%d pieces were made for 3; ended: %v", made, ended)
	}
}

func TestAheadHandsOnTheEnd(t *testing.T) {
	broken := errors.New("broken")
	pieces := func(yield func(piece) bool) { _ = yield(piece{}) && yield(piece{err: broken}) }
	var got []error
	for p := range ahead(pieces) {
		got = append(got, p.err)
	}
	if fmt.Sprint(got) != "[<nil> broken]" {
		t.Error(got)
	}
}
