package cli

import (
	"fmt"
	"strings"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/analyze/text"
	"github.com/voxpop-dev/voxpop/internal/analyze/tools"
)

// target is a span of a text, in Unicode code points.
type target struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

type targetBody struct {
	target
	scoreBody
}

// mentionBody is a place in the text that names a tool.
type mentionBody struct {
	Tool     string `json:"tool"`
	Alias    string `json:"alias,omitempty"`
	Inferred bool   `json:"inferred,omitempty"`
	targetBody
}

// relationBody is what a sentence says about two tools.
type relationBody struct {
	Kind string `json:"kind"`
	From string `json:"from"`
	To   string `json:"to"`
	target
}

// toolAnalysis is what a text says about tools. Spans count code points of Plain, where it is given, else of the text.
type toolAnalysis struct {
	Plain     string         `json:"plain,omitempty"`
	Mentions  []mentionBody  `json:"mentions,omitempty"`
	Relations []relationBody `json:"relations,omitempty"`
}

// toolReader finds the tools of the program's own catalog in texts, and scores what is said about them.
type toolReader struct {
	matcher *tools.Matcher
	scorer  *tools.Scorer
}

func newToolReader(score func(string) voxpop.Score) (*toolReader, error) {
	matcher, err := tools.Compile(tools.Catalog())
	if err != nil {
		return nil, fmt.Errorf("the program's own catalog: %w", err)
	}
	return &toolReader{matcher, tools.NewScorer(score)}, nil
}

// mentions analyses a cleaned text that was given as written.
func (r *toolReader) mentions(in *analyzeInput, plain string) toolAnalysis {
	found := r.matcher.Find(tools.Input{Source: in.Source, Community: in.Community, Text: plain})
	opinions, relations := r.scorer.Opinions(plain, found)
	var out toolAnalysis
	for _, o := range opinions {
		for _, m := range o.Mentions {
			b := mentionBody{Tool: m.Tool, Alias: m.Alias, Inferred: m.Inferred, targetBody: targetBody{target: target(m.Span)}}
			if m.Score != nil {
				b.scoreBody = describeScore(*m.Score)
			}
			out.Mentions = append(out.Mentions, b)
		}
	}
	for _, rel := range relations {
		out.Relations = append(out.Relations, relationBody{string(rel.Kind), rel.From, rel.To, target(rel.Span)})
	}
	if plain != *in.Text && len(out.Mentions) > 0 {
		out.Plain = plain
	}
	return out
}

// targets scores spans of a text as written. They are looked up in the cleaned text, if all of them are still there; else the
// text is read as it was written.
func (r *toolReader) targets(written, plain string, targets []target) ([]targetBody, error) {
	runes := []rune(written)
	spans := make([]voxpop.Span, len(targets))
	for i, t := range targets {
		if t.Start < 0 || t.End <= t.Start || t.End > len(runes) {
			return nil, fmt.Errorf("target %d–%d: want 0 ≤ start < end ≤ %d (code points of the text)", t.Start, t.End, len(runes))
		}
		spans[i] = voxpop.Span(t)
	}
	read := written
	if moved, ok := moveSpans(runes, []rune(plain), spans); ok {
		read, spans = plain, moved
	}
	out := make([]targetBody, len(targets))
	for i, s := range r.scorer.ScoreTargets(read, spans) {
		out[i] = targetBody{targets[i], describeScore(s)}
	}
	return out, nil
}

// moveSpans finds spans of a text again in its cleaned form: the same words, and as many of them before.
// ok is false when the forms do not hold them equally often.
func moveSpans(from, to []rune, spans []voxpop.Span) (moved []voxpop.Span, ok bool) {
	moved = make([]voxpop.Span, len(spans))
	for i, s := range spans {
		words := from[s.Start:s.End]
		was, is := places(from, words), places(to, words)
		if len(was) != len(is) {
			return nil, false
		}
		for n, at := range was {
			if at == s.Start {
				moved[i] = voxpop.Span{Start: is[n], End: is[n] + len(words)}
			}
		}
		if moved[i].End == 0 {
			return nil, false // it overlaps another occurrence of itself
		}
	}
	return moved, true
}

// places are where words stand in a text, without overlaps.
func places(in, words []rune) (at []int) {
	s, sought := string(in), string(words)
	done := 0
	for {
		before, after, found := strings.Cut(s, sought)
		if !found {
			return at
		}
		done += len([]rune(before))
		at = append(at, done)
		done += len(words)
		s = after
	}
}

// plainOf is the text that is scored: as written when raw, else cleaned.
func (c *analyzeCmd) plainOf(source, written string) string {
	if c.Raw {
		return written
	}
	return text.Clean(source, "", written).Plain
}
