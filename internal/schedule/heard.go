package schedule

import (
	"context"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// heard knows which replicas have fallen silent. The server holds the lock of a replica that is cut off, or whose machine is gone, until it
// notices, which can take longer than a cycle may wait; so their signs of life count, too. Only whether a sign changes is looked at, by the
// clock of this process: those of other machines may be off.
type heard struct {
	looked time.Time // when the signs were last looked at
	signs  map[string]sign
}

type sign struct {
	seen  time.Time // as the replica wrote it
	since time.Time // when it was first looked at here
}

const (
	// silentAfter is how long a replica must not have given a sign of life, which comes with every sweep, to be judged dead. Its jobs
	// are then done once more; should it be alive after all, they are done twice, which harms nothing.
	silentAfter = 15 * time.Second
	// gapAllowed is how long this process may not have looked itself: what stalled it may have stalled the others.
	gapAllowed = 3 * sweepEvery
	// listened is for how long signs of life are read back.
	listened = 24 * time.Hour
)

// note takes the signs of life of all replicas at now and returns the names of those that have been silent for long.
func (h *heard) note(replicas []voxpop.Replica, now time.Time) (silent []string) {
	if h.signs == nil || now.Sub(h.looked) > gapAllowed {
		h.signs = map[string]sign{}
	}
	h.looked = now
	signs := make(map[string]sign, len(replicas))
	for _, r := range replicas {
		s, known := h.signs[r.Name]
		if !known || !s.seen.Equal(r.Seen) {
			s = sign{r.Seen, now}
		}
		signs[r.Name] = s
		if now.Sub(s.since) >= silentAfter {
			silent = append(silent, r.Name)
		}
	}
	h.signs = signs
	return silent
}

// silent returns the replicas that have fallen silent. It must be asked right after this process has given a sign itself, so that a
// database that takes none does not make everybody look dead.
func (r *Runner) silent(ctx context.Context) ([]string, error) {
	replicas, err := r.Cycles.Replicas(ctx, listened)
	if err != nil {
		return nil, err
	}
	return r.heard.note(replicas, r.Now()), nil
}
