package file

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// Bounds of a batch: whichever is reached first ends it. Where little matches, the last one
// keeps the place from lagging behind.
const (
	batchItems = 1000
	batchBytes = 8 << 20
	batchRead  = 64 << 20 // of the unpacked stream
)

// Run reads one file. Each batch carries the place reached, so that an import that was stopped
// goes on there; saved listings and standard input start over instead, which stores nothing
// twice. Unreadable records are counted in the summary. Run fails when the file cannot be read
// or nothing in it could be understood.
func (s *Source) Run(ctx context.Context, t voxpop.Task, view voxpop.SourceView) iter.Seq2[voxpop.Batch, error] {
	return func(yield func(voxpop.Batch, error) bool) {
		r, err := s.start(ctx, t, view)
		if err != nil {
			yield(voxpop.Batch{}, err)
			return
		}
		defer r.in.close()
		pieces := r.pieces(ctx)
		if r.in.resumable { // other inputs may keep a reader waiting for ever
			pieces = ahead(pieces)
		}
		for p := range pieces {
			if p.err != nil {
				yield(voxpop.Batch{}, p.err)
				return
			}
			s.publish(p.sum)
			s.cfg.OnProgress(p.progress)
			if !yield(p.batch, nil) {
				return
			}
		}
	}
}

// run is one reading of one file.
type run struct {
	s      *Source
	in     *input
	scan   scanner
	key    string // of the cursor; empty when the reading cannot go on later
	before cursor
	sum    Summary
	found  ranges
	now    time.Time
	ended  bool
}

func (s *Source) start(ctx context.Context, t voxpop.Task, view voxpop.SourceView) (*run, error) {
	var p payload
	if err := json.Unmarshal(t.Payload, &p); err != nil || p.Path == "" {
		return nil, fmt.Errorf("import: task %q names no file: %w", t.Key, voxpop.ErrInvalid)
	}
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("import %s: %w", p.Path, err)
	}
	in, err := s.open(p.Path)
	if err != nil {
		return nil, err
	}
	r := &run{s: s, in: in, now: s.cfg.Now().UTC(), sum: Summary{Path: p.Path, Compression: in.compression}}
	if in.resumable {
		r.key = identity(in.size, in.head, s.filter)
	}
	if err := r.resume(ctx, view); err != nil {
		in.close()
		return nil, fmt.Errorf("import %s: %w", p.Path, err)
	}
	return r, nil
}

func (r *run) resume(ctx context.Context, view voxpop.SourceView) (err error) {
	if r.before, err = loadCursor(ctx, view, r.key); err != nil {
		return err
	}
	if r.before.Offset > 0 {
		if r.before.Summary != nil {
			path := r.sum.Path
			r.sum = *r.before.Summary
			r.sum.Path = path
		}
		r.sum.Resumed = true
	}
	r.found = newRanges(r.sum.Communities)
	r.scan, err = newScanner(ctx, r.in.plain, r.before.Offset, r.before.Number)
	return err
}

// batch reads until a batch is full or the file ends. last is true for the final one.
func (r *run) batch(ctx context.Context) (b voxpop.Batch, last bool, err error) {
	var g gathering
	start, _ := r.scan.place()
	for !r.ended && !g.full() {
		if err := r.record(ctx, &g); err != nil {
			return b, false, err
		}
		if offset, _ := r.scan.place(); offset-start >= batchRead {
			break
		}
	}
	if r.ended && r.sum.Read == r.sum.Malformed && (r.sum.Read > 0 || r.sum.Truncated != "") {
		return b, true, r.nothing()
	}
	b.Items = g.items
	r.finish(&b)
	return b, r.ended, nil
}

// record reads one record into the gathering. An error ends the import.
func (r *run) record(ctx context.Context, g *gathering) error {
	raw, err := r.scan.next()
	_, number := r.scan.place()
	if number%256 == 0 && ctx.Err() != nil {
		return fmt.Errorf("import %s: %w", r.sum.Path, ctx.Err())
	}
	var bad recordError
	switch {
	case errors.As(err, &bad):
		r.sum.malformed(number, bad.error)
	case errors.Is(err, io.EOF):
		r.ended = true
	case err != nil && r.in.raw.err != nil:
		return fmt.Errorf("import %s: %w", r.sum.Path, err)
	case err != nil:
		r.ended = true
		r.sum.Truncated = fmt.Sprintf("damaged or cut off after record %d: %v", number, err)
	case r.s.filter.surelyOther(raw):
		r.sum.Read++
		r.sum.Skipped++
	default:
		r.take(raw, number, g)
	}
	return nil
}

// take decodes a record and keeps what is asked for.
func (r *run) take(raw []byte, number int64, g *gathering) {
	f, err := decode(raw)
	if err != nil {
		r.sum.malformed(number, err)
		return
	}
	r.sum.Absent += f.absent
	for _, err := range f.broken {
		r.sum.malformed(number, err)
	}
	for _, it := range f.items {
		r.sum.Read++
		if !r.s.filter.keeps(&it) {
			r.sum.Skipped++
			continue
		}
		r.sum.Matched++
		r.sum.Oldest, r.sum.Newest = widen(r.sum.Oldest, r.sum.Newest, it.Created, it.Created)
		r.found.item(&it)
		it.Origin, it.Recheck = voxpop.OriginImport, time.Time{}
		g.add(it)
	}
}

// nothing is the error for a file in which not one record could be understood.
func (r *run) nothing() error {
	r.s.publish(r.sum)
	why := r.sum.Truncated
	if len(r.sum.Problems) > 0 {
		why = "the first: " + r.sum.Problems[0].Reason
	}
	return fmt.Errorf("import %s: none of %d records is a post or comment (%s); "+
		"wanted are dumps with one JSON object a line or saved listings: %w", r.sum.Path, r.sum.Read, why, voxpop.ErrInvalid)
}

// finish adds to a batch what goes with its items: the place reached and, at the end, the ledger.
func (r *run) finish(b *voxpop.Batch) {
	if r.ended || len(r.found) <= maxNoted {
		r.sum.Communities = r.found.list()
	}
	if r.ended {
		r.close(b)
	} else if offset, number := r.scan.place(); r.key != "" && offset >= 0 {
		note := cursor{Offset: offset, Number: number, Ledger: r.before.Ledger}
		if len(r.found) <= maxNoted {
			sum := r.sum
			sum.Path = "" // it may be found elsewhere next time
			note.Summary = &sum
		}
		r.note(b, note)
	}
}

func (r *run) close(b *voxpop.Batch) {
	if r.sum.Truncated != "" {
		b.Failures = append(b.Failures, voxpop.Failure{Reason: r.sum.Path + ": " + r.sum.Truncated + "; what came before it was kept"})
	}
	written := digest(r.sum.Communities, r.sum.Absent)
	if written != r.before.Ledger {
		b.Ledger = r.entries()
	}
	if r.key != "" {
		r.note(b, cursor{Ledger: written})
	}
}

func (r *run) note(b *voxpop.Batch, c cursor) {
	if raw, err := json.Marshal(c); err == nil { // always: it holds only text, numbers and times
		b.Cursors = map[string][]byte{r.key: raw}
	}
}
