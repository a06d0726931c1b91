package tools

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/analyze/text"
)

func TestQueries(t *testing.T) {
	tool := voxpop.Tool{Aliases: []voxpop.Alias{{Text: "Claude Code"}, {Text: "GPT-4o"}, {Text: "v0"}, {Text: "Claude Code CLI"}, {Text: "continue.dev"}}}
	want := []string{`"claude code*"`, `"continue dev*"`, `"gpt 4 o"`, `"gpt 4o"`, `"gpt4 o"`, `"v 0"`, "claudecode*", "gpt4o*", "v0"}
	if got := Queries(tool); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// matchesQuery is the search of definitions.md for one word or phrase.
func matchesQuery(words []string, query string) bool {
	query = strings.Trim(query, `"`)
	query, prefix := strings.CutSuffix(query, "*")
	wanted := strings.Fields(query)
	for i := range len(words) - len(wanted) + 1 {
		at := words[i : i+len(wanted)]
		last := len(wanted) - 1
		if slices.Equal(at[:last], wanted[:last]) && (at[last] == wanted[last] || prefix && strings.HasPrefix(at[last], wanted[last])) {
			return true
		}
	}
	return false
}

func TestQueriesFindAllThatFindFinds(t *testing.T) {
	catalog := Catalog()
	m := shipped(t)
	queries := map[string][]string{}
	for _, tool := range catalog {
		queries[tool.Slug] = Queries(tool)
	}
	rapid.Check(t, func(t *rapid.T) {
		plain := drawTalk(t, catalog)
		words := text.Words(plain)
		for _, mention := range m.Find(Input{Source: "reddit", Community: "LocalLLaMA", Text: plain}) {
			if !slices.ContainsFunc(queries[mention.Tool], func(q string) bool { return matchesQuery(words, q) }) {
				t.Fatalf("%q is found in %q, but none of %q matches %q", at(plain, mention.Span), plain, queries[mention.Tool], words)
			}
		}
	})
}

// drawTalk draws a text of names of tools in odd spellings, between odd signs.
func drawTalk(t *rapid.T, catalog []voxpop.Tool) string {
	var b strings.Builder
	for range rapid.IntRange(1, 6).Draw(t, "pieces") {
		tool := catalog[rapid.IntRange(0, len(catalog)-1).Draw(t, "tool")]
		alias := tool.Aliases[rapid.IntRange(0, len(tool.Aliases)-1).Draw(t, "alias")]
		name := alias.Text
		switch rapid.IntRange(0, 4).Draw(t, "spelling") {
		case 0:
			name = strings.ToLower(name)
		case 1:
			name = strings.NewReplacer(" ", "-", "-", "", ".", " ").Replace(name)
		case 2:
			name = strings.ReplaceAll(name, " ", "")
		case 3:
			name = strings.ToUpper(name)
		}
		b.WriteString(name)
		b.WriteString(rapid.SampledFrom([]string{" ", ". ", "s ", "'s ", "2 ", "2.5 ", "-", "_", "™", "™ ", "/", "x", "é", "\u0301", "ﬁ", "🚀", "\n", " llm ", "Ⅳ", "ª", "①", "㎏"}).Draw(t, "sign"))
	}
	return b.String()
}

func TestSignature(t *testing.T) {
	base := Catalog()[2]
	changed := map[string]func(*voxpop.Tool){
		"status": func(t *voxpop.Tool) { t.Status = voxpop.ToolArchived },
		"merge":  func(t *voxpop.Tool) { t.MergedInto = "x" },
		"home":   func(t *voxpop.Tool) { t.Home = append(slices.Clone(t.Home), "reddit/x") },
		"alias":  func(t *voxpop.Tool) { t.Aliases = append(slices.Clone(t.Aliases), voxpop.Alias{Text: "x"}) },
		"rule": func(t *voxpop.Tool) {
			t.Aliases = slices.Clone(t.Aliases)
			t.Aliases[0].Exclude = []string{"x"}
		},
	}
	for name, change := range changed {
		other := base
		if change(&other); Signature(other) == Signature(base) {
			t.Errorf("%s: the signature is the same", name)
		}
	}
	other := base
	other.Description, other.Edit, other.Revision = "x", 7, 8
	if Signature(other) != Signature(base) {
		t.Error("the signature depends on what is not matched")
	}
}
