package relational

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/voxpop-dev/voxpop/internal/rollup"
)

// attentionKey names a cell of engagement of a version of a tool.
type attentionKey struct {
	sheetKey
	attentionID
}

func compareAttention(a, b attentionKey) int {
	return cmp.Or(compareSheets(a.sheetKey, b.sheetKey), compareAttentionIDs(a.attentionID, b.attentionID))
}

type attentionCells = map[attentionKey]rollup.AttentionSum

func wantedAttention(source string, u unit, c counting, items []unitItem) attentionCells {
	out := attentionCells{}
	for version, mentioned := range attentionFor(items, c) {
		for s, sum := range rollup.BuildAttention(time.Unix(u.day, 0).UTC(), slices.Values(mentioned)) {
			k := sheetKey{0, u.community, grainSeconds(s.Grain), s.Start.Unix(), source}
			out[attentionKey{k, attentionID{version, flag(s.Inferred)}}] = sum
		}
	}
	return out
}

// attentionSheetsOf packs cells into their sheets.
func attentionSheetsOf(cells attentionCells) map[sheetKey]string {
	bySheet := map[sheetKey]attentionSum{}
	for k, sum := range cells {
		if bySheet[k.sheetKey] == nil {
			bySheet[k.sheetKey] = attentionSum{}
		}
		bySheet[k.sheetKey][k.attentionID] = sum
	}
	out := make(map[sheetKey]string, len(bySheet))
	for k, sums := range bySheet {
		out[k] = sums.sheet()
	}
	return out
}

// attentionOf is the inverse of attentionSheetsOf.
func attentionOf(sheets map[sheetKey]string) (attentionCells, error) {
	out := attentionCells{}
	for k, sheet := range sheets {
		err := eachAttention([]byte(sheet), func(id attentionID, sum rollup.AttentionSum) { out[attentionKey{k, id}] = sum })
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// noEngine is of what does not depend on one.
var noEngine = []int64{0}

// buildAttention writes the cells of engagement of a unit where they differ, and the list of its posts, which is in the order of it.
func (r *rolling) buildAttention(ctx context.Context, u unit, items []unitItem) error {
	source := r.sources[u.community]
	want := attentionSheetsOf(wantedAttention(source, u, r.counting, items))
	changed, err := r.buildSheets(ctx, attentionSheets, noEngine, u, want)
	if err != nil {
		return err
	}
	r.noteSums(attentionSheets, changed, want)
	_, err = r.buildSheets(ctx, postSheets, noEngine, u, wantedPosts(source, u, r.counting, items))
	return err
}
