package tools

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/voxpop-dev/voxpop"
)

// FormatCatalog writes tools in the format that ParseCatalog reads. Lists are written with commas, so a comma within an
// entry becomes a blank, which matches alike; of a description the lines are joined. Edits, revisions and times are left out.
func FormatCatalog(catalog []voxpop.Tool) string {
	var b strings.Builder
	for i := range catalog {
		if i > 0 {
			b.WriteByte('\n')
		}
		formatTool(&b, &catalog[i])
	}
	return b.String()
}

func formatTool(b *strings.Builder, t *voxpop.Tool) {
	fmt.Fprintf(b, "[%s]\n", t.Slug)
	field := func(key, value string) {
		if value = strings.Join(strings.Fields(value), " "); value != "" {
			fmt.Fprintf(b, "%s = %s\n", key, value)
		}
	}
	field("name", t.Name)
	field("vendor", t.Vendor)
	field("categories", commas(t.Categories))
	field("about", t.Description)
	field("home", commas(t.Home))
	if t.Status != voxpop.ToolActive {
		field("status", string(t.Status))
	}
	field("merged", t.MergedInto)
	for from := 0; from < len(t.Aliases); {
		to := from + 1
		for to < len(t.Aliases) && sameRules(&t.Aliases[from], &t.Aliases[to]) {
			to++
		}
		formatAliases(b, t.Aliases[from:to])
		from = to
	}
}

func sameRules(a, b *voxpop.Alias) bool {
	return a.Case == b.Case && a.Prior == b.Prior && slices.Equal(a.Require, b.Require) && slices.Equal(a.Exclude, b.Exclude)
}

// formatAliases writes aliases that have the same rules.
func formatAliases(b *strings.Builder, aliases []voxpop.Alias) {
	names := make([]string, len(aliases))
	for i := range aliases {
		names[i] = aliases[i].Text
	}
	fmt.Fprintf(b, "alias = %s\n", commas(names))
	a := &aliases[0]
	if a.Case {
		b.WriteString("  case = yes\n")
	}
	if len(a.Exclude) > 0 {
		fmt.Fprintf(b, "  exclude = %s\n", commas(a.Exclude))
	}
	if len(a.Require) > 0 {
		fmt.Fprintf(b, "  require = %s\n", commas(a.Require))
	}
	if a.Prior > 0 {
		fmt.Fprintf(b, "  prior = %s\n", strconv.FormatFloat(a.Prior, 'g', -1, 64))
	}
}

func commas(list []string) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = strings.Join(strings.Fields(strings.ReplaceAll(s, ",", " ")), " ")
	}
	return strings.Join(out, ", ")
}
