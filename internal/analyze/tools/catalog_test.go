package tools

import (
	"errors"
	"strings"
	"testing"

	"github.com/voxpop-dev/voxpop"
)

func TestCatalogIsWhole(t *testing.T) {
	catalog := Catalog()
	if len(catalog) < 40 {
		t.Errorf("%d tools, want at least 40", len(catalog))
	}
	homes := map[string]string{}
	for _, tool := range catalog {
		if tool.Name == "" || tool.Vendor == "" || len(tool.Description) < 15 || !strings.HasSuffix(tool.Description, ".") || len(tool.Categories) == 0 {
			t.Errorf("%s: name, vendor, categories or description is missing: %+v", tool.Slug, tool)
		}
		for _, home := range tool.Home {
			if other := homes[home]; other != "" {
				t.Errorf("%s is the home of %s and %s", home, other, tool.Slug)
			}
			homes[home] = tool.Slug
		}
	}
	for _, community := range []string{"cursor", "bard", "githubcopilot", "claude", "windsurf", "kiroide", "julesagent", "openai"} {
		if homes["reddit/"+community] == "" {
			t.Errorf("r/%s is read by default and the home of no tool", community)
		}
	}
}

// An alias that another alias hides, or that its own rules reject wherever it stands, would be dead.
func TestEveryAliasIsReachable(t *testing.T) {
	m := shipped(t)
	for _, tool := range Catalog() {
		for _, a := range tool.Aliases {
			context := ""
			if len(a.Require) > 0 {
				context = " " + a.Require[0]
			}
			text := "Today: " + a.Text + "." + context
			got := m.Find(Input{Source: "reddit", Community: "LocalLLaMA", Text: text})
			if len(got) == 0 || got[0].Tool != tool.Slug || at(text, got[0].Span) != a.Text {
				t.Errorf("%s: alias %q is not found in %q: %v", tool.Slug, a.Text, text, got)
			}
		}
	}
}

func TestParseCatalog(t *testing.T) {
	got, err := ParseCatalog("# tools\n\n[a-b]\nname = A = B\nhome = reddit/a\nstatus = archived\nmerged = c\nalias = AB, A B\n  prior = 0.4\n  require = x, y z\n  case = yes\nalias = C\n")
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 1 || got[0].Name != "A = B" || got[0].Status != voxpop.ToolArchived || got[0].MergedInto != "c" || len(got[0].Aliases) != 3 {
		t.Fatalf("got %+v", got)
	}
	for i, a := range got[0].Aliases {
		ruled := a.Prior == 0.4 && len(a.Require) == 2 && a.Require[1] == "y z" && a.Case
		if ruled != (i < 2) {
			t.Errorf("alias %d: %+v", i, a)
		}
	}
}

func TestParseCatalogRefuses(t *testing.T) {
	const good = "[a]\nname = A\nalias = A\n"
	for name, text := range map[string]string{
		"no tool":        "name = A\n",
		"bad slug":       "[A]\n",
		"unclosed":       "[a\n",
		"twice":          good + good,
		"no name":        "[a]\nalias = A\n",
		"no alias":       "[a]\nname = A\n",
		"no value":       "[a]\nname =\n",
		"no equals sign": good + "word\n",
		"unknown key":    good + "colour = red\n",
		"unknown rule":   good + "  colour = red\n",
		"unknown status": good + "status = gone\n",
		"stray rule":     "[a]\nname = A\n  case = yes\nalias = A\n",
		"bad case":       good + "  case = maybe\n",
		"bad prior":      good + "  prior = 2\n",
		"prior nan":      good + "  prior = NaN\n",
		"bad home":       good + "home = cursor\n",
		"loud home":      good + "home = reddit/Cursor\n",
	} {
		if got, err := ParseCatalog(text); !errors.Is(err, voxpop.ErrInvalid) || got != nil || !strings.Contains(err.Error(), "line") {
			t.Errorf("%s: got %v, %v", name, got, err)
		}
	}
}

func FuzzParseCatalog(f *testing.F) {
	f.Add(catalogText[:2000])
	f.Fuzz(func(t *testing.T, text string) {
		if tools, err := ParseCatalog(text); err == nil {
			_, _ = Compile(tools)
		}
	})
}

func shipped(tb testing.TB) *Matcher {
	tb.Helper()
	m, err := Compile(Catalog())
	if err != nil {
		tb.Fatal(err)
	}
	return m
}

// at returns the code points of text in span.
func at(text string, span voxpop.Span) string { return string([]rune(text)[span.Start:span.End]) }
