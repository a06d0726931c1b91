package analyze

import (
	"context"
	"iter"
	"slices"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/analyze/text"
)

// TalkReader reads what was said in a window, and about which tools.
type TalkReader interface {
	ExportItems(ctx context.Context, f voxpop.Filter) iter.Seq2[voxpop.StoredItem, error]
	OpinionsOf(ctx context.Context, ids []voxpop.ItemID) (map[voxpop.ItemID][]voxpop.ToolOpinion, error)
}

// spoken is an item with its cleaned text, and what it says about tools.
type spoken struct {
	voxpop.StoredItem // without title and body
	plain             string
	opinions          []voxpop.ToolOpinion
}

// asked is of how many items the opinions are read at a time.
const asked = 500

// gather reads a window's live, counted items: all of them, or of a big window the sample that is read anyway. total is how
// many there are.
func gather(ctx context.Context, from TalkReader, w voxpop.Window) (items []spoken, total int, err error) {
	var s sampler
	for it, err := range from.ExportItems(ctx, voxpop.Filter{Window: w}) {
		if err != nil {
			return nil, 0, err
		}
		if it.State.Textless() || it.Exclusion != voxpop.Counted {
			continue
		}
		plain := text.Clean(it.ID.Source, it.Title, it.Body).Plain
		it.Title, it.Body = "", ""
		s.add(spoken{StoredItem: it, plain: plain})
	}
	items = s.items()
	return items, s.total, hear(ctx, from, items)
}

// hear fills in the opinions of items.
func hear(ctx context.Context, from TalkReader, items []spoken) error {
	for part := range slices.Chunk(items, asked) {
		ids := make([]voxpop.ItemID, len(part))
		for i := range part {
			ids[i] = part[i].ID
		}
		said, err := from.OpinionsOf(ctx, ids)
		if err != nil {
			return err
		}
		for i := range part {
			part[i].opinions = said[part[i].ID]
		}
	}
	return nil
}
