package tools

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"github.com/voxpop-dev/voxpop"
)

// Input is an item as a Matcher sees it.
type Input struct {
	Source    string // platform, as in voxpop.ItemID
	Community string
	Kind      voxpop.Kind
	Text      string // cleaned; the title of a post is its first line
}

// maxWords is how many words of a text are looked at; no item of a known platform has more.
const maxWords = 40_000

// maxMentions is how many mentions of one text are returned; what names more is a list, not an opinion.
const maxMentions = 200

// Find returns the mentions of tools in the text of in, in order, without overlaps: of two
// names that share words the longer one counts, so "Claude Code" is not "Claude" as well. If
// the text names no tool and its community is about one, words that stand for that tool are
// returned as inferred mentions. At most 200 mentions are returned. Spans are code points of in.Text. Scores are nil.
func (m *Matcher) Find(in Input) []voxpop.Mention {
	s := searches.Get().(*search)
	defer searches.Put(s)
	s.reset(m, in)
	s.match()
	if len(s.found) > 0 {
		s.decide()
	}
	if mentions := s.mentions(); mentions != nil {
		return mentions
	}
	return s.infer()
}

// search is one run of Find.
type search struct {
	*Matcher
	in    Input
	place string // "source/community", small
	words []word
	buf   []byte
	found []occurrence
	heard []phraseAt
}

// occurrence is a place where an alias stands.
type occurrence struct {
	alias    int32
	from, to int32 // words, half-open
	verdict  verdict
}

// phraseAt is a place where a phrase of the rules stands.
type phraseAt struct{ phrase, from, to int32 }

var searches = sync.Pool{New: func() any { return new(search) }}

func (s *search) reset(m *Matcher, in Input) {
	s.Matcher, s.in, s.place = m, in, strings.ToLower(in.Source+"/"+in.Community)
	s.words = scan(s.words[:0], in.Text)
	s.words = s.words[:min(len(s.words), maxWords)]
	s.found, s.heard = s.found[:0], s.heard[:0]
	s.buf = m.trie.identify(in.Text, s.words, s.buf)
}

// match runs the trie from every word.
func (s *search) match() {
	for i := range s.words {
		id := s.words[i].id
		if id < 0 {
			continue
		}
		at := s.trie.starts[id]
		for j := int32(i); at != 0; {
			s.collect(s.trie.nodes[at].uses, int32(i), j+1)
			j++
			if !s.trie.nodes[at].more || int(j) == len(s.words) || s.words[j].id < 0 {
				break
			}
			at = s.trie.edges[edge{at, s.words[j].id, s.words[j].gap.soft()}]
		}
	}
}

func (s *search) collect(uses []use, from, to int32) {
	for _, u := range uses {
		if u.phrase {
			s.heard = append(s.heard, phraseAt{u.number, from, to})
		} else if s.stands(from, to) {
			s.found = append(s.found, occurrence{alias: u.number, from: from, to: to})
		}
	}
}

// stands reports whether the words from…to stand by themselves and are not a piece of a longer
// word, an identifier, or the name of an account or community.
func (s *search) stands(from, to int32) bool {
	first, last := &s.words[from], &s.words[to-1]
	if first.gap == gapNone && from > 0 {
		return false // "2gemini"
	}
	if int(to) < len(s.words) {
		// "gpt4all" is another word. A version may follow, but not right behind a word so short that
		// searches want it whole.
		if next := &s.words[to]; next.gap == gapNone && (last.digits || !next.digits || last.end-last.start < minPrefix) {
			return false
		}
	}
	if before := s.in.Text[:first.from]; len(before) > 1 {
		switch before[len(before)-1] {
		case '_':
			return !isWordByte(before[len(before)-2])
		case '/':
			if c := before[len(before)-2] | 0x20; c == 'u' || c == 'r' {
				return len(before) > 2 && isWordByte(before[len(before)-3]) // "and/or/Cursor"
			}
		}
	}
	after := s.in.Text[last.to:]
	return len(after) < 2 || after[0] != '_' || !isWordByte(after[1])
}

func isWordByte(c byte) bool { return c >= 0x80 || asciiKinds[c] != notWord }

// mentions returns the occurrences that count.
func (s *search) mentions() []voxpop.Mention {
	s.found = slices.DeleteFunc(s.found, func(o occurrence) bool { return o.verdict != counts })
	if len(s.found) == 0 {
		return nil
	}
	s.sortFound()
	mentions := make([]voxpop.Mention, 0, min(len(s.found), maxMentions))
	end := int32(0)
	for _, o := range s.found {
		if o.from < end {
			continue
		}
		if len(mentions) == maxMentions {
			break
		}
		end = o.to
		a := &s.aliases[o.alias]
		mentions = append(mentions, voxpop.Mention{
			Tool:  s.tools[a.tool].slug,
			Alias: a.text,
			Span:  voxpop.Span{Start: int(s.words[o.from].start), End: int(s.words[o.to-1].end)},
		})
	}
	return mentions
}

// sortFound orders by place, longer ones first; of equal ones, that at home, then the surer one.
func (s *search) sortFound() {
	slices.SortFunc(s.found, func(a, b occurrence) int {
		if c := cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(b.to, a.to)); c != 0 {
			return c
		}
		x, y := &s.aliases[a.alias], &s.aliases[b.alias]
		if s.atHome(x) != s.atHome(y) {
			if s.atHome(x) {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(y.prior, x.prior), cmp.Compare(a.alias, b.alias))
	})
}

func (s *search) atHome(a *alias) bool { return s.tools[a.tool].home[s.place] }
