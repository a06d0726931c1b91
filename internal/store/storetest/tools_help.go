package storetest

import (
	"errors"
	"slices"
	"strings"

	"github.com/voxpop-dev/voxpop"
)

// tool is an active tool that is written as one of words.
func tool(slug string, words ...string) voxpop.Tool {
	t := voxpop.Tool{Slug: slug, Name: strings.ToUpper(slug[:1]) + slug[1:], Vendor: "Some Inc.", Description: "for tests",
		Categories: []string{"editor", "agent"}, Status: voxpop.ToolActive}
	for _, w := range words {
		t.Aliases = append(t.Aliases, voxpop.Alias{Text: w})
	}
	return t
}

func home(t voxpop.Tool, communities ...string) voxpop.Tool {
	t.Home = communities
	return t
}

var byAdmin = voxpop.AuditEntry{Actor: "ann", Action: "tools.test"}

func create(t tester, s Store, wanted ...voxpop.Tool) {
	t.Helper()
	for _, w := range wanted {
		if _, err := s.CreateTool(ctx, w, byAdmin); err != nil {
			t.Fatalf("create %s: %v", w.Slug, err)
		}
	}
}

func stored(t tester, s Store, slug string) voxpop.Tool {
	t.Helper()
	got, err := s.Tool(ctx, slug)
	if err != nil {
		t.Fatalf("tool %s: %v", slug, err)
	}
	return got
}

// rewrite gives a tool other words.
func rewrite(t tester, s Store, slug string, words ...string) voxpop.Tool {
	t.Helper()
	old := stored(t, s, slug)
	old.Aliases = tool(slug, words...).Aliases
	got, err := s.EditTool(ctx, old, byAdmin)
	if err != nil {
		t.Fatalf("edit %s: %v", slug, err)
	}
	return got
}

func turn(t tester, s Store, slug string, to voxpop.ToolStatus) {
	t.Helper()
	if _, err := s.SetToolStatus(ctx, slug, stored(t, s, slug).Edit, to, byAdmin); err != nil {
		t.Fatalf("%s becomes %s: %v", slug, to, err)
	}
}

// mergeOf names the present edits of its tools.
func mergeOf(t tester, s Store, into string, sources ...string) voxpop.Merge {
	t.Helper()
	m := voxpop.Merge{Into: into, Sources: sources, Edits: map[string]int64{}}
	for _, slug := range append([]string{into}, sources...) {
		m.Edits[slug] = stored(t, s, slug).Edit
	}
	return m
}

func merge(t tester, s Store, into string, sources ...string) voxpop.Merge {
	t.Helper()
	r, err := s.MergeTools(ctx, mergeOf(t, s, into, sources...), false, byAdmin)
	if err != nil {
		t.Fatalf("merge: %v", err)
	}
	return r.Merge
}

// The suite's texts speak of tools in this way: a word of a tool followed by + or - is a good or bad word on it, a bare one is
// felt about as the whole text; "it" in a home community is inferred; "a>b" prefers a, "a=>b" tells of going from a to b.
func examine(a *voxpop.Analysis, it voxpop.Item, c voxpop.Catalog) {
	a.Catalog = c.Revision
	if a.Score == nil {
		return
	}
	words := strings.Fields(strings.ToLower(it.Title + " " + it.Body))
	slugs := map[string]string{} // word → tool, by the newest definitions
	for _, p := range c.Patterns {
		if o := opinionOn(p.Tool, words, it, *a.Score); o != nil {
			a.Opinions = append(a.Opinions, voxpop.Opinion{Version: p.Version, ToolOpinion: *o})
		}
		for _, alias := range p.Tool.Aliases {
			if w := strings.ToLower(alias.Text); slugs[w] == "" || p.Next {
				slugs[w] = p.Tool.Slug
			}
		}
	}
	for i, w := range words {
		kind := voxpop.Switched
		from, to, found := strings.Cut(w, "=>")
		if !found {
			kind = voxpop.Prefers
			to, from, found = strings.Cut(w, ">")
		}
		if left, taken := slugs[strings.TrimRight(from, "+-")], slugs[strings.TrimRight(to, "+-")]; found && left != "" && taken != "" && left != taken {
			a.Relations = append(a.Relations, voxpop.Relation{Kind: kind, From: left, To: taken, Span: voxpop.Span{Start: i, End: i + 1}})
		}
	}
}

func opinionOn(t voxpop.Tool, words []string, it voxpop.Item, whole voxpop.Score) *voxpop.ToolOpinion {
	o := voxpop.ToolOpinion{Tool: t.Slug}
	sum := 0.0
	mention := func(alias string, at int, inferred bool, compound float64) {
		score := whole
		score.Compound, score.Label = compound, voxpop.LabelOf(compound)
		o.Mentions = append(o.Mentions, voxpop.Mention{Tool: t.Slug, Alias: alias, Span: voxpop.Span{Start: at, End: at + 1}, Inferred: inferred, Score: &score})
		sum += compound
	}
	for i, w := range words {
		for _, part := range strings.FieldsFunc(w, func(r rune) bool { return r == '=' || r == '>' }) {
			for _, alias := range t.Aliases {
				switch a := strings.ToLower(alias.Text); part {
				case a:
					mention(alias.Text, i, false, whole.Compound)
				case a + "+":
					mention(alias.Text, i, false, 0.7)
				case a + "-":
					mention(alias.Text, i, false, -0.7)
				}
			}
		}
	}
	if len(o.Mentions) == 0 && slices.Contains(words, "it") && slices.Contains(t.Home, it.ID.Source+"/"+strings.ToLower(it.Community)) {
		mention("", 0, true, whole.Compound)
		o.Inferred = true
	}
	if len(o.Mentions) == 0 {
		return nil
	}
	o.Score = whole
	o.Score.Compound = float64(voxpop.Myriad(sum/float64(len(o.Mentions)))) / 10000
	o.Score.Label = voxpop.LabelOf(o.Score.Compound)
	return &o
}

// again runs re-analyses, in steps of a few items, until none is left or steps are used up.
func again(t tester, s Store, e voxpop.EngineID, steps int) {
	t.Helper()
	for range steps {
		r, err := s.NextReanalysis(ctx, e)
		if errors.Is(err, voxpop.ErrNotFound) {
			return
		}
		if err != nil {
			t.Fatalf("next re-analysis: %v", err)
		}
		stepAgain(t, s, e, r)
	}
}

// stepAgain takes one step, and returns what it read.
func stepAgain(t tester, s Store, e voxpop.EngineID, r voxpop.Reanalysis) voxpop.ReanalysisBatch {
	t.Helper()
	c := catalog(t, s)
	for _, p := range r.Proposed {
		c = proposing(c, p)
	}
	if err := s.StartReanalysis(ctx, r.ID, searchesFor(c, r)); err != nil {
		t.Fatalf("start re-analysis: %v", err)
	}
	b, err := s.ReanalysisItems(ctx, r.ID, 3)
	if err != nil {
		t.Fatalf("items of re-analysis: %v", err)
	}
	var done []voxpop.Analysis
	for _, p := range b.Items {
		a := analysis(p, e)
		examine(&a, p.Item, c)
		done = append(done, a)
	}
	if stale, err := s.CommitReanalysis(ctx, r.ID, e, b, done); err != nil || stale {
		t.Fatalf("commit re-analysis: stale %v, %v", stale, err)
	}
	return b
}

func catalog(t tester, s Store) voxpop.Catalog {
	t.Helper()
	c, err := s.Catalog(ctx)
	if err != nil {
		t.Fatalf("catalog: %v", err)
	}
	return c
}

// proposing is a catalog with a proposed definition in the place of the tool's own.
func proposing(c voxpop.Catalog, t voxpop.Tool) voxpop.Catalog {
	p := voxpop.Pattern{Tool: t}
	c.Patterns = slices.DeleteFunc(c.Patterns, func(old voxpop.Pattern) bool {
		if old.Tool.Slug == t.Slug {
			p.Version = old.Version
		}
		return old.Tool.Slug == t.Slug
	})
	c.Patterns = append(c.Patterns, p)
	return c
}

func searchesFor(c voxpop.Catalog, r voxpop.Reanalysis) []string {
	var out []string
	for _, p := range c.Patterns {
		if slices.Contains(r.Tools, p.Tool.Slug) {
			for _, a := range p.Tool.Aliases {
				out = append(out, strings.ToLower(a.Text))
			}
		}
	}
	return out
}

// settle lets everything that waits be done: analyses, re-analyses, rollups, and what these set off.
func settle(t tester, s Store, e voxpop.EngineID) {
	t.Helper()
	for range 50 {
		analyse(t, s, e)
		again(t, s, e, 10_000)
		rollUp(t, s)
		before := catalog(t, s).Revision
		rollUp(t, s)
		if backlog(t, s) == (voxpop.Backlog{}) && catalog(t, s).Revision == before {
			return
		}
	}
	t.Fatalf("never settles: %+v", backlog(t, s))
}
