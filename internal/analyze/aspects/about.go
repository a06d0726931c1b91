package aspects

import "github.com/voxpop-dev/voxpop"

// Said is a finding about a tool.
type Said struct {
	Tool string // slug
	Finding
}

const (
	reachBefore = 8 // tokens from a tool to what is said of it
	reachBehind = 3 // tokens from what is said to the tool: the buggy new Cursor
)

// About tells what a text says of the tools it mentions, with a sign or without. mentions are those of the same text, in order; an
// inferred one without a span is not looked at.
//
// A finding is about the tool named last before it in its clause, or right behind it. In a comparison the tool behind "than" gets the
// opposite sign, in "as fast as" the same. Where the clause names none it is the tool named last before it: in this sentence if
// the clause begins with the cue, in this or the one before if it has a pronoun. What describes something
// else (fast memory, a cheap GPU) is left out, and so is what belongs to none.
func About(text string, mentions []voxpop.Mention) []Said {
	r := read(text)
	at := r.places(mentions)
	var out []Said
	for i := range r.found {
		f := &r.found[i]
		if f.ofOther {
			continue
		}
		subject := r.subject(f, at)
		if subject >= 0 {
			out = append(out, Said{mentions[subject].Tool, f.Finding})
		}
		if other := r.compared(f, at); other >= 0 && (subject < 0 || mentions[other].Tool != mentions[subject].Tool) {
			s := Said{mentions[other].Tool, f.Finding}
			if s.Sign != 0 {
				s.Sign = -f.Sign
				if f.as >= 0 {
					s.Sign = f.plain
				}
			}
			out = append(out, s)
		}
	}
	return out
}

// places returns the first token of each mention, -1 where there is none.
func (r *reading) places(mentions []voxpop.Mention) []int {
	out := make([]int, len(mentions))
	for i, m := range mentions {
		out[i] = -1
		for t := range r.tokens {
			if m.Span.End > m.Span.Start && r.points[2*t] < m.Span.End && r.points[2*t+1] > m.Span.Start {
				out[i] = t
				break
			}
		}
	}
	return out
}

// subject returns the mention that a finding is about, -1 for none.
func (r *reading) subject(f *found, at []int) int {
	c := r.clauses[f.clause]
	best := -1
	for i, t := range at {
		switch {
		case t >= c.from && t < f.from && f.from-t <= reachBefore:
			best = i
		case best < 0 && t >= f.to && t < c.to && t-f.to < reachBehind && f.than < 0 && f.as < 0:
			best = i
		}
	}
	if best >= 0 {
		return best
	}
	back := r.refersBack(f)
	for i, t := range at {
		if back >= 0 && t >= 0 && t < c.from && r.sentence(t) >= c.sentence-back {
			best = i
		}
	}
	return best
}

// refersBack tells how many sentences the clause of a finding may refer back: one with a pronoun before the cue, none if it begins
// with the cue, -1 if it stands for itself.
func (r *reading) refersBack(f *found) int {
	from := r.clauses[f.clause].from
	switch {
	case near(r.tokens, from, min(f.from, from+4), pronouns):
		return 1
	case f.from-from <= 1:
		return 0
	}
	return -1
}

// sentence is the number of the sentence of a token.
func (r *reading) sentence(token int) int {
	for _, c := range r.clauses {
		if token < c.to {
			return c.sentence
		}
	}
	return -1
}

// compared returns the mention behind "than" or "as", -1 for none.
func (r *reading) compared(f *found, at []int) int {
	from := max(f.than, f.as)
	if from < 0 {
		return -1
	}
	for i, t := range at {
		if t > from && t-from <= reachBefore && t < r.clauses[f.clause].to {
			return i
		}
	}
	return -1
}
