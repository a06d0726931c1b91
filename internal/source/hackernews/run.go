package hackernews

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"slices"
	"time"

	"github.com/voxpop-dev/voxpop"
)

const (
	// lag is how late the search may learn of an item, and how long its score and text are still
	// followed: each look reads so much again.
	lag = 3 * time.Hour
	// settling is how much of the newest time the ledger does not yet call complete.
	settling = 15 * time.Minute
	// taskTime is after how long a task begins no further search.
	taskTime = 32 * time.Second
	// deadline is by when a task ends, whatever the other side does. Tasks are given 50 s.
	deadline = 46 * time.Second
)

// Run lets the searches take turns, the one that waited longest first, until all have had one or
// the cycle's requests or time are used up; the others come first next time. Each answer is a
// batch with the place it brings the search to.
func (s *Source) Run(ctx context.Context, _ voxpop.Task, view voxpop.SourceView) iter.Seq2[voxpop.Batch, error] {
	return func(yield func(voxpop.Batch, error) bool) {
		n, err := s.notes(ctx, view)
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			yield(voxpop.Batch{}, err)
			return
		}
		r := run{s: s, notes: n, begun: time.Now(), seen: map[string]bool{}}
		for _, query := range r.order() {
			if !r.query(ctx, query, yield) {
				return
			}
		}
		if b, ok := r.ledger(); ok {
			yield(b, nil)
		}
	}
}

type run struct {
	s *Source
	notes
	begun    time.Time
	requests int64
	received int64
	seen     map[string]bool // ids yielded in this run: one item may answer several searches
}

// order lists the searches, least recently looked at first.
func (r *run) order() []string {
	order := slices.Clone(r.s.cfg.Queries)
	slices.SortStableFunc(order, func(a, b string) int { return cmp.Compare(r.places[a].Looked, r.places[b].Looked) })
	return order
}

func (r *run) spent() bool {
	return r.requests >= int64(r.s.cfg.MaxRequests) || time.Since(r.begun) >= taskTime
}

// query reads one search up to now, slice by slice. It returns false when the run is over.
func (r *run) query(ctx context.Context, query string, yield func(voxpop.Batch, error) bool) bool {
	p := r.s.aim(r.places[query])
	for p.Top != 0 && !r.spent() {
		a, requests, err := r.s.search(ctx, r.begun.Add(deadline), query, p.Done-int64(lag/time.Second), p.Below)
		r.requests += requests
		if err != nil {
			r.fail(err, requests, yield)
			return false
		}
		items, oldest := r.items(query, a)
		p = p.after(a, oldest)
		p.Looked = r.s.cfg.Now().Unix()
		r.places[query] = p
		b := voxpop.Batch{Items: items, Requests: requests, Cursors: map[string][]byte{searchKey + query: encode(p)}}
		if !yield(b, nil) {
			return false
		}
	}
	return true
}

// aim sets a search's next range, unless it is still in the middle of one.
func (s *Source) aim(p place) place {
	now := s.cfg.Now()
	if p.Done == 0 {
		p.Done = now.Add(-s.cfg.FirstLook).Add(lag).Unix()
	}
	if p.Top == 0 {
		p.Top = now.Unix() + 1
		p.Below = p.Top
	}
	return p
}

// after is the place once an answer has been read. Below steps down to the oldest hit when there
// are more than the answer could hold, else the range is done. Hits of the oldest second are
// asked for again, since the answer may have cut through it; an answer full of one second's
// hits passes that second, so that the search always moves on.
func (p place) after(a answer, oldest int64) place {
	if *a.NbHits <= int64(len(*a.Hits)) || oldest == 0 {
		return place{Done: p.Top}
	}
	if below := oldest + 1; below < p.Below {
		p.Below = below
	} else {
		p.Below--
	}
	return p
}

// items decodes the hits that answer the search and have not been yielded in this run. oldest is
// the earliest created time of all of them; 0 when there is none.
func (r *run) items(query string, a answer) (items []voxpop.Item, oldest int64) {
	words := terms(query)
	for _, raw := range *a.Hits {
		it, err := item(raw, a.at)
		if err != nil {
			continue // of all hits this one says nothing that could be stored
		}
		if created := it.Created.Unix(); oldest == 0 || created < oldest {
			oldest = created
		}
		if r.seen[it.ID.Native] || !matches(words, &it) {
			continue
		}
		r.seen[it.ID.Native] = true
		items = append(items, it)
	}
	r.received += int64(len(items))
	return items, oldest
}

// fail ends the run. A request to be left alone is noted for the cycles to come.
func (r *run) fail(err error, requests int64, yield func(voxpop.Batch, error) bool) {
	var pause pauseError
	if !errors.As(err, &pause) {
		yield(voxpop.Batch{Requests: requests}, err)
		return
	}
	r.Pause = pause.until.Unix()
	yield(voxpop.Batch{
		Requests: requests,
		Cursors:  map[string][]byte{overallKey: encode(r.overall)},
		Failures: []voxpop.Failure{{Community: Community, Reason: pause.Error()}},
	}, nil)
}

// ledger writes down up to when all searches have been read, once that has moved on.
func (r *run) ledger() (voxpop.Batch, bool) {
	upTo := r.s.cfg.Now().Add(-settling).Unix()
	for _, q := range r.s.cfg.Queries {
		upTo = min(upTo, r.places[q].Done)
	}
	if upTo <= r.Covered {
		return voxpop.Batch{}, false
	}
	entry := voxpop.LedgerEntry{
		Source: r.s.Name(), Community: Community, From: time.Unix(r.Covered, 0).UTC(), To: time.Unix(upTo, 0).UTC(),
		Continuity: voxpop.Complete, Received: r.received, Recorded: r.s.cfg.Now().UTC(),
	}
	if r.Covered == 0 {
		entry.From = time.Unix(upTo, 0).Add(-r.s.cfg.FirstLook).UTC()
		entry.Continuity, entry.Reason = voxpop.Unknown, "the first look at Hacker News"
	}
	r.Covered = upTo
	return voxpop.Batch{Ledger: []voxpop.LedgerEntry{entry}, Cursors: map[string][]byte{overallKey: encode(r.overall)}}, true
}
