package file

import "github.com/voxpop-dev/voxpop"

// gathering collects the items of one batch, each id once.
type gathering struct {
	items []voxpop.Item
	at    map[voxpop.ItemID]int
	bytes int
}

func (g *gathering) full() bool { return len(g.items) >= batchItems || g.bytes >= batchBytes }

// add keeps, of two observations of an item, the one the store would keep.
func (g *gathering) add(it voxpop.Item) {
	if g.at == nil {
		g.at = make(map[voxpop.ItemID]int, batchItems)
	}
	if i, ok := g.at[it.ID]; ok {
		old := &g.items[i]
		if it.State.Textless() || !old.State.Textless() && !it.Observed.Before(old.Observed) {
			*old = it
		}
		return
	}
	g.at[it.ID] = len(g.items)
	g.items = append(g.items, it)
	g.bytes += len(it.Body) + len(it.Title) + 500
}
