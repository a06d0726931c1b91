package tools

import (
	"fmt"
	"strings"
	"testing"

	"github.com/voxpop-dev/voxpop"
)

// bigCatalog is 500 tools of 20 aliases, a quarter of them with rules.
func bigCatalog() []voxpop.Tool {
	catalog := Catalog()
	for n := len(catalog); n < 500; n++ {
		t := voxpop.Tool{Slug: fmt.Sprintf("tool-%d", n), Status: voxpop.ToolActive}
		for a := range 20 {
			alias := voxpop.Alias{Text: fmt.Sprintf("%s%s %s", syllables[n%len(syllables)], syllables[(n/7+a)%len(syllables)], syllables[(n+3*a)%len(syllables)]) + strings.Repeat("x", n/60+a%3)}
			alias.Text += fmt.Sprint(n)
			if a%4 == 0 {
				alias.Text = fmt.Sprintf("code%s%d", syllables[a], n)
				alias.Require, alias.Exclude, alias.Prior = []string{"editor", "model", "agent"}, []string{"mouse", "database", "the " + alias.Text}, 0.3
			}
			t.Aliases = append(t.Aliases, alias)
		}
		catalog = append(catalog, t)
	}
	return catalog
}

var syllables = strings.Fields("ka lo mi code run data shell deep flow mind work the good it is open fast cloud bit loop agent model chat help")

var benchTexts = []string{
	"I tried Cursor for a week and went back to plain VS Code with Copilot, because the agent kept rewriting files that I had not asked it to touch. Claude Code in the terminal is slower, but it understands the repository better.",
	"You need at least 24 GB for that. I run the 32B at Q4 with 16k of context and get about 30 tokens a second, which is fine for chat, and the quality is not far from what the big ones give you.",
	"No.",
	strings.Repeat("The longer I look at this benchmark the less I believe it. They compare a tuned model with the default settings of the others, and the prompt is in the training data anyway. ", 10),
}

func BenchmarkFind(b *testing.B) {
	m, err := Compile(bigCatalog())
	if err != nil {
		b.Fatal(err)
	}
	size := 0
	for _, text := range benchTexts {
		size += len(text)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for _, text := range benchTexts {
			m.Find(Input{Source: "reddit", Community: "LocalLLaMA", Text: text})
		}
	}
	b.ReportMetric(float64(len(benchTexts)*b.N)/b.Elapsed().Seconds(), "texts/s")
}

func BenchmarkCompile(b *testing.B) {
	catalog := bigCatalog()
	for b.Loop() {
		if _, err := Compile(catalog); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpinions(b *testing.B) {
	m := shipped(b)
	texts := 0
	b.ReportAllocs()
	for b.Loop() {
		for _, c := range sentences {
			scorer().Opinions(c.text, m.Find(Input{Source: "reddit", Community: "LocalLLaMA", Text: c.text}))
			texts++
		}
	}
	b.ReportMetric(float64(texts)/b.Elapsed().Seconds(), "texts/s")
}

// A comment of usual length with three mentions.
func BenchmarkScoreTargets(b *testing.B) {
	text, spans := benchTexts[0], []voxpop.Span{{Start: 8, End: 14}, {Start: 64, End: 71}, {Start: 149, End: 160}}
	s := scorer()
	b.ReportAllocs()
	for b.Loop() {
		s.ScoreTargets(text, spans)
	}
	b.ReportMetric(float64(len(spans)*b.N)/b.Elapsed().Seconds(), "mentions/s")
}
