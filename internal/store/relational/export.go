package relational

import (
	"cmp"
	"context"
	"iter"

	"github.com/voxpop-dev/voxpop"
)

// exportPage is how many items an export reads at a time. No read transaction stays open between
// pages: a slow client would otherwise keep SQLite from shortening its log.
const exportPage = 500

// ExportItems streams the public items of a filter, oldest first. The query of the filter is not supported.
func (s *Store) ExportItems(ctx context.Context, f voxpop.Filter) iter.Seq2[voxpop.StoredItem, error] {
	return func(yield func(voxpop.StoredItem, error) bool) {
		w, err := s.itemWhere(ctx, f)
		if err == nil && f.Query != "" {
			err = voxpop.ErrInvalid
		}
		since, until := createdBounds(f.Window)
		var lastID int64
		for err == nil {
			var items []voxpop.StoredItem
			page := w.and("(i.created > ? OR i.id > ?)", since, lastID)
			items, err = s.eachLane(ctx, f, page, since, until, exportPage, oldestFirst, func(w where, column string) ([]voxpop.StoredItem, error) {
				return s.hydrate(ctx, "FROM items i"+w.clause(), w.args, ascending(column)+"i.created, i.id", exportPage)
			})
			for i := range items {
				if !yield(items[i], nil) {
					return
				}
			}
			if err == nil && len(items) < exportPage {
				return
			}
			if len(items) > 0 {
				last := &items[len(items)-1]
				since, lastID = last.Created.Unix(), last.RowID
			}
		}
		yield(voxpop.StoredItem{}, s.fail("exporting items", err))
	}
}

func oldestFirst(a, b voxpop.StoredItem) int {
	return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.RowID, b.RowID))
}
