package analyze

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/analyze/text"
	"github.com/voxpop-dev/voxpop/internal/analyze/topics"
)

// ThemeStore is what the search for themes reads and writes.
type ThemeStore interface {
	Version(ctx context.Context) (voxpop.DataVersion, error)
	Tools(ctx context.Context) ([]voxpop.Tool, error)
	ExportItems(ctx context.Context, f voxpop.Filter) iter.Seq2[voxpop.StoredItem, error]
	OpinionsOf(ctx context.Context, ids []voxpop.ItemID) (map[voxpop.ItemID][]voxpop.ToolOpinion, error)
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
	// asked is of how many items the opinions are read at a time.
	asked = 500
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
		items, total, err := t.gather(ctx, window)
		if err != nil {
			return fmt.Errorf("reading the items of %d days: %w", days, err)
		}
		if background == nil {
			background = topics.Learn(items, 0)
		}
		run := voxpop.ThemeRun{Window: window, Made: began, ThemeScope: voxpop.ThemeScope{Days: days}}
		if err := t.search(ctx, run, items, total, nil, nil); err != nil {
			return err
		}
		if err := t.searchTools(ctx, run, items, names, background); err != nil {
			return err
		}
	}
	return t.Store.DropThemes(ctx, began)
}

// gather reads a window's live items: all of them, or the sample that a search would read anyway.
func (t *Themer) gather(ctx context.Context, w voxpop.Window) ([]topics.Item, int, error) {
	var s sampler
	for it, err := range t.Store.ExportItems(ctx, voxpop.Filter{Window: w}) {
		if err != nil {
			return nil, 0, err
		}
		if it.State.Textless() || it.Exclusion != voxpop.Counted {
			continue
		}
		item := topics.Item{
			ID: it.ID, Community: it.Community, Thread: it.ThreadID, Created: it.Created, Engagement: it.Upvotes + 2*it.Comments,
			Text: text.Clean(it.ID.Source, it.Title, it.Body).Plain,
		}
		if it.Score != nil {
			item.Label = it.Score.Label
		}
		s.add(item)
	}
	return s.items(), s.total, nil
}

// searchTools searches the items of each tool that enough of them mention. There the label is that of the opinion on the tool.
func (t *Themer) searchTools(ctx context.Context, run voxpop.ThemeRun, items []topics.Item, names map[string][]string, b *topics.Background) error {
	byTool := map[string][]topics.Item{}
	for part := range slices.Chunk(items, asked) {
		ids := make([]voxpop.ItemID, len(part))
		for i := range part {
			ids[i] = part[i].ID
		}
		said, err := t.Store.OpinionsOf(ctx, ids)
		if err != nil {
			return fmt.Errorf("reading opinions: %w", err)
		}
		for i := range part {
			for _, o := range said[part[i].ID] {
				item := part[i]
				item.Label = o.Score.Label
				byTool[o.Tool] = append(byTool[o.Tool], item)
			}
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
