package api

import (
	"context"
	"fmt"
	"iter"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/ask"
)

// fakeReceipt is of a question about all items.
var fakeReceipt = func() voxpop.Receipt {
	r := ask.Receipt{Format: ask.ReceiptFormat, Question: ask.ReceiptQuestion{Of: ask.OfItems, From: noon.Add(-12 * time.Hour), To: noon}, Figures: []ask.Figure{{Name: "All items"}}}
	id, content, err := r.Encode()
	if err != nil {
		panic(err)
	}
	return voxpop.Receipt{ID: id, Asked: "fake", Content: content, Made: noon}
}()

func (f *fake) Receipt(_ context.Context, id string) (voxpop.Receipt, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, r := range f.receipts {
		if r.ID == id {
			return r, f.down
		}
	}
	return voxpop.Receipt{}, fmt.Errorf("receipt %q: %w", id, voxpop.ErrNotFound)
}

func (f *fake) KeepReceipt(_ context.Context, r voxpop.Receipt, most int64) (voxpop.Receipt, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, kept := range f.receipts {
		if kept.Asked == r.Asked {
			return kept, nil
		}
	}
	if most > 0 && f.fullOfReceipts {
		return r, fmt.Errorf("full: %w", voxpop.ErrConflict)
	}
	f.receipts = append(f.receipts, r)
	return r, nil
}

func (f *fake) CountedItems(_ context.Context, filter voxpop.Filter) iter.Seq2[voxpop.CountedRow, error] {
	return func(yield func(voxpop.CountedRow, error) bool) {
		for i := range f.stored {
			if it := &f.stored[i]; it.Score != nil && f.matches(filter, it) && !f.unsettled {
				if !yield(voxpop.CountedRow{Item: it.ID, Gone: it.State.Textless(), Sign: it.Score.Label.Sign(), Compound: voxpop.Myriad(it.Score.Compound)}, nil) {
					return
				}
			}
		}
	}
}

func (f *fake) CountedMentions(_ context.Context, tf voxpop.ToolFilter) iter.Seq2[voxpop.CountedRow, error] {
	return func(yield func(voxpop.CountedRow, error) bool) {
		var rows []voxpop.CountedRow
		err := f.each(tf, func(it *voxpop.StoredItem, o *voxpop.ToolOpinion) {
			rows = append(rows, voxpop.CountedRow{Item: it.ID, Tool: o.Tool, Gone: it.State.Textless(), Sign: o.Score.Label.Sign(), Compound: voxpop.Myriad(o.Score.Compound)})
		})
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
		if err != nil {
			yield(voxpop.CountedRow{}, err)
		}
	}
}
