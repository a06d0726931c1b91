package analyze_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/analyze"
)

// proposals is a store that takes candidates.
type proposals struct {
	*talk
	tools []voxpop.Tool
	found []voxpop.Candidate
}

func (p *proposals) Tools(context.Context) ([]voxpop.Tool, error) { return p.tools, nil }

func (p *proposals) SaveCandidates(_ context.Context, found []voxpop.Candidate) error {
	p.found = found
	return nil
}

func names(found []voxpop.Candidate) (out []string) {
	for _, c := range found {
		out = append(out, c.Name)
	}
	return out
}

func TestUnknownNamesNearToolTalkAreProposed(t *testing.T) {
	p := &proposals{talk: newTalk(1200), tools: []voxpop.Tool{{Slug: "cursor", Name: "Cursor", Vendor: "Anysphere"}}}
	forms := []string{"I switched from %s to %s last week", "using %s with %s every day", "%s is better than %s for me", "tried %s and then %s", "%s vs %s again"}
	for i := range p.items {
		it := &p.items[i]
		it.Author = fmt.Sprint("author", i%90)
		if i%4 == 0 {
			pair := []any{"Cursor", "Quillbase"}
			if i%8 == 0 {
				slices.Reverse(pair)
			}
			it.Body = fmt.Sprintf(forms[i/4%len(forms)], pair...) + ". " + it.Body
			p.said[it.ID] = []voxpop.ToolOpinion{{Tool: "cursor"}}
		}
	}
	if err := (&analyze.Survey{Store: p, Now: time.Now}).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(names(p.found), "Quillbase") || slices.Contains(names(p.found), "Cursor") {
		t.Fatalf("proposed %q, want Quillbase and no known tool", names(p.found))
	}
	c := p.found[slices.Index(names(p.found), "Quillbase")]
	if c.Items != 300 || c.State != voxpop.CandidateProposed || len(c.Evidence) == 0 || c.Beside[0].Tool != "cursor" || c.To.Before(talked) {
		t.Errorf("%+v", c)
	}
	p.tools = append(p.tools, voxpop.Tool{Slug: "qb", Name: "QB", Status: voxpop.ToolArchived, Aliases: []voxpop.Alias{{Text: "quill-base"}}})
	if err := (&analyze.Survey{Store: p, Now: time.Now}).Run(t.Context()); err != nil || slices.Contains(names(p.found), "Quillbase") {
		t.Errorf("an alias of a known tool is proposed: %q, %v", names(p.found), err)
	}
	p.tools = p.tools[:1]
	if err := (&analyze.Survey{Store: p, Now: time.Now, CandidateItems: 301}).Run(t.Context()); err != nil || slices.Contains(names(p.found), "Quillbase") {
		t.Errorf("a name in 300 items is proposed though 301 are asked for: %q, %v", names(p.found), err)
	}
}
