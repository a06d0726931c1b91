package api

import (
	"context"
	"errors"

	"github.com/voxpop-dev/voxpop"
)

// labelSource reads the items that labels are about.
type labelSource struct {
	item     func(ctx context.Context, id voxpop.ItemID) (voxpop.StoredItem, error)
	opinions func(ctx context.Context, ids []voxpop.ItemID) (map[voxpop.ItemID][]voxpop.ToolOpinion, error)
	text     func(source, title, body string) string
}

// labelText is what a person is shown, or was: the text of an item and the places of a tool in it.
type labelText struct {
	item     voxpop.StoredItem
	text     string // empty when it is gone
	mentions []voxpop.Mention
}

// texts reads what tasks are about. Items that are not there are left out.
func (s *labelSource) texts(ctx context.Context, tasks []voxpop.LabelTask) (map[int64]labelText, error) {
	ids := make([]voxpop.ItemID, len(tasks))
	for i := range tasks {
		ids[i] = tasks[i].Item
	}
	opinions, err := s.opinions(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := make(map[int64]labelText, len(tasks))
	for i := range tasks {
		item, err := s.item(ctx, tasks[i].Item)
		if errors.Is(err, voxpop.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		t := labelText{item: item, text: s.text(item.ID.Source, item.Title, item.Body)}
		if o := opinionOn(opinions[tasks[i].Item], tasks[i].Tool); o != nil {
			t.mentions = o.Mentions
		}
		out[tasks[i].ID] = t
	}
	return out, nil
}

// places are those of the mentions in a text of so many code points.
func (t *labelText) places() []PlaceBody {
	out := []PlaceBody{}
	n := len([]rune(t.text))
	for _, m := range t.mentions {
		if m.Span.Start < m.Span.End && m.Span.End <= n {
			out = append(out, PlaceBody{m.Span.Start, m.Span.End})
		}
	}
	return out
}

func (a *API) labelSource() *labelSource {
	return &labelSource{a.opt.Reader.Item, a.opt.Opinions.OpinionsOf, a.opt.Text}
}

func (a *API) taskBodies(ctx context.Context, tasks []voxpop.LabelTask) ([]LabelTaskBody, error) {
	out := []LabelTaskBody{}
	texts, err := a.labelSource().texts(ctx, tasks)
	if err != nil {
		return nil, a.asProblem("what is to be labelled", err)
	}
	f, err := a.frame(ctx)
	if err != nil {
		return nil, err
	}
	c, err := a.catalog(ctx, f)
	if err != nil {
		return nil, err
	}
	for i := range tasks {
		if t, there := texts[tasks[i].ID]; there {
			out = append(out, taskBody(c, &tasks[i], &t))
		}
	}
	return out, nil
}

func taskBody(c *catalog, task *voxpop.LabelTask, t *labelText) LabelTaskBody {
	b := LabelTaskBody{
		ID: task.ID, Item: task.Item.String(), Kind: string(t.item.Kind), Source: task.Item.Source, Community: t.item.Community,
		Permalink: safeURL(t.item.Permalink), Text: t.text, Spans: t.places(),
	}
	if task.Tool != "" {
		b.Tool, b.ToolName = &task.Tool, c.name(task.Tool)
	}
	return b
}
