package relational

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/voxpop-dev/voxpop/internal/rollup"
)

// toolCellKey names a cell of a version of a tool.
type toolCellKey struct {
	sheetKey
	opinionID
}

func compareToolCells(a, b toolCellKey) int {
	return cmp.Or(compareSheets(a.sheetKey, b.sheetKey), compareOpinionIDs(a.opinionID, b.opinionID))
}

type toolCells = map[toolCellKey]toolCell

// wantedToolCells are the cells of tools that a unit should have.
func wantedToolCells(source string, u unit, engines []int64, c counting, items []unitItem) toolCells {
	out := toolCells{}
	for _, engine := range engines {
		for version, opinions := range opinionsFor(items, engine, c) {
			for s, t := range rollup.BuildOpinions(time.Unix(u.day, 0).UTC(), slices.Values(opinions)) {
				k := sheetKey{engine, u.community, grainSeconds(s.Grain), s.Start.Unix(), source}
				out[toolCellKey{k, opinionID{version, s.Kind, flag(s.Inferred)}}] = toolCellOf(t)
			}
		}
	}
	return out
}

// opinionSheetsOf packs cells into their sheets.
func opinionSheetsOf(cells toolCells) map[sheetKey]string {
	bySheet := map[sheetKey]map[opinionID]toolCell{}
	for k, c := range cells {
		if bySheet[k.sheetKey] == nil {
			bySheet[k.sheetKey] = map[opinionID]toolCell{}
		}
		bySheet[k.sheetKey][k.opinionID] = c
	}
	out := make(map[sheetKey]string, len(bySheet))
	for k, c := range bySheet {
		out[k] = opinionSheet(c)
	}
	return out
}

// cellsOf is the inverse of opinionSheetsOf.
func cellsOf(sheets map[sheetKey]string) (toolCells, error) {
	out := toolCells{}
	for k, sheet := range sheets {
		err := eachOpinion([]byte(sheet), func(c *sheetCell) error {
			out[toolCellKey{k, c.opinionID}] = c.cell()
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// differing are the keys of what must go and of what must be written to make have equal want, in order.
func differing[K, V comparable](have, want map[K]V, compare func(a, b K) int) (gone, changed []K) {
	for k := range have {
		if _, kept := want[k]; !kept {
			gone = append(gone, k)
		}
	}
	for k, v := range want {
		if old, known := have[k]; !known || old != v {
			changed = append(changed, k)
		}
	}
	slices.SortFunc(gone, compare)
	slices.SortFunc(changed, compare)
	return gone, changed
}

// buildTools writes the cells of tools of a unit where they differ.
func (r *rolling) buildTools(ctx context.Context, u unit, items []unitItem) error {
	want := opinionSheetsOf(wantedToolCells(r.sources[u.community], u, r.engines, r.counting, items))
	changed, err := r.buildSheets(ctx, opinionSheets, r.engines, u, want)
	r.noteSums(opinionSheets, changed, want)
	return err
}
