package reddit

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/voxpop-dev/voxpop"
)

const (
	proveMost = 10 // requests a cycle after which no more is read to prove that gaps are repaired
	proveTree = 40 // requests for one thread
)

// proved is what the ledger says of a gap that was repaired.
const proved = "repaired: the posts since three days before it were asked for their counts, and every thread that stated more than was stored was read whole"

// proveGaps writes into the ledger which gaps of comments are repaired: the entry covers the gap and is recorded after it.
// A gap of posts is never proved, for nothing states how many there were.
func (r *run) proveGaps(ctx context.Context, now time.Time) error {
	budget := proveMost
	for _, sub := range slices.Sorted(maps.Keys(r.notes.outrun)) {
		g := r.notes.outrun[sub]
		if len(g.Open) == 0 || len(g.Threads) > 0 {
			continue
		}
		open := []hole{}
		for _, h := range g.Open {
			done := false
			if now.Sub(h.To) <= mendSince {
				var err error
				if done, err = r.prove(ctx, sub, &h, &budget); err != nil {
					return err
				}
			}
			switch {
			case done:
				r.batch.Ledger = append(r.batch.Ledger, voxpop.LedgerEntry{
					Source: voxpop.SourceReddit, Community: r.spelling(sub), Kind: voxpop.KindComment,
					From: h.From, To: h.To, Continuity: voxpop.Complete, Reason: proved, Recorded: time.Now().UTC(),
				})
			case h.Failed < mendTries:
				open = append(open, h)
			}
		}
		g.Open = open
		r.notes.outrun[sub] = g
		r.cursor(keyOutrun+sub, g)
		if err := r.flush(); err != nil {
			return err
		}
	}
	return nil
}

// prove reports whether no thread of a community lacks a comment of a gap. It goes as far as the budget does; the rest is
// for later cycles.
func (r *run) prove(ctx context.Context, sub string, h *hole, budget *int) (bool, error) {
	if !h.Counted {
		if err := r.count(ctx, sub, h, budget); err != nil {
			return false, err
		}
	}
	if len(h.Torn) == 0 {
		return h.Counted, nil
	}
	threads, err := r.threads(ctx, sub, h)
	if err != nil {
		return false, err
	}
	slices.SortStableFunc(threads, func(a, b voxpop.CountedThread) int { return cmp.Compare(a.Stated, b.Stated) })
	for _, t := range threads {
		if slices.Contains(h.Torn, t.ID.Native) {
			if err := r.readWhole(ctx, sub, h, t, budget); err != nil {
				return false, err
			}
		}
	}
	return len(h.Torn) == 0, nil
}

// readWhole reads a torn thread, unless all of it was read since the gap, and takes it off the list of those when that is so.
// What mends threads tells of one that cannot be read; here it only counts as a look that failed.
func (r *run) readWhole(ctx context.Context, sub string, h *hole, t voxpop.CountedThread, budget *int) error {
	name := t.ID.Native
	seen := func() bool { return r.notes.repair[name].Whole.After(h.To) }
	if !seen() && *budget > 0 && h.Failed < mendTries && time.Since(r.began) <= workFor {
		short := voxpop.Shortfall{Thread: t.ID, Community: sub, Stated: t.Stated, Stored: t.Stored, Created: t.Created}
		used, err := r.mendThread(ctx, torn{Shortfall: short, missing: t.Stated - t.Stored, proving: true})
		if err != nil && (errors.Is(err, errStopped) || !about(err)) {
			return err
		}
		*budget -= used
		if !seen() {
			h.Failed++
		}
	}
	if seen() {
		h.Torn = slices.DeleteFunc(h.Torn, func(n string) bool { return n == name })
	}
	return nil
}

// count asks the posts in whose threads a comment of a gap can be for their counts, and notes which of them state more than is stored.
// Both are compared at once: comments that come later would else make up for those that are missing.
func (r *run) count(ctx context.Context, sub string, h *hole, budget *int) error {
	posts := r.notes.front(taskPosts, sub)
	if posts.Since.IsZero() || posts.Since.After(h.From) || !posts.To.After(h.To) || len(r.notes.orphans[sub]) > 0 {
		return nil // there may be threads that are not known
	}
	threads, err := r.threads(ctx, sub, h)
	if err != nil || len(threads) >= mendLooked || len(threads) > *budget*infoIDs {
		return err
	}
	for part := range slices.Chunk(threads, infoIDs) {
		names := make([]string, len(part))
		for i, t := range part {
			names[i] = t.ID.Native
		}
		*budget--
		if _, _, err := r.recheckPart(ctx, names); err != nil {
			return err
		}
	}
	if threads, err = r.threads(ctx, sub, h); err != nil {
		return err
	}
	h.Counted = true
	for _, t := range threads {
		if t.Stated > t.Stored || !t.Observed.After(h.To) {
			h.Torn = append(h.Torn, t.ID.Native)
		}
	}
	return nil
}

// threads are those in which a comment of a gap can be.
func (r *run) threads(ctx context.Context, sub string, h *hole) ([]voxpop.CountedThread, error) {
	out, err := r.view.Threads(ctx, voxpop.SourceReddit, sub, voxpop.Window{From: h.From.Add(-mendSince), To: h.To}, mendLooked)
	if err != nil {
		return nil, fmt.Errorf("look up threads of reddit: %w", err)
	}
	return out, nil
}
