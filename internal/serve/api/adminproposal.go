package api

import (
	"context"
	"slices"
	"strings"

	"github.com/voxpop-dev/voxpop"
)

// proposal is a definition that would take the place of another.
type proposal struct {
	before *voxpop.Tool // nil for a tool that is not looked for yet
	after  voxpop.Tool
	all    []voxpop.Tool // the catalog in which it was checked
}

// proposal reads what a preview is asked about.
func (a *API) proposal(ctx context.Context, in *PreviewRequest) (p proposal, err error) {
	if in.Tool == nil && in.Alias == nil {
		return p, invalid("body.tool", "give tool, alias or both", nil)
	}
	if p.all, err = a.opt.Catalog.Tools(ctx); err != nil {
		return p, a.asProblem("tools", err)
	}
	if err := p.start(in); err != nil {
		return p, err
	}
	own := ""
	if in.Tool != nil {
		in.Tool.apply(&p.after)
	}
	if in.Alias != nil {
		own = aliasField(setAlias(&p.after, voxpop.Alias(*in.Alias)))
	}
	if p.after.Slug == "" {
		p.after.Slug = slugOf(p.after.Name)
	}
	faults := a.opt.Check(p.after, p.all)
	if len(faults) == 0 {
		return p, nil
	}
	return p, faulty(func(field string) string {
		if rule, is := strings.CutPrefix(field, own); is && own != "" {
			return "body.alias." + rule
		}
		return "body.tool." + field
	}, faults)
}

// start takes the definition of now, if there is one.
func (p *proposal) start(in *PreviewRequest) error {
	slug := strings.ToLower(in.Slug)
	at := slices.IndexFunc(p.all, func(t voxpop.Tool) bool { return t.Slug == slug })
	switch {
	case at >= 0:
		p.after = p.all[at]
		if p.after.Status != voxpop.ToolCandidate {
			p.before = &p.all[at]
		}
		p.after.Aliases = slices.Clone(p.after.Aliases)
	case in.Tool == nil:
		return unknownTool("body.slug", in.Slug)
	default:
		p.after.Slug = slug
	}
	p.after.Status = voxpop.ToolActive
	return nil
}
