package tools

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"

	"github.com/voxpop-dev/voxpop"
)

//go:embed catalog.txt
var catalogText string

// Catalog returns the tools that voxpop ships with.
func Catalog() []voxpop.Tool {
	catalog, err := ParseCatalog(catalogText)
	if err != nil {
		panic(err) // a test reads it
	}
	return catalog
}

// ParseCatalog reads tools in the format of catalog.txt: sections of "key = value", "#" before
// comments, lists with commas, and indented below "alias" the rules of its names. Status is
// active unless said otherwise. An error names the line and is of kind ErrInvalid.
func ParseCatalog(text string) ([]voxpop.Tool, error) {
	p := catalogParser{slugs: map[string]bool{}}
	number := 0
	for line := range strings.Lines(text) {
		number++
		if err := p.line(strings.TrimRight(line, " \t\r\n")); err != nil {
			return nil, fmt.Errorf("catalog line %d: %w: %w", number, err, voxpop.ErrInvalid)
		}
	}
	if err := p.finish(); err != nil {
		return nil, fmt.Errorf("catalog line %d: %w: %w", number, err, voxpop.ErrInvalid)
	}
	return p.tools, nil
}

type catalogParser struct {
	tools   []voxpop.Tool
	slugs   map[string]bool
	aliases int // how many of the last tool's aliases an indented line is about
}

func (p *catalogParser) line(line string) error {
	content := strings.TrimLeft(line, " \t")
	switch {
	case content == "" || content[0] == '#':
		return nil
	case content[0] == '[':
		return p.section(content)
	case len(p.tools) == 0:
		return fmt.Errorf("%q stands before the first [tool]", content)
	}
	key, value, found := strings.Cut(content, "=")
	key, value = strings.TrimSpace(key), strings.TrimSpace(value)
	if !found || value == "" {
		return fmt.Errorf("%q is not of the form: key = value", content)
	}
	tool := &p.tools[len(p.tools)-1]
	if content == line {
		return p.field(tool, key, value)
	}
	if p.aliases == 0 {
		return fmt.Errorf("%q is indented but no alias stands above it", content)
	}
	for i := len(tool.Aliases) - p.aliases; i < len(tool.Aliases); i++ {
		if err := aliasRule(&tool.Aliases[i], key, value); err != nil {
			return err
		}
	}
	return nil
}

func (p *catalogParser) section(content string) error {
	if err := p.finish(); err != nil {
		return err
	}
	slug, closed := strings.CutSuffix(content[1:], "]")
	if !closed || slug == "" || strings.Trim(slug, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" || strings.Trim(slug, "-") != slug {
		return fmt.Errorf("%q: a tool is [slug], of small letters, digits and hyphens", content)
	}
	if p.slugs[slug] {
		return fmt.Errorf("[%s] stands here a second time", slug)
	}
	p.slugs[slug] = true
	p.aliases = 0
	p.tools = append(p.tools, voxpop.Tool{Slug: slug, Status: voxpop.ToolActive})
	return nil
}

// finish checks the tool that is complete now.
func (p *catalogParser) finish() error {
	if len(p.tools) == 0 {
		return nil
	}
	switch t := p.tools[len(p.tools)-1]; {
	case t.Name == "":
		return fmt.Errorf("[%s] has no name", t.Slug)
	case len(t.Aliases) == 0:
		return fmt.Errorf("[%s] has no alias", t.Slug)
	}
	return nil
}

func (p *catalogParser) field(t *voxpop.Tool, key, value string) error {
	p.aliases = 0
	switch key {
	case "name":
		t.Name = value
	case "vendor":
		t.Vendor = value
	case "about":
		t.Description = value
	case "categories":
		t.Categories = append(t.Categories, list(value)...)
	case "home":
		for _, home := range list(value) {
			if source, name, found := strings.Cut(home, "/"); !found || source == "" || name == "" || strings.ToLower(home) != home {
				return fmt.Errorf("home %q: want source/name in small letters", home)
			}
			t.Home = append(t.Home, home)
		}
	case "merged":
		t.MergedInto = value
	case "status":
		t.Status = voxpop.ToolStatus(value)
		if t.Status != voxpop.ToolActive && t.Status != voxpop.ToolArchived && t.Status != voxpop.ToolCandidate {
			return fmt.Errorf("status %q: want active, archived or candidate", value)
		}
	case "alias":
		for _, name := range list(value) {
			t.Aliases = append(t.Aliases, voxpop.Alias{Text: name})
			p.aliases++
		}
	default:
		return fmt.Errorf("unknown key %q", key)
	}
	return nil
}

func aliasRule(a *voxpop.Alias, key, value string) error {
	switch key {
	case "case":
		if value != "yes" && value != "no" {
			return fmt.Errorf("case %q: want yes or no", value)
		}
		a.Case = value == "yes"
	case "require":
		a.Require = append(a.Require, list(value)...)
	case "exclude":
		a.Exclude = append(a.Exclude, list(value)...)
	case "prior":
		prior, err := strconv.ParseFloat(value, 64)
		if err != nil || !(prior > 0 && prior <= 1) {
			return fmt.Errorf("prior %q: want a number above 0 and up to 1", value)
		}
		a.Prior = prior
	default:
		return fmt.Errorf("unknown rule %q", key)
	}
	return nil
}

// list cuts a value at its commas.
func list(value string) []string {
	var out []string
	for entry := range strings.SplitSeq(value, ",") {
		if entry = strings.TrimSpace(entry); entry != "" {
			out = append(out, entry)
		}
	}
	return out
}
