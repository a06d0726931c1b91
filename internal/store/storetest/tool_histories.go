package storetest

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/voxpop-dev/voxpop"
)

// exerciseToolHistories: whatever happened to items and to the catalog in whatever order, once everything is caught up every number
// about tools equals one counted item by item, and what is found in live items is what today's definitions find.
func exerciseToolHistories(t *testing.T, open func(t *testing.T) Store) {
	s := open(t)
	run := 0
	rapid.Check(t, func(t *rapid.T) {
		run++
		h := newToolStory(t, s, run)
		t.Repeat(map[string]func(*rapid.T){
			"put": h.put, "analyse": h.analyse, "rollUp": h.rollUp, "again": h.again, "edit": h.edit, "turn": h.turn,
			"merge": h.merge, "undo": h.undo, "ask": h.ask, "expire": h.expire, "tidy": h.tidy,
			"": func(*rapid.T) {},
		})
		settle(t, s, engineA)
		h.compare(t)
		h.clear(t)
	})
	if err := s.Check(ctx, func(problem string) { t.Error(problem) }); err != nil {
		t.Error(err)
	}
}

type toolStory struct {
	s         Store
	community string
	slugs     []string
	truth     map[string]*voxpop.Item
	clock     int
}

// newToolStory begins a story about three tools and a community of its own.
func newToolStory(t *rapid.T, s Store, run int) *toolStory {
	h := &toolStory{s: s, community: fmt.Sprint("d", run), truth: map[string]*voxpop.Item{}}
	for n := range 3 {
		slug := fmt.Sprintf("t%d-%d", run, n)
		h.slugs = append(h.slugs, slug)
		create(t, s, home(tool(slug), "reddit/"+h.community))
	}
	return h
}

func (h *toolStory) tidy(t *rapid.T) { must2(t, h.s.Tidy(ctx, lifeLongAgo())) }

// afterwards is later than any archiving.
var afterwards = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)

func (h *toolStory) put(t *rapid.T) {
	var items []voxpop.Item
	for range rapid.IntRange(1, 4).Draw(t, "items") {
		h.clock++
		native := fmt.Sprintf("t3_%s_%d", h.community, rapid.IntRange(0, 9).Draw(t, "native"))
		it := post(native, in(h.community), observed(noon.Add(time.Duration(h.clock)*time.Hour)))
		n := int(native[len(native)-1] - '0')
		it.Created = noon.Add(time.Duration(n*7) * time.Hour)
		if n > 7 {
			it.Created = afterwards
		}
		it.Author = rapid.SampledFrom([]string{"ann", "bob", ""}).Draw(t, "author")
		it.Body = strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"good", "bad", "it", "spam", "x", "y", "z", "x+", "y-", "z-", "x>y", "z=>x"}), 1, 5).Draw(t, "body"), " ")
		it.Upvotes, it.Comments = rapid.Int64Range(-2, 5).Draw(t, "upvotes"), rapid.Int64Range(0, 3).Draw(t, "comments")
		it.State = rapid.SampledFrom([]voxpop.State{"live", "live", "live", "live", "live", "deleted"}).Draw(t, "state")
		items = append(items, it)
		if old := h.truth[native]; old == nil {
			h.truth[native] = &it
		} else if !old.State.Textless() {
			*old = it
		}
	}
	put(t, h.s, items...)
}

func (h *toolStory) analyse(t *rapid.T) {
	waiting := pending(t, h.s)
	n := rapid.IntRange(0, len(waiting)).Draw(t, "analysed")
	c := catalog(t, h.s)
	if rapid.IntRange(0, 4).Draw(t, "late") == 0 {
		h.edit(t)
	}
	if err := h.s.Commit(ctx, engineA, analyses(waiting[:n], engineA, c)); err != nil {
		t.Fatalf("commit: %v", err)
	}
}

func (h *toolStory) rollUp(t *rapid.T) {
	if _, _, err := h.s.RollUp(ctx, rapid.IntRange(1, 3).Draw(t, "limit"), rapid.Bool().Draw(t, "publish")); err != nil {
		t.Fatalf("roll up: %v", err)
	}
}

func (h *toolStory) again(t *rapid.T) {
	again(t, h.s, engineA, rapid.IntRange(1, 4).Draw(t, "steps"))
}

func (h *toolStory) some(t *rapid.T) voxpop.Tool {
	return stored(t, h.s, rapid.SampledFrom(h.slugs).Draw(t, "slug"))
}

// allowed lets a command be refused for its state, and for nothing else.
func (h *toolStory) allowed(t *rapid.T, err error) {
	if err != nil && !errors.Is(err, voxpop.ErrConflict) {
		t.Fatalf("%v", err)
	}
}

func (h *toolStory) edit(t *rapid.T) {
	wanted := h.some(t)
	wanted.Aliases = tool(wanted.Slug, rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"x", "y", "z"}), 0, 2, rapid.ID).Draw(t, "words")...).Aliases
	if rapid.Bool().Draw(t, "home") {
		wanted.Home = []string{"reddit/" + h.community}
	} else {
		wanted.Home = nil
	}
	_, err := h.s.EditTool(ctx, wanted, byAdmin)
	h.allowed(t, err)
}

func (h *toolStory) turn(t *rapid.T) {
	wanted := h.some(t)
	_, err := h.s.SetToolStatus(ctx, wanted.Slug, wanted.Edit, rapid.SampledFrom([]voxpop.ToolStatus{voxpop.ToolActive, voxpop.ToolArchived}).Draw(t, "status"), byAdmin)
	h.allowed(t, err)
}

func (h *toolStory) merge(t *rapid.T) {
	into, source := h.some(t), h.some(t)
	if into.Slug == source.Slug || source.Status == voxpop.ToolArchived {
		return
	}
	_, err := h.s.MergeTools(ctx, mergeOf(t, h.s, into.Slug, source.Slug), false, byAdmin)
	h.allowed(t, err)
}

func (h *toolStory) undo(t *rapid.T) {
	list, err := h.s.Merges(ctx)
	if err != nil || len(list) == 0 || !slices.Contains(h.slugs, list[0].Into) {
		return
	}
	_, err = h.s.UndoMerge(ctx, list[0].ID, byAdmin)
	h.allowed(t, err)
}

func (h *toolStory) ask(t *rapid.T) {
	r := voxpop.Reanalysis{DryRun: rapid.Bool().Draw(t, "dry")}
	if rapid.Bool().Draw(t, "some") {
		r.Tools = []string{h.some(t).Slug}
	}
	ask(t, h.s, r)
}

// expire blanks a text or two. Which ones they were is read afterwards.
func (h *toolStory) expire(t *rapid.T) {
	if _, err := h.s.Expire(ctx, time.Now().Add(time.Hour), 1); err != nil {
		t.Fatalf("expire: %v", err)
	}
}

func must2(t tester, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%v", err)
	}
}

func (h *toolStory) compare(t *rapid.T) {
	var shown []string
	merged := map[string]string{}
	for _, slug := range h.slugs {
		if into := stored(t, h.s, slug).MergedInto; into != "" {
			merged[slug] = into
		} else {
			shown = append(shown, slug)
		}
	}
	for _, f := range []voxpop.ToolFilter{
		{}, {Named: true}, {Away: true}, {Filter: voxpop.Filter{Community: h.community}},
		{Filter: voxpop.Filter{Window: voxpop.Window{From: noon.Add(6 * time.Hour), To: noon.Add(40 * time.Hour)}}, Named: true},
		{Filter: voxpop.Filter{Kind: voxpop.KindPost}, Away: true},
	} {
		if f.Community != "" && len(h.truth) == 0 {
			continue
		}
		bruteForce(t, h.s, shown, f)
	}
	h.compareTexts(t, merged)
}

// compareTexts examines live items anew.
func (h *toolStory) compareTexts(t *rapid.T, merged map[string]string) {
	for native := range h.truth {
		it := item(t, h.s, native)
		if it.State.Textless() {
			continue
		}
		var c voxpop.Catalog
		unsure := map[string]bool{} // found before it was archived, or not
		for _, slug := range h.slugs {
			def := stored(t, h.s, slug)
			if def.Status == voxpop.ToolArchived && def.MergedInto == "" && !it.Created.Before(afterwards) {
				unsure[slug] = true
			}
			c.Patterns = append(c.Patterns, voxpop.Pattern{Tool: def})
		}
		a := analysis(voxpop.PendingItem{Item: it.Item}, engineA)
		examine(&a, it.Item, c)
		want := map[string]bool{}
		for _, o := range a.Opinions {
			slug := o.Tool
			for merged[slug] != "" {
				slug = merged[slug]
			}
			want[slug] = !unsure[slug]
		}
		maps.DeleteFunc(want, func(_ string, sure bool) bool { return !sure })
		says, err := h.s.OpinionsOf(ctx, []voxpop.ItemID{it.ID})
		if err != nil {
			t.Fatalf("%v", err)
		}
		got := map[string]bool{}
		for _, o := range says[it.ID] {
			if slices.Contains(h.slugs, o.Tool) && !unsure[o.Tool] {
				got[o.Tool] = true
			}
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s (%q) mentions %v, want %v", native, it.Body, got, want)
		}
	}
}

// clear takes the tools of this run out of the way of the next.
func (h *toolStory) clear(t *rapid.T) {
	list, err := h.s.Merges(ctx)
	must2(t, err)
	for _, m := range list {
		if m.Undone.IsZero() && slices.Contains(h.slugs, m.Into) {
			_, err := h.s.UndoMerge(ctx, m.ID, byAdmin)
			must2(t, err)
			settle(t, h.s, engineA)
		}
	}
	for _, slug := range h.slugs {
		if _, err := h.s.DeleteTool(ctx, slug, stored(t, h.s, slug).Edit, byAdmin); err != nil {
			t.Fatalf("delete %s: %v", slug, err)
		}
	}
	must2(t, h.s.Tidy(ctx, lifeLongAgo()))
}
