package reddit

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
)

const (
	mendSince   = 72 * time.Hour // threads older than this are left as they are
	mendMinAge  = 30 * time.Minute
	mendMost    = 40             // requests a cycle when much is missing
	mendUrgent  = 5              // missing comments that do not wait for the second look
	mendOutrun  = 12 * time.Hour // how long every thread of a community whose listing was outrun is suspect
	mendLooked  = 1000
	mendTries   = 3      // failed looks after which a thread is left as it is
	mendPerItem = 0.0015 // requests a cycle for each item that a cycle brings: the share of the budget for mending
)

// mend is what is remembered of a thread that states more comments than are stored. Counts may go on to differ for ever
// (comments deleted before anyone saw them): what a look into the thread could not explain is accepted.
type mend struct {
	At       time.Time `json:"at"`                // source time at which Stated was noticed
	Stated   int64     `json:"stated"`            // comments by the post's count then
	Accepted int64     `json:"accepted"`          // of them known to be beyond reach
	Settled  bool      `json:"settled,omitempty"` // Accepted was measured
	Whole    time.Time `json:"whole,omitzero"`    // source time of the last look at all of the thread
	Failed   int       `json:"failed,omitempty"`  // looks into the thread that came to nothing
}

// torn is a thread that surely lacks comments.
type torn struct {
	voxpop.Shortfall
	missing int64
	urgent  bool
	early   bool // the second look may find it yet
	failed  int
	proving bool // all of it is to be read
}

// mendThreads fetches the trees of threads that lack comments, the most torn first, within a budget.
func (r *run) mendThreads(ctx context.Context) error {
	now := r.notes.clock.now()
	short, err := r.view.Shortfalls(ctx, voxpop.SourceReddit, now.Add(-mendSince), mendLooked)
	if err != nil {
		return fmt.Errorf("look up threads of reddit with missing comments: %w", err)
	}
	if err := r.searchGaps(ctx, slices.Sorted(maps.Keys(r.notes.outrun))); err != nil {
		return err
	}
	list := r.torn(short, now)
	few, spare, many := r.mendShare(), r.notes.upkeep.spare(), mendMost
	for _, t := range list {
		budget := &few
		switch {
		case t.urgent:
			budget = &many
		case t.early || few <= 0:
			budget = &spare
		}
		if *budget <= 0 || time.Since(r.began) > workFor {
			continue
		}
		used, err := r.mendThread(ctx, t)
		if err != nil {
			return err
		}
		*budget -= used
	}
	if err := r.proveGaps(ctx, now); err != nil {
		return err
	}
	r.cursor(keyRepair, r.notes.repair)
	for sub, gap := range r.notes.outrun {
		if now.Sub(gap.To) > mendSince {
			r.cursor(keyOutrun+sub, nil)
		}
	}
	return r.flush()
}

// torn picks, from threads that state more than is stored, those whose comments should have come by now: the count was
// noticed before a later walk of their community's comments. It keeps the notes.
func (r *run) torn(short []voxpop.Shortfall, now time.Time) []torn {
	var out []torn
	kept := map[string]mend{}
	for _, s := range short {
		f := r.notes.front(taskComments, s.Community)
		name := s.Thread.Native
		m, noticed := r.notes.repair[name]
		missing := m.Stated - s.Stored - m.Accepted
		switch {
		case !noticed:
			m = mend{At: now, Stated: s.Stated}
		case !f.To.After(m.At.Add(time.Minute)): // not walked since
		case !m.Settled && past(s, f, m):
			// Begun before collecting did: what it lacks now is that past.
			m = mend{At: now, Stated: s.Stated, Accepted: max(m.Stated-s.Stored, 0), Settled: true}
		case missing <= 0:
			m.At, m.Stated = now, s.Stated
		case now.Sub(s.Created) < mendMinAge:
		default:
			urgent := missing >= mendUrgent || (!m.Settled && r.outran(s.Community))
			early := !urgent && !r.notes.secondDone(s.Community).After(m.At)
			out = append(out, torn{Shortfall: s, missing: missing, urgent: urgent, early: early, failed: m.Failed})
		}
		kept[name] = m
	}
	r.notes.repair = kept
	slices.SortStableFunc(out, func(a, b torn) int {
		return cmp.Or(cmp.Compare(a.failed, b.failed), compareBool(a.early, b.early), cmp.Compare(b.missing, a.missing))
	})
	return out
}

// compareBool puts false first.
func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// past reports whether what a thread lacks was said before collecting began.
func past(s voxpop.Shortfall, f front, m mend) bool {
	if f.Since.IsZero() {
		return true
	}
	return s.Created.Before(f.Since) && (m.At.Before(f.Start.Add(6*time.Hour)) || s.Stored*2 < s.Stated)
}

// searchGaps looks for comments that the outrun listings of communities no longer showed in the threads that were lively
// then. A thread that cannot be read is let go: what it lacks shows in its count.
func (r *run) searchGaps(ctx context.Context, communities []string) error {
	for _, sub := range communities {
		g := r.notes.outrun[sub]
		for len(g.Threads) > 0 && time.Since(r.began) < workFor {
			tr := newTree(r, g.Threads[0], 0)
			failed := tr.fetch(ctx)
			if failed != nil && !about(failed) {
				return failed
			}
			g.Threads = g.Threads[1:]
			r.notes.outrun[sub] = g
			r.cursor(keyOutrun+sub, g)
			if err := r.flush(); err != nil {
				return err
			}
			if failed != nil && !isRefusal(failed) {
				return failed
			}
		}
	}
	return nil
}

// about reports whether an error is an answer, or none, to what was asked, rather than about the program or its pace:
// asking for something else makes sense.
func about(err error) bool {
	var p *passing
	return isRefusal(err) || (errors.As(err, &p) && p.wait == 0)
}

func isRefusal(err error) bool { return errors.As(err, new(*refusal)) }

// mendShare is how many requests this cycle may spend on threads that lack a comment or two.
func (r *run) mendShare() int {
	var items float64
	for _, f := range r.notes.fronts {
		items += f.busy(r.src.cfg.Interval)
	}
	return max(1, int(math.Round(items*mendPerItem)))
}

// outran reports whether a community's listing was outrun not long ago.
func (r *run) outran(community string) bool {
	g, ok := r.notes.outrun[strings.ToLower(community)]
	return ok && r.notes.clock.now().Sub(g.To) < mendOutrun
}

// mendThread fetches one tree and hands out what was missing.
func (r *run) mendThread(ctx context.Context, t torn) (used int, err error) {
	tr := newTree(r, t.Thread.Native, int(t.Stated))
	tr.lacks = int(t.missing)
	if t.proving {
		tr.budget = proveTree
	}
	err = tr.fetch(ctx)
	used = tr.used
	if err != nil && about(err) && !isRefusal(err) {
		// Others come first in the next attempt; in the end it is let go, or it would stand before them for ever.
		m := r.notes.repair[tr.link]
		if m.Failed++; m.Failed >= mendTries {
			m = r.accepted(t)
		}
		r.notes.repair[tr.link] = m
		r.cursor(keyRepair, r.notes.repair)
		return used, errors.Join(r.flush(), err)
	}
	if isRefusal(err) {
		// The thread is gone or closed; its community's own walk tells why.
		r.notes.repair[tr.link] = r.accepted(t)
		return used, r.flush()
	}
	if err != nil {
		return used, err
	}
	m := mend{At: r.notes.clock.now(), Stated: max(tr.stated, 0), Settled: true, Whole: r.notes.repair[tr.link].Whole}
	if tr.whole && len(tr.behind) == 0 {
		m.Whole = m.At
	}
	if tr.whole || tr.found == 0 || tr.used >= tr.budget {
		m.Accepted = max(0, m.Stated-t.Stored-int64(tr.found))
	}
	r.notes.repair[tr.link] = m
	r.cursor(keyRepair, r.notes.repair)
	return used, r.flush()
}

// accepted is the note of a thread that cannot be read: what it lacks is beyond reach.
func (r *run) accepted(t torn) mend {
	return mend{At: r.notes.clock.now(), Stated: t.Stated, Accepted: t.Stated - t.Stored, Settled: true, Whole: r.notes.repair[t.Thread.Native].Whole}
}
