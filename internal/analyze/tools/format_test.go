package tools

import (
	"reflect"
	"strings"
	"testing"

	"github.com/voxpop-dev/voxpop"
	"pgregory.net/rapid"
)

func TestFormatCatalogRoundTrip(t *testing.T) {
	own := Catalog()
	again, err := ParseCatalog(FormatCatalog(own))
	if err != nil || !reflect.DeepEqual(again, own) {
		t.Fatalf("the program's own catalog does not come back: %v", err)
	}
}

// Whatever Check lets in can be written and read again, and matches alike.
func TestFormattedToolsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.Map(rapid.StringOfN(rapid.RuneFrom([]rune("aB1 ,=#[]-é")), 0, 12, -1), func(s string) string { return "x" + s })
		list := rapid.SliceOfN(text, 0, 2)
		tool := voxpop.Tool{
			Slug: "one", Name: text.Draw(t, "name"), Vendor: text.Draw(t, "vendor"), Description: text.Draw(t, "about"), Status: voxpop.ToolActive,
			Categories: list.Draw(t, "categories"),
		}
		for range rapid.IntRange(1, 3).Draw(t, "aliases") {
			tool.Aliases = append(tool.Aliases, voxpop.Alias{
				Text: text.Draw(t, "text"), Case: rapid.Bool().Draw(t, "case"), Require: list.Draw(t, "require"), Exclude: list.Draw(t, "exclude"),
				Prior: rapid.SampledFrom([]float64{0, 0.25, 1}).Draw(t, "prior"),
			})
		}
		faults := Check(tool, nil)
		for _, f := range faults { // nothing else can be wrong with these
			if f.Reason != "excludes the alias itself" && !strings.HasPrefix(f.Reason, "it has more than 8 words") {
				t.Fatalf("%+v is refused: %+v", tool, f)
			}
		}
		if len(faults) > 0 {
			return
		}
		back, err := ParseCatalog(FormatCatalog([]voxpop.Tool{tool}))
		if err != nil || len(back) != 1 {
			t.Fatalf("%q: %v", FormatCatalog([]voxpop.Tool{tool}), err)
		}
		if len(back[0].Aliases) != len(tool.Aliases) {
			t.Fatalf("%+v came back as %+v", tool.Aliases, back[0].Aliases)
		}
		for i, a := range back[0].Aliases {
			was := tool.Aliases[i]
			if canonical(a.Text) != canonical(was.Text) || a.Case != was.Case || a.Prior != was.Prior || len(a.Require) != len(was.Require) || len(a.Exclude) != len(was.Exclude) {
				t.Fatalf("%+v came back as %+v", was, a)
			}
		}
	})
}
