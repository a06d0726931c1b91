package tools

import (
	"fmt"
	"maps"
	"slices"

	"github.com/voxpop-dev/voxpop"
)

// with is a matcher that finds one more tool, which counts for itself; m stays as it is. claimed are the aliases that count wherever
// they stand, by tool.
func (m *Matcher) with(t voxpop.Tool, claimed map[string]string) (*Matcher, error) {
	next := &Matcher{
		trie: m.trie.clone(), tools: slices.Clip(m.tools), aliases: slices.Clip(m.aliases), field: maps.Clone(m.field),
		phrases: maps.Clone(m.phrases), spelled: slices.Clip(m.spelled), home: maps.Clone(m.home),
	}
	if err := next.addTool(&t, t.Slug, maps.Clone(claimed)); err != nil {
		return nil, fmt.Errorf("tool %q: %w", t.Slug, err)
	}
	return next, nil
}

// clone is a trie to which patterns can be added.
func (t *trie) clone() *trie {
	next := &trie{vocabulary: maps.Clone(t.vocabulary), sketches: t.sketches, edges: maps.Clone(t.edges), nodes: slices.Clone(t.nodes), starts: slices.Clone(t.starts)}
	for i := range next.nodes {
		next.nodes[i].uses = slices.Clip(next.nodes[i].uses)
	}
	return next
}
