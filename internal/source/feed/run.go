package feed

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// maxKeptWait bounds how long a feed is left alone however long it asks for.
const maxKeptWait = 7 * 24 * time.Hour

// Run looks at one feed and yields one batch: its entries and the note of when to come back.
// Trouble with the feed is a failure in the batch, with a longer wait noted, not an error.
func (s *Source) Run(ctx context.Context, t voxpop.Task, view voxpop.SourceView) iter.Seq2[voxpop.Batch, error] {
	return func(yield func(voxpop.Batch, error) bool) {
		b, err := s.look(ctx, t, view)
		yield(b, err)
	}
}

func (s *Source) look(ctx context.Context, t voxpop.Task, view voxpop.SourceView) (b voxpop.Batch, err error) {
	a, ok := s.find(t.Key)
	if !ok {
		return b, fmt.Errorf("feed %s is not configured any more: %w", t.Key, voxpop.ErrNotFound)
	}
	if err := ctx.Err(); err != nil {
		return b, err
	}
	raw, err := view.Cursors(ctx, s.Name(), a.key)
	if err != nil {
		return b, fmt.Errorf("feed %s: reading its note: %w", a.name, err)
	}
	n := parseNote(raw[a.key])
	p, requests, err := s.fetch(ctx, a, n)
	b.Requests = requests
	var c content
	if err == nil && !p.unchanged {
		c, err = parse(p.body, a.url, p.at)
	}
	if ctx.Err() != nil {
		return b, ctx.Err()
	}
	if err != nil {
		s.failed(&b, a, n, err)
		return b, nil //nolint:nilerr // the trouble goes into the batch
	}
	return b, s.succeeded(ctx, &b, a, n, p, c, view)
}

// failed notes a longer wait: doubled with each failure, and never less than asked for.
func (s *Source) failed(b *voxpop.Batch, a address, n note, err error) {
	n.Fails++
	wait := min(s.cfg.MinInterval<<min(n.Fails, 6), s.cfg.MaxInterval)
	var r refusal
	if errors.As(err, &r) {
		wait = max(wait, min(r.after, maxKeptWait))
	}
	n.Next = s.cfg.Now().Add(wait).Unix()
	b.Failures = []voxpop.Failure{{Community: n.community(a), Reason: fmt.Sprintf("feed %s %s", a.name, err)}}
	b.Cursors = map[string][]byte{a.key: n.encode()}
}

func (s *Source) succeeded(ctx context.Context, b *voxpop.Batch, a address, n note, p page, c content, view voxpop.SourceView) error {
	if n.Community == "" && !p.unchanged {
		n.Community = c.title
		n.Community = n.community(a)
	}
	n.date(c.items, p)
	ids := make([]voxpop.ItemID, len(c.items))
	for i := range c.items {
		c.items[i].Community = n.community(a)
		ids[i] = c.items[i].ID
	}
	known, err := view.Known(ctx, ids)
	if err != nil {
		return fmt.Errorf("feed %s: asking what is known: %w", a.name, err)
	}
	fresh := len(ids) - len(known)
	s.cover(b, a, &n, p, c.items, fresh)
	s.schedule(&n, p, fresh > 0)
	if !p.unchanged {
		n.ETag, n.LastModified = p.etag, p.lastModified
	}
	b.Items = c.items
	b.Cursors = map[string][]byte{a.key: n.encode()}
	return nil
}

// date gives entries without a date of publication the one of their last change when they were
// first seen, or else the time of that. It stays: an entry must not wander when it is changed.
func (n *note) date(items []voxpop.Item, p page) {
	if p.unchanged {
		return
	}
	before := n.First
	n.First = nil
	for i := range items {
		it := &items[i]
		if !it.Created.IsZero() {
			continue
		}
		first, ok := before[it.ID.Native]
		if !ok {
			first = p.at.Unix()
			if !it.Edited.IsZero() {
				first = it.Edited.Unix()
			}
		}
		if n.First == nil {
			n.First = map[string]int64{}
		}
		n.First[it.ID.Native] = first
		it.Created = time.Unix(first, 0).UTC()
		if !it.Edited.After(it.Created) {
			it.Edited = time.Time{}
		}
	}
}

// schedule sets when to look again: sooner where something was new, later where nothing was,
// and not while the server calls its answer fresh.
func (s *Source) schedule(n *note, p page, news bool) {
	interval := time.Duration(n.Interval) * time.Second
	if news {
		interval /= 2
	} else {
		interval += interval / 2
	}
	interval = min(max(interval, s.cfg.MinInterval), s.cfg.MaxInterval)
	n.Interval = int64(interval / time.Second)
	n.Fails = 0
	n.Next = s.cfg.Now().Add(max(interval, min(p.fresh, s.cfg.MaxInterval))).Unix()
}

// cover writes the ledger. What a feed holds joins on to what is stored if one of its entries
// was known, or if it has not changed; a feed in which all is new has turned over meanwhile.
func (s *Source) cover(b *voxpop.Batch, a address, n *note, p page, entries []voxpop.Item, fresh int) {
	to := p.at.Unix()
	if to <= n.Covered || len(entries) == 0 && !p.unchanged {
		return
	}
	e := voxpop.LedgerEntry{
		Source: s.Name(), Community: n.community(a), Kind: voxpop.KindPost, From: time.Unix(n.Covered, 0).UTC(), To: p.at,
		Continuity: voxpop.Complete, Received: int64(fresh), Recorded: s.cfg.Now().UTC(),
	}
	switch {
	case n.Covered == 0:
		e.Continuity, e.Reason = voxpop.Unknown, "the first look at the feed"
		e.From = p.at
		for i := range entries {
			e.From = earlier(e.From, entries[i].Created)
		}
	case fresh == len(entries) && !p.unchanged:
		e.Continuity = voxpop.Gap
		e.Reason = "every entry of the feed was new: others may have come and gone between two looks"
	}
	n.Covered = to
	b.Ledger = []voxpop.LedgerEntry{e}
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// encode writes the note, which holds only text and numbers and always encodes.
func (n *note) encode() []byte {
	raw, err := json.Marshal(n)
	if err != nil {
		panic(err)
	}
	return raw
}
