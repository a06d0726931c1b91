package storetest

import (
	"context"
	"iter"

	"github.com/voxpop-dev/voxpop"
)

// Receipts keeps claims, and reads the rows on which numbers rest.
type Receipts interface {
	// KeepReceipt keeps a receipt, or returns the one that is kept for what it was asked already. ErrConflict when most are kept; 0 stands
	// for no limit.
	KeepReceipt(ctx context.Context, r voxpop.Receipt, most int64) (voxpop.Receipt, error)
	Receipt(ctx context.Context, id string) (voxpop.Receipt, error)
	// CountedItems yields the items that Tally counts as scored, CountedMentions what ToolTally counts, each item once a tool; in no order.
	CountedItems(ctx context.Context, f voxpop.Filter) iter.Seq2[voxpop.CountedRow, error]
	CountedMentions(ctx context.Context, f voxpop.ToolFilter) iter.Seq2[voxpop.CountedRow, error]
}
