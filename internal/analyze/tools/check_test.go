package tools

import (
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/voxpop-dev/voxpop"
	"pgregory.net/rapid"
)

func TestCheckNamesTheField(t *testing.T) {
	catalog := []voxpop.Tool{named("elm", "Elm Tool"), {Slug: "proposed", Status: voxpop.ToolCandidate, Aliases: []voxpop.Alias{{Text: "ash"}}}}
	archived := named("birch", "birch")
	archived.Status, archived.MergedInto = voxpop.ToolArchived, "elm"
	catalog = append(catalog, archived)
	for field, change := range map[string]func(*voxpop.Tool){
		"slug":                  func(t *voxpop.Tool) { t.Slug = "Not a slug" },
		"name":                  func(t *voxpop.Tool) { t.Name = " " },
		"name ":                 func(t *voxpop.Tool) { t.Name = "a\u202eb" },
		"name  ":                func(t *voxpop.Tool) { t.Name = "a\x00" },
		"vendor":                func(t *voxpop.Tool) { t.Vendor = "a\nb" },
		"description":           func(t *voxpop.Tool) { t.Description = strings.Repeat("a", 2001) },
		"categories[1]":         func(t *voxpop.Tool) { t.Categories = []string{"IDE", ""} },
		"home[0]":               func(t *voxpop.Tool) { t.Home = []string{"reddit/Cursor"} },
		"home[1]":               func(t *voxpop.Tool) { t.Home = []string{"reddit/a", "reddit/a"} },
		"aliases":               func(t *voxpop.Tool) { t.Aliases = nil },
		"aliases[0].text":       func(t *voxpop.Tool) { t.Aliases[0].Text = "+-!" },
		"aliases[0].text ":      func(t *voxpop.Tool) { t.Aliases[0].Text = "elm-tool" },
		"aliases[0].text  ":     func(t *voxpop.Tool) { t.Aliases[0].Text = "Birch" },
		"aliases[0].prior":      func(t *voxpop.Tool) { t.Aliases[0].Prior = math.NaN() },
		"aliases[0].require[1]": func(t *voxpop.Tool) { t.Aliases[0].Require = []string{"a", strings.Repeat("b ", 9)} },
		"aliases[0].exclude[0]": func(t *voxpop.Tool) { t.Aliases[0].Exclude = []string{"OAK!"} },
		"":                      func(t *voxpop.Tool) { t.Aliases[0].Text = "ash" },
		" ":                     func(t *voxpop.Tool) { t.Aliases[0] = voxpop.Alias{Text: "elm tool", Require: []string{"code"}} },
		"  ":                    func(t *voxpop.Tool) { t.Description = "two\nlines" },
	} {
		tool := named("oak", "oak")
		tool.Name = "Oak"
		change(&tool)
		faults := Check(tool, catalog)
		want := strings.TrimSpace(field)
		if want == "" && len(faults) > 0 || want != "" && (len(faults) != 1 || faults[0].Field != want || faults[0].Reason == "") {
			t.Errorf("%q: %+v", field, faults)
		}
	}
}

func TestOwnCatalogHasNoFaults(t *testing.T) {
	catalog := Catalog()
	for _, tool := range catalog {
		if faults := Check(tool, catalog); len(faults) > 0 {
			t.Errorf("%s: %+v", tool.Slug, faults)
		}
	}
}

// What Check lets in, Compile takes.
func TestCheckedToolsCompile(t *testing.T) {
	word := rapid.SampledFrom([]string{"oak", "Oak", "elm", "oak elm", "oakelm", "ash-oak", "!", "", "gpt4", "a\x00", strings.Repeat("x", 41)})
	rapid.Check(t, func(t *rapid.T) {
		alias := rapid.Custom(func(t *rapid.T) voxpop.Alias {
			return voxpop.Alias{
				Text: word.Draw(t, "text"), Case: rapid.Bool().Draw(t, "case"), Prior: rapid.SampledFrom([]float64{0, 0.5, 1, 2}).Draw(t, "prior"),
				Require: rapid.SliceOfN(word, 0, 2).Draw(t, "require"), Exclude: rapid.SliceOfN(word, 0, 2).Draw(t, "exclude"),
			}
		})
		var catalog []voxpop.Tool
		for _, slug := range []string{"one", "two", "three"} {
			tool := voxpop.Tool{Slug: slug, Name: slug, Status: voxpop.ToolActive, Aliases: rapid.SliceOfN(alias, 1, 3).Draw(t, "aliases")}
			if len(Check(tool, catalog)) == 0 {
				catalog = append(catalog, tool)
			}
		}
		if _, err := Compile(catalog); err != nil {
			t.Fatalf("%+v: %v", catalog, err)
		}
	})
}

// Either side of a change finds what a matcher of its whole catalog finds, and is not touched by the other.
func TestChangeEqualsCompiling(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := []string{"oak", "elm", "oak elm", "elm oak", "pine cone", "fir", "firs", "ash 2"}
		drawn := func(slug string) voxpop.Tool {
			tool := named(slug)
			for _, text := range rapid.SliceOfNDistinct(rapid.SampledFrom(words), 1, 3, rapid.ID).Draw(t, slug) {
				tool.Aliases = append(tool.Aliases, voxpop.Alias{Text: text, Require: []string{rapid.SampledFrom([]string{"tree", "wood", "pine"}).Draw(t, "require")}})
			}
			return tool
		}
		a, b, before, after := drawn("a"), drawn("b"), drawn("c"), drawn("c")
		change, err := NewChange([]voxpop.Tool{a, before, b}, &before, after)
		if err != nil {
			t.Fatal(err)
		}
		in := Input{Text: strings.Join(rapid.SliceOfN(rapid.SampledFrom(append(words, "tree", "wood", "and.")), 1, 12).Draw(t, "text"), " ")}
		was, is := change.Find(in)
		for _, side := range []struct {
			tool voxpop.Tool
			got  []voxpop.Mention
		}{{before, was}, {after, is}} {
			whole, err := Compile([]voxpop.Tool{a, b, side.tool})
			if err != nil {
				t.Fatal(err)
			}
			want := slices.DeleteFunc(whole.Find(in), func(m voxpop.Mention) bool { return m.Tool != "c" })
			if !reflect.DeepEqual(side.got, want) {
				t.Errorf("%q: %v, want %v", in.Text, side.got, want)
			}
		}
	})
}

func TestChange(t *testing.T) {
	before := named("oak", "oak")
	before.Home = []string{"reddit/oak"}
	after := named("oak", "oak", "elm")
	after.Aliases[0].Require = []string{"editor"}
	after.Aliases[0].Prior = 0.1
	other := named("elm-tree", "elm tree")
	c, err := NewChange([]voxpop.Tool{before, other}, &before, after)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string][2]int{
		"I like oak.":                {1, 0},
		"I like the editor oak.":     {1, 1},
		"I like elm.":                {0, 1},
		"I like an elm tree.":        {0, 0}, // the longer name is another tool's
		"I like elm and the oak elm": {1, 2},
	} {
		was, is := c.Find(Input{Source: "reddit", Community: "x", Text: text})
		if len(was) != want[0] || len(is) != want[1] {
			t.Errorf("%s: %d, %d; want %v", text, len(was), len(is), want)
		}
	}
	if len(c.Searches) != 2 || len(c.Home) != 1 {
		t.Errorf("%v %v", c.Searches, c.Home)
	}
	if c, err = NewChange([]voxpop.Tool{other}, nil, after); err != nil {
		t.Fatal(err)
	}
	if was, is := c.Find(Input{Text: "elm"}); len(was) != 0 || len(is) != 1 {
		t.Errorf("a new tool: %v %v", was, is)
	}
	if _, err := NewChange([]voxpop.Tool{named("a", "elm")}, nil, named("b", "elm")); err == nil {
		t.Error("a clash passes")
	}
}
