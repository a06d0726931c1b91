package tools

import (
	"errors"
	"strings"
	"testing"

	"github.com/voxpop-dev/voxpop"
)

// named is an active tool with plain aliases.
func named(slug string, aliases ...string) voxpop.Tool {
	t := voxpop.Tool{Slug: slug, Status: voxpop.ToolActive}
	for _, a := range aliases {
		t.Aliases = append(t.Aliases, voxpop.Alias{Text: a})
	}
	return t
}

func TestCompileRefuses(t *testing.T) {
	merged := func(slug, into string) voxpop.Tool {
		return voxpop.Tool{Slug: slug, Status: voxpop.ToolArchived, MergedInto: into}
	}
	ruled := func(a voxpop.Alias) voxpop.Tool {
		return voxpop.Tool{Slug: "a", Status: voxpop.ToolActive, Aliases: []voxpop.Alias{a}}
	}
	for name, catalog := range map[string][]voxpop.Tool{
		"slug twice":         {named("a", "oak"), named("a", "elm")},
		"same alias":         {named("a", "Oak Tool"), named("b", "oak-tool")},
		"same, run together": {named("a", "Oak Tool"), named("b", "oaktool")},
		"no letter":          {named("a", "+-!")},
		"too many words":     {named("a", strings.Repeat("a ", 9))},
		"too long":           {named("a", strings.Repeat("ab cd ", 30))},
		"long word":          {named("a", strings.Repeat("a", 41))},
		"merge into nobody":  {merged("a", "x")},
		"merge in a circle":  {merged("a", "b"), merged("b", "a")},
		"merge into itself":  {merged("a", "a")},
		"excludes itself":    {ruled(voxpop.Alias{Text: "oak", Exclude: []string{"elm", "OAK!"}})},
		"empty phrase":       {ruled(voxpop.Alias{Text: "oak", Require: []string{""}})},
		"prior over one":     {ruled(voxpop.Alias{Text: "oak", Prior: 1.5})},
	} {
		if m, err := Compile(catalog); !errors.Is(err, voxpop.ErrInvalid) || m != nil {
			t.Errorf("%s: got %v, %v", name, m, err)
		}
	}
}

func TestCompileTakesWhatCounts(t *testing.T) {
	old := named("old", "Oldname")
	old.Status, old.MergedInto = voxpop.ToolArchived, "new"
	oldest := named("oldest", "Oldestname")
	oldest.MergedInto = "old"
	gone := named("gone", "Gonename")
	gone.Status = voxpop.ToolArchived
	proposed := named("proposed", "Proposedname")
	proposed.Status = voxpop.ToolCandidate
	intoGone := named("into-gone", "Intogone")
	intoGone.MergedInto = "gone"
	m, err := Compile([]voxpop.Tool{old, oldest, named("new", "Newname"), gone, proposed, intoGone})
	if err != nil {
		t.Fatal(err)
	}
	got := found(m, "x", "Oldname, Oldestname, Newname, Gonename, Proposedname, Intogone")
	if want := "new:Oldname | new:Oldestname | new:Newname"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestSharedAliasIsDecidedByContext(t *testing.T) {
	shared := func(slug, require string) voxpop.Tool {
		return voxpop.Tool{Slug: slug, Status: voxpop.ToolActive, Home: []string{"reddit/" + slug},
			Aliases: []voxpop.Alias{{Text: "Oak", Require: []string{require}}}}
	}
	m, err := Compile([]voxpop.Tool{shared("editor", "code"), shared("game", "play")})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"I code in Oak": "editor:Oak",
		"I play Oak":    "game:Oak",
		"Oak":           "",
	} {
		if got := found(m, "x", text); got != want {
			t.Errorf("%q: found %q, want %q", text, got, want)
		}
	}
	if got := found(m, "game", "I code in Oak"); got != "game:Oak" {
		t.Errorf("in its own community: found %q", got)
	}
}
