package tools

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/analyze/vader"
)

// FuzzOpinions checks that nothing a stranger writes breaks finding and scoring, and that all that comes out is sound.
func FuzzOpinions(f *testing.F) {
	for _, c := range sentences {
		f.Add(c.text, "cursor", 0, 5)
	}
	f.Add("Claude > > > Claude, Claude/Claude and Claude than as good as", "x", -3, 1<<40)
	f.Add("\xff\xfe Cursor \x00 better than\u202e Claude", "x", 7, 2)
	m, err := Compile(Catalog())
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text, community string, start, end int) {
		mentions := m.Find(Input{Source: "reddit", Community: community, Text: text})
		length := len([]rune(text))
		last := 0
		for _, mention := range mentions {
			if mention.Span.Start < last || mention.Span.End <= mention.Span.Start || mention.Span.End > length {
				t.Fatalf("%q: span %v behind %d, in %d code points", text, mention.Span, last, length)
			}
			last = mention.Span.End
		}
		opinions, relations := scorer().Opinions(text, mentions)
		for _, o := range opinions {
			checkScore(t, text, o.Score)
		}
		for _, r := range relations {
			if r.From == r.To || r.Span.Start < 0 || r.Span.End > length || r.Span.Start >= r.Span.End {
				t.Fatalf("%q: relation %+v", text, r)
			}
		}
		for _, s := range scorer().ScoreTargets(text, []voxpop.Span{{Start: start, End: end}, {}, {Start: end, End: start}}) {
			checkScore(t, text, s)
		}
	})
}

func checkScore(t *testing.T, text string, s voxpop.Score) {
	t.Helper()
	sum := s.Positive + s.Neutral + s.Negative
	if !(s.Compound >= -1 && s.Compound <= 1) || s.Label != voxpop.LabelOf(s.Compound) || !(s.Confidence >= 0 && s.Confidence <= 1) ||
		sum != 0 && math.Abs(sum-1) > 0.0021 || s.Engine != MentionEngine(vader.New().ID()) {
		t.Fatalf("%q: unsound score %+v", text, s)
	}
}

func TestScoringIsDeterministic(t *testing.T) {
	m := shipped(t)
	rapid.Check(t, func(t *rapid.T) {
		text := drawTalk(t, Catalog()) + rapid.SampledFrom(sentences).Draw(t, "sentence").text
		mentions := m.Find(Input{Source: "reddit", Community: "LocalLLaMA", Text: text})
		first, related := scorer().Opinions(text, mentions)
		again, relatedAgain := scorer().Opinions(text, mentions)
		if len(first) != len(again) || len(related) != len(relatedAgain) {
			t.Fatalf("%q: %v, then %v", text, first, again)
		}
		for i := range first {
			if first[i].Score != again[i].Score {
				t.Fatalf("%q: %+v, then %+v", text, first[i], again[i])
			}
		}
	})
}

// A long text without punctuation, or with thousands of mentions, takes no more than its share of time.
func TestHostileTexts(t *testing.T) {
	m := shipped(t)
	for name, text := range map[string]string{
		"one clause":  strings.Repeat("Cursor is better than ", 3000),
		"list":        strings.Repeat("Claude, ", 8000),
		"pairs":       strings.Repeat("Cursor > ", 5000),
		"exclusions":  strings.Repeat("cursor mouse ", 6000),
		"no sentence": strings.Repeat("word ", 15000) + "Claude",
		"newlines":    strings.Repeat("Cursor\n", 8000),
		"idioms":      strings.Repeat("not just works ", 5000) + "Claude",
	} {
		t.Run(name, func(t *testing.T) {
			opinions, relations := scorer().Opinions(text, m.Find(Input{Source: "reddit", Community: "x", Text: text}))
			if len(relations) > 10_000 {
				t.Errorf("%d relations", len(relations))
			}
			for _, o := range opinions {
				checkScore(t, name, o.Score)
			}
		})
	}
}
