package api

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/voxpop-dev/voxpop"
)

func (f *fake) CreateAnnotation(_ context.Context, a voxpop.Annotation, audit voxpop.AuditEntry) (voxpop.Annotation, error) {
	a.ID, a.Edit, a.Created = 100, 1, noon
	return a, f.command(audit, func() error {
		f.notes = append(f.notes, a)
		return nil
	})
}

// noted finds a note that was last seen at an edit; the lock is held.
func (f *fake) noted(id, edit int64) (int, error) {
	at := slices.IndexFunc(f.notes, func(a voxpop.Annotation) bool { return a.ID == id })
	if at < 0 {
		return at, fmt.Errorf("annotation %d: %w", id, voxpop.ErrNotFound)
	}
	if f.notes[at].Edit != edit {
		return at, fmt.Errorf("annotation %d was changed meanwhile (edit %d): %w", id, f.notes[at].Edit, voxpop.ErrConflict)
	}
	return at, nil
}

func (f *fake) EditAnnotation(_ context.Context, a voxpop.Annotation, audit voxpop.AuditEntry) (voxpop.Annotation, error) {
	err := f.command(audit, func() error {
		at, err := f.noted(a.ID, a.Edit)
		if err != nil {
			return err
		}
		a.Edit, a.Created = a.Edit+1, f.notes[at].Created
		f.notes[at] = a
		return nil
	})
	return a, err
}

func (f *fake) DeleteAnnotation(_ context.Context, id, edit int64, audit voxpop.AuditEntry) error {
	return f.command(audit, func() error {
		at, err := f.noted(id, edit)
		if err == nil {
			f.notes = slices.Delete(f.notes, at, at+1)
		}
		return err
	})
}

func (f *fake) ListKeys(context.Context) (out []voxpop.Key, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, k := range f.keys {
		out = append(out, k)
	}
	slices.SortFunc(out, func(a, b voxpop.Key) int { return strings.Compare(a.Name, b.Name) })
	return out, f.down
}

func (f *fake) CreateKey(_ context.Context, k voxpop.Key, hash [32]byte, audit voxpop.AuditEntry) error {
	return f.command(audit, func() error {
		f.keys[hash] = k
		return nil
	})
}

func (f *fake) RevokeKey(_ context.Context, id string, audit voxpop.AuditEntry) error {
	return f.command(audit, func() error {
		for hash, k := range f.keys {
			if k.ID == id {
				k.Revoked = noon
				f.keys[hash] = k
			}
		}
		return nil
	})
}

func (f *fake) AuditLog(_ context.Context, filter voxpop.AuditFilter, after *voxpop.AuditCursor, limit int) (page voxpop.AuditPage, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i := len(f.audits) - 1; i >= 0; i-- {
		e := f.audits[i]
		if after != nil && int64(i) >= after.ID || filter.Actor != "" && e.Actor != filter.Actor || filter.Subject != "" && e.Subject != filter.Subject ||
			filter.Action != "" && e.Action != filter.Action && !strings.HasPrefix(e.Action, filter.Action+".") {
			continue
		}
		if len(page.Entries) == limit {
			page.Next = &voxpop.AuditCursor{At: noon, ID: int64(i + 1)}
			break
		}
		page.Entries = append(page.Entries, e)
	}
	return page, f.down
}
