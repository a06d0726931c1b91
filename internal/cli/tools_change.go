package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/voxpop-dev/voxpop"
	"github.com/voxpop-dev/voxpop/internal/store/relational"
)

// fileOfTools is the argument and the flags of commands that read one.
type fileOfTools struct {
	File   string `arg:"" help:"File of tools, in the format that voxpop tools show prints; - is standard input."`
	DryRun bool   `help:"Only check, and tell what would be done."`
	JSON   bool   `help:"Print JSON."`
}

// run reads the file and brings its tools in, once fits has nothing against any of them.
func (c *fileOfTools) run(ctx context.Context, std *streams, s *Settings, fits func(t *voxpop.Tool, known bool) error) error {
	list, err := readCatalogFile(c.File, std.in)
	if err != nil {
		return err
	}
	return withTools(ctx, s, func(store *relational.Store, all []voxpop.Tool) error {
		for i := range list {
			_, unknown := find(all, list[i].Slug)
			if err := fits(&list[i], unknown == nil); err != nil {
				return err
			}
		}
		f := &filing{store: store, all: all, std: std, dry: c.DryRun, json: c.JSON}
		return f.run(ctx, list)
	})
}

type toolsCreateCmd struct{ fileOfTools }

// Run adds tools.
func (c *toolsCreateCmd) Run(ctx context.Context, std *streams, s *Settings) error {
	return c.run(ctx, std, s, func(t *voxpop.Tool, known bool) error {
		if known {
			return fmt.Errorf("[%s] is there already: change it with voxpop tools edit", t.Slug)
		}
		return nil
	})
}

type toolsEditCmd struct{ fileOfTools }

// Run changes tools.
func (c *toolsEditCmd) Run(ctx context.Context, std *streams, s *Settings) error {
	return c.run(ctx, std, s, func(t *voxpop.Tool, known bool) error {
		if !known {
			return fmt.Errorf("[%s] is not there: add it with voxpop tools create", t.Slug)
		}
		return nil
	})
}

type toolsImportCmd struct{ fileOfTools }

// Run adds and changes tools. Tools that the file does not name stay; merges are not made.
func (c *toolsImportCmd) Run(ctx context.Context, std *streams, s *Settings) error {
	return c.run(ctx, std, s, func(*voxpop.Tool, bool) error { return nil })
}

type toolsAliasCmd struct {
	Slug    string   `arg:"" help:"Slug of the tool."`
	Text    string   `arg:"" help:"The alias."`
	Remove  bool     `help:"Remove it."`
	Case    bool     `help:"It counts only exactly so spelled."`
	Require []string `help:"One of these words must stand near (with commas between)."`
	Exclude []string `help:"One of these words in its sentence says that it is something else."`
	Prior   float64  `help:"How likely the bare alias is the tool, 0 to 1; 0 counts as 1."`
	JSON    bool     `help:"Print JSON."`
}

// Run changes one alias.
func (c *toolsAliasCmd) Run(ctx context.Context, std *streams, s *Settings) error {
	return withTools(ctx, s, func(store *relational.Store, all []voxpop.Tool) error {
		t, err := find(all, c.Slug)
		if err != nil {
			return err
		}
		if err := c.change(&t); err != nil {
			return err
		}
		if err := checkDefinition(t, all); err != nil {
			return err
		}
		t, err = store.EditTool(ctx, t, byCommand("tools.alias", t.Slug))
		return report(std, c.JSON, t, err)
	})
}

func (c *toolsAliasCmd) change(t *voxpop.Tool) error {
	before := len(t.Aliases)
	t.Aliases = slices.Clone(t.Aliases)
	if c.Remove {
		t.Aliases = slices.DeleteFunc(t.Aliases, func(a voxpop.Alias) bool { return a.Text == c.Text })
		if len(t.Aliases) == before {
			return fmt.Errorf("%s has no alias %.60q: voxpop tools show %s prints them", t.Slug, c.Text, t.Slug)
		}
		return nil
	}
	alias := voxpop.Alias{Text: c.Text, Case: c.Case, Require: c.Require, Exclude: c.Exclude, Prior: c.Prior}
	at := slices.IndexFunc(t.Aliases, func(a voxpop.Alias) bool { return a.Text == c.Text && a.Case == c.Case })
	if at < 0 {
		t.Aliases = append(t.Aliases, alias)
	} else {
		t.Aliases[at] = alias
	}
	return nil
}

// report tells what has become of a tool.
func report(std *streams, asJSON bool, t voxpop.Tool, err error) error {
	if err != nil {
		return plainError(err)
	}
	if asJSON {
		return json.NewEncoder(std.out).Encode(describeTool(&t))
	}
	_, err = fmt.Fprintf(std.out, "%s is %s (edit %d).\n", t.Slug, t.Status, t.Edit)
	return err
}

type toolsArchiveCmd struct {
	Slug string `arg:"" help:"Slug of the tool."`
	JSON bool   `help:"Print JSON."`
}

// Run archives a tool.
func (c *toolsArchiveCmd) Run(ctx context.Context, std *streams, s *Settings) error {
	return setStatus(ctx, std, s, c.Slug, voxpop.ToolArchived, c.JSON)
}

type toolsUnarchiveCmd struct {
	Slug string `arg:"" help:"Slug of the tool."`
	JSON bool   `help:"Print JSON."`
}

// Run takes a tool back from the archive.
func (c *toolsUnarchiveCmd) Run(ctx context.Context, std *streams, s *Settings) error {
	return setStatus(ctx, std, s, c.Slug, voxpop.ToolActive, c.JSON)
}

func setStatus(ctx context.Context, std *streams, s *Settings, slug string, status voxpop.ToolStatus, asJSON bool) error {
	return withTools(ctx, s, func(store *relational.Store, all []voxpop.Tool) error {
		t, err := find(all, slug)
		if err != nil {
			return err
		}
		if t.Status == voxpop.ToolCandidate {
			return fmt.Errorf("%s is a candidate: approve it, or delete it", t.Slug)
		}
		t, err = store.SetToolStatus(ctx, t.Slug, t.Edit, status, byCommand("tools."+statusAction(status), t.Slug))
		return report(std, asJSON, t, err)
	})
}
