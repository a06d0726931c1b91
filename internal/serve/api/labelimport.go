package api

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/voxpop-dev/voxpop"
)

// LabelMatch finds what the lines of a label file are about.
type LabelMatch struct {
	Person string // whose labels those of lines without a person are
	Tools  []voxpop.Tool
	Item   func(ctx context.Context, id voxpop.ItemID) (voxpop.StoredItem, error)
	Text   func(source, title, body string) string // an item's text as it is scored
}

// LabelsMissing is what the lines of a file are about that is not there. Lists are sorted, each name once.
type LabelsMissing struct {
	Items []string // not stored, or without text
	Texts []string // items whose text is another one than the file's
	Tools []string // targets that no tool of the catalog is called by
}

// Tasks returns the labels of lines as tasks, and what it did not find. The overall feeling in the line of a mention does not count as drawn:
// texts that name a tool are no sample of all texts.
func (m *LabelMatch) Tasks(ctx context.Context, lines []LabelLine) (tasks []voxpop.LabelTask, missing LabelsMissing, err error) {
	slugs := m.names()
	for i := range lines {
		l := &lines[i]
		if l.Person == "" {
			l.Person = m.Person
		}
		id := l.itemID()
		item, err := m.Item(ctx, id)
		if err != nil && !errors.Is(err, voxpop.ErrNotFound) {
			return nil, missing, err
		}
		if err != nil || item.State != voxpop.StateLive {
			missing.Items = append(missing.Items, id.String())
			continue
		}
		if !m.same(&item, l.Text) {
			missing.Texts = append(missing.Texts, id.String())
			continue
		}
		at, err := l.at()
		if err != nil {
			return nil, missing, err
		}
		add := func(tool, word string, drawn bool) {
			tasks = append(tasks, voxpop.LabelTask{Item: id, Tool: tool, Drawn: drawn, Labels: []voxpop.PersonLabel{{Person: l.Person, Label: labelIn(word), At: at}}})
		}
		if l.Overall != "" {
			add("", l.Overall, l.Drawn && l.Label == "")
		}
		if l.Label == "" {
			continue
		}
		target := l.Tool
		if target == "" {
			target = l.Target
		}
		if slug := slugs[folded(target)]; slug != "" {
			add(slug, l.Label, l.Drawn)
		} else {
			missing.Tools = append(missing.Tools, clip(folded(target), 60))
		}
	}
	for _, list := range []*[]string{&missing.Items, &missing.Texts, &missing.Tools} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	return tasks, missing, nil
}

// names are the slugs of tools by all that they are called; a merged one counts for the tool that it was merged into.
func (m *LabelMatch) names() map[string]string {
	c := &catalog{all: m.Tools, bySlug: map[string]*voxpop.Tool{}}
	for i := range c.all {
		c.bySlug[c.all[i].Slug] = &c.all[i]
	}
	out := map[string]string{}
	put := func(name, slug string) {
		if _, taken := out[folded(name)]; !taken {
			out[folded(name)] = slug
		}
	}
	for i := range c.all { // slugs and names go before the aliases of others
		t := &c.all[i]
		put(t.Slug, c.counts(t).Slug)
	}
	for i := range c.all {
		put(c.all[i].Name, c.counts(&c.all[i]).Slug)
	}
	for i := range c.all {
		for _, alias := range c.all[i].Aliases {
			put(alias.Text, c.counts(&c.all[i]).Slug)
		}
	}
	return out
}

// same reports whether a file's text is that of an item, or a part of it; a file without texts speaks of what is stored.
func (m *LabelMatch) same(item *voxpop.StoredItem, text string) bool {
	if text == "" {
		return true
	}
	stored := folded(m.Text(item.ID.Source, item.Title, item.Body))
	return strings.Contains(stored, folded(m.Text(item.ID.Source, "", text))) || strings.Contains(stored, folded(text))
}

// importedAtOnce bounds how long one transaction takes.
const importedAtOnce = 100

// SaveLabels brings tasks in, some at a time, and returns how many labels that made.
func SaveLabels(ctx context.Context, to interface {
	ImportLabels(ctx context.Context, tasks []voxpop.LabelTask, audit voxpop.AuditEntry) (int, error)
}, tasks []voxpop.LabelTask, audit voxpop.AuditEntry) (n int, err error) {
	for some := range slices.Chunk(tasks, importedAtOnce) {
		k, err := to.ImportLabels(ctx, some, audit)
		n += k
		if err != nil {
			return n, err
		}
	}
	return n, nil
}
