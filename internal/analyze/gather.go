package analyze

import (
	"context"
	"iter"
	"slices"
	"time"
	"unique"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/analyze/text"
)

// TalkReader reads what was said in a window, and about which tools.
type TalkReader interface {
	ExportItems(ctx context.Context, f voxpop.Filter) iter.Seq2[voxpop.StoredItem, error]
	OpinionsOf(ctx context.Context, ids []voxpop.ItemID) (map[voxpop.ItemID][]voxpop.ToolOpinion, error)
}

// spoken is what a survey needs of an item: thousands of them are held at a time.
type spoken struct {
	id                        voxpop.ItemID
	community, thread, author string
	created                   time.Time
	engagement                int64        // upvotes, and comments twice
	label                     voxpop.Label // of its score; empty when there is none
	plain                     string       // its cleaned text
	opinions                  []voxpop.ToolOpinion
}

// spokenOf keeps no string of it that a row brings anew for every item of a source or community.
func spokenOf(it *voxpop.StoredItem) spoken {
	s := spoken{
		id:        voxpop.ItemID{Source: same(it.ID.Source), Native: it.ID.Native},
		community: same(it.Community), thread: it.ThreadID, author: it.Author, created: it.Created,
		engagement: it.Upvotes + 2*it.Comments, plain: text.Clean(it.ID.Source, it.Title, it.Body).Plain,
	}
	if it.Score != nil {
		s.label = it.Score.Label
	}
	return s
}

// same is a text that is held once however many have it.
func same(text string) string { return unique.Make(text).Value() }

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
		s.add(spokenOf(&it))
	}
	items = s.items()
	return items, s.total, hear(ctx, from, items)
}

// hear fills in the opinions of items.
func hear(ctx context.Context, from TalkReader, items []spoken) error {
	for part := range slices.Chunk(items, asked) {
		ids := make([]voxpop.ItemID, len(part))
		for i := range part {
			ids[i] = part[i].id
		}
		said, err := from.OpinionsOf(ctx, ids)
		if err != nil {
			return err
		}
		for i := range part {
			part[i].opinions = said[part[i].id]
		}
	}
	return nil
}
