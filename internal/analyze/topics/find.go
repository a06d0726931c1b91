package topics

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/voxpop-dev/voxpop"
)

// Item is what themes are made from.
type Item struct {
	ID         voxpop.ItemID
	Community  string
	Thread     string // native id of its thread; empty: it stands alone
	Text       string // cleaned plain text, the title of a post on the first line (text.Document.Plain); 4,000 bytes are read
	Created    time.Time
	Label      voxpop.Label // empty: not scored
	Engagement int64        // upvotes and comments, for the order of evidence
}

// Options bounds and tunes a run. The zero value is for use.
type Options struct {
	// Scope names what the window is of (a tool, everything). It goes into the ids of new themes, so that
	// themes of two scopes never share one.
	Scope string
	// Names are the names of the tools that the window is about: no theme is labelled with one of them alone.
	Names []string
	// Background is what the whole talk shows, where the items are a part of it (those that mention a tool). Without
	// it a window of less than some thousand items shows few themes.
	Background *Background
	// MaxItems is how many items are read, 20,000 if zero, and no more than 16 MB of text. Of more, those with the
	// smallest hash of their id are taken: the same ones in every run.
	MaxItems int
	// MaxThemes is how many themes are returned, the biggest ones; 100 if zero. What belongs to smaller
	// ones counts as unassigned.
	MaxThemes int
	// MinItems is the least size of a theme; if zero √items ÷ 7, at least 5.
	MinItems int
}

// Result is what a run found.
type Result struct {
	Themes []voxpop.Topic // biggest first
	Total  int            // items given, without repeated ids
	Read   int            // of these, how many were read; fewer than Total when the window was sampled
	Copies int            // of the read ones, near-duplicates of another
	// Unassigned is how many items that are no copies belong to no theme.
	Unassigned int
}

// UnassignedShare is the share of items, copies left out, that belong to no theme, 0…1.
func (r *Result) UnassignedShare() float64 {
	if r.Read == r.Copies {
		return 0
	}
	return float64(r.Unassigned) / float64(r.Read-r.Copies)
}

// Find finds the themes of items. Themes that are among the previous ones keep their id, and their label
// as long as it fits. Neither argument is changed.
func Find(items []Item, previous []voxpop.Topic, o Options) Result {
	items, total := sample(items, limitOf(o.MaxItems))
	r := Result{Total: total, Read: len(items)}
	originals, copies := fold(items)
	r.Copies = len(items) - len(originals)
	r.Unassigned = len(originals)
	least := o.MinItems
	if least <= 0 {
		least = max(5, int(math.Sqrt(float64(len(originals)))/7))
	}
	s := newSpace(read(originals, o.Background), o.Names, o.Background)
	s.favoured, s.belonged = namesOf(previous), belongings(previous)
	groups := s.themes(least)
	slices.SortFunc(groups, func(a, b *group) int {
		return cmp.Or(cmp.Compare(len(b.members), len(a.members)), cmp.Compare(a.seeds[0], b.seeds[0]))
	})
	groups = groups[:min(len(groups), cmp.Or(o.MaxThemes, 100))]
	kept := newRegister(previous, groups, s)
	for i, g := range groups {
		theme := s.describe(g, kept.label(i))
		theme.Members = withCopies(theme.Members, copies)
		theme.Copies = len(theme.Members) - theme.Items
		theme.ID = kept.id(i, &theme, o.Scope)
		r.Themes = append(r.Themes, theme)
		r.Unassigned -= theme.Items
	}
	return r
}

// namesOf returns the keys by which themes were labelled, and their first keywords.
func namesOf(themes []voxpop.Topic) map[string]bool {
	keys := map[string]bool{}
	for i := range themes {
		first, _, _ := strings.Cut(themes[i].Label, " and ")
		keys[keyOf(first)] = true
		if len(themes[i].Keywords) > 0 {
			keys[themes[i].Keywords[0].Key] = true
		}
	}
	return keys
}

// belongings returns the theme, by its number, in which each keyword weighs most.
func belongings(themes []voxpop.Topic) map[string]int {
	of, weight := map[string]int{}, map[string]float64{}
	for i := range themes {
		for _, k := range themes[i].Keywords {
			if k.Weight > weight[k.Key] {
				of[k.Key], weight[k.Key] = i, k.Weight
			}
		}
	}
	return of
}

// themes makes groups of at least least items.
func (s *space) themes(least int) []*group {
	groups := s.merge(s.seeds(least))
	for range 2 {
		s.assign(groups)
		groups = slices.DeleteFunc(groups, func(g *group) bool { return len(g.members) < least || s.threadsOf(g) < minThreads(least) })
	}
	s.assign(groups)
	return slices.DeleteFunc(groups, func(g *group) bool { return len(g.members) < least })
}

// minThreads is in how many threads a theme must occur: what keeps to fewer is a thread, not a theme.
func minThreads(least int) int { return max(3, min(5, least/4)) }
