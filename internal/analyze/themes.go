package analyze

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/analyze/topics"
)

const (
	// leastThemed is how many items must mention a tool for it to have themes of its own, and mostThemed how many tools have.
	leastThemed = 30
	mostThemed  = 40
)

// themed is an item as topics reads it. Its label is that of the opinion, or of the item where there is none.
func themed(it *spoken, o *voxpop.ToolOpinion) topics.Item {
	item := topics.Item{
		ID: it.id, Community: it.community, Thread: it.thread, Created: it.created, Engagement: it.engagement, Text: it.plain, Label: it.label,
	}
	if o != nil {
		item.Label = o.Score.Label
	}
	return item
}

// searchTools searches the items of each tool that enough of them mention.
func (s *Survey) searchTools(ctx context.Context, run voxpop.ThemeRun, items []spoken, names map[string][]string, b *topics.Background) error {
	byTool := map[string][]topics.Item{}
	for i := range items {
		for j := range items[i].opinions {
			o := &items[i].opinions[j]
			byTool[o.Tool] = append(byTool[o.Tool], themed(&items[i], o))
		}
	}
	for _, slug := range mostTalked(byTool) {
		run.Tool = slug
		if err := s.search(ctx, run, byTool[slug], len(byTool[slug]), names[slug], b); err != nil {
			return err
		}
	}
	return nil
}

func (s *Survey) search(ctx context.Context, run voxpop.ThemeRun, items []topics.Item, total int, names []string, b *topics.Background) error {
	before, err := s.Store.Themes(ctx, run.ThemeScope)
	if err != nil && !errors.Is(err, voxpop.ErrNotFound) {
		return err
	}
	found := topics.Find(items, before.Topics, topics.Options{Scope: run.Tool, Names: names, Background: b})
	run.Total, run.Read, run.Copies, run.Unassigned, run.Topics = total, found.Read, found.Copies, found.Unassigned, found.Themes
	if err := ctx.Err(); err != nil {
		return err
	}
	return s.Store.SaveThemes(ctx, run)
}

// mostTalked returns the tools with themes of their own, in a fixed order.
func mostTalked(byTool map[string][]topics.Item) []string {
	var slugs []string
	for slug, items := range byTool {
		if len(items) >= leastThemed {
			slugs = append(slugs, slug)
		}
	}
	slices.SortFunc(slugs, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(byTool[b]), len(byTool[a])), cmp.Compare(a, b))
	})
	return slugs[:min(len(slugs), mostThemed)]
}

// toolNames are the names under which each tool is written, which label no theme of its own.
func toolNames(all []voxpop.Tool) map[string][]string {
	names := make(map[string][]string, len(all))
	for i := range all {
		t := &all[i]
		names[t.Slug] = append(names[t.Slug], t.Name)
		for _, a := range t.Aliases {
			names[t.Slug] = append(names[t.Slug], a.Text)
		}
	}
	return names
}
