package analyze

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/analyze/topics"
)

// ThemeStore is what the search for themes reads and writes.
type ThemeStore interface {
	TalkReader
	Version(ctx context.Context) (voxpop.DataVersion, error)
	Tools(ctx context.Context) ([]voxpop.Tool, error)
	Themes(ctx context.Context, scope voxpop.ThemeScope) (voxpop.ThemeRun, error)
	SaveThemes(ctx context.Context, run voxpop.ThemeRun) error
	DropThemes(ctx context.Context, t time.Time) error
}

// Themer finds the themes of the last days, of all talk and of every tool that is talked about, and stores them.
type Themer struct {
	Store ThemeStore
	Now   func() time.Time
}

// ThemeDays are the lengths of the windows in which themes are sought, longest first.
var ThemeDays = []int{30, 7}

const (
	// leastThemed is how many items must mention a tool for it to have themes of its own, and mostThemed how many tools have.
	leastThemed = 30
	mostThemed  = 40
)

// Run searches all scopes. The windows end at the newest item, so that an imported archive has themes, too.
func (t *Themer) Run(ctx context.Context) error {
	began := t.Now()
	version, err := t.Store.Version(ctx)
	if err != nil || version.Newest.IsZero() {
		return err
	}
	all, err := t.Store.Tools(ctx)
	if err != nil {
		return err
	}
	names := toolNames(all)
	end := voxpop.GrainHour.Truncate(version.Newest).Add(time.Hour)
	var background *topics.Background
	for _, days := range ThemeDays {
		window := voxpop.Window{From: end.AddDate(0, 0, -days), To: end}
		read, total, err := gather(ctx, t.Store, window)
		if err != nil {
			return fmt.Errorf("reading what was said in %d days: %w", days, err)
		}
		items := make([]topics.Item, len(read))
		for i := range read {
			items[i] = themed(&read[i], nil)
		}
		if background == nil {
			background = topics.Learn(items, 0)
		}
		run := voxpop.ThemeRun{Window: window, Made: began, ThemeScope: voxpop.ThemeScope{Days: days}}
		if err := t.search(ctx, run, items, total, nil, nil); err != nil {
			return err
		}
		if err := t.searchTools(ctx, run, read, names, background); err != nil {
			return err
		}
	}
	return t.Store.DropThemes(ctx, began)
}

// themed is an item as topics reads it. Its label is that of the opinion, or of the item where there is none.
func themed(it *spoken, o *voxpop.ToolOpinion) topics.Item {
	item := topics.Item{
		ID: it.ID, Community: it.Community, Thread: it.ThreadID, Created: it.Created, Engagement: it.Upvotes + 2*it.Comments, Text: it.plain,
	}
	switch {
	case o != nil:
		item.Label = o.Score.Label
	case it.Score != nil:
		item.Label = it.Score.Label
	}
	return item
}

// searchTools searches the items of each tool that enough of them mention.
func (t *Themer) searchTools(ctx context.Context, run voxpop.ThemeRun, items []spoken, names map[string][]string, b *topics.Background) error {
	byTool := map[string][]topics.Item{}
	for i := range items {
		for j := range items[i].opinions {
			o := &items[i].opinions[j]
			byTool[o.Tool] = append(byTool[o.Tool], themed(&items[i], o))
		}
	}
	for _, slug := range mostTalked(byTool) {
		run.Tool = slug
		if err := t.search(ctx, run, byTool[slug], len(byTool[slug]), names[slug], b); err != nil {
			return err
		}
	}
	return nil
}

func (t *Themer) search(ctx context.Context, run voxpop.ThemeRun, items []topics.Item, total int, names []string, b *topics.Background) error {
	before, err := t.Store.Themes(ctx, run.ThemeScope)
	if err != nil && !errors.Is(err, voxpop.ErrNotFound) {
		return err
	}
	found := topics.Find(items, before.Topics, topics.Options{Scope: run.Tool, Names: names, Background: b})
	run.Total, run.Read, run.Copies, run.Unassigned, run.Topics = total, found.Read, found.Copies, found.Unassigned, found.Themes
	if err := ctx.Err(); err != nil {
		return err
	}
	return t.Store.SaveThemes(ctx, run)
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
