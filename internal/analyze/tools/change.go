package tools

import (
	"slices"

	"github.com/voxpop-dev/voxpop"
)

// Change compares what two definitions of a tool match in the same texts, each beside all other tools of a catalog.
// It may be used by any number of goroutines.
type Change struct {
	slug          string
	before, after *Matcher
	Searches      []string // find every item that either definition names; see Queries
	Home          []string // communities in which either may be meant without a name
}

// NewChange compiles a catalog, and adds the one definition of a tool and the other. before is nil for a tool that is not
// looked for yet. Archived and merged tools count as they do in analyses: for themselves. Errors are those of Compile.
func NewChange(catalog []voxpop.Tool, before *voxpop.Tool, after voxpop.Tool) (*Change, error) {
	var others []voxpop.Tool
	for _, t := range catalog {
		if t.Slug != after.Slug && t.Status != voxpop.ToolCandidate {
			others = append(others, standing(t))
		}
	}
	c := &Change{slug: after.Slug}
	base, claimed, err := compile(others)
	if err != nil {
		return nil, err
	}
	c.before = base
	if before != nil {
		c.reach(*before)
		if c.before, err = base.with(standing(*before), claimed); err != nil {
			return nil, err
		}
	}
	c.reach(after)
	c.after, err = base.with(standing(after), claimed)
	return c, err
}

func standing(t voxpop.Tool) voxpop.Tool {
	t.Status, t.MergedInto = voxpop.ToolActive, ""
	return t
}

func (c *Change) reach(t voxpop.Tool) {
	c.Searches = append(c.Searches, Queries(t)...)
	c.Home = append(c.Home, t.Home...)
	slices.Sort(c.Searches)
	slices.Sort(c.Home)
	c.Searches, c.Home = slices.Compact(c.Searches), slices.Compact(c.Home)
}

// Find returns the tool's mentions in a text by the definition before and by the one after.
func (c *Change) Find(in Input) (before, after []voxpop.Mention) {
	other := func(m voxpop.Mention) bool { return m.Tool != c.slug }
	return slices.DeleteFunc(c.before.Find(in), other), slices.DeleteFunc(c.after.Find(in), other)
}
