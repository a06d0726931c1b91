package analyze

import (
	"context"
	"fmt"

	"github.com/voxpop-dev/voxpop"
)

// Catalog is what texts are examined for.
type Catalog interface {
	Catalog(ctx context.Context) (voxpop.Catalog, error)
	CatalogRevision(ctx context.Context) (int64, error)
}

// Mentions finds what texts say about tools.
type Mentions interface {
	// Compile makes a matcher of a catalog. A definition that cannot be compiled is left out, with a word in the log of whoever implements it.
	Compile(c voxpop.Catalog) (Matcher, error)
	// Searches find every item that may name a tool.
	Searches(t voxpop.Tool) []string
}

// Matcher examines texts for one catalog. What it says comes in the order of the texts.
type Matcher interface {
	Examine(ctx context.Context, e Engine, texts []Text) ([]Examined, error)
}

// Text is an item as a Matcher sees it.
type Text struct {
	Source    string
	Community string
	Kind      voxpop.Kind
	Plain     string // cleaned; the title of a post is its first line
}

// Examined is what a text says about tools. A tool of which two definitions are looked for has an opinion for each.
type Examined struct {
	Opinions  []voxpop.Opinion
	Relations []voxpop.Relation
}

// compiled is the matcher of the catalog as it was last seen.
type compiled struct {
	matching
	known bool
}

// matching is a matcher with the revision of the catalog that it was made of. Without a matcher nothing is looked for.
type matching struct {
	revision int64
	matcher  Matcher
}

// matcher returns the one for the catalog of now.
func (a *Analyzer) matcher(ctx context.Context) (matching, error) {
	if a.Mentions == nil {
		return matching{}, nil
	}
	revision, err := a.Backlog.CatalogRevision(ctx)
	if err != nil {
		return matching{}, err
	}
	if a.compiled.known && a.compiled.revision == revision {
		return a.compiled.matching, nil
	}
	catalog, err := a.Backlog.Catalog(ctx)
	if err != nil {
		return matching{}, err
	}
	m, err := a.compile(catalog)
	if err == nil {
		a.compiled = compiled{m, true}
	}
	return m, err
}

func (a *Analyzer) compile(c voxpop.Catalog) (matching, error) {
	m := matching{revision: c.Revision}
	if len(c.Patterns) == 0 {
		return m, nil
	}
	matcher, err := a.Mentions.Compile(c)
	if err != nil {
		return m, fmt.Errorf("compiling the catalog (revision %d): %w", c.Revision, err)
	}
	m.matcher = matcher
	return m, nil
}

// examine adds what the scored items say about tools to their analyses. place holds the index of each text in them.
func (m matching) examine(ctx context.Context, e Engine, items []voxpop.PendingItem, done []voxpop.Analysis, texts []string, place []int) error {
	if m.matcher == nil || len(texts) == 0 {
		return nil
	}
	inputs := make([]Text, len(texts))
	for j, i := range place {
		it := &items[i].Item
		inputs[j] = Text{Source: it.ID.Source, Community: it.Community, Kind: it.Kind, Plain: texts[j]}
	}
	found, err := m.matcher.Examine(ctx, e, inputs)
	if err != nil {
		return fmt.Errorf("examining %d texts for tools: %w", len(texts), err)
	}
	if len(found) != len(texts) {
		return fmt.Errorf("examining %d texts for tools gave %d answers", len(texts), len(found))
	}
	for j, i := range place {
		done[i].Opinions, done[i].Relations = found[j].Opinions, found[j].Relations
	}
	return nil
}
