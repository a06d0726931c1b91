package schedule

import (
	"slices"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
)

func TestSilentReplicasAreHeardOf(t *testing.T) {
	begin := time.Date(2026, time.March, 4, 12, 0, 0, 0, time.UTC)
	off := begin.Add(-time.Hour) // the clock of another machine
	var h heard
	look := func(at time.Duration, want []string, replicas ...voxpop.Replica) {
		t.Helper()
		if got := h.note(replicas, begin.Add(at)); !slices.Equal(got, want) {
			t.Errorf("after %s: silent are %v, want %v", at, got, want)
		}
	}
	one := func(at time.Duration) voxpop.Replica { return voxpop.Replica{Name: "one", Seen: off.Add(at)} }
	two := voxpop.Replica{Name: "two", Seen: off}
	for at := time.Duration(0); at < silentAfter; at += sweepEvery {
		look(at, nil, one(at), two)
	}
	look(silentAfter, []string{"two"}, one(silentAfter), two)
	look(silentAfter+1, nil, one(silentAfter), voxpop.Replica{Name: "two", Seen: off.Add(1)})
	// Who did not look for long cannot tell who was silent meanwhile.
	late := 4 * silentAfter
	look(late, nil, one(silentAfter), two)
	for at := sweepEvery; at < silentAfter; at += sweepEvery {
		look(late+at, nil, one(silentAfter), two)
	}
	look(late+silentAfter, []string{"one", "two"}, one(silentAfter), two)
	look(late+silentAfter+1, nil)
}
