package api

import (
	"cmp"
	"context"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// shelve gives the fake a catalog, opinions on it and relations between its tools: Cursor in most items, by inference in
// some of its home, Claude Code in every third; an archived and a merged tool, and a candidate.
func (f *fake) shelve() {
	f.tools = []voxpop.Tool{
		{Slug: "cursor", Name: "Cursor", Vendor: "Anysphere", Categories: []string{"IDE"}, Status: voxpop.ToolActive, Edit: 3, Revision: 2,
			Home: []string{"reddit/cursor"}, Created: noon.Add(-1000 * time.Hour), Updated: noon,
			Aliases: []voxpop.Alias{{Text: "Cursor", Exclude: []string{"mouse cursor"}, Prior: 0.8}, {Text: "Cursor AI"}}},
		{Slug: "claude-code", Name: "Claude Code", Vendor: "Anthropic", Categories: []string{"CLI", "agent"}, Status: voxpop.ToolActive, Edit: 1, Revision: 1, Aliases: []voxpop.Alias{{Text: "Claude Code"}}},
		{Slug: "bard", Name: "Bard", Vendor: "Google", Status: voxpop.ToolArchived, Edit: 1, Revision: 1},
		{Slug: "cursor-ide", Name: "Cursor IDE", Status: voxpop.ToolArchived, MergedInto: "cursor", Edit: 2},
		{Slug: "newcomer", Name: "Newcomer <b>", Status: voxpop.ToolCandidate, Edit: 1},
		{Slug: "fresh", Name: "Fresh", Status: voxpop.ToolActive, Edit: 1}, // stored items are not examined for it yet
	}
	f.opinions = map[voxpop.ItemID][]voxpop.ToolOpinion{}
	for i := range f.stored {
		item := &f.stored[i]
		sign := item.Score.Label.Sign()
		f.say(item, "cursor", float64(sign)*0.5, i%5 == 4)
		if i%3 == 0 {
			f.say(item, "claude-code", 0.25, false)
		}
	}
	relate := func(i int, kind voxpop.RelationKind, from, to string) {
		item := &f.stored[i]
		f.relations = append(f.relations, voxpop.RelatedItem{
			Relation: voxpop.Relation{Kind: kind, From: from, To: to}, Item: item.ID, Community: item.Community, Created: item.Created, RowID: int64(i + 1),
		})
	}
	relate(0, voxpop.Prefers, "cursor", "claude-code")
	relate(3, voxpop.Prefers, "cursor", "claude-code")
	relate(6, voxpop.Prefers, "claude-code", "cursor")
	relate(6, voxpop.Switched, "cursor", "claude-code")
	relate(9, voxpop.Switched, "bard", "cursor")
	f.notes = []voxpop.Annotation{
		{ID: 1, At: noon.Add(-30 * time.Hour), Title: "Outage <b>", Link: "javascript:alert(1)", Edit: 1, Created: noon},
		{ID: 2, At: noon.Add(-2 * time.Hour), Tool: "cursor", Title: "Cursor 2.0", Link: "https://cursor.com/blog", Edit: 4, Created: noon},
	}
}

// say notes what an item says of a tool.
func (f *fake) say(item *voxpop.StoredItem, tool string, compound float64, inferred bool) {
	score := voxpop.Score{Engine: f.version.Engine, Label: voxpop.LabelOf(compound), Compound: compound, Confidence: 1}
	mention := voxpop.Mention{Tool: tool, Alias: tool, Span: voxpop.Span{Start: 2, End: 8}, Inferred: inferred, Score: &score}
	f.opinions[item.ID] = append(f.opinions[item.ID], voxpop.ToolOpinion{Tool: tool, Inferred: inferred, Mentions: []voxpop.Mention{mention}, Score: score})
}

func (f *fake) tool(slug string) *voxpop.Tool {
	for i := range f.tools {
		if f.tools[i].Slug == slug {
			return &f.tools[i]
		}
	}
	return nil
}

func (f *fake) isHome(tool string, item *voxpop.StoredItem) bool {
	return slices.Contains(f.tool(tool).Home, item.ID.Source+"/"+strings.ToLower(item.Community))
}

// each yields what the filter selects: an item, and what it says of a tool.
func (f *fake) each(tf voxpop.ToolFilter, yield func(*voxpop.StoredItem, *voxpop.ToolOpinion)) error {
	for _, slug := range tf.Tools {
		if t := f.tool(slug); t == nil || t.Revision == 0 { // unknown, or never examined
			return fmt.Errorf("tool %q: %w", slug, voxpop.ErrNotFound)
		}
	}
	label := tf.Label
	tf.Label, tf.Textless = "", true
	for i := range f.stored {
		item := &f.stored[i]
		if !f.matches(tf.Filter, item) {
			continue
		}
		for k := range f.opinions[item.ID] {
			o := &f.opinions[item.ID][k]
			if (len(tf.Tools) == 0 || slices.Contains(tf.Tools, o.Tool)) && (label == "" || o.Score.Label == label) &&
				!(tf.Named && o.Inferred) && !(tf.Away && f.isHome(o.Tool, item)) {
				yield(item, o)
			}
		}
	}
	return f.read()
}

func bucket(s string) int {
	h := fnv.New32a()
	_, _ = h.Write([]byte(s))
	return int(h.Sum32() % voxpop.Buckets)
}

func tallyOf(item *voxpop.StoredItem, s *voxpop.Score) (t voxpop.Tally) {
	t.Items, t.Sum = 1, voxpop.Myriad(s.Compound)
	t.SumSq = t.Sum * t.Sum
	switch s.Label {
	case voxpop.Positive:
		t.Positive++
	case voxpop.Negative:
		t.Negative++
	default:
		t.Neutral++
	}
	for c, key := range map[*voxpop.Cluster]string{&t.Threads: item.ThreadID, &t.Authors: item.Author} {
		c.N[bucket(key)]++
		c.Sum[bucket(key)] += int32(s.Label.Sign())
	}
	return t
}

func (f *fake) Tools(context.Context) ([]voxpop.Tool, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.tools), f.down
}

func (f *fake) ToolVersions(_ context.Context, slug string) ([]voxpop.ToolVersion, error) {
	t := f.tool(slug)
	if t == nil {
		return nil, voxpop.ErrNotFound
	}
	versions := []voxpop.ToolVersion{{ID: 1, Slug: slug, Revision: t.Revision, State: voxpop.VersionReady, Answers: true, Created: noon, Tool: *t}}
	if slug == "claude-code" {
		versions = append([]voxpop.ToolVersion{{ID: 2, Slug: slug, Revision: t.Revision + 1, State: voxpop.VersionWalking, Created: noon}}, versions...)
	}
	return versions, f.read()
}

func (f *fake) ToolTally(_ context.Context, tf voxpop.ToolFilter) (map[string]voxpop.Tally, error) {
	out := map[string]voxpop.Tally{}
	err := f.each(tf, func(item *voxpop.StoredItem, o *voxpop.ToolOpinion) {
		sum, one := out[o.Tool], tallyOf(item, &o.Score)
		sum.Add(&one)
		out[o.Tool] = sum
	})
	return out, err
}

func (f *fake) ToolCounts(ctx context.Context, tf voxpop.ToolFilter) (map[string]voxpop.Tally, error) {
	out, err := f.ToolTally(ctx, tf)
	for tool, t := range out {
		t.Threads, t.Authors = voxpop.Cluster{}, voxpop.Cluster{}
		out[tool] = t
	}
	return out, err
}

func (f *fake) ToolSeries(_ context.Context, tf voxpop.ToolFilter, g voxpop.Grain) (map[string][]voxpop.Point, error) {
	sums := map[string]map[int64]voxpop.Tally{}
	err := f.each(tf, func(item *voxpop.StoredItem, o *voxpop.ToolOpinion) {
		at := g.Truncate(item.Created).Unix()
		if sums[o.Tool] == nil {
			sums[o.Tool] = map[int64]voxpop.Tally{}
		}
		sum, one := sums[o.Tool][at], tallyOf(item, &o.Score)
		sum.Add(&one)
		sums[o.Tool][at] = sum
	})
	out := map[string][]voxpop.Point{}
	for tool, points := range sums {
		for at, t := range points {
			out[tool] = append(out[tool], voxpop.Point{Start: time.Unix(at, 0).UTC(), Tally: t})
		}
		slices.SortFunc(out[tool], func(a, b voxpop.Point) int { return a.Start.Compare(b.Start) })
	}
	return out, err
}

func (f *fake) ToolCommunities(_ context.Context, tf voxpop.ToolFilter) (map[string][]voxpop.CommunityTally, error) {
	out := map[string][]voxpop.CommunityTally{}
	err := f.each(tf, func(item *voxpop.StoredItem, o *voxpop.ToolOpinion) {
		one := tallyOf(item, &o.Score)
		for i := range out[o.Tool] {
			if c := &out[o.Tool][i]; c.Source == item.ID.Source && strings.EqualFold(c.Community, item.Community) {
				c.Add(&one)
				return
			}
		}
		out[o.Tool] = append(out[o.Tool], voxpop.CommunityTally{Source: item.ID.Source, Community: item.Community, Home: f.isHome(o.Tool, item), Tally: one})
	})
	for _, list := range out {
		slices.SortStableFunc(list, func(a, b voxpop.CommunityTally) int { return cmp.Compare(b.Items, a.Items) })
	}
	return out, err
}

func (f *fake) AuthorTallies(_ context.Context, tf voxpop.ToolFilter) (map[string]voxpop.AuthorTally, error) {
	by := map[string]map[string]int64{}
	tf.Kind = ""
	err := f.each(tf, func(item *voxpop.StoredItem, o *voxpop.ToolOpinion) {
		if by[o.Tool] == nil {
			by[o.Tool] = map[string]int64{}
		}
		if item.Author != "" {
			by[o.Tool][item.Author]++
		}
	})
	out := map[string]voxpop.AuthorTally{}
	for tool, counts := range by {
		var t voxpop.AuthorTally
		var sorted []int64
		for _, n := range counts {
			sorted = append(sorted, n)
			t.Authors, t.Mentions, t.SumSq = t.Authors+1, t.Mentions+n, t.SumSq+n*n
		}
		slices.SortFunc(sorted, func(a, b int64) int { return cmp.Compare(b, a) })
		for i, n := range sorted[:min(10, len(sorted))] {
			if i == 0 {
				t.Most = n
			}
			t.MostTen += n
		}
		out[tool] = t
	}
	return out, err
}

func (f *fake) CatalogRevision(context.Context) (int64, error) { return 1, f.read() }

func (f *fake) RelationCounts(_ context.Context, kind voxpop.RelationKind, tf voxpop.ToolFilter, evidence int) ([]voxpop.RelationCount, error) {
	var out []voxpop.RelationCount
	for _, r := range f.relations {
		inWindow := !r.Created.Before(tf.From) && r.Created.Before(tf.To)
		if r.Kind != kind || !inWindow || len(tf.Tools) > 0 && !slices.Contains(tf.Tools, r.From) && !slices.Contains(tf.Tools, r.To) {
			continue
		}
		at := slices.IndexFunc(out, func(c voxpop.RelationCount) bool { return c.From == r.From && c.To == r.To })
		if at < 0 {
			at = len(out)
			out = append(out, voxpop.RelationCount{Kind: kind, From: r.From, To: r.To})
		}
		out[at].Items++
		out[at].Authors = min(2, out[at].Items)
		if len(out[at].Evidence) < evidence {
			out[at].Evidence = append(out[at].Evidence, r.Item)
		}
	}
	slices.SortStableFunc(out, func(a, b voxpop.RelationCount) int { return cmp.Compare(b.Items, a.Items) })
	return out, f.read()
}
