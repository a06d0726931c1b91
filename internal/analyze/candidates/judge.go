package candidates

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/voxpop-dev/voxpop"
)

// gathered is what was seen of one name.
type gathered struct {
	key       string
	spellings map[string]int
	items     []int // in order
	likeness  float64
	mentions  int
	common    int // mentions as a common noun
	named     int // mentions in the form of a name
}

// judge gathers the occurrences of each unknown name and returns those worth proposing.
func (s *survey) judge(names []occurrence, o *Options) []Candidate {
	p := learn(names)
	by := map[string]*gathered{}
	for _, n := range names {
		if n.known {
			continue
		}
		g := by[n.key]
		if g == nil {
			g = &gathered{key: n.key, spellings: map[string]int{}}
			by[n.key] = g
		}
		g.spellings[n.spelling]++
		g.mentions++
		g.likeness += p.likeness(&n)
		if isNameForm(n.spelling) {
			g.named++
		}
		if n.common {
			g.common++
		}
		if len(g.items) == 0 || g.items[len(g.items)-1] != n.item {
			g.items = append(g.items, n.item)
		}
	}
	base := s.base(names)
	var out []Candidate
	for _, key := range slices.Sorted(maps.Keys(by)) {
		if g := by[key]; len(g.items) >= o.MinItems && !isCommon(g, by[key+"s"]) && !isPlural(key, by) {
			if c, ok := s.propose(g, base, o); ok {
				out = append(out, c)
			}
		}
	}
	return out
}

// maxCommon is the share of mentions as a common noun (an LLM, two CPUs, APIs) from which a name is one.
const maxCommon = 0.15

// isCommon reports whether a name is used as a common noun; plural is what was seen of it with an s, or nil.
func isCommon(g, plural *gathered) bool {
	if float64(g.named) < minNamed*float64(g.mentions)*0.8 {
		return true
	}
	common, all := g.common, g.mentions
	if plural != nil {
		common += plural.mentions
		all += plural.mentions
	}
	return float64(common) > maxCommon*float64(all)
}

// isPlural reports whether a name is a more frequent one with an s.
func isPlural(key string, by map[string]*gathered) bool {
	stem, found := strings.CutSuffix(key, "s")
	one := by[stem]
	return found && one != nil && one.mentions > by[key].mentions
}

// base is the share of the items with a name that name a known tool.
func (s *survey) base(names []occurrence) float64 {
	with, beside, last := 0, 0, -1
	for _, n := range names {
		if n.item != last {
			last = n.item
			with++
			if len(s.items[n.item].Tools) > 0 {
				beside++
			}
		}
	}
	return (float64(beside) + 1) / (float64(with) + 2)
}

// strength is how many mentions the likeness of none counts for.
const strength = 10

func (s *survey) propose(g *gathered, base float64, o *Options) (Candidate, bool) {
	c := Candidate{Key: g.key, Items: len(g.items), Likeness: g.likeness / float64(g.mentions+strength)}
	authors, threads, communities, home := map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
	tools := map[string]int{}
	for _, i := range g.items {
		it := &s.items[i]
		if it.Author != "" {
			authors[it.ID.Source+"/"+it.Author] = true
		}
		threads[it.ID.Source+"/"+cmp.Or(it.Thread, it.ID.Native)] = true
		communities[it.ID.Source+"/"+it.Community] = true
		home[keyOf(it.Community)] = true
		for _, t := range it.Tools {
			tools[t]++
		}
		if len(it.Tools) > 0 {
			c.Besides++
		}
		if c.First.IsZero() || it.Created.Before(c.First) {
			c.First = it.Created
		}
		if it.Created.After(c.Last) {
			c.Last = it.Created
		}
	}
	c.Authors, c.Threads, c.Communities = len(authors), len(threads), len(communities)
	if c.Authors < o.MinAuthors || c.Threads < o.MinThreads {
		return c, false
	}
	c.Spellings = ranked(g.spellings, 10)
	c.Name = c.Spellings[0]
	for _, t := range ranked(tools, 10) {
		c.Beside = append(c.Beside, Beside{Tool: t, Items: tools[t]})
	}
	c.Lift = (float64(c.Besides) + base*strength) / (float64(c.Items) + strength) / base
	c.Score = c.Likeness + 0.3*math.Log(c.Lift) + 0.1*math.Log(float64(c.Items)/float64(o.MinItems))
	c.Evidence = s.evidence(g)
	return c, c.Score >= o.MinScore && !home[c.Key]
}

// ranked returns the keys of greatest count, at most limit.
func ranked(n map[string]int, limit int) []string {
	keys := slices.SortedFunc(maps.Keys(n), func(a, b string) int { return cmp.Or(cmp.Compare(n[b], n[a]), cmp.Compare(a, b)) })
	return keys[:min(len(keys), limit)]
}

// evidence orders the items of a name: those that name a known tool too, are of a readable length, and were voted for.
func (s *survey) evidence(g *gathered) []voxpop.ItemID {
	type exhibit struct {
		item, turn int
		merit      float64
	}
	all := make([]exhibit, len(g.items))
	for k, i := range g.items {
		it := &s.items[i]
		n := float64(s.size[i])
		merit := min(1, n/20) * min(1, 100/max(n, 1)+0.3) * (1 + 0.1*math.Log1p(float64(max(0, it.Engagement))))
		if len(it.Tools) > 0 {
			merit *= 1.5
		}
		all[k] = exhibit{item: i, merit: merit}
	}
	slices.SortFunc(all, func(a, b exhibit) int { return cmp.Or(cmp.Compare(b.merit, a.merit), cmp.Compare(a.item, b.item)) })
	turns := map[string]int{}
	for k := range all {
		thread := s.items[all[k].item].Thread
		all[k].turn = turns[thread]
		turns[thread]++
	}
	slices.SortStableFunc(all, func(a, b exhibit) int { return cmp.Compare(a.turn, b.turn) })
	var out []voxpop.ItemID
	for _, e := range all[:min(len(all), 10)] {
		out = append(out, s.items[e.item].ID)
	}
	return out
}
