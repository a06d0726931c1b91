package tools

import (
	"cmp"
	"slices"
	"strings"
)

// verdict is what the rules of an alias say of an occurrence.
type verdict uint8

const (
	undecided verdict = iota // counts if the text or its place has to do with this field
	counts
	rejected
)

// How many words before and after an alias a phrase may stand: a required one, and, within the
// sentence, an excluding one.
const (
	near   = 60
	beside = 40
)

// decide judges all occurrences: first each by its own rules, then the undecided ones by
// what else is in the text.
func (s *search) decide() {
	named := namedTools{}
	for i := range s.found {
		o := &s.found[i]
		if o.verdict = s.judge(o); o.verdict == counts {
			named.add(s.slug(o))
		}
	}
	inField := s.field[s.place]
	for i := range s.found {
		if o := &s.found[i]; o.verdict == undecided && (inField || named.anotherThan(s.slug(o))) {
			o.verdict = counts
		}
	}
}

func (s *search) slug(o *occurrence) string { return s.tools[s.aliases[o.alias].tool].slug }

// namedTools remembers which tools a text names for certain: one, or more than one.
type namedTools struct {
	first   string
	several bool
}

func (n *namedTools) add(slug string) {
	if n.first == "" {
		n.first = slug
	}
	n.several = n.several || n.first != slug
}

func (n *namedTools) anotherThan(slug string) bool {
	return n.several || n.first != "" && n.first != slug
}

func (s *search) judge(o *occurrence) verdict {
	a := &s.aliases[o.alias]
	if a.exact && !s.sameSpelling(o) || s.excluded(a, o) || a.prior < 0.8 && s.isAddress(o) {
		return rejected
	}
	if s.atHome(a) {
		return counts
	}
	if len(a.require) > 0 && s.required(a, o) {
		return counts
	}
	switch {
	case a.prior < 0.5:
		return undecided
	case len(a.require) > 0:
		return rejected
	}
	return counts
}

// sameSpelling compares letter by letter, and takes blanks and hyphens alike.
func (s *search) sameSpelling(o *occurrence) bool {
	want := scan(nil, s.aliases[o.alias].text)
	var spelled, written strings.Builder
	for _, w := range want {
		spelled.WriteString(s.aliases[o.alias].text[w.from:w.to])
	}
	for _, w := range s.words[o.from:o.to] {
		written.WriteString(s.in.Text[w.from:w.to])
	}
	return spelled.String() == written.String()
}

// excluded reports whether a phrase of the alias's exclude rule stands in its sentence. A
// phrase that contains the alias ("mouse cursor") must contain this very occurrence, so that
// another one in the same sentence can still count.
func (s *search) excluded(a *alias, o *occurrence) bool {
	if len(a.exclude)+len(a.around) == 0 {
		return false
	}
	sentence := s.words[o.from].sentence
	for _, h := range s.heardNear(o, beside) {
		if s.words[h.from].sentence != sentence {
			continue
		}
		if has(a.exclude, h.phrase) || h.from <= o.from && h.to >= o.to && has(a.around, h.phrase) {
			return true
		}
	}
	return false
}

// required reports whether a phrase of the alias's require rule stands near it or around it
// ("tried Bolt"), or is the beginning or end of the community's name.
func (s *search) required(a *alias, o *occurrence) bool {
	for _, h := range s.heardNear(o, near) {
		if (h.from < o.from || h.to > o.to) && has(a.require, h.phrase) {
			return true
		}
	}
	_, community, _ := strings.Cut(s.place, "/")
	return slices.ContainsFunc(a.names, func(name string) bool {
		return len(name) > 3 && (strings.HasPrefix(community, name) || strings.HasSuffix(community, name))
	})
}

// heardNear returns the phrases that begin at most distance words before o or after it.
func (s *search) heardNear(o *occurrence, distance int32) []phraseAt {
	from, _ := slices.BinarySearchFunc(s.heard, o.from-distance, phraseAt.compare)
	to, _ := slices.BinarySearchFunc(s.heard, o.to+distance, phraseAt.compare)
	return s.heard[from:to]
}

func (h phraseAt) compare(word int32) int { return cmp.Compare(h.from, word) }

func has(phrases []int32, phrase int32) bool {
	_, listed := slices.BinarySearch(phrases, phrase)
	return listed
}

// isAddress reports whether a common word is a piece of code, of an address or of a version:
// "cursor.execute", "v0.1".
func (s *search) isAddress(o *occurrence) bool {
	if int(o.to) == len(s.words) {
		return o.from > 0 && s.words[o.from].gap == gapDot
	}
	next := &s.words[o.to]
	return o.from > 0 && s.words[o.from].gap == gapDot || next.gap == gapDot && (next.digits || !next.upper)
}

// fieldCommunities are communities about AI for developers beside the homes of tools: a
// common word that is a tool's name is more likely the tool there.
func fieldCommunities() map[string]bool {
	field := map[string]bool{}
	for _, name := range []string{"localllama", "localllm", "chatgptcoding", "vibecoding", "aipromptprogramming",
		"ai_agents", "llmdevs", "aicoding", "agenticcoding", "chatgptpromptgenius", "promptengineering", "mcp", "singularity", "artificial",
		"artificialinteligence", "openai", "machinelearning", "learnmachinelearning", "accelerate"} {
		field["reddit/"+name] = true
	}
	return field
}
