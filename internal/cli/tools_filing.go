package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/analyze/tools"
	"github.com/voxpop-dev/voxpop/internal/store/relational"
)

// outcome of one tool of a file.
type outcome string

const (
	added     outcome = "added"
	changed   outcome = "changed"
	unchanged outcome = "unchanged"
)

// filing brings tools of a file into a catalog. All are checked before the first is stored; each is stored by itself.
type filing struct {
	store *relational.Store
	all   []voxpop.Tool
	std   *streams
	dry   bool
	json  bool
}

func (f *filing) run(ctx context.Context, list []voxpop.Tool) error {
	plans, err := f.plan(list)
	if err != nil {
		return err
	}
	done := map[outcome]int{}
	for i := range plans {
		p := &plans[i]
		if !f.dry {
			if err := p.carryOut(ctx, f.store); err != nil {
				return fmt.Errorf("[%s] %w (the tools before it in the file are stored)", p.tool.Slug, plainError(err))
			}
		}
		done[p.outcome]++
		if !f.json {
			fmt.Fprintf(f.std.out, "%s: %s\n", p.tool.Slug, p.outcome)
		}
	}
	if f.json {
		return json.NewEncoder(f.std.out).Encode(map[string]any{"added": done[added], "changed": done[changed], "unchanged": done[unchanged], "dry_run": f.dry})
	}
	if f.dry {
		fmt.Fprintln(f.std.err, "Nothing was stored: this was a dry run.")
	}
	return nil
}

// plan checks every tool of a file as if those before it were stored.
func (f *filing) plan(list []voxpop.Tool) ([]plan, error) {
	var plans []plan
	var errs []error
	future := slices.Clone(f.all)
	for _, t := range list {
		p := planFor(t, f.all)
		if err := checkDefinition(p.tool, future); err != nil {
			errs = append(errs, err)
		}
		if at := slices.IndexFunc(future, func(o voxpop.Tool) bool { return o.Slug == p.tool.Slug }); at >= 0 {
			future[at] = p.tool
		} else {
			future = append(future, p.tool)
		}
		plans = append(plans, p)
	}
	return plans, errors.Join(errs...)
}

// plan is what becomes of one tool of a file.
type plan struct {
	tool    voxpop.Tool
	status  voxpop.ToolStatus // to be set when it is another than the stored one; empty: it stays
	outcome outcome
}

func planFor(t voxpop.Tool, all []voxpop.Tool) plan {
	was, err := find(all, t.Slug)
	if err != nil {
		p := plan{tool: t, outcome: added}
		p.tool.MergedInto = ""
		if t.Status == voxpop.ToolArchived {
			p.tool.Status, p.status = voxpop.ToolActive, voxpop.ToolArchived
		}
		return p
	}
	p := plan{tool: was, outcome: changed}
	p.tool.Name, p.tool.Vendor, p.tool.Description = t.Name, t.Vendor, t.Description
	p.tool.Categories, p.tool.Home, p.tool.Aliases = t.Categories, t.Home, t.Aliases
	if t.Status != was.Status && was.MergedInto == "" && t.Status != voxpop.ToolCandidate {
		p.status = t.Status
	}
	if p.status == "" && alike(was, p.tool) {
		p.outcome = unchanged
	}
	return p
}

// alike reports whether two tools are written alike in files.
func alike(a, b voxpop.Tool) bool {
	return tools.FormatCatalog([]voxpop.Tool{a}) == tools.FormatCatalog([]voxpop.Tool{b})
}

func (p *plan) carryOut(ctx context.Context, store *relational.Store) (err error) {
	t := p.tool
	switch p.outcome {
	case unchanged:
		return nil
	case added:
		t, err = store.CreateTool(ctx, t, byCommand("tools.create", t.Slug))
	case changed:
		t, err = store.EditTool(ctx, t, byCommand("tools.edit", t.Slug))
	}
	if err != nil || p.status == "" {
		return err
	}
	_, err = store.SetToolStatus(ctx, t.Slug, t.Edit, p.status, byCommand("tools."+statusAction(p.status), t.Slug))
	return err
}

func statusAction(status voxpop.ToolStatus) string {
	if status == voxpop.ToolArchived {
		return "archive"
	}
	return "unarchive"
}
