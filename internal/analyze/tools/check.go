package tools

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/voxpop-dev/voxpop"
)

// Fault is what is wrong with one field of a definition.
type Fault struct {
	Field  string // such as "name" or "aliases[2].require[0]"
	Reason string // what is wrong and what is allowed, in words
}

// Limits of what an administrator writes of a tool, beside those of its aliases. Lengths are bytes.
const (
	maxSlug        = 64
	maxName        = 200
	maxDescription = 2000
	maxCategories  = 20
	maxHomes       = 50
	maxOwnAliases  = 100
)

var (
	slugForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	homeForm = regexp.MustCompile(`^[a-z0-9]+/\S+$`)
)

// Check tells all that is wrong with the definition of a tool, field by field, where it is to stand in a catalog. Its own
// entry there, if it has one, is passed over. A definition without faults compiles, by itself and beside every other that
// Check let into the catalog, whether archived, merged or not.
func Check(t voxpop.Tool, catalog []voxpop.Tool) []Fault {
	c := &checker{}
	if !slugForm.MatchString(t.Slug) || len(t.Slug) > maxSlug {
		c.add("slug", "must be up to %d small letters and digits, with single hyphens between", maxSlug)
	}
	c.line("name", t.Name, 1, maxName)
	c.line("vendor", t.Vendor, 0, maxName)
	c.prose("description", t.Description)
	if len(t.Categories) > maxCategories {
		c.add("categories", "at most %d", maxCategories)
	}
	for i, category := range t.Categories {
		c.line(fmt.Sprintf("categories[%d]", i), category, 1, maxName)
	}
	c.homes(t.Home)
	c.aliases(t.Aliases)
	if len(c.faults) == 0 {
		c.clashes(t, catalog)
	}
	return c.faults
}

type checker struct{ faults []Fault }

func (c *checker) add(field, reason string, args ...any) {
	c.faults = append(c.faults, Fault{field, fmt.Sprintf(reason, args...)})
}

// line wants one line of text that shows.
func (c *checker) line(field, s string, least, most int) {
	switch {
	case len(strings.TrimSpace(s)) < least:
		c.add(field, "is needed")
	case len(s) > most:
		c.add(field, "at most %d bytes", most)
	case !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }):
		c.add(field, "must be one line of printable text")
	}
}

func (c *checker) prose(field, s string) {
	c.line(field, strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", " "), "\n", " "), 0, maxDescription)
}

func (c *checker) homes(homes []string) {
	if len(homes) > maxHomes {
		c.add("home", "at most %d", maxHomes)
	}
	for i, home := range homes {
		field := fmt.Sprintf("home[%d]", i)
		if !homeForm.MatchString(home) || strings.ToLower(home) != home {
			c.add(field, "must be source/name in small letters, such as reddit/cursor")
			continue
		}
		c.line(field, home, 1, maxName)
		if slices.Index(homes, home) < i {
			c.add(field, "stands there twice")
		}
	}
}

func (c *checker) aliases(aliases []voxpop.Alias) {
	if len(aliases) == 0 || len(aliases) > maxOwnAliases {
		c.add("aliases", "must be 1 to %d", maxOwnAliases)
	}
	for i := range aliases {
		c.alias(fmt.Sprintf("aliases[%d]", i), &aliases[i])
	}
}

func (c *checker) alias(field string, a *voxpop.Alias) {
	c.pattern(field+".text", a.Text)
	if !(a.Prior >= 0 && a.Prior <= 1) {
		c.add(field+".prior", "must be 0 to 1; 0 counts as 1")
	}
	own := canonical(a.Text)
	for name, phrases := range map[string][]string{"require": a.Require, "exclude": a.Exclude} {
		if len(phrases) > maxPhrases {
			c.add(field+"."+name, "at most %d phrases", maxPhrases)
		}
		for i, phrase := range phrases {
			place := fmt.Sprintf("%s.%s[%d]", field, name, i)
			c.pattern(place, phrase)
			if name == "exclude" && own != "" && canonical(phrase) == own {
				c.add(place, "excludes the alias itself")
			}
		}
	}
}

func (c *checker) pattern(field, s string) {
	before := len(c.faults)
	c.line(field, s, 1, maxAliasBytes)
	if err := checkPattern(s); err != nil && len(c.faults) == before {
		c.add(field, "%s", strings.TrimSuffix(err.Error(), ": "+voxpop.ErrInvalid.Error()))
	}
}

// clashes looks for names that two tools claim wherever they stand.
func (c *checker) clashes(t voxpop.Tool, catalog []voxpop.Tool) {
	claimed := map[string]string{}
	for i := range catalog {
		if other := &catalog[i]; other.Slug != t.Slug && other.Status != voxpop.ToolCandidate {
			for _, a := range other.Aliases {
				if countsAnywhere(a) {
					claimed[runTogether(a.Text)] = other.Slug
				}
			}
		}
	}
	for i, a := range t.Aliases {
		if other := claimed[runTogether(a.Text)]; other != "" && countsAnywhere(a) {
			c.add(fmt.Sprintf("aliases[%d].text", i), "%s has it as well, and neither asks for context: give one of them a required word, exact spelling or a prior below 1", other)
		}
	}
}

// countsAnywhere is alias.plain of what is not compiled yet.
func countsAnywhere(a voxpop.Alias) bool {
	return !a.Case && len(a.Require) == 0 && (a.Prior == 0 || a.Prior == 1)
}

func runTogether(pattern string) string { return strings.ReplaceAll(canonical(pattern), " ", "") }
