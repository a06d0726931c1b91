package relational

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// Put commits a batch of a source in one transaction, or not at all. Items may belong to another
// platform than the source that read them: a file holds items of Reddit.
func (s *Store) Put(ctx context.Context, source string, b voxpop.Batch) (voxpop.Stored, error) {
	return s.put(ctx, "storing a batch of "+source, source, b, nil)
}

// Push is Put for pushed items, of whatever sources, with the audit entry in the same transaction.
func (s *Store) Push(ctx context.Context, items []voxpop.Item, audit voxpop.AuditEntry) (voxpop.Stored, error) {
	return s.put(ctx, "storing pushed items", "", voxpop.Batch{Items: items}, &audit)
}

func (s *Store) put(ctx context.Context, op, source string, b voxpop.Batch, audit *voxpop.AuditEntry) (voxpop.Stored, error) {
	if err := checkItems(b.Items); err != nil {
		return voxpop.Stored{}, fmt.Errorf("%s: %w", op, err)
	}
	secret, err := s.Secret(ctx)
	if err != nil {
		return voxpop.Stored{}, err
	}
	var p *putting
	err = s.writeTexts(ctx, op, func(tx *Tx) error {
		p = &putting{tx: tx, source: source, secret: secret, now: s.now(), book: newCommunityBook(tx),
			records: map[voxpop.ItemID]*entry{}, marks: newMarks(tx), results: results{}}
		return p.run(ctx, b, audit)
	})
	if err != nil {
		return voxpop.Stored{}, err
	}
	p.book.committed()
	return p.stored(b), nil
}

// putting is a batch on its way into the database.
type putting struct {
	tx      *Tx
	source  string
	secret  []byte
	now     time.Time
	book    *communityBook
	records map[voxpop.ItemID]*entry
	order   []*entry // in the order of the batch
	marks   *marks
	results results
	counts  voxpop.CycleCounts
}

// entry is an item of the batch: its record and what the batch did to it.
type entry struct {
	*record
	change
	community string // as the batch spells it; empty while only missing or rechecked
	missing   bool
	listed    bool
}

// list notes that an entry has something to write or to count.
func (p *putting) list(e *entry) {
	if !e.listed {
		e.listed = true
		p.order = append(p.order, e)
	}
}

func (p *putting) run(ctx context.Context, b voxpop.Batch, audit *voxpop.AuditEntry) error {
	steps := []func() error{
		func() error { return p.load(ctx, b) },
		func() error { return p.observeAll(ctx, b.Items) },
		func() error { p.miss(b); p.reschedule(b.Rechecked); return nil },
		func() error { return p.save(ctx) },
		func() error { return p.saveCursors(ctx, b.Cursors) },
		func() error { return p.saveLedger(ctx, b.Ledger) },
		func() error { return p.noteHealth(ctx, b) },
		func() error { return p.marks.save(ctx) },
	}
	if audit != nil {
		steps = append(steps, func() error { return saveAudit(ctx, p.tx, *audit, p.now) })
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// load reads the records of every item the batch names.
func (p *putting) load(ctx context.Context, b voxpop.Batch) error {
	ids := make([]voxpop.ItemID, 0, len(b.Items)+len(b.Missing)+len(b.Rechecked))
	for i := range b.Items {
		ids = append(ids, cleanID(b.Items[i].ID))
	}
	for _, id := range b.Missing {
		ids = append(ids, cleanID(id))
	}
	for id := range b.Rechecked {
		ids = append(ids, cleanID(id))
	}
	return loadRecords(ctx, p.tx, ids, func(r *record) {
		e := &entry{record: r}
		p.records[voxpop.ItemID{Source: r.source, Native: r.native}] = e
	})
}

func (p *putting) observeAll(ctx context.Context, items []voxpop.Item) error {
	for i := range items {
		it := &items[i]
		hash := authorHash(p.secret, it.ID.Source, clean(it.Author))
		id := cleanID(it.ID)
		e := p.records[id]
		if e == nil {
			community, err := p.book.id(ctx, it.ID.Source, clean(it.Community))
			if err != nil {
				return err
			}
			e = &entry{record: newRecord(it, community, hash, p.now.UnixMilli())}
			e.change = change{fresh: true, text: !it.State.Textless(), dirty: true}
			p.records[id] = e
		} else {
			e.change.add(e.observe(it, hash))
		}
		if e.community == "" {
			e.community = clean(it.Community)
		}
		p.list(e)
	}
	return nil
}

// MissesBeforeRemoval and MissSpan: an item counts as removed when it was missing this often, and at
// least this long after it was first found missing. One odd answer of a source thus removes nothing.
const (
	MissesBeforeRemoval = 2
	MissSpan            = time.Hour
)

// miss counts the misses of live items.
func (p *putting) miss(b voxpop.Batch) {
	at := sourceTime(b, p.now).UnixMilli()
	for _, id := range b.Missing {
		e := p.records[cleanID(id)]
		if e == nil || e.state.Textless() || e.community != "" || e.missing {
			continue // unknown, gone already, in the same batch after all, or named twice
		}
		if e.misses > 0 && e.missed == at {
			continue // the batch is stored once more
		}
		e.missing, e.touched = true, true
		e.misses++
		if e.misses == 1 {
			e.missed = at
		}
		if e.misses >= MissesBeforeRemoval && at-e.missed >= MissSpan.Milliseconds() {
			e.bury(voxpop.StateRemoved)
			e.removed, e.dirty = true, true
		}
		p.list(e)
	}
}

// sourceTime is the source's time of a batch: the newest observation in it, else the wall clock.
func sourceTime(b voxpop.Batch, now time.Time) time.Time {
	var newest time.Time
	for i := range b.Items {
		if o := b.Items[i].Observed; o.After(newest) {
			newest = o
		}
	}
	if newest.IsZero() {
		return now
	}
	return newest
}

func (p *putting) reschedule(rechecked map[voxpop.ItemID]time.Time) {
	for id, at := range rechecked {
		e := p.records[cleanID(id)]
		if e == nil || e.state.Textless() || e.recheck == seconds(at) {
			continue
		}
		e.recheck, e.touched = seconds(at), true
		p.list(e)
	}
}

func cleanID(id voxpop.ItemID) voxpop.ItemID {
	return voxpop.ItemID{Source: clean(id.Source), Native: clean(id.Native)}
}

// lastCreated is the end of the time that fits an index entry (in the year 2242).
const lastCreated = int64(1) << 33

// checkItems refuses what no source should yield and no table can hold.
func checkItems(items []voxpop.Item) error {
	for i := range items {
		it := &items[i]
		var problem string
		switch sec := seconds(it.Created); {
		case it.ID.Source == "" || clean(it.ID.Source) != it.ID.Source || clean(it.ID.Native) == "":
			problem = "needs a source and an id"
		case it.Kind != voxpop.KindPost && it.Kind != voxpop.KindComment:
			problem = "must be a post or a comment"
		case strings.TrimSpace(clean(it.Community)) == "":
			problem = "needs a community"
		case sec <= 0 || sec >= lastCreated:
			problem = "needs a created time after 1970"
		case !validState(it.State):
			problem = "has a state that does not exist"
		}
		if problem != "" {
			return fmt.Errorf("item %q %s: %w", clean(it.ID.String()), problem, voxpop.ErrInvalid)
		}
	}
	return nil
}

func validState(s voxpop.State) bool {
	switch s {
	case "", voxpop.StateLive, voxpop.StateDeleted, voxpop.StateRemoved, voxpop.StateExpired:
		return true
	}
	return false
}
