package topics

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/voxpop-dev/voxpop/internal/analyze/topics/words"
)

const (
	// enough is the share of a theme's items that a label should cover; below it a second phrase is put beside the first.
	enough = 0.7
	// minSecond is what the second phrase must cover of the rest.
	minSecond = 0.2
	// oftenLonger is the share of a term's items that a longer phrase around it must have to name the theme.
	oftenLonger = 0.35
	// fitting is how good the label of the former run must be, beside the best one, to stay.
	fitting = 0.75
)

// candidate is a term that could label a theme.
type candidate struct {
	term  int32
	items []int32 // of the theme
	merit float64
}

// candidates returns the terms that could label the group, best first: those that cover much of it and little
// else, longer ones before shorter.
func (s *space) candidates(g *group) []candidate {
	in := map[int32][]int32{}
	for _, m := range g.members {
		for _, w := range s.of[m] {
			in[w.term] = append(in[w.term], m)
		}
	}
	var out []candidate
	for id, items := range in {
		t := &s.terms[id]
		seed := slices.Contains(g.seeds, id)
		if !seed && (t.noun < 0.6 || t.topical < 0.05 || t.nested > 0.5) || s.empty(t) || s.hollow(t) {
			continue
		}
		cover := float64(len(items)) / float64(len(g.members))
		precision := float64(len(items)) / float64(t.df())
		if cover < 0.1 || precision < 0.25 {
			continue
		}
		merit := math.Sqrt(cover) * math.Sqrt(precision) * (1 + 0.3*float64(len(t.words)-1))
		out = append(out, candidate{id, items, merit})
	}
	slices.SortFunc(out, func(a, b candidate) int { return cmp.Or(cmp.Compare(b.merit, a.merit), cmp.Compare(a.term, b.term)) })
	return out
}

// hollow reports whether a phrase is a sentence's piece: a verb or an adverb begins it.
func (s *space) hollow(t *term) bool {
	first := &s.vocab[t.words[0]]
	return len(t.words) > 1 && first.verb > first.noun+first.adjective && first.capitals() < 0.3 || len(t.words) == maxWords && s.vocab[t.words[1]].class != words.Open
}

// label makes a group's label. former is the label it had before, empty if it is new: it stays
// while the term it begins with is nearly as good as the best.
func (s *space) label(g *group, former string) string {
	all := s.candidates(g)
	if len(all) == 0 {
		return s.spelling(g.seeds[0], g.members)
	}
	for _, c := range all {
		if former != "" && c.merit >= fitting*all[0].merit && s.spelt(former, c.term) {
			return former
		}
	}
	first := s.longer(all[0], all)
	label := s.spelling(first.term, first.items)
	least := minSecond
	switch t := &s.terms[first.term]; {
	case s.bare(t):
		least = minSecond / 2
	case float64(len(all[0].items)) >= enough*float64(len(g.members)):
		return label
	}
	if second, ok := s.second(g, all[0], first, all, least); ok {
		if l := s.longer(second, all); !s.akin(&s.terms[l.term], &s.terms[first.term]) {
			second = l
		}
		return label + " and " + s.spelling(second.term, second.items)
	}
	return label
}

// longer returns the most frequent phrase around a term, if the theme has it often enough to be
// the better name: DeepSeek R1 for R1. Else it returns the term.
func (s *space) longer(c candidate, all []candidate) candidate {
	best, often := c, oftenLonger
	if s.bare(&s.terms[c.term]) {
		often /= 2
	}
	for _, o := range all {
		if len(s.terms[o.term].words) > len(s.terms[c.term].words) && s.contains(&s.terms[o.term], &s.terms[c.term]) &&
			float64(len(o.items)) >= often*float64(len(c.items)) && (best.term == c.term || len(o.items) > len(best.items)) {
			best = o
		}
	}
	return best
}

// bare reports whether a term is a single common noun, which says little by itself.
func (s *space) bare(t *term) bool { return len(t.words) == 1 && !t.isName() }

// contains reports whether a phrase has the words of another in a row.
func (s *space) contains(long, short *term) bool {
	for i := range len(long.words) - len(short.words) + 1 {
		if slices.EqualFunc(long.words[i:i+len(short.words)], short.words, s.same) {
			return true
		}
	}
	return false
}

// second returns the term that covers most of the members without the first, which the label names by a longer one.
func (s *space) second(g *group, first, named candidate, all []candidate, least float64) (candidate, bool) {
	best, most := -1, least
	for i, c := range all[1:] {
		if s.akin(&s.terms[c.term], &s.terms[first.term]) || s.akin(&s.terms[c.term], &s.terms[named.term]) || c.merit < 0.3*first.merit {
			continue
		}
		if rest := float64(countWithout(c.items, first.items)) / float64(max(1, len(g.members)-len(first.items))); rest > most {
			best, most = i+1, rest
		}
	}
	if best < 0 {
		return candidate{}, false
	}
	return all[best], true
}

// akin reports whether two terms share a word or the stem of one, so that beside each other they would read as a
// repetition.
func (s *space) akin(a, b *term) bool {
	for _, x := range a.words {
		for _, y := range b.words {
			v, w := s.vocab[x].key, s.vocab[y].key
			if n := min(len(v), len(w), 4); v[:n] == w[:n] || strings.Contains(v, w) || strings.Contains(w, v) {
				return true
			}
		}
	}
	return false
}

// spelt reports whether a label names the term, alone or first.
func (s *space) spelt(label string, t int32) bool {
	first, _, _ := strings.Cut(label, " and ")
	key := strings.TrimSuffix(s.terms[t].key, "s")
	return strings.TrimSuffix(keyOf(first), "s") == key || strings.TrimSuffix(keyOf(label), "s") == key
}

// countWithout counts the items of a that are not in b, both in order.
func countWithout(a, b []int32) int {
	n := 0
	for _, x := range a {
		if _, found := slices.BinarySearch(b, x); !found {
			n++
		}
	}
	return n
}

// spelling is how most of the items, which are in order, write the term.
func (s *space) spelling(t int32, items []int32) string {
	n := map[string]int{}
	places := s.terms[t].places
	for _, item := range items {
		i, found := slices.BinarySearchFunc(places, item, func(p place, item int32) int { return cmp.Compare(p.item, item) })
		if found {
			text := s.items[item].Text[places[i].start:places[i].end]
			n[strings.Join(strings.Fields(text), " ")]++
		}
	}
	best := ""
	for text, k := range n {
		if best == "" || k > n[best] || k == n[best] && text < best {
			best = text
		}
	}
	return best
}
