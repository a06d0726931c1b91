package reddit

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/source/redditjson"
)

// run is one task being done. It gathers a batch until it is flushed.
type run struct {
	caller
	src     *Source
	view    voxpop.SourceView
	notes   *notes
	yield   func(voxpop.Batch, error) bool
	batch   voxpop.Batch
	stopped bool      // the consumer wants no more
	began   time.Time // wall time
	closed  []string  // communities that findClosed found
	looked  bool      // by findClosed
}

var errStopped = errors.New("no more batches are wanted")

func (r *run) do(ctx context.Context, p payload) (err error) {
	if err := ctx.Err(); err != nil {
		return err
	}
	if r.notes, err = readNotes(ctx, r.view); err != nil {
		return err
	}
	// A pause that another replica was asked for. One far ahead is a clock that was set back.
	if until := r.notes.limiter; time.Until(until) < 24*time.Hour {
		r.pace.holdUntil(until)
	}
	switch p.Kind {
	case taskPosts, taskComments:
		return r.collect(ctx, p)
	case taskSecond:
		return r.lookAgain(ctx, p.Subs)
	case taskUpkeep:
		return r.keepUp(ctx)
	}
	return fmt.Errorf("reddit: unknown kind of task %.40q: %w", p.Kind, voxpop.ErrInvalid)
}

// flush hands out what is gathered, if anything.
func (r *run) flush() error {
	b := r.batch
	b.Requests, r.requests = r.requests, 0
	r.batch = voxpop.Batch{}
	if b.Requests == 0 && len(b.Items)+len(b.Cursors)+len(b.Missing)+len(b.Rechecked)+len(b.Ledger)+len(b.Failures) == 0 {
		return nil
	}
	if !r.yield(b, nil) {
		r.stopped = true
		return errStopped
	}
	return nil
}

// cursor gathers a note; nil deletes it.
func (r *run) cursor(key string, v any) {
	if r.batch.Cursors == nil {
		r.batch.Cursors = map[string][]byte{}
	}
	if v == nil {
		r.batch.Cursors[key] = nil
		return
	}
	r.batch.Cursors[key] = note(v)
}

func (r *run) fail(community, words string) {
	r.batch.Failures = append(r.batch.Failures, voxpop.Failure{Community: community, Reason: words})
}

// page is one answer, decoded.
type page struct {
	items []voxpop.Item
	after string // the fullname to go on from; empty on the last page
	// broken is how many things could not be read.
	broken int
}

// list asks for a listing and reads its posts and comments, observed at the source's time.
func (r *run) list(ctx context.Context, path string, query url.Values) (page, error) {
	var p redditjson.Page
	date, err := r.get(ctx, path, query, func(body []byte) (err error) {
		if p, err = redditjson.ParsePage(body); err != nil {
			return err
		}
		return legible(p.Tree)
	})
	if err != nil {
		return page{}, err
	}
	r.stamp(p.Items, date)
	return page{p.Items, p.After, len(p.Broken)}, nil
}

// legible refuses an answer of which much cannot be read: to go on from it would be to lose that for ever. A few things
// that are otherwise than all others do not stand in the way of the rest.
func legible(t redditjson.Tree) error {
	const few, share = 2, 20
	if n := len(t.Broken); n > few && n*share > len(t.Items)+n {
		return fmt.Errorf("%d of %d things cannot be read, such as: %w", n, len(t.Items)+n, t.Broken[0])
	}
	return nil
}

// stamp lets the clock see the items of one answer, and notes on them when and how they were seen.
func (r *run) stamp(items []voxpop.Item, date time.Time) {
	var newest time.Time
	for _, it := range items {
		if it.Created.After(newest) {
			newest = it.Created
		}
	}
	r.notes.clock.see(date, newest)
	now := r.notes.clock.now()
	for i := range items {
		it := &items[i]
		it.Observed, it.Origin, it.Recheck = now, voxpop.OriginLive, recheck(it.Created, now)
	}
}

// keep gathers those items that are new or changed, and returns which ids were known.
func (r *run) keep(ctx context.Context, items []voxpop.Item) (map[voxpop.ItemID]voxpop.Known, error) {
	ids := make([]voxpop.ItemID, len(items))
	for i, it := range items {
		ids[i] = it.ID
	}
	known, err := r.view.Known(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("look up known items of reddit: %w", err)
	}
	for _, it := range items {
		k, found := known[it.ID]
		if !found || changed(it, k) {
			r.batch.Items = append(r.batch.Items, it)
		}
		if found && it.Observed.Sub(it.Created) >= secondAge && !k.State.Textless() {
			r.rechecked(it.ID, it.Recheck)
		}
	}
	return known, nil
}

// rechecked gathers when an item is to be looked at next.
func (r *run) rechecked(id voxpop.ItemID, next time.Time) {
	if r.batch.Rechecked == nil {
		r.batch.Rechecked = map[voxpop.ItemID]time.Time{}
	}
	r.batch.Rechecked[id] = next
}

func changed(it voxpop.Item, k voxpop.Known) bool {
	if k.State.Textless() {
		return false
	}
	return it.State != k.State || it.Upvotes != k.Upvotes || it.Comments != k.Comments || !it.Edited.Equal(k.Edited)
}

// community is an item's community as cursors name it.
func community(it voxpop.Item) string { return strings.ToLower(it.Community) }
